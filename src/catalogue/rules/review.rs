//! What a second person reads before a listing is published: what is missing, and what is odd; and who may publish.

use super::found::{NO_COST, typical_costs};
use chrono::{Duration, NaiveDate};
use entity::category::CategoryShape;
use entity::ids::AccountId;
use entity::listing::{Content, ListingKind};
use std::fmt;

/// A price that moved by more than this many percent is told.
const ODD_PERCENT: i128 = 20;
/// Prices that end within so many days are told.
const SOON_DAYS: i64 = 60;

/// A certificate that a listing points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    pub name: String,
    pub expires_on: Option<NaiveDate>,
}

impl Certificate {
    pub fn is_expired(&self, today: NaiveDate) -> bool {
        self.expires_on.is_some_and(|last| last < today)
    }
}

/// One line of the check list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Odd {
    NoEvidence,
    EvidenceExpired(String),
    /// Percent of the last version's price for a school of so many pupils, and whether it is more.
    PriceMoved {
        pupils: i32,
        percent: i128,
        is_more: bool,
    },
    NoAreas,
    NoNotice,
    NoTerm,
    EndsSoon(NaiveDate),
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Odd::NoEvidence => f.write_str("No evidence is shown: choose a certificate, or say what you rest on"),
            Odd::EvidenceExpired(name) => write!(f, "The evidence “{name}” has expired"),
            Odd::PriceMoved { pupils, percent, is_more } => {
                let than = if *is_more { "more" } else { "less" };
                write!(f, "A school of {pupils} pupils would pay {percent}% {than} than by the version before")
            }
            Odd::NoAreas => f.write_str("No area is chosen: it is offered in all of England"),
            Odd::NoNotice => f.write_str("The notice period is missing"),
            Odd::NoTerm => f.write_str("The length of the agreement is missing"),
            Odd::EndsSoon(last) => {
                write!(f, "The prices end soon, on {}", crate::platform::words::date(*last))
            }
        }
    }
}

/// What is missing or odd in a draft, beside the version that it follows.
pub fn odd(
    kind: ListingKind,
    draft: &Content,
    before: Option<&Content>,
    certificates: &[Certificate],
    shape: &CategoryShape,
    today: NaiveDate,
) -> Vec<Odd> {
    let mut found = Vec::new();
    if certificates.is_empty() && draft.evidence.trim().is_empty() {
        found.push(Odd::NoEvidence);
    }
    let expired = certificates.iter().filter(|each| each.is_expired(today));
    found.extend(expired.map(|each| Odd::EvidenceExpired(each.name.clone())));
    found.extend(before.and_then(|before| price_moved(draft, before, shape)));
    if kind == ListingKind::Offer && draft.areas.is_empty() {
        found.push(Odd::NoAreas);
    }
    if draft.notice.trim().is_empty() {
        found.push(Odd::NoNotice);
    }
    if draft.term.trim().is_empty() {
        found.push(Odd::NoTerm);
    }
    let soon = draft.valid_to.filter(|last| *last <= today + Duration::days(SOON_DAYS));
    found.extend(soon.map(Odd::EndsSoon));
    found
}

/// The typical school whose price moved most, where that is more than 20%.
fn price_moved(draft: &Content, before: &Content, shape: &CategoryShape) -> Option<Odd> {
    let (now, then) = (typical_costs(draft, shape), typical_costs(before, shape));
    let moved = now.into_iter().zip(then).filter_map(|((pupils, now), (_, then))| {
        if now == NO_COST || then == NO_COST || then == 0 {
            return None;
        }
        let change = i128::from(now) - i128::from(then);
        (change.abs() * 100 > i128::from(then) * ODD_PERCENT)
            .then(|| (change.abs() * 100 / i128::from(then), pupils, change > 0))
    });
    moved.max().map(|(percent, pupils, is_more)| Odd::PriceMoved { pupils, percent, is_more })
}

/// Who looks at a draft: the person, who sent it for review, and how many others of the organisation may publish it.
#[derive(Clone, Copy, Debug)]
pub struct Reviewing {
    pub actor: Option<AccountId>,
    pub sent_by: Option<AccountId>,
    pub others: usize,
}

