//! Meetings with firms: which kind takes place when, and what the engagement before a tender still lacks.

use ::entity::engagement;
use ::entity::meeting::{self, MeetingKind};
use ::entity::tender::TenderState;
use chrono::{DateTime, Utc};
use chrono_tz::Europe::London;

/// In the words of the pages.
pub fn words(kind: MeetingKind) -> &'static str {
    match kind {
        MeetingKind::Engagement => "Meeting before the tender",
        MeetingKind::Heads => "Meeting with all heads",
        MeetingKind::SiteVisit => "Site visit",
        MeetingKind::Presentation => "Presentation",
    }
}

/// Whether a meeting of a kind can be arranged in a state: before publication anybody is met, afterwards only firms that
/// were invited or whose bids were opened.
pub fn may_arrange(kind: MeetingKind, phase: TenderState, any_firm: bool) -> Result<(), &'static str> {
    use TenderState::{Compliance, Draft, Moderation, Open, Pooling, Review, Scoring, Sealed};
    match (kind, phase) {
        (MeetingKind::Engagement, Draft | Pooling | Review) => Ok(()),
        (MeetingKind::Engagement, _) => {
            Err("Firms are met like this before the tender is published. Afterwards they ask questions")
        }
        (MeetingKind::Heads | MeetingKind::SiteVisit, Open)
        | (MeetingKind::Presentation, Open | Sealed | Compliance | Scoring)
            if any_firm =>
        {
            Ok(())
        }
        (MeetingKind::Heads | MeetingKind::SiteVisit, Open) => Err("Invite firms first: only they are met"),
        (MeetingKind::Presentation, Open | Sealed | Compliance | Scoring) => {
            Err("No firm can present yet: invite firms first, or open the bids")
        }
        (MeetingKind::Presentation, Moderation) => Err("Every score was submitted, so nobody presents any more"),
        _ => Err("Firms are visited while the tender is open for bids"),
    }
}

/// Minutes of a meeting before the tender are part of the published pack: they stand from publication on.
pub fn may_record(kind: MeetingKind, published: bool, recorded: bool) -> Result<(), &'static str> {
    if kind == MeetingKind::Engagement && published && recorded {
        Err("These minutes were published with the tender. They stand")
    } else {
        Ok(())
    }
}

/// What the engagement before a tender lacks: minutes of every meeting, the notice or its reasons where the law asks for
/// one (Procurement Act 2023, s. 17), and how nobody gains by it (s. 16).
pub fn lacks(
    held: &[meeting::Model],
    facts: Option<&engagement::Model>,
    notice_needed: bool,
    now: DateTime<Utc>,
) -> Vec<String> {
    let mut found = Vec::new();
    for meeting in held.iter().filter(|meeting| meeting.kind == MeetingKind::Engagement) {
        if meeting.recorded_at.is_none() {
            let day = meeting.starts_at.with_timezone(&London).format("%-d %B %Y");
            found.push(if meeting.starts_at > now {
                format!("{} is to be met on {day}: meet it or call it off before you publish", meeting.firm)
            } else {
                format!("Write the minutes of the meeting with {} on {day}", meeting.firm)
            });
        }
    }
    if held.iter().all(|meeting| meeting.kind != MeetingKind::Engagement) {
        return found;
    }
    let said = |text: fn(&engagement::Model) -> &Option<String>| facts.is_some_and(|facts| text(facts).is_some());
    if notice_needed && !said(|facts| &facts.notice_number) && !said(|facts| &facts.no_notice_reason) {
        found.push("Record the preliminary market engagement notice (UK2), or why none was published".to_owned());
    }
    if !said(|facts| &facts.levelled) {
        found.push("Say how every bidder gets what the firms that you met know".to_owned());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::entity::ids::{MeetingId, TenderId};

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn held(recorded: bool) -> meeting::Model {
        let now = at("2027-01-10T10:00:00Z");
        meeting::Model {
            id: MeetingId::new(now),
            tender_id: TenderId::new(now),
            kind: MeetingKind::Engagement,
            firm: "Alder".to_owned(),
            provider_id: None,
            starts_at: now,
            place: "School hall".to_owned(),
            attendance: None,
            asked: None,
            told: None,
            conflicts: None,
            recorded_at: recorded.then_some(now),
            cancelled_at: None,
            created_at: now,
        }
    }

    fn facts(number: Option<&str>, reason: Option<&str>, levelled: Option<&str>) -> engagement::Model {
        engagement::Model {
            tender_id: TenderId::new(at("2027-01-10T10:00:00Z")),
            notice_number: number.map(str::to_owned),
            notice_published_on: None,
            no_notice_reason: reason.map(str::to_owned),
            levelled: levelled.map(str::to_owned),
        }
    }

    #[test]
    fn every_state_has_its_kinds_of_meetings() {
        let may = |kind, phase| may_arrange(kind, phase, true).is_ok();
        for phase in TenderState::ALL {
            let before = matches!(phase, TenderState::Draft | TenderState::Pooling | TenderState::Review);
            assert_eq!(may(MeetingKind::Engagement, *phase), before, "{phase}");
            assert_eq!(may(MeetingKind::SiteVisit, *phase), *phase == TenderState::Open, "{phase}");
            assert_eq!(may(MeetingKind::Heads, *phase), *phase == TenderState::Open, "{phase}");
        }
        assert!(may(MeetingKind::Presentation, TenderState::Scoring));
        assert!(!may(MeetingKind::Presentation, TenderState::Moderation));
        assert!(
            may_arrange(MeetingKind::SiteVisit, TenderState::Open, false)
                .unwrap_err()
                .starts_with("Invite firms first")
        );
    }

    #[test]
    fn a_tender_without_engagement_lacks_nothing() {
        assert!(lacks(&[], None, true, at("2027-02-01T10:00:00Z")).is_empty());
    }

    #[test]
    fn a_meeting_asks_for_minutes_a_notice_or_its_reasons_and_a_level_field() {
        let now = at("2027-02-01T10:00:00Z");
        let told = lacks(&[held(false)], None, true, now);
        assert_eq!(told.len(), 3);
        assert_eq!(told[0], "Write the minutes of the meeting with Alder on 10 January 2027");
        assert!(told[1].contains("UK2"));
        assert!(lacks(&[held(true)], Some(&facts(None, Some("Too small"), Some("Pack"))), true, now).is_empty());
        assert!(lacks(&[held(true)], Some(&facts(Some("2027/S 1"), None, Some("Pack"))), true, now).is_empty());
        assert!(lacks(&[held(true)], Some(&facts(None, None, Some("Pack"))), false, now).is_empty());
        let ahead = lacks(&[held(false)], Some(&facts(None, None, Some("Pack"))), false, at("2027-01-01T10:00:00Z"));
        assert_eq!(ahead, ["Alder is to be met on 10 January 2027: meet it or call it off before you publish"]);
    }

    #[test]
    fn published_minutes_stand() {
        assert!(may_record(MeetingKind::Engagement, true, true).is_err());
        assert!(may_record(MeetingKind::Engagement, true, false).is_ok());
        assert!(may_record(MeetingKind::SiteVisit, true, true).is_ok());
    }
}
