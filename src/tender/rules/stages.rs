//! Two stages: who may have them, what their plan lacks, and who may bid when.

use crate::platform::law::{self, Regime};
use ::entity::shortlist_condition;
use ::entity::tender::{Procedure, Route};
use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Europe::London;

/// Whether a procedure may invite some of the firms that asked: an open one takes every bid, a framework has chosen its
/// suppliers already. Procurement Act 2023, sections 20 and 45.
pub fn may_shortlist(procedure: Option<Procedure>) -> Result<(), &'static str> {
    match procedure {
        Some(Procedure::BelowThreshold | Procedure::LightTouch | Procedure::CompetitiveFlexible) => Ok(()),
        Some(Procedure::Open) => Err(
            "An open procedure cannot shortlist: whoever wants to may bid. Choose the competitive flexible procedure to \
             invite some of the firms",
        ),
        Some(Procedure::FrameworkFurtherCompetition | Procedure::FrameworkDirectAward) => {
            Err("A framework has chosen its suppliers already, so they are not shortlisted again")
        }
        None => Err("Choose the procedure first"),
    }
}

/// The procedures that a route allows; all of them while the value is not worked out.
pub fn lawful(route: Option<Route>) -> &'static [Procedure] {
    use Procedure::{
        BelowThreshold, CompetitiveFlexible, FrameworkDirectAward, FrameworkFurtherCompetition, LightTouch, Open,
    };
    match route {
        None => Procedure::ALL,
        Some(Route::BelowThreshold) => &[BelowThreshold, FrameworkFurtherCompetition, FrameworkDirectAward],
        Some(Route::LightTouch) => {
            &[LightTouch, Open, CompetitiveFlexible, FrameworkFurtherCompetition, FrameworkDirectAward]
        }
        Some(Route::Covered) => &[Open, CompetitiveFlexible, FrameworkFurtherCompetition, FrameworkDirectAward],
    }
}

/// In the words of the pages.
pub fn title(procedure: Procedure) -> &'static str {
    match procedure {
        Procedure::BelowThreshold => "Below the threshold: the buyer's own procedure",
        Procedure::LightTouch => "Light touch: the buyer's own procedure",
        Procedure::Open => "Open procedure",
        Procedure::CompetitiveFlexible => "Competitive flexible procedure",
        Procedure::FrameworkFurtherCompetition => "Framework, further competition",
        Procedure::FrameworkDirectAward => "Framework, direct award",
    }
}

/// Whether the route allows the procedure, with a sentence where it does not.
pub fn is_lawful(procedure: Procedure, route: Option<Route>) -> Result<(), String> {
    let allowed = lawful(route);
    if allowed.contains(&procedure) {
        return Ok(());
    }
    let names: Vec<&str> = allowed.iter().map(|each| title(*each)).collect();
    Err(format!("The value of this tender does not allow this procedure. Choose one of: {}", names.join("; ")))
}

/// A plan of two stages as it stands.
pub struct Plan<'a> {
    pub procedure: Option<Procedure>,
    pub participation_closes_at: Option<DateTime<Utc>>,
    pub deadline_at: Option<DateTime<Utc>>,
    /// The day of the official notice, or today.
    pub notice: NaiveDate,
    pub regime: Option<Regime>,
    pub least: i32,
    pub most: Option<i32>,
    pub conditions: &'a [shortlist_condition::Model],
    pub now: DateTime<Utc>,
}

/// What the plan lacks before the tender can be published; nothing for a tender of one stage.
pub fn lacks(plan: &Plan) -> Vec<String> {
    let Some(closes) = plan.participation_closes_at else { return Vec::new() };
    let mut found: Vec<String> = may_shortlist(plan.procedure).err().into_iter().map(str::to_owned).collect();
    found.extend(numbers(plan.least, plan.most).err().map(str::to_owned));
    if plan.conditions.is_empty() {
        found.push("Add a condition by which requests to participate are judged".to_owned());
    } else if plan.most.is_some() && plan.conditions.iter().all(|condition| condition.scale_max.is_none()) {
        found.push("Add a scored condition: without one nothing says whom the maximum leaves out".to_owned());
    }
    found.extend(self::dates(plan, closes));
    found
}

