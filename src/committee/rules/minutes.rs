//! The words of minutes, written from the facts: the clerk starts from them.

use super::count::outcome;
use crate::award::rules::Counted;
use crate::platform::words;
use ::entity::committee_item::{ItemPurpose, Model as Item};
use chrono::{DateTime, Utc};
use std::fmt::Write as _;

/// What was recorded of a meeting.
#[derive(Clone, Debug)]
pub struct MeetingFacts {
    pub cluster: String,
    pub number: i32,
    pub starts_at: DateTime<Utc>,
    pub place: String,
    pub urgent_reason: Option<String>,
    /// "Gia Example for School 1 (representative)".
    pub present: Vec<String>,
    /// Associates and observers.
    pub attending: Vec<String>,
    /// Schools with a vote of which nobody came.
    pub absent: Vec<String>,
    pub quorum: usize,
    pub schools_present: usize,
    pub voting_members: usize,
    pub items: Vec<ItemFacts>,
}

/// What was recorded of an item.
#[derive(Clone, Debug)]
pub struct ItemFacts {
    pub item: Item,
    /// "School 1, representative: owns a bidder".
    pub interests: Vec<String>,
    /// Of a decision.
    pub counted: Option<Counted>,
    /// Of an election: "Gia Example is elected chair".
    pub elected: Option<String>,
}

/// A first draft.
pub fn draft(facts: &MeetingFacts) -> String {
    let mut text = String::new();
    let MeetingFacts { cluster, number, place, quorum, voting_members, schools_present, .. } = facts;
    let _ = writeln!(text, "Minutes of meeting {number} of {cluster}, {}, {place}.", words::moment(facts.starts_at));
    if let Some(reason) = &facts.urgent_reason {
        let _ = writeln!(text, "The chair directed a shorter notice: {reason}.");
    }
    let _ = writeln!(text, "Present: {}.", or_nobody(&facts.present));
    if !facts.attending.is_empty() {
        let _ = writeln!(text, "Also attending: {}.", words::listed(&facts.attending));
    }
    if !facts.absent.is_empty() {
        let _ = writeln!(text, "Not represented: {}.", words::listed(&facts.absent));
    }
    let is_quorate = schools_present >= quorum;
    let quorate =
        if is_quorate { "The meeting was quorate" } else { "The meeting was not quorate and decided nothing" };
    let _ =
        writeln!(text, "{schools_present} of {voting_members} schools were there; the quorum is {quorum}. {quorate}.");
    for facts in &facts.items {
        text.push('\n');
        text.push_str(&of_item(facts));
    }
    text
}

fn or_nobody(names: &[String]) -> String {
    if names.is_empty() { "nobody".to_owned() } else { words::listed(names) }
}

fn of_item(facts: &ItemFacts) -> String {
    let ItemFacts { item, interests, counted, elected } = facts;
    let mut text = format!("{}. {}\n", item.position, item.title);
    if !interests.is_empty() {
        let _ = writeln!(text, "Interests declared: {}.", interests.join("; "));
    }
    match (item.purpose, counted, elected) {
        (_, _, Some(elected)) => {
            let _ = writeln!(text, "{elected}.");
        }
        (ItemPurpose::Election, _, None) => text.push_str("Nobody was elected.\n"),
        (ItemPurpose::Information, ..) => text.push_str("Noted.\n"),
        (ItemPurpose::Discussion, ..) => text.push_str("Discussed.\n"),
        (ItemPurpose::Decision, Some(counted), _) => {
            let _ = writeln!(text, "Motion: {}", item.words);
            let _ = writeln!(text, "{}", result(counted));
        }
        (ItemPurpose::Decision, None, _) => {
            let _ = writeln!(text, "Motion: {}", item.words);
        }
    }
    text
}

/// "For 5, Against 1, Abstain 1. Carried."
fn result(counted: &Counted) -> String {
    match counted.quorate {
        true => format!(
            "For {}, Against {}, Abstain {}. {}.",
            counted.votes_for,
            counted.votes_against,
            counted.abstained,
            outcome(counted)
        ),
        false => format!("{}.", outcome(counted)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::{ClusterId, CommitteeItemId, CommitteeMeetingId};

    fn item(purpose: ItemPurpose, title: &str) -> ItemFacts {
        let item = Item {
            id: CommitteeItemId::new(DateTime::UNIX_EPOCH),
            meeting_id: CommitteeMeetingId::new(DateTime::UNIX_EPOCH),
            cluster_id: ClusterId::new(DateTime::UNIX_EPOCH),
            position: 1,
            purpose,
            title: title.to_owned(),
            words: "The schools tender catering.".to_owned(),
            kind: None,
            sharing_rule: None,
            election_id: None,
            casting_vote: None,
            result: None,
            carried: None,
            decided_at: None,
        };
        ItemFacts { item, interests: Vec::new(), counted: None, elected: None }
    }

    #[test]
    fn a_draft_says_who_was_there_and_that_an_inquorate_meeting_decided_nothing() {
        let facts = MeetingFacts {
            cluster: "Northgate".to_owned(),
            number: 2,
            starts_at: "2026-11-23T16:00:00Z".parse().unwrap(),
            place: "Canal Side".to_owned(),
            urgent_reason: Some("The contract ends".to_owned()),
            present: vec!["A. Example for School 1 (representative)".to_owned()],
            attending: vec!["B. Example (observer)".to_owned()],
            absent: vec!["School 2".to_owned(), "School 3".to_owned()],
            quorum: 2,
            schools_present: 1,
            voting_members: 3,
            items: vec![item(ItemPurpose::Information, "Savings"), item(ItemPurpose::Decision, "Catering")],
        };
        let text = draft(&facts);
        for part in [
            "Minutes of meeting 2 of Northgate, 23 November 2026 at 4pm, Canal Side.",
            "The chair directed a shorter notice: The contract ends.",
            "Present: A. Example for School 1 (representative).",
            "Not represented: School 2 and School 3.",
            "1 of 3 schools were there; the quorum is 2. The meeting was not quorate and decided nothing.",
            "1. Savings\nNoted.",
            "Motion: The schools tender catering.",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
}
