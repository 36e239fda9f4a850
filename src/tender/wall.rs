//! The wall: whoever belongs to an organisation that bids does not look at the assessment until the outcome is sent.

use super::rules::states::is_final;
use super::rules::wall;
use super::steps::{begin, event};
use super::store;
use crate::platform::access::Action;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use ::entity::tender::AuthorityHat;
use ::entity::{ids::*, lot, tender, wall_assessment};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _};
use serde_json::json;
use std::collections::BTreeSet;

/// Refuses whoever is tied to an organisation that bids, until the outcome of every lot is sent. Asked by every page and
/// command of the assessment and by the authority's oversight.
pub async fn require_inside(context: &Context, tender: &tender::Model) -> Result<()> {
    let Some(account) = context.actor.account else { return Ok(()) };
    let ties = store::ties(context.read(), tender, account).await?;
    if ties.is_empty() {
        return Ok(());
    }
    let sent = is_sent(&store::lots(context.read(), tender.id).await?);
    let assessed = store::wall_assessments(context.read(), [tender.id]).await?;
    let cleared = assessed.iter().find(|one| one.account_id == account).map(|one| one.may_open);
    let ties: Vec<wall::Tie> = ties.into_iter().map(|(_, tie)| tie).collect();
    wall::may_open(&ties, cleared, sent).map_err(|refusal| Error::Forbidden(refusal.to_string()))
}

/// Every bidder of every lot knows what came of its bid.
fn is_sent(lots: &[lot::Model]) -> bool {
    lots.iter().all(|lot| lot.standstill_from.is_some() || is_final(lot.state))
}

/// Those of these tenders that somebody of an authority may not look at yet. Three queries.
pub async fn walled_off(
    context: &Context,
    authority: ProviderId,
    tenders: &[tender::Model],
) -> Result<BTreeSet<TenderId>> {
    let ids = || tenders.iter().map(|tender| tender.id);
    let bids = store::bid_in(context.read(), authority, ids()).await?;
    let assessed = store::wall_assessments(context.read(), ids()).await?;
    let lots = lot::Entity::find().filter(lot::Column::TenderId.is_in(ids())).all(context.read()).await?;
    let is_cleared = |tender: TenderId| {
        assessed
            .iter()
            .any(|one| one.tender_id == tender && Some(one.account_id) == context.actor.account && one.may_open)
    };
    let is_walled = |tender: &&tender::Model| {
        let own: Vec<lot::Model> = lots.iter().filter(|lot| lot.tender_id == tender.id).cloned().collect();
        let is_bidder = tender.authority_hat == Some(AuthorityHat::Bidder) || bids.contains(&tender.id);
        is_bidder && !is_sent(&own) && !is_cleared(tender.id)
    };
    Ok(tenders.iter().filter(is_walled).map(|tender| tender.id).collect())
}

/// Records whether somebody of an organisation that bids may look at the assessment all the same. Its bidding team never may.
pub async fn assess_wall(
    context: &Context,
    reference: &str,
    account: AccountId,
    may_open: bool,
    reason: &str,
) -> Result<()> {
    let (change, tender, _) = begin(context, reference, Action::EditTender).await?;
    let ties = store::ties(change.tx(), &tender, account).await?;
    let Some((provider, _)) = ties.first() else { return Err(Error::field("person", "Choose somebody of the list")) };
    if ties.iter().any(|(_, tie)| tie.sells) {
        return Err(Error::field("person", "They sell for the bidder, so no assessment lets them in"));
    }
    if context.actor.account == Some(account) {
        return Err(Error::field(
            "person",
            "Somebody else must assess your part: the chair, the clerk or the tender lead",
        ));
    }
    let row = wall_assessment::Model {
        tender_id: tender.id,
        account_id: account,
        provider_id: *provider,
        may_open,
        reason: reason.to_owned(),
        made_by: change.by()?,
        made_at: change.now(),
    };
    use wall_assessment::Column;
    let mut latest = OnConflict::columns([Column::TenderId, Column::AccountId]);
    latest.update_columns([Column::ProviderId, Column::MayOpen, Column::Reason, Column::MadeBy, Column::MadeAt]);
    let insert = wall_assessment::Entity::insert(row.into_active_model()).on_conflict(latest);
    insert.exec_without_returning(change.tx()).await?;
    let data = json!({ "account": account, "may_open": may_open });
    change.commit(event(&tender, "tender.wall_assessed").with(data).because(reason)).await?;
    Ok(())
}
