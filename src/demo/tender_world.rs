//! The catering tender of the demonstration: prepared by its team, pooling what the schools need when the story begins.

use super::people::{CHAIR, EVALUATORS, KEY_HOLDERS, REVIEWER, TENDER_LEAD, email};
use super::stage::{CLUSTER, Stage, at, day, unless_done};
use crate::demand;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::{self, Appointment, Edit, NewTender, PriceMethodName, PriceRule};
use ::entity::membership::Role;
use ::entity::tender::{AuthorityHat, LeaveRule};

const STARTED: &str = "2026-12-16T09:00:00Z";
const POOLED: &str = "2027-01-05T09:00:00Z";

/// Schools that have given and signed their demand before the story begins.
const READY: [&str; 3] = ["rowley-view", "moorcroft-wood", "old-church"];

/// Its own caterer, so it takes no part.
const NOT_TAKING_PART: &str = "grace-academy";

pub async fn pool(stage: &mut Stage) -> Result<()> {
    stage.go_to(STARTED)?;
    let chair = stage.head(CHAIR).await?;
    let new = NewTender {
        category: "catering".to_owned(),
        title: "Catering management 2027 to 2030".to_owned(),
        contract_start: day(2027, 9, 1),
        term_years: 3,
    };
    stage.tender = tender::create(&chair, CLUSTER, new).await?;
    team(stage, &chair).await?;
    tasks(stage).await?;
    stage.go_to(POOLED)?;
    tender::pool(&stage.head(CHAIR).await?, &stage.tender).await?;
    let head = stage.head(NOT_TAKING_PART).await?;
    let sheet = demand::sheet(&head, stage.school(NOT_TAKING_PART).await?.urn, &stage.tender).await?;
    demand::decline(&head, &sheet, "We have our own caterer").await?;
    for school in READY {
        commit(stage, school).await?;
    }
    Ok(())
}

async fn team(stage: &Stage, chair: &Context) -> Result<()> {
    let mut all = vec![
        (Role::TenderLead, TENDER_LEAD, stage.staff(TENDER_LEAD)?.manager),
        (Role::Reviewer, REVIEWER, stage.staff(REVIEWER)?.head),
    ];
    for school in KEY_HOLDERS {
        all.push((Role::KeyHolder, school, stage.staff(school)?.manager));
    }
    for school in EVALUATORS {
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
async fn tasks(stage: &Stage) -> Result<()> {
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
    let edits = [
        Edit::What { title: "Catering management 2027 to 2030".to_owned(), need: need.to_owned() },
        Edit::Lot {
            title: "All schools".to_owned(),
            contract_start: day(2027, 9, 1),
            term_years: 3,
            bid_validity_days: 120,
        },
        Edit::Price { rule, quality_minimum: None, low_bid_percent: 10 },
        Edit::Leaving { minimum_schools: 6, leave_rule: LeaveRule::BidScheduleDecides },
        Edit::Dates { questions_close_at: Some(at(day(2027, 3, 1), 12)), deadline_at: at(day(2027, 3, 16), 12) },
        Edit::Conflicts {
            assessment: "No governor or member of staff of the member schools works for, owns or is related to a firm \
that has said it may bid. The authority sells catering and does not bid for this contract."
                .to_owned(),
            hat: AuthorityHat::None,
        },
    ];
    for edit in edits {
        let lead = stage.head(CHAIR).await?;
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
        demand::record_mandate(&governor, &sheet, limit.unwrap_or_default(), "Minute 5 of January 2027").await?;
    }
    Ok(())
}
