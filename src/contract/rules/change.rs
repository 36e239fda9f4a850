//! How a contract may change while it runs: who has to agree, by which ground, and what its price schedule allows.

use std::fmt;

use chrono::NaiveDate;
use entity::contract_change::{ChangeKind, ChangeState, ModificationGround};
use entity::exact::{Exact, split};
use entity::money::plain_price;
use entity::price::PriceSchedule;

use super::term::Term;

/// What somebody does to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// A second person of the cluster's offices agrees.
    Approve,
    /// The last party to it signs.
    Complete,
    Refuse,
}

impl Act {
    pub const ALL: &'static [Act] = &[Act::Approve, Act::Complete, Act::Refuse];
}

/// The state after an act; none where it cannot be done.
pub fn after(state: ChangeState, act: Act) -> Option<ChangeState> {
    match (state, act) {
        (ChangeState::Proposed, Act::Approve) => Some(ChangeState::Approved),
        (ChangeState::Approved, Act::Complete) => Some(ChangeState::InForce),
        (ChangeState::Proposed | ChangeState::Approved, Act::Refuse) => Some(ChangeState::Refused),
        (ChangeState::Proposed | ChangeState::InForce | ChangeState::Refused, Act::Complete)
        | (ChangeState::Approved | ChangeState::InForce | ChangeState::Refused, Act::Approve)
        | (ChangeState::InForce | ChangeState::Refused, Act::Refuse) => None,
    }
}

/// The state and its tag, in words.
pub fn state_words(state: ChangeState) -> (&'static str, &'static str) {
    match state {
        ChangeState::Proposed => ("Waits for a second person", "waiting"),
        ChangeState::Approved => ("Waits for signatures", "waiting"),
        ChangeState::InForce => ("Agreed", "done"),
        ChangeState::Refused => ("Refused", "problem"),
    }
}

pub fn kind_words(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Variation => "Variation",
        ChangeKind::Joining => "A school joins",
        ChangeKind::Leaving => "A school leaves",
        ChangeKind::Indexation => "Price of a year",
    }
}

/// A ground in words, with where the Act has it.
pub fn ground_words(ground: ModificationGround) -> &'static str {
    match ground {
        ModificationGround::ProvidedFor => "The contract provides for it unambiguously (Schedule 8, paragraph 1)",
        ModificationGround::Urgency => "Extreme urgency or protection of life (Schedule 8, paragraphs 2 and 3)",
        ModificationGround::Unforeseeable => "Circumstances that could not be foreseen (Schedule 8, paragraph 4)",
        ModificationGround::KnownRisk => "A known risk has come about (Schedule 8, paragraphs 5 to 7)",
        ModificationGround::Additional => "Additional services that no other can supply (Schedule 8, paragraph 8)",
        ModificationGround::Transfer => "Transfer after a corporate restructuring (Schedule 8, paragraph 9)",
        ModificationGround::NotSubstantial => "It is not a substantial modification (section 74(3))",
        ModificationGround::BelowThreshold => "It is a below-threshold modification (section 74(4))",
        ModificationGround::NotCovered => "The contract is not one that the Act covers",
    }
}

/// Why a change cannot be made so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotInForce,
    OutsideTerm,
    InThePast,
    AlreadyIn { school: String },
    NotIn { school: String },
    AskedAlready { school: String },
    GroundNeeded { why: String },
    NoNotice,
    NoticeIsOver { day: String },
    NotAYearsEnd { days: String },
    LastSchool,
    TooHigh { most: String, year: String },
    NotNegative,
    YearIsPriced { year: String },
    SecondPerson,
    NotNow,
}

