//! What the notice says of meeting firms: the two stages, and the engagement before the tender.

use super::notice::{Fact, NoticeSection};
use super::rules::readiness::MeetingFirms;
use super::rules::stages;
use super::store;
use crate::award;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use ::entity::meeting::{self, MeetingKind};
use ::entity::tender;

/// The sections of one tender; none where it has one stage and nobody was met.
pub(super) async fn sections(context: &Context, tender: &tender::Model) -> Result<Vec<NoticeSection>> {
    let connection = context.read();
    let met = MeetingFirms {
        plan: store::plan(connection, tender.id).await?,
        conditions: store::conditions(connection, tender.id).await?,
        engagement: store::engagement(connection, tender.id).await?,
        held: store::meetings(connection, tender.id).await?,
    };
    let lots = store::lots(connection, tender.id).await?;
    let told = lots.iter().all(award::is_told);
    Ok(of(tender, &met, told))
}

/// As [`sections`], from what is known; firms are named once every lot's outcome is sent.
pub(super) fn of(tender: &tender::Model, met: &MeetingFirms, told: bool) -> Vec<NoticeSection> {
    two_stages(tender, met).into_iter().chain(engagement(met, told)).collect()
}

fn fact(key: impl Into<String>, value: impl Into<String>) -> Fact {
    Fact { key: key.into(), value: value.into(), href: None, action: None }
}

fn two_stages(tender: &tender::Model, met: &MeetingFirms) -> Option<NoticeSection> {
    let closes = tender.participation_closes_at?;
    let plan = met.plan.as_ref()?;
    let firms = |count: i32| words::plural(i64::from(count), "firm", "firms");
    let invited = match plan.most {
        Some(most) => {
            let least = if plan.least == most { String::new() } else { format!("{} to ", plan.least) };
            let many = firms(most);
            format!("{least}{many}: the highest marks that meet every condition. A tie for the last place invites all")
        }
        None => format!("Every firm that meets all conditions, {} at least if as many do", firms(plan.least)),
    };
    let mut rows =
        vec![fact("Requests to participate close", words::deadline(closes)), fact("Invited to bid", invited)];
    rows.extend(met.conditions.iter().map(|condition| {
        let judged = stages::judged(condition.scale_max, condition.minimum);
        fact(format!("Condition: {}", condition.name), format!("{} ({judged})", condition.question))
    }));
    let text = Some(plan.second_stage.clone()).filter(|text| !text.is_empty());
    Some(NoticeSection {
        id: "stages".to_owned(),
        title: "Two stages: ask to take part, then bid if you are invited".to_owned(),
        text,
        rows,
        more: None,
    })
}

fn engagement(met: &MeetingFirms, told: bool) -> Option<NoticeSection> {
    let before: Vec<&meeting::Model> =
        met.held.iter().filter(|meeting| meeting.kind == MeetingKind::Engagement).collect();
    if before.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    if let Some(facts) = &met.engagement {
        let published = facts.notice_published_on.map(words::date).unwrap_or_default();
        rows.extend(
            facts.notice_number.iter().map(|number| fact("Engagement notice (UK2)", format!("{number}, {published}"))),
        );
        rows.extend(facts.no_notice_reason.iter().map(|reason| fact("Why no engagement notice", reason)));
        rows.extend(facts.levelled.iter().map(|how| fact("How every bidder gets the same", how)));
    }
    rows.extend(before.iter().enumerate().map(|(at, meeting)| one(at + 1, meeting, told)));
    let count = i64::try_from(before.len()).unwrap_or(i64::MAX);
    let names = if told {
        "Their names are given since the outcome was sent."
    } else {
        "Their names are private until the outcome is sent, so that no firm knows its rivals. The record has them."
    };
    Some(NoticeSection {
        id: "engagement".to_owned(),
        title: "Firms met before the tender".to_owned(),
        text: Some(format!(
            "The schools met firms {} before this tender. Everything that was asked and told stands here, and every \
             document that was given is among the documents. {names}",
            words::plural(count, "time", "times")
        )),
        rows,
        more: None,
    })
}

fn one(number: usize, meeting: &meeting::Model, told: bool) -> Fact {
    let firm = if told { format!(", {}", meeting.firm) } else { String::new() };
    let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "Not written down yet".to_owned());
    let day = words::date(words::london_day(meeting.starts_at));
    fact(
        format!("Meeting {number}, {day}{firm}"),
        format!("Asked: {}\nTold: {}", said(&meeting.asked), said(&meeting.told)),
    )
}
