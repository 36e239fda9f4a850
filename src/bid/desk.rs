//! A bid on its own people's desk: the draft, what the tender asks, and what was submitted already.

use super::rules::{Asked, Draft, Question, Step, Variation, may_change};
use super::{envelope, store};
use crate::catalogue::rules::buyer;
use crate::platform::access::{Action, Actor, Place};
use crate::platform::app::App;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::keys::sha256_hex;
use crate::platform::words;
use crate::price::rules::Buyer;
use crate::{cluster, demand, tender};
use ::entity::criterion::CriterionKind;
use ::entity::tender::TenderState;
use ::entity::{
    bid, bid_submission, category, criterion, ids::*, lot, provider, school, tender_amendment, tender_condition,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

/// The name under which a provider's bid is stored before it is opened: nobody without the server key can tell whose.
pub(super) fn bidder_name(app: &App, tender: TenderId, provider: ProviderId) -> String {
    app.key.name_for(&[&tender.to_string(), &provider.to_string()])
}

/// The provider that this person bids for.
pub(super) fn own_provider(actor: &Actor) -> Option<ProviderId> {
    let hat = actor.hats().iter().find(|hat| Action::Bid.roles().contains(&hat.role))?;
    hat.scope_id.map(ProviderId)
}

/// Everything that the pages of one bid need.
#[derive(Clone, Debug)]
pub struct Desk {
    pub bid: bid::Model,
    pub draft: Draft,
    pub tender: ::entity::tender::Model,
    /// "Catering", or "Catering, lot 2: Juniors".
    pub title: String,
    /// Every lot of the tender by number.
    pub lots: Vec<lot::Model>,
    /// Whether a discount for winning several lots may be offered.
    pub takes_discounts: bool,
    pub cluster: String,
    pub category: category::Model,
    pub provider: provider::Model,
    pub asked: Asked,
    /// In the order of `asked.buyers`.
    pub schools: Vec<school::Model>,
    /// The submission that counts now.
    pub counted: Option<bid_submission::Model>,
    /// What changed in the tender since that submission, or since the draft was saved.
    pub amended: Vec<tender_amendment::Model>,
}

impl Desk {
    /// Can it be submitted, replaced or taken back at this instant?
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        may_change(&self.tender, now).is_ok()
    }

    /// A material change came after the submission, which its bidder has not confirmed: it does not count.
    pub fn is_unconfirmed(&self) -> bool {
        self.counted.as_ref().is_some_and(|counted| counted.confirmed_version < self.tender.public_version)
    }

    /// Why it cannot be any more, in words.
    pub fn closed_sentence(&self) -> String {
        closed_sentence(&self.tender)
    }

    /// What stands on a page of the draft now, as a short text that a form sends back.
    pub fn seen(&self, step: Step) -> Result<String> {
        seen(&self.draft, step)
    }
}

/// "Bids closed at midday GMT on Tuesday 16 March 2027".
pub(super) fn closed_sentence(tender: &::entity::tender::Model) -> String {
    match (tender.state, tender.deadline_at) {
        (TenderState::Withdrawn | TenderState::Cancelled, _) => "The cluster has ended this tender".to_owned(),
        (_, Some(deadline)) => format!("Bids closed at {}", words::deadline(deadline)),
        (_, None) => "This tender does not take bids".to_owned(),
    }
}

pub(super) fn seen(draft: &Draft, step: Step) -> Result<String> {
    Ok(sha256_hex(draft.part(step)?.as_bytes())[..16].to_owned())
}

