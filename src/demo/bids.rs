//! The three catering bids of the demonstration: written and submitted by their firms, checked, scored.

use super::people::{Firm, email};
use super::stage::{Stage, day};
use crate::bid::rules::{Draft, Interest, Organisation, Step, Variation};
use crate::bid::{self, GivenEvidence, Judged, Opened};
use crate::evaluation::mark_of;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::words;
use crate::provider::{self, NewEvidence};
use crate::tender;
use ::entity::price::Charge;
use chrono::Days;
use serde_json::json;
use std::collections::BTreeMap;

/// Longer than any tender of the demonstration asks for.
const VALID_FOR: Days = Days::new(168);

/// One score of the scenario, for one answer of one opened bid.
pub struct Given {
    pub mark: String,
    pub code: String,
    pub score: i32,
    pub reason: String,
}

fn answers(firm: &Firm) -> BTreeMap<String, String> {
    let answer = |text: &str| format!("{} {text}", firm.about);
    BTreeMap::from([
        (
            "menus".to_owned(),
            answer("Pupils help to plan a three-week menu, which every kitchen may alter to its own needs."),
        ),
        (
            "food-safety".to_owned(),
            answer("Every kitchen is inspected twice a term; allergens are printed on each menu."),
        ),
        ("account-management".to_owned(), answer("Each school has one named manager, who visits every fortnight.")),
        (
            "social-value".to_owned(),
            answer("We train two apprentices from Darlaston each year and buy within thirty miles."),
        ),
    ])
}

/// Writes and submits the firm's bid, unless it has done so already.
pub async fn submit(stage: &Stage, firm: &Firm) -> Result<()> {
    let person = stage.person(firm.person).await?;
    let id = bid::start(&person, &stage.tender).await?;
    if bid::desk(&person, id).await?.counted.is_some() {
        return Ok(());
    }
    let offer = stage.scenario.tender_offers.get(firm.id).cloned().unwrap_or_default();
    let mut schedule = stage.scenario.offer(&offer)?.clone();
    let organisation = Organisation {
        name: firm.name.to_owned(),
        company_number: None,
        address: Some("1 Demonstration Way, Darlaston".to_owned()),
        contact_name: firm.person.to_owned(),
        contact_email: email(firm.person),
    };
    let tender = tender::by_reference(person.read(), &stage.tender).await?;
    let valid_until = tender.deadline_at.map(|deadline| words::london_day(deadline) + VALID_FOR);
    save(&person, id, Step::Organisation, |draft| {
        draft.organisation = Some(organisation.clone());
        draft.confirmed = true;
    })
    .await?;
    let asked = bid::desk(&person, id).await?.asked;
    schedule.charges.extend(own_needs(&asked.variations)?);
    let asked = asked.conditions;
    save(&person, id, Step::Declarations, |draft| {
        draft.declared = asked.iter().map(|condition| condition.code.clone()).collect();
        draft.interest = Some(Interest { has_interest: false, detail: None });
    })
    .await?;
    save(&person, id, Step::Prices, |draft| {
        draft.schedule = Some(schedule.clone());
        draft.valid_until = valid_until;
    })
    .await?;
    save(&person, id, Step::Quality, |draft| draft.answers = answers(firm)).await?;
    let menu = format!("Week,Monday,Tuesday\n1,Pasta,Curry\n2,Pie,Fish\nOffered by,{},\n", firm.name);
    bid::add_document(&person, &bid::desk(&person, id).await?, "sample-menu.csv", menu.as_bytes()).await?;
    show_hygiene(&person, id).await?;
    let complete = bid::package_now(&bid::desk(&person, id).await?)?;
    let (_, shown) = complete.ok_or_else(|| Error::internal("a bid of the demonstration is not complete"))?;
    bid::submit(&person, id, &format!("demonstration-{}-{}", stage.tender, firm.id), &shown).await?;
    Ok(())
}

/// A charge for each school that needs more than the core, for that school alone.
fn own_needs(variations: &[Variation]) -> Result<Vec<Charge>> {
    let charge = |(number, one): (usize, &Variation)| {
        let charge = json!({
            "id": format!("own-{number}"), "label": format!("{}, {}", one.title, one.school), "component": "management",
            "scope": "school", "kind": "fixed", "amount": "180", "applies_to": { "schools": [one.urn.to_string()] },
        });
        Ok(serde_json::from_value(charge)?)
    };
    (1..).zip(variations).map(charge).collect()
}

/// The firm keeps its rating once and attaches it to the bid.
async fn show_hygiene(person: &Context, id: ::entity::ids::BidId) -> Result<()> {
    let desk = bid::desk(person, id).await?;
    if provider::evidence(person, desk.provider.id).await?.is_empty() {
        let new = NewEvidence {
            name: "Food hygiene".to_owned(),
            file_name: "food-hygiene-rating.csv".to_owned(),
            expires_on: Some(day(2028, 3, 31)),
        };
        let rating =
            format!("Kitchen,Rating,Inspected again by\n{} central kitchen,5,31 March 2028\n", desk.provider.name);
        provider::keep_evidence(person, desk.provider.id, new, rating.as_bytes()).await?;
    }
    if let Some(held) = provider::evidence(person, desk.provider.id).await?.first() {
        bid::attach_evidence(person, &desk, "food_hygiene", GivenEvidence::Kept(held.id)).await?;
    }
    Ok(())
}

async fn save(person: &Context, id: ::entity::ids::BidId, step: Step, edit: impl FnOnce(&mut Draft)) -> Result<()> {
    let desk = bid::desk(person, id).await?;
    let seen = desk.seen(step)?;
    bid::save(person, &desk, step, &seen, edit).await?;
    Ok(())
}

/// Every bid passes every condition.
pub async fn check(stage: &Stage, lead: &Context) -> Result<()> {
    let desk = bid::compliance(lead, &stage.tender).await?;
    let judged: Vec<Judged> = desk
        .checks
        .iter()
        .map(|check| Judged { code: check.code.clone(), name: check.name.clone(), passed: true, reason: None })
        .collect();
    for bid in desk.bids.iter().filter(|bid| bid.passed.is_none()) {
        bid::check_bid(lead, &stage.tender, bid.bid, &judged).await?;
    }
    Ok(())
}

/// The scenario's scores, by the masked names of the opened bids.
pub async fn given_scores(stage: &Stage) -> Result<Vec<Given>> {
    let connection = stage.app.db.read();
    let tender = tender::by_reference(connection, &stage.tender).await?;
    let lot = tender::first_lot(connection, tender.id).await?;
    let opened = Opened::of(&tender).ok_or_else(|| Error::internal("the bids are not open"))?;
    let mut given = Vec::new();
    for read in bid::read_passed(connection, &opened, lot.id).await? {
        let firm = stage.cast.firms.iter().find(|firm| firm.name == read.provider_name);
        let Some(scored) = stage.scenario.tender.bids.iter().find(|bid| firm.is_some_and(|firm| firm.id == bid.id))
        else {
            continue;
        };
        given.extend(scored.scores.iter().map(|(code, score)| Given {
            mark: mark_of(&read.label),
            code: code.clone(),
            score: *score,
            reason: reason(*score).to_owned(),
        }));
    }
    Ok(given)
}

fn reason(score: i32) -> &'static str {
    match score {
        5 => "Detailed, with evidence from schools like ours. Nothing would have scored higher.",
        4 => "A clear plan with named people. Evidence from a comparable cluster would have scored higher.",
        3 => "Meets what we asked. Saying how it is checked, and by whom, would have scored higher.",
        _ => "Says little of how it would be done here.",
    }
}