impl Refusal {
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Refusal::OutsideTerm | Refusal::InThePast => Some("starts-day"),
            Refusal::NotAYearsEnd { .. } => Some("last"),
            Refusal::AlreadyIn { .. } | Refusal::AskedAlready { .. } => Some("school"),
            Refusal::GroundNeeded { .. } => Some("ground"),
            Refusal::TooHigh { .. } | Refusal::NotNegative => Some("percent"),
            Refusal::YearIsPriced { .. } => Some("year"),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotInForce => f.write_str("Only a contract in force can be changed"),
            Refusal::OutsideTerm => f.write_str("The first day must be a day of the contract"),
            Refusal::InThePast => f.write_str("The first day must be today or after"),
            Refusal::AlreadyIn { school } => write!(f, "{school} is in this contract already"),
            Refusal::NotIn { school } => write!(f, "{school} is not in this contract"),
            Refusal::AskedAlready { school } => write!(f, "A change for {school} waits already"),
            Refusal::GroundNeeded { why } => write!(f, "{why}. Choose the ground on which the contract may be changed"),
            Refusal::NoNotice => f.write_str(
                "This contract names no day for notice, so a school stays until it ends, or leaves by a variation that all \
                 parties sign",
            ),
            Refusal::NoticeIsOver { day } => write!(f, "The last day to give notice was {day}"),
            Refusal::NotAYearsEnd { days } => write!(f, "A school leaves at the end of a contract year: {days}"),
            Refusal::LastSchool => f.write_str("The last school cannot leave. The chair or the clerk ends the contract"),
            Refusal::TooHigh { most, year } => {
                write!(f, "The price schedule allows at most {most}% for {year}")
            }
            Refusal::NotNegative => f.write_str("Enter a percentage of 0 or more, like 2.5"),
            Refusal::YearIsPriced { year } => write!(f, "The price of {year} is published already"),
            Refusal::SecondPerson => f.write_str("A second person must approve this. You proposed it yourself"),
            Refusal::NotNow => f.write_str("This was decided already"),
        }
    }
}

/// The first day of a change lies ahead, in the contract.
pub fn check_start(term: &Term, starts_on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    match starts_on {
        day if day < term.starts_on || day > term.ends_on => Err(Refusal::OutsideTerm),
        day if day < today => Err(Refusal::InThePast),
        _ => Ok(()),
    }
}

/// What is known of a school that is to join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinFacts {
    /// The notice of the contract describes its body.
    pub described: bool,
    /// The highest value that the notice states.
    pub maximum_value: Option<Exact>,
    /// The whole contract's value with the school in it.
    pub value_with: Exact,
    pub has_ground: bool,
}

/// Only a body that the notice describes may join, within its highest value; anything else asks for a ground.
pub fn may_join(facts: &JoinFacts) -> Result<(), Refusal> {
    if facts.has_ground {
        return Ok(());
    }
    if !facts.described {
        return Err(Refusal::GroundNeeded { why: "The notice does not describe this school".to_owned() });
    }
    match &facts.maximum_value {
        None => Err(Refusal::GroundNeeded { why: "The highest value in the notice is not known".to_owned() }),
        Some(most) if facts.value_with > *most => {
            let (with, most) = (plain_price(&facts.value_with), plain_price(most));
            let why = format!("With this school the contract is worth {with}, more than the {most} in the notice");
            Err(Refusal::GroundNeeded { why })
        }
        Some(_) => Ok(()),
    }
}

/// A school leaves at the end of a contract year, by notice while it can be given.
pub fn may_leave(term: &Term, last: NaiveDate, schools: usize, today: NaiveDate) -> Result<(), Refusal> {
    let notice_on = term.notice_on.ok_or(Refusal::NoNotice)?;
    if notice_on < today {
        return Err(Refusal::NoticeIsOver { day: crate::platform::words::short_date(notice_on) });
    }
    let ends = leaving_days(term, today);
    if !ends.contains(&last) {
        let days: Vec<String> = ends.into_iter().map(crate::platform::words::short_date).collect();
        return Err(Refusal::NotAYearsEnd { days: days.join(", ") });
    }
    if schools < 2 { Err(Refusal::LastSchool) } else { Ok(()) }
}

/// The ends of contract years that lie on or after the last day for notice, but for the contract's own end.
pub fn leaving_days(term: &Term, today: NaiveDate) -> Vec<NaiveDate> {
    let from = term.notice_on.unwrap_or(term.ends_on).max(today);
    (1..=term.years()).map(|year| term.year(year).1).filter(|day| *day >= from).collect()
}

/// Percent added in a contract year as the schedule has it.
pub fn scheduled_percent(schedule: &PriceSchedule, year: i32) -> Exact {
    let place = usize::try_from(year - 1).unwrap_or_default();
    schedule.index_percent.get(place).cloned().unwrap_or_default()
}

/// A provider may ask for what the schedule allows, or less.
pub fn check_index(schedule: &PriceSchedule, year: i32, percent: &Exact, words: &str) -> Result<(), Refusal> {
    if percent.is_negative() {
        return Err(Refusal::NotNegative);
    }
    let most = scheduled_percent(schedule, year);
    if *percent > most {
        let most = most.terminating().unwrap_or_else(|| most.decimals(2));
        return Err(Refusal::TooHigh { most, year: words.to_owned() });
    }
    Ok(())
}