/// Why somebody may not publish a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotYours {
    /// Somebody else has to read it first.
    SendItFirst,
    /// Who sent it does not review it.
    OwnDraft,
    /// Nobody else could.
    NobodyElse,
}

impl fmt::Display for NotYours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NotYours::SendItFirst => {
                "A second person of your organisation reads a draft before it is published: send it for review"
            }
            NotYours::OwnDraft => {
                "You sent this for review. Somebody else of your organisation reads it and publishes it"
            }
            NotYours::NobodyElse => {
                "Nobody else of your organisation may publish this, so there is nobody to review it: publish it yourself"
            }
        })
    }
}

/// A second person publishes what was sent for review; whoever is alone publishes by themselves.
pub fn may_publish(who: Reviewing) -> Result<(), NotYours> {
    match who.sent_by {
        _ if who.others == 0 => Ok(()),
        None => Err(NotYours::SendItFirst),
        Some(sender) if Some(sender) == who.actor => Err(NotYours::OwnDraft),
        Some(_) => Ok(()),
    }
}

/// There has to be somebody to review.
pub fn may_send(who: Reviewing) -> Result<(), NotYours> {
    if who.others == 0 { Err(NotYours::NobodyElse) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;
    use chrono::DateTime;

    fn content(rate: &str) -> Content {
        serde_json::from_value(serde_json::json!({
            "title": "Meals", "summary": "Cooked", "included": "Food", "not_included": "", "term": "3 years",
            "notice": "6 months", "evidence": "", "areas": ["335"], "phases": [], "legal_types": [],
            "price_visibility": "public", "valid_from": "2027-04-01",
            "schedule": {"term_years": 1, "charges": [
                {"id": "a", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": rate}]}
        }))
        .unwrap()
    }

    fn odd_of(draft: &Content, before: Option<&Content>, held: &[Certificate]) -> Vec<String> {
        let shape = given().remove(0).shape;
        let today = "2027-05-01".parse().unwrap();
        odd(ListingKind::Offer, draft, before, held, &shape, today).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_missing_is_told_line_by_line() {
        let bare = Content { notice: " ".to_owned(), areas: Vec::new(), ..content("0.03") };
        let told = odd_of(&bare, None, &[]);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].starts_with("No evidence") && told[1].starts_with("No area") && told[2].contains("notice"));
        let expired = Certificate { name: "Hygiene".to_owned(), expires_on: "2027-04-30".parse().ok() };
        assert_eq!(odd_of(&content("0.03"), None, &[expired]), ["The evidence “Hygiene” has expired"]);
    }

    #[test]
    fn a_price_that_moved_by_more_than_a_fifth_is_told_and_one_that_moved_by_a_fifth_is_not() {
        let held = [Certificate { name: "Hygiene".to_owned(), expires_on: None }];
        let before = content("0.10");
        assert_eq!(odd_of(&content("0.12"), Some(&before), &held), Vec::<String>::new());
        let more = odd_of(&content("0.13"), Some(&before), &held);
        assert!(more.len() == 1 && more[0].contains("30% more"), "{more:?}");
        let less = odd_of(&content("0.05"), Some(&before), &held);
        assert!(less.len() == 1 && less[0].contains("50% less"), "{less:?}");
    }

    #[test]
    fn a_second_person_publishes_and_one_who_is_alone_needs_nobody() {
        let (ann, bo) = (AccountId::new(DateTime::UNIX_EPOCH), AccountId::new(DateTime::UNIX_EPOCH));
        let who = |actor, sent_by, others| Reviewing { actor: Some(actor), sent_by, others };
        assert_eq!(may_publish(who(ann, None, 0)), Ok(()));
        assert_eq!(may_publish(who(ann, None, 1)), Err(NotYours::SendItFirst));
        assert_eq!(may_publish(who(ann, Some(ann), 1)), Err(NotYours::OwnDraft));
        assert_eq!(may_publish(who(bo, Some(ann), 1)), Ok(()));
        assert_eq!(may_send(who(ann, None, 0)), Err(NotYours::NobodyElse));
    }
}
