//! Staff who may transfer with the contract (TUPE): given without names by schools or the present provider, read by
//! providers that accept confidentiality, every reading logged.

use super::notice::{Fact, NoticeSection};
use super::rules::staff::{NewStaff, Pasted, pasted};
use super::rules::states::{self, phase};
use super::steps::event;
use super::{interest, sight, store};
use crate::demand;
use crate::platform::access::{Action, Place};
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use ::entity::money::{Money, Quantity};
use ::entity::staff_pack::{self, PensionRoute, RiskBearer};
use ::entity::tender::{self, TenderState};
use ::entity::{ids::*, staff_access, staff_reading, staff_row};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use serde_json::json;

/// How pensions go on, and who gives the facts.
#[derive(Clone, Debug)]
pub struct Terms {
    pub transfers: bool,
    pub pension: PensionRoute,
    pub contribution: Option<Quantity>,
    pub bond: Option<Money>,
    pub risk: RiskBearer,
    pub note: Option<String>,
    pub present_provider: Option<ProviderId>,
}

async fn open(context: &Context, reference: &str) -> Result<(tender::Model, Place)> {
    let tender = store::by_reference(context.read(), reference).await?;
    let place = sight::visible_to(context.read(), &context.actor, &tender).await?;
    Ok((tender, place))
}

/// Can rows and terms still change? Bidders must have had them when bids close.
fn is_open(tender: &tender::Model, context: &Context) -> Result<()> {
    match phase(tender, context.now) {
        TenderState::Draft | TenderState::Pooling | TenderState::Review | TenderState::Open => Ok(()),
        state => Err(Error::refused(format!(
            "The staff pack can change until bids close. The tender's state is: {}",
            states::words(state).to_lowercase()
        ))),
    }
}

/// Says whether staff transfer and how their pensions go on; the notice says so too.
pub async fn set_terms(context: &Context, reference: &str, terms: Terms) -> Result<()> {
    let (tender, place) = open(context, reference).await?;
    context.actor.require(Action::EditTender, &place)?;
    is_open(&tender, context)?;
    let change = Change::begin(context).await?;
    let row = staff_pack::Model {
        tender_id: tender.id,
        transfers: terms.transfers,
        pension: terms.pension,
        contribution: terms.contribution,
        bond: terms.bond,
        risk: terms.risk,
        note: terms.note,
        present_provider: terms.present_provider,
        updated_by: change.by()?,
        updated_at: change.now(),
    };
    match store::staff_pack(change.tx(), tender.id).await? {
        Some(_) => {
            row.into_active_model().reset_all().update(change.tx()).await?;
        }
        None => {
            row.into_active_model().insert(change.tx()).await?;
        }
    }
    change.commit(event(&tender, "staff.terms_set")).await?;
    Ok(())
}

/// For whom somebody gives rows: a school of theirs that takes part, or the present provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Giver {
    School(SchoolId),
    PresentProvider,
}

/// For whom the actor may give rows in this tender.
pub async fn giver(context: &Context, tender: &tender::Model, place: &Place) -> Result<Option<Giver>> {
    if let Some(hat) = context.actor.hat_for(Action::EditDemand, place) {
        let school = hat.for_school();
        let takes_part = demand::committed(context.read(), tender.id).await?.all;
        return Ok(school.filter(|school| takes_part.is_empty() || takes_part.contains(school)).map(Giver::School));
    }
    let Ok(provider) = interest::provider_of(context) else { return Ok(None) };
    let pack = store::staff_pack(context.read(), tender.id).await?;
    Ok(pack.filter(|pack| pack.present_provider == Some(provider)).map(|_| Giver::PresentProvider))
}

/// Keeps pasted rows in place of those that the same school, or the present provider, gave before. All or nothing.
pub async fn give(context: &Context, reference: &str, text: &str) -> Result<Pasted> {
    let (tender, place) = open(context, reference).await?;
    is_open(&tender, context)?;
    let giver = giver(context, &tender, &place).await?;
    let giver = giver.ok_or_else(|| Error::Forbidden(crate::platform::access::who_can(Action::EditDemand)))?;
    let found = pasted(text);
    if !found.faults.is_empty() || found.rows.is_empty() {
        return Ok(found);
    }
    let change = Change::begin(context).await?;
    store::locked(change.tx(), tender.id).await?;
    clear(&change, tender.id, giver).await?;
    for new in &found.rows {
        row(&change, tender.id, giver, new)?.into_active_model().insert(change.tx()).await?;
    }
    let data = json!({ "rows": found.rows.len(), "left_out": found.left_out.len() });
    change.commit(event(&tender, "staff.given").with(data)).await?;
    Ok(found)
}

async fn clear(change: &Change, tender: TenderId, giver: Giver) -> Result<()> {
    let all = staff_row::Entity::delete_many().filter(staff_row::Column::TenderId.eq(tender));
    let own = match giver {
        Giver::School(school) => {
            all.filter(staff_row::Column::SchoolId.eq(school)).filter(staff_row::Column::ByProvider.eq(false))
        }
        Giver::PresentProvider => all.filter(staff_row::Column::ByProvider.eq(true)),
    };
    own.exec(change.tx()).await?;
    Ok(())
}

