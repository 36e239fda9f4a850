//! What a notice says after its questions: how the tender ended, and what later concepts publish of it.

use super::lots::{self, TenderLot};
use super::meeting_sections;
use super::planning::{Dated, Published};
use super::rules::states;
use super::{conditions, staff, variations};
use crate::award::{self, PublicAward};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use ::entity::tender::{self, TenderState};
use serde::Serialize;

/// A part of the notice: a heading, a paragraph, facts in rows, a link to more.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeSection {
    /// The fragment that links lead to.
    pub id: String,
    pub title: String,
    pub text: Option<String>,
    pub rows: Vec<Fact>,
    pub more: Option<More>,
}

/// A row of a summary list.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    pub key: String,
    pub value: String,
    pub href: Option<String>,
    pub action: Option<String>,
}

/// A link to a page about it.
#[derive(Clone, Debug, Serialize)]
pub struct More {
    pub href: String,
    pub text: String,
}

/// The sections after the tender's own: who is to get the contract, and how the tender ended.
pub async fn sections(context: &Context, tender: &tender::Model) -> Result<Vec<NoticeSection>> {
    let mut found = meeting_sections::sections(context, tender).await?;
    found.extend(variations::notice_section(context.read(), tender).await?);
    found.extend(conditions::notice_section(context.read(), tender).await?);
    found.extend(staff::notice_section(context.read(), tender).await?);
    let first = lots::lot_at(context.read(), tender.clone(), None).await?;
    for lot in &first.all {
        if let Some(award) = award::public_section(context, lot).await? {
            let of = TenderLot { lot: lot.clone(), ..first.clone() };
            found.push(awarded(award, &of));
        }
    }
    found.extend(ended(tender));
    let calendar = super::planning::published_calendar(context.read(), tender.id).await?;
    found.extend(calendar.map(|published| calendar_of(published, &tender.reference)));
    Ok(found)
}

/// Who is to get the contract, for how much, and when: never a loser's price.
fn awarded(award: PublicAward, of: &TenderLot) -> NoticeSection {
    let fact = |key: &str, value: String| Fact { key: key.to_owned(), value, href: None, action: None };
    let value = award.contract_value.parse().map(words::pounds).unwrap_or(award.contract_value);
    let schools = words::plural(i64::try_from(award.schools).unwrap_or(i64::MAX), "school", "schools");
    let mut rows = vec![
        fact("Successful bidder", award.winner),
        fact("Contract value", format!("{value} in total, excluding VAT, for {schools}")),
    ];
    rows.extend(award.total.map(|total| fact("Its score", format!("{total} of 100 marks"))));
    rows.push(fact("Award notice", words::date(award.notice_given_on)));
    rows.push(fact("Standstill", award.standstill));
    if of.is_one_of_several() {
        rows.push(fact("State of the lot", award.state.to_owned()));
    }
    let more = More { href: of.address().page("repeat"), text: "Work the result out again".to_owned() };
    let (id, title) = match of.is_one_of_several() {
        true => (format!("award-{}", of.lot.number), format!("Award of lot {}: {}", of.lot.number, of.lot.title)),
        false => ("award".to_owned(), "Award".to_owned()),
    };
    NoticeSection { id, title, rows, more: Some(more), ..NoticeSection::default() }
}

/// What happens when, as the buyers published it.
fn calendar_of(published: Published, reference: &str) -> NoticeSection {
    let row = |dated: Dated| Fact {
        key: dated.step.end().to_owned(),
        value: words::date(dated.by),
        href: None,
        action: None,
    };
    let text =
        format!("As planned on {}. The deadlines above are what binds.", words::date(words::london_day(published.at)));
    let more = More { href: format!("/tenders/{reference}/plan.ics"), text: "Download the calendar".to_owned() };
    NoticeSection {
        id: "calendar".to_owned(),
        title: "Calendar".to_owned(),
        text: Some(text),
        rows: published.dates.into_iter().map(row).collect(),
        more: Some(more),
    }
}

/// How it ended, and the public reason.
fn ended(tender: &tender::Model) -> Option<NoticeSection> {
    let text = match tender.state {
        TenderState::Withdrawn | TenderState::Cancelled | TenderState::Terminated => tender.ended_reason.clone(),
        TenderState::Unsuccessful => Some("No bid was taken. There will be no contract from this tender.".to_owned()),
        _ => return None,
    };
    Some(NoticeSection {
        id: "ended".to_owned(),
        title: states::words(tender.state).to_owned(),
        text,
        ..NoticeSection::default()
    })
}
