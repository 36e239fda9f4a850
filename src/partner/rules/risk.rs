//! Services at risk: withdrawn by their seller, ending without a successor, or schools left on their own.

use crate::platform::words;
use chrono::NaiveDate;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Withdrawn,
    Ending,
    Alone,
}

/// Something that an authority looks at before it becomes a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Risk {
    pub kind: Kind,
    pub what: String,
    pub on: Option<NaiveDate>,
    pub why: String,
}

/// The risks in the order of their days, those without a day first.
pub fn risks(
    withdrawn: impl Iterator<Item = (String, Option<NaiveDate>, Option<String>)>,
    ending: impl Iterator<Item = (String, String, NaiveDate, bool, bool)>,
    alone: impl Iterator<Item = (String, NaiveDate)>,
) -> Vec<Risk> {
    let withdrawn = withdrawn.map(|(title, last_day, reason)| Risk {
        kind: Kind::Withdrawn,
        what: title,
        on: last_day,
        why: reason.unwrap_or_else(|| "Your authority withdraws it".to_owned()),
    });
    let ending =
        ending.filter(|(.., has_successor, _)| !has_successor).map(|(title, cluster, on, _, is_tendered)| Risk {
            kind: Kind::Ending,
            what: format!("{}, {cluster}", words::capitalised(&title)),
            on: Some(on),
            why: if is_tendered {
                "The contract ends. A tender for what follows is under way".to_owned()
            } else {
                "The contract ends and nothing follows yet".to_owned()
            },
        });
    let alone = alone.map(|(school, on)| Risk {
        kind: Kind::Alone,
        what: school,
        on: Some(on),
        why: "It left its cluster and is in none".to_owned(),
    });
    let mut all: Vec<Risk> = withdrawn.chain(ending).chain(alone).collect();
    all.sort_by_key(|risk| (risk.on, risk.kind));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
    }

    #[test]
    fn a_contract_with_a_successor_is_no_risk_and_one_being_tendered_says_so() {
        let text = str::to_owned;
        let ending = [
            (text("catering"), text("Northgate"), day(3), true, false),
            (text("finance"), text("Northgate"), day(2), false, true),
            (text("HR"), text("Northgate"), day(1), false, false),
        ];
        let withdrawn = [(text("Payroll"), None, None)];
        let found = risks(withdrawn.into_iter(), ending.into_iter(), [(text("Elm"), day(4))].into_iter());
        let said: Vec<&str> = found.iter().map(|risk| risk.what.as_str()).collect();
        assert_eq!(said, ["Payroll", "HR, Northgate", "Finance, Northgate", "Elm"]);
        assert!(found[1].why.ends_with("nothing follows yet") && found[2].why.ends_with("under way"));
    }
}