fn row(change: &Change, tender: TenderId, giver: Giver, new: &NewStaff) -> Result<staff_row::Model> {
    Ok(staff_row::Model {
        id: StaffRowId::new(change.now()),
        tender_id: tender,
        school_id: match giver {
            Giver::School(school) => Some(school),
            Giver::PresentProvider => None,
        },
        role: new.role.clone(),
        hours: new.hours,
        pay_band: new.pay_band.clone(),
        service_years: new.service_years,
        pension: new.pension,
        terms: new.terms.clone(),
        given_by: change.by()?,
        given_at: change.now(),
        by_provider: giver == Giver::PresentProvider,
    })
}

/// A provider accepts confidentiality and may read the pack from now on.
pub async fn accept(context: &Context, reference: &str) -> Result<()> {
    let (tender, _) = open(context, reference).await?;
    let provider = interest::provider_of(context)?;
    context.actor.require(Action::Bid, &Place::provider(provider))?;
    if phase(&tender, context.now) != TenderState::Open {
        return Err(Error::refused("The staff pack can be asked for while the tender is open for bids"));
    }
    let change = Change::begin(context).await?;
    let accepted = staff_access::Model {
        tender_id: tender.id,
        provider_id: provider,
        accepted_by: change.by()?,
        accepted_at: change.now(),
    };
    if store::staff_access(change.tx(), tender.id, provider).await?.is_none() {
        let inserted = accepted.into_active_model().insert(change.tx()).await;
        inserted.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    }
    change.commit(event(&tender, "staff.accepted")).await?;
    Ok(())
}

/// The rows for somebody of a provider that accepted confidentiality; that they were read is logged.
pub async fn read(context: &Context, tender: &tender::Model, downloaded: bool) -> Result<Vec<staff_row::Model>> {
    let provider_id = interest::provider_of(context)?;
    if store::staff_access(context.read(), tender.id, provider_id).await?.is_none() {
        return Err(Error::refused("Accept confidentiality first"));
    }
    let change = Change::begin(context).await?;
    let row = staff_reading::Model {
        id: StaffReadingId::new(change.now()),
        tender_id: tender.id,
        provider_id,
        account_id: change.by()?,
        downloaded,
        read_at: change.now(),
    };
    row.into_active_model().insert(change.tx()).await?;
    change.commit(event(tender, "staff.read").with(json!({ "downloaded": downloaded }))).await?;
    store::staff(context.read(), tender.id).await
}

/// The route in the words of the pages.
pub fn pension_words(route: PensionRoute) -> &'static str {
    match route {
        PensionRoute::Admission => "The provider is admitted to the Local Government Pension Scheme",
        PensionRoute::PassThrough => {
            "Pass-through: the provider pays a fixed rate to the Local Government Pension Scheme"
        }
        PensionRoute::Comparable => "The provider's own scheme, certified as broadly comparable",
        PensionRoute::NotNeeded => "No member of a public pension scheme transfers",
    }
}

pub fn risk_words(risk: RiskBearer) -> &'static str {
    match risk {
        RiskBearer::Provider => "The provider",
        RiskBearer::Schools => "The schools",
        RiskBearer::Shared => "Shared, as the contract says",
    }
}

/// What the notice says of staff and pensions.
pub(super) async fn notice_section(
    connection: &impl ConnectionTrait,
    tender: &tender::Model,
) -> Result<Option<NoticeSection>> {
    let Some(pack) = store::staff_pack(connection, tender.id).await? else { return Ok(None) };
    let fact = |key: &str, value: String| Fact { key: key.to_owned(), value, href: None, action: None };
    let mut rows = vec![fact("Staff transfer (TUPE)", transfer_words(pack.transfers).to_owned())];
    if pack.transfers {
        rows.push(fact("Pensions", pension_words(pack.pension).to_owned()));
        rows.extend(pack.contribution.map(|rate| fact("Employer's contribution", format!("{rate}% of pay"))));
        rows.extend(pack.bond.map(|bond| fact("Bond", ::entity::money::plain_price(&bond.exact()))));
        rows.push(fact("Who pays if pensions cost more", risk_words(pack.risk).to_owned()));
    }
    rows.extend(pack.note.map(|note| fact("Note", note)));
    let more = super::notice::More {
        href: format!("/tenders/{}/staff", tender.reference),
        text: words::capitalised("the staff pack, for providers that accept confidentiality"),
    };
    let title = "Staff and pensions".to_owned();
    let more = pack.transfers.then_some(more);
    Ok(Some(NoticeSection { id: "staff".to_owned(), title, rows, more, ..NoticeSection::default() }))
}

/// TUPE explained where it is used.
fn transfer_words(transfers: bool) -> &'static str {
    match transfers {
        true => "Staff who do this work now may move to the new provider with their terms",
        false => "As far as the schools know no staff move with the contract",
    }
}

/// Whether the actor's provider may read the pack; none where the actor bids for nobody, or no staff transfer.
pub async fn bidder_access(context: &Context, tender: &tender::Model) -> Result<Option<bool>> {
    let Ok(provider) = interest::provider_of(context) else { return Ok(None) };
    let transfers = store::staff_pack(context.read(), tender.id).await?.is_some_and(|pack| pack.transfers);
    if tender.published_at.is_none() || !transfers {
        return Ok(None);
    }
    Ok(Some(store::staff_access(context.read(), tender.id, provider).await?.is_some()))
}
