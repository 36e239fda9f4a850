//! What a tender still lacks, task by task: the sentences that the task list, the check page and publishing share.

use super::dates;
use super::lots::{self, LotRules};
use super::price_rule::PriceRule;
use super::team::{self, Member};
use super::{meetings, obligations, route, stages};
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;
use ::entity::tender::Procedure;
use ::entity::{criterion, engagement, lot_plan, meeting, shortlist_condition, stage_plan, tender};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;

/// A task of the builder; its word is its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    What,
    Team,
    Schools,
    Demand,
    Lot,
    Conditions,
    Criteria,
    Price,
    Sharing,
    Leaving,
    Stages,
    Dates,
    Meetings,
    Conflicts,
    Documents,
    Route,
}

impl Task {
    pub const ALL: &'static [Task] = &[
        Task::What,
        Task::Team,
        Task::Schools,
        Task::Demand,
        Task::Lot,
        Task::Conditions,
        Task::Criteria,
        Task::Price,
        Task::Sharing,
        Task::Leaving,
        Task::Stages,
        Task::Dates,
        Task::Meetings,
        Task::Conflicts,
        Task::Documents,
        Task::Route,
    ];

    pub fn slug(self) -> &'static str {
        match self {
            Task::What => "what",
            Task::Team => "team",
            Task::Schools => "schools",
            Task::Demand => "demand",
            Task::Lot => "lot",
            Task::Conditions => "conditions",
            Task::Criteria => "criteria",
            Task::Price => "price",
            Task::Sharing => "sharing",
            Task::Leaving => "leaving",
            Task::Stages => "stages",
            Task::Dates => "dates",
            Task::Meetings => "meetings",
            Task::Conflicts => "conflicts",
            Task::Documents => "documents",
            Task::Route => "route",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Task::What => "What you are buying",
            Task::Team => "The team",
            Task::Schools => "Schools taking part",
            Task::Demand => "Demand",
            Task::Lot => "Lots and contract length",
            Task::Conditions => "Pass or fail conditions",
            Task::Criteria => "Criteria and weights (must be 100%)",
            Task::Price => "How prices are scored",
            Task::Sharing => "Cost sharing between schools",
            Task::Leaving => "If a school leaves",
            Task::Stages => "Procedure: one stage or two",
            Task::Dates => "Dates and deadlines",
            Task::Meetings => "Firms met before the tender",
            Task::Conflicts => "Conflicts of interest and the authority",
            Task::Documents => "Documents",
            Task::Route => "Route check and notices",
        }
    }
}

/// Everything that publishing depends on.
pub struct Facts<'a> {
    pub tender: &'a tender::Model,
    pub lots: &'a [LotRules],
    pub plan: Option<&'a lot_plan::Model>,
    /// The schools that take part, by name; before they were asked, every member.
    pub buyers: Vec<(SchoolId, String)>,
    pub team: &'a [Member],
    /// What the chosen custody of the key still asks for.
    pub keys: &'a [String],
    /// The schools of the cluster's chair.
    pub chairs: &'a [SchoolId],
    pub agreement_in_force: bool,
    /// Whether a conflicts assessment is recorded.
    pub assessed: bool,
    pub conditions: usize,
    pub members: usize,
    /// Schools that take part, and those of them whose demand is committed.
    pub taking_part: usize,
    pub committed: usize,
    pub meeting_firms: &'a MeetingFirms,
    /// The framework that the tender calls off from is recorded with its evidence.
    pub has_framework: bool,
    pub now: DateTime<Utc>,
}

/// What is stored about meeting firms: before the tender, and in a second stage.
#[derive(Clone, Debug, Default)]
pub struct MeetingFirms {
    pub plan: Option<stage_plan::Model>,
    pub conditions: Vec<shortlist_condition::Model>,
    pub engagement: Option<engagement::Model>,
    pub held: Vec<meeting::Model>,
}

/// Something to do, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    pub task: Task,
    pub sentence: String,
}

/// Everything that is missing before publication, in the order of the tasks.
pub fn missing(facts: &Facts) -> Vec<Missing> {
    let found = Task::ALL.iter().map(|task| (*task, lacking(*task, facts)));
    found.flat_map(|(task, sentences)| sentences.into_iter().map(move |sentence| Missing { task, sentence })).collect()
}

/// What one task lacks.
pub fn lacking(task: Task, facts: &Facts) -> Vec<String> {
    let tender = facts.tender;
    let when = |lacks: bool, sentence: &str| lacks.then(|| sentence.to_owned());
    match task {
        Task::What => {
            [when(tender.title.is_empty(), "Enter a title"), when(tender.need.is_empty(), "Say what you need")]
                .into_iter()
                .flatten()
                .collect()
        }
        Task::Team => {
            let people = team::lacks(facts.team, facts.chairs).into_iter().map(str::to_owned);
            people.chain(facts.keys.iter().cloned()).collect()
        }
        Task::Schools => when(facts.members < 2, "A tender needs two member schools or more").into_iter().collect(),
        Task::Demand => demand(facts),
        Task::Lot => {
            let start = when(tender.contract_start.is_none(), "Enter the day the contract starts");
            start.into_iter().chain(lots::lacking(facts.plan, facts.lots, &facts.buyers)).collect()
        }
        Task::Conditions => when(facts.conditions == 0, "Add a pass or fail condition").into_iter().collect(),
        Task::Criteria => of_each(facts, criteria),
        Task::Price => {
            of_each(facts, |lot| lot.price.check().err().map(|refusal| refusal.to_string()).into_iter().collect())
        }
        Task::Sharing => when(!facts.agreement_in_force, "Record an agreement that is in force").into_iter().collect(),
        Task::Leaving => leaving(facts),
        Task::Stages => stages::lacks(&plan(facts)),
        Task::Meetings => {
            let notice_needed = tender.route.is_some_and(route::needs_notice);
            let met = facts.meeting_firms;
            meetings::lacks(&met.held, met.engagement.as_ref(), notice_needed, facts.now)
        }
        Task::Dates => dates(facts),
        Task::Conflicts => [
            when(!facts.assessed, "Write the conflicts assessment"),
            when(tender.authority_hat.is_none(), "Say what the authority is in this tender"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        Task::Documents => Vec::new(),
        Task::Route => route(facts),
    }
}

fn plan<'a>(facts: &Facts<'a>) -> stages::Plan<'a> {
    let (tender, met) = (facts.tender, facts.meeting_firms);
    let today = facts.now.with_timezone(&London).date_naive();
    stages::Plan {
        procedure: tender.procedure,
        participation_closes_at: tender.participation_closes_at,
        deadline_at: tender.deadline_at,
        notice: tender.notice_published_on.unwrap_or(today),
        regime: tender.route.and_then(route::regime_of),
        least: met.plan.as_ref().map_or(0, |plan| plan.least),
        most: met.plan.as_ref().and_then(|plan| plan.most),
        conditions: &met.conditions,
        now: facts.now,
    }
}