/// As many at least, as many at most.
pub fn numbers(least: i32, most: Option<i32>) -> Result<(), &'static str> {
    if least < 1 {
        Err("Enter the smallest number of firms to invite")
    } else if most.is_some_and(|most| most < least) {
        Err("The largest number of firms cannot be less than the smallest")
    } else {
        Ok(())
    }
}

fn dates(plan: &Plan, closes: DateTime<Utc>) -> Vec<String> {
    let day = |at: DateTime<Utc>| at.with_timezone(&London).date_naive();
    let mut found = Vec::new();
    match law::deadline_ok(closes) {
        Err(beyond) => found.push(beyond.to_string()),
        Ok(false) => found.push("Requests to participate must close on a working day between 9am and 5pm".to_owned()),
        Ok(true) if closes <= plan.now => found.push("Requests to participate must close in the future".to_owned()),
        Ok(true) => {}
    }
    let earliest = after(plan.notice, plan.regime.map_or(0, law::minimum_participation_days));
    if day(closes) < earliest {
        found.push(format!(
            "Requests to participate must close on or after {}, the shortest time the law allows",
            told(earliest)
        ));
    }
    let Some(deadline) = plan.deadline_at else { return found };
    let first = first_deadline(day(closes), plan.regime);
    if day(deadline) < first {
        found.push(format!(
            "Bids must close on or after {}, so that firms that are invited have time to bid",
            told(first)
        ));
    }
    found
}

fn told(day: NaiveDate) -> impl std::fmt::Display {
    day.format("%-d %B %Y")
}

/// The first day on which bids may close after invitations are sent on `day`: the law's shortest time, or five working
/// days where it sets none.
pub fn first_deadline(day: NaiveDate, regime: Option<Regime>) -> NaiveDate {
    match regime.map_or(0, law::minimum_invited_days) {
        0 => law::add_working_days(day, super::changes::OWN_WORKING_DAYS).unwrap_or(day),
        days => after(day, days),
    }
}

fn after(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(days.into())).unwrap_or(day)
}

/// How a condition is judged, in words.
pub fn judged(scale_max: Option<i32>, minimum: Option<i32>) -> String {
    match (scale_max, minimum) {
        (None, _) => "Met or not met".to_owned(),
        (Some(top), None) => format!("Scored 0 to {top}"),
        (Some(top), Some(least)) => format!("Scored 0 to {top}, at least {least}"),
    }
}

/// Where a provider stands in a tender of two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Requests to participate are still taken.
    Asking,
    /// They are being judged.
    Judging,
    Invited,
    Refused,
    /// It asked too late, or not at all.
    NeverAsked,
}

/// Whether a provider may start a bid; `closes` is the participation deadline in words.
pub fn may_bid(standing: Standing, closes: &str) -> Result<(), String> {
    match standing {
        Standing::Invited => Ok(()),
        Standing::Asking => Err(format!(
            "This tender has two stages: ask to take part before {closes}. Only firms that are then invited can bid"
        )),
        Standing::Judging => {
            Err("Requests to participate are being judged. Only firms that are invited can bid".to_owned())
        }
        Standing::Refused => {
            Err("Your organisation was not invited to bid. The reasons were sent to you by mail".to_owned())
        }
        Standing::NeverAsked => {
            Err("Only firms that asked to take part in time, and were invited, can bid in this tender".to_owned())
        }
    }
}

/// The latest instant at which a request can still arrive.
pub fn takes_requests(closes: Option<DateTime<Utc>>, stored_close: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    stored_close.is_none() && closes.is_some_and(|closes| now < closes)
}

#[cfg(test)]
#[path = "stages_test.rs"]
mod tests;