/// The schedule with the percentage that was agreed for a year.
pub fn with_index(mut schedule: PriceSchedule, year: i32, percent: Exact) -> PriceSchedule {
    let place = usize::try_from(year - 1).unwrap_or_default();
    while schedule.index_percent.len() <= place {
        schedule.index_percent.push(Exact::zero());
    }
    schedule.index_percent[place] = percent;
    schedule
}

/// A new yearly total shared in the proportions of what each pays, in whole pennies that add up to it.
pub fn in_proportion(costs: &[Exact], total: &Exact) -> Vec<Exact> {
    split(total, costs).unwrap_or_else(|_| costs.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    fn term(notice: Option<&str>) -> Term {
        Term { starts_on: day("2026-04-01"), ends_on: day("2029-03-31"), notice_on: notice.map(day) }
    }

    #[test]
    fn a_body_that_the_notice_describes_joins_within_its_value_and_else_a_ground_is_asked_for() {
        let facts = |described, most: Option<&str>, has_ground| JoinFacts {
            described,
            maximum_value: most.map(exact),
            value_with: exact("1000"),
            has_ground,
        };
        assert_eq!(may_join(&facts(true, Some("1000"), false)), Ok(()));
        let why = |facts: &JoinFacts| may_join(facts).unwrap_err().to_string();
        assert!(why(&facts(true, Some("999.99"), false)).starts_with("With this school the contract is worth £1,000"));
        assert!(why(&facts(true, None, false)).starts_with("The highest value in the notice is not known"));
        assert!(why(&facts(false, Some("9999"), false)).starts_with("The notice does not describe this school"));
        assert_eq!(may_join(&facts(false, None, true)), Ok(()));
    }

    #[test]
    fn a_school_leaves_at_a_years_end_while_notice_can_be_given() {
        let today = day("2026-11-23");
        let notice = term(Some("2027-01-31"));
        assert_eq!(leaving_days(&notice, today), [day("2027-03-31"), day("2028-03-31"), day("2029-03-31")]);
        assert_eq!(may_leave(&notice, day("2027-03-31"), 3, today), Ok(()));
        assert!(matches!(may_leave(&notice, day("2027-04-30"), 3, today), Err(Refusal::NotAYearsEnd { .. })));
        assert_eq!(may_leave(&notice, day("2027-03-31"), 1, today), Err(Refusal::LastSchool));
        assert_eq!(may_leave(&term(None), day("2027-03-31"), 3, today), Err(Refusal::NoNotice));
        let late = may_leave(&notice, day("2027-03-31"), 3, day("2027-02-01")).unwrap_err();
        assert_eq!(late.to_string(), "The last day to give notice was 31 January 2027");
    }

    #[test]
    fn a_year_costs_at_most_what_the_schedule_says() {
        let schedule: PriceSchedule =
            serde_json::from_str(r#"{"term_years":3,"index_percent":["0","3.1"],"charges":[]}"#).unwrap();
        assert_eq!(check_index(&schedule, 2, &exact("3.1"), "2027 to 2028"), Ok(()));
        assert_eq!(check_index(&schedule, 2, &exact("0"), "2027 to 2028"), Ok(()));
        let high = check_index(&schedule, 2, &exact("3.2"), "2027 to 2028").unwrap_err().to_string();
        assert_eq!(high, "The price schedule allows at most 3.1% for 2027 to 2028");
        assert!(check_index(&schedule, 3, &exact("1"), "2028 to 2029").is_err());
        let agreed = with_index(schedule, 3, exact("1.5"));
        assert_eq!(agreed.index_percent, [exact("0"), exact("3.1"), exact("1.5")]);
    }

    #[test]
    fn a_change_is_decided_once_and_by_two() {
        for state in ChangeState::ALL {
            for act in Act::ALL {
                let is_open = matches!(
                    (state, act),
                    (ChangeState::Proposed, Act::Approve | Act::Refuse)
                        | (ChangeState::Approved, Act::Complete | Act::Refuse)
                );
                assert_eq!(after(*state, *act).is_some(), is_open, "{state} {act:?}");
            }
        }
    }
}
