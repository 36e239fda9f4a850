//! The catering tender of the demonstration: prepared by its team, pooling what the schools need when the story begins.

use super::people::email;
use super::stage::{Stage, at, day, unless_done};
use crate::demand;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::{self, Appointment, Edit, NewTender, NewVariation, PriceMethodName, PriceRule};
use ::entity::membership::Role;
use ::entity::tender::{AuthorityHat, LeaveRule};
use chrono::{DateTime, Duration, NaiveDate, Utc};

const STARTED: &str = "2026-12-16T09:00:00Z";
const POOLED: &str = "2027-01-05T09:00:00Z";

/// Schools that have given and signed their demand before the story begins.
const READY: [&str; 3] = ["rowley-view", "moorcroft-wood", "old-church"];

/// Its own caterer, so it takes no part.
const NOT_TAKING_PART: &str = "grace-academy";

/// What one tender of the demonstration has of its own.
pub struct Plan {
    pub title: String,
    pub contract_start: NaiveDate,
    pub deadline: DateTime<Utc>,
    pub minimum_schools: i32,
    /// The chair's school needs something beyond the core.
    pub has_variation: bool,
}

pub async fn pool(stage: &mut Stage) -> Result<()> {
    stage.go_to(STARTED)?;
    let plan = Plan {
        title: "Catering management 2027 to 2030".to_owned(),
        contract_start: day(2027, 9, 1),
        deadline: at(day(2027, 3, 16), 12),
        minimum_schools: 6,
        has_variation: false,
    };
    prepare(stage, &plan).await?;
    stage.go_to(POOLED)?;
    super::acts::pool(stage).await?;
    let head = stage.head(NOT_TAKING_PART).await?;
    let sheet = demand::sheet(&head, stage.school(NOT_TAKING_PART).await?.urn, &stage.tender).await?;
    demand::decline(&head, &sheet, "We have our own caterer").await?;
    for school in READY {
        commit(stage, school).await?;
    }
    Ok(())
}

/// A catering tender of the cast, with its team and every task of its builder done.
pub async fn prepare(stage: &mut Stage, plan: &Plan) -> Result<()> {
    let chair = stage.head(stage.cast.chair).await?;
    let new = NewTender {
        category: "catering".to_owned(),
        title: plan.title.clone(),
        contract_start: plan.contract_start,
        term_years: 3,
    };
    stage.tender = tender::create(&chair, stage.cast.cluster, new).await?;
    team(stage, &chair).await?;
    tasks(stage, plan).await?;
    if plan.has_variation { alter_the_core(stage).await } else { Ok(()) }
}

/// One school's menus differ from the core ones.
async fn alter_the_core(stage: &Stage) -> Result<()> {
    let lead = stage.head(stage.cast.chair).await?;
    let version = tender::by_reference(lead.read(), &stage.tender).await?.version;
    let new = NewVariation {
        urn: stage.school(stage.cast.chair).await?.urn,
        title: "Halal menus".to_owned(),
        description: "For about 40 pupils each day, planned with the school's cook once a term.".to_owned(),
    };
    tender::add_variation(&lead, &stage.tender, version, new).await
}

async fn team(stage: &Stage, chair: &Context) -> Result<()> {
    let cast = stage.cast;
    let mut all = vec![
        (Role::TenderLead, cast.tender_lead, stage.staff(cast.tender_lead)?.manager),
        (Role::Reviewer, cast.reviewer, stage.staff(cast.reviewer)?.head),
    ];
    for school in cast.key_holders {
        all.push((Role::KeyHolder, school, stage.staff(school)?.manager));
    }
    for school in cast.evaluators.iter().copied() {
        all.push((Role::Evaluator, school, stage.staff(school)?.manager));
    }
    for (role, school, name) in all {
        let urn = stage.school(school).await?.urn;
        let new = Appointment { role, name: name.to_owned(), email: email(name), urn };
        tender::appoint(chair, &stage.tender, new).await?;
    }
    Ok(())
}

/// What the builder's tasks ask, answered one after the other.
async fn tasks(stage: &Stage, plan: &Plan) -> Result<()> {
    let need = "Management of our school kitchens: menus, purchasing, training, hygiene and the staff's timetable. Food and \
kitchen staff stay with the schools.";
    let price = &stage.scenario.tender.price;
    let rule = PriceRule {
        weight: price.weight,
        method: PriceMethodName::Benchmark,
        ceiling: Some(price.ceiling),
        target: Some(price.target),
        pounds_per_mark: None,
    };
    let questions_close_at = Some(plan.deadline - Duration::days(15));
    let edits = [
        Edit::What { title: plan.title.clone(), need: need.to_owned() },
        Edit::Lot { contract_start: plan.contract_start, term_years: 3, bid_validity_days: 120, plan: None },
        Edit::Price { rule, quality_minimum: None, low_bid_percent: 10 },
        Edit::Leaving { minimum_schools: plan.minimum_schools, leave_rule: LeaveRule::BidScheduleDecides },
        Edit::Dates { questions_close_at, deadline_at: plan.deadline },
        Edit::Conflicts {
            assessment: tender::Found {
                asked: "Every member of the team, the chair, the clerk and the heads, on paper, before publication."
                    .to_owned(),
                found: "No governor or member of staff of the member schools works for, owns or is related to a firm \
                        that has said it may bid. The authority sells catering and does not bid for this contract."
                    .to_owned(),
                mitigation: "Everybody declares again against the list of bidders once bids are open.".to_owned(),
            },
            hat: AuthorityHat::None,
        },
    ];
    for edit in edits {
        let lead = stage.head(stage.cast.chair).await?;
        let version = tender::by_reference(lead.read(), &stage.tender).await?.version;
        tender::edit(&lead, &stage.tender, version, edit).await?;
    }
    Ok(())
}

/// A school gives its demand, its head signs it, its body authorises joining up to what it pays now.
pub async fn commit(stage: &Stage, school: &str) -> Result<()> {
    let urn = stage.school(school).await?.urn;
    let limit = stage.scenario.current_costs.get("catering").and_then(|costs| costs.get(school)).copied();
    let (manager, head, governor) =
        (stage.manager(school).await?, stage.head(school).await?, stage.governor(school).await?);
    let sheet = demand::sheet(&manager, urn, &stage.tender).await?;
    unless_done(demand::send(&manager, &sheet).await)?;
    unless_done(demand::sign(&head, &demand::sheet(&head, urn, &stage.tender).await?).await)?;
    let sheet = demand::sheet(&governor, urn, &stage.tender).await?;
    if sheet.demand.mandate_limit.is_none() {
        demand::record_mandate(&governor, &sheet, limit.unwrap_or_default(), "Minute 5 of the governing body").await?;
    }
    Ok(())
}