fn demand(facts: &Facts) -> Vec<String> {
    match (facts.taking_part, facts.committed) {
        (0, _) => vec!["Ask the schools for their demand".to_owned()],
        (all, committed) if committed < all => {
            vec![format!("{committed} of {all} schools have committed their demand. All must")]
        }
        _ => Vec::new(),
    }
}

/// "Weights must add up to 100%. They add up to 95%".
pub fn weights(criteria: &[criterion::Model], price: &PriceRule) -> Result<(), String> {
    let quality: Exact = criteria.iter().map(|criterion| criterion.weight.exact()).sum();
    let all = if price.method.is_ratio() { quality } else { quality + price.weight.exact() };
    if all == Exact::from(100) {
        return Ok(());
    }
    let sum = all.terminating().unwrap_or_else(|| all.decimals(3));
    Err(format!("Weights must add up to 100%. They add up to {sum}%"))
}

/// What each lot lacks; where there are several each sentence says which.
fn of_each(facts: &Facts, lacks: impl Fn(&LotRules) -> Vec<String>) -> Vec<String> {
    let of = |lot| lacks(lot).into_iter().map(move |sentence| lots::said_of(facts.lots, lot, sentence));
    facts.lots.iter().flat_map(of).collect()
}

fn criteria(lot: &LotRules) -> Vec<String> {
    if lot.criteria.is_empty() {
        return vec!["Add a quality criterion".to_owned()];
    }
    let unworded = lot.criteria.iter().filter(|criterion| criterion.question.is_empty());
    let mut found: Vec<String> =
        unworded.map(|criterion| format!("Write the question for {}", criterion.name)).collect();
    found.extend(weights(&lot.criteria, &lot.price).err());
    found
}

fn leaving(facts: &Facts) -> Vec<String> {
    let least = facts.tender.minimum_schools;
    if least < 1 {
        return vec!["Enter the smallest number of schools".to_owned()];
    }
    let most = if facts.taking_part == 0 { facts.members } else { facts.taking_part };
    if usize::try_from(least).is_ok_and(|least| least > most) {
        return vec![format!("The smallest number of schools cannot be more than the {most} that take part")];
    }
    Vec::new()
}

fn dates(facts: &Facts) -> Vec<String> {
    let tender = facts.tender;
    let Some(deadline) = tender.deadline_at else { return vec!["Enter the deadline for bids".to_owned()] };
    if let Err(refusal) = dates::timetable(deadline, tender.questions_close_at, facts.now) {
        return vec![refusal.to_string()];
    }
    let day = deadline.with_timezone(&London).date_naive();
    let mut found = Vec::new();
    if tender.contract_start.is_some_and(|start| start <= day) {
        found.push("The contract must start after the deadline".to_owned());
    }
    let regime = tender.route.and_then(route::regime_of);
    let notice = tender.notice_published_on.unwrap_or_else(|| facts.now.with_timezone(&London).date_naive());
    let earliest = regime.map(|regime| dates::earliest_deadline(regime, notice));
    found.extend(earliest.filter(|earliest| day < *earliest).map(|day| dates::Refusal::TooEarly(day).to_string()));
    found
}

/// A call-off needs its framework on the record; a direct one is no tender at all.
fn call_off(facts: &Facts) -> Vec<String> {
    let direct = facts.tender.procedure == Some(Procedure::FrameworkDirectAward);
    let missing = (!facts.has_framework).then_some("Record the framework with its evidence, under Route check");
    let no_tender = direct.then_some(
        "A direct award from a framework is not published as a tender: each school records the contract in its register",
    );
    [missing, no_tender].into_iter().flatten().map(str::to_owned).collect()
}

fn route(facts: &Facts) -> Vec<String> {
    let tender = facts.tender;
    let Some(route) = tender.route.filter(|_| tender.estimated_value.is_some()) else {
        return vec!["Work out the whole-life value".to_owned()];
    };
    if obligations::is_call_off(tender.procedure) {
        return call_off(facts);
    }
    if !route::needs_notice(route) {
        return Vec::new();
    }
    let today = facts.now.with_timezone(&London).date_naive();
    let number = tender.notice_number.is_none().then_some("Record the number of the official tender notice");
    let published = match tender.notice_published_on {
        None => Some("Record the day the official notice was published"),
        Some(day) if day > today => Some("The official notice must be published before this tender is"),
        Some(_) => None,
    };
    [number, published].into_iter().flatten().map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "readiness_test.rs"]
mod tests;