/// The bid, if this person bids for its bidder; for everybody else there is none.
pub async fn desk(context: &Context, id: BidId) -> Result<Desk> {
    let connection = context.read();
    let provider_id = own_provider(&context.actor).ok_or(Error::NotFound)?;
    context.actor.require_sight(Action::Bid, &Place::provider(provider_id))?;
    let bid = store::by_id(connection, id).await?;
    if bid.bidder != bidder_name(&context.app, bid.tender_id, provider_id) {
        return Err(Error::NotFound);
    }
    let tender = tender::by_id(connection, bid.tender_id).await?;
    let cluster = cluster::by_id(connection, tender.cluster_id).await?.ok_or(Error::NotFound)?;
    let category = crate::catalogue::category_by_id(connection, tender.category_id).await?.ok_or(Error::NotFound)?;
    let criteria = tender::criteria(connection, bid.lot_id).await?;
    let conditions = tender::pass_conditions(connection, tender.id).await?;
    let of = tender::lot_of(connection, tender, bid.lot_id).await?;
    let takes_discounts = match of.is_one_of_several() {
        true => tender::lot_plan(connection, of.tender.id).await?.is_some_and(|plan| plan.discounts),
        false => false,
    };
    let (title, tender, lots) = (of.title(), of.tender, of.all);
    let (schools, buyers) = buyers(connection, &tender, bid.lot_id).await?;
    let counted = store::counted(connection, std::slice::from_ref(&bid)).await?.into_iter().next();
    let since = counted.as_ref().map_or(bid.draft_saved_at, |counted| counted.received_at);
    let amended = store::amendments_since(connection, tender.id, since).await?;
    let draft = envelope::open_draft(&context.app, provider_id, &bid)?;
    let provider = store::provider(connection, provider_id).await?;
    let mut asked = asked(&tender, &criteria, &conditions, buyers);
    asked.variations = variations(connection, tender.id).await?;
    Ok(Desk {
        bid,
        draft,
        tender,
        title,
        lots,
        takes_discounts,
        cluster: cluster.name,
        category,
        provider,
        asked,
        schools,
        counted,
        amended,
    })
}

/// What a tender asks of every bid.
pub(super) fn asked(
    tender: &::entity::tender::Model,
    criteria: &[criterion::Model],
    conditions: &[tender_condition::Model],
    buyers: Vec<Buyer>,
) -> Asked {
    let question = |criterion: &criterion::Model| Question {
        code: criterion.code.clone(),
        name: criterion.name.clone(),
        question: criterion.question.clone(),
        weight: criterion.weight.to_string(),
        word_limit: usize::try_from(criterion.word_limit).unwrap_or(0),
    };
    Asked {
        conditions: conditions.to_vec(),
        contract_start: tender.contract_start,
        variations: Vec::new(),
        questions: criteria.iter().filter(|each| each.kind == CriterionKind::Written).map(question).collect(),
        term_years: u32::try_from(tender.term_years).unwrap_or(1),
        valid_until: least_validity(tender),
        buyers,
    }
}

/// What single schools need beyond the core.
async fn variations(connection: &impl ConnectionTrait, tender: TenderId) -> Result<Vec<Variation>> {
    let all = tender::variations(connection, tender).await?;
    let one = |(row, school): (::entity::school_variation::Model, school::Model)| Variation {
        title: row.title,
        school: school.name,
        urn: school.urn,
    };
    Ok(all.into_iter().map(one).collect())
}

/// The first day on which a bid may end: so many days after the deadline.
fn least_validity(tender: &::entity::tender::Model) -> NaiveDate {
    let deadline = tender.deadline_at.unwrap_or(tender.created_at);
    words::london_day(deadline) + Duration::days(i64::from(tender.bid_validity_days))
}

/// The schools that a lot is for, in the cluster's order, with what they need.
async fn buyers(
    connection: &impl ConnectionTrait,
    tender: &::entity::tender::Model,
    lot: LotId,
) -> Result<(Vec<school::Model>, Vec<Buyer>)> {
    let mut quantities = demand::quantities(connection, tender.id).await?;
    let own = tender::schools_of(connection, lot).await?;
    quantities.retain(|school, _| own.is_empty() || own.contains(school));
    let members = cluster::members(connection, tender.cluster_id).await?;
    let schools: Vec<school::Model> =
        members.into_iter().map(|member| member.school).filter(|school| quantities.contains_key(&school.id)).collect();
    let volumes = |school: &school::Model| {
        let of_school = quantities.get(&school.id).into_iter().flatten();
        of_school.map(|(unit, volume)| (unit.clone(), volume.exact())).collect()
    };
    let buyers = schools.iter().map(|school| buyer(school, volumes(school))).collect();
    Ok((schools, buyers))
}
