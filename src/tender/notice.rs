//! What a notice says after its questions: how the tender ended, and what later concepts publish of it.

use super::rules::states;
use ::entity::tender::{self, TenderState};
use serde::Serialize;

/// A part of the notice: a heading, a paragraph, facts in rows, a link to more.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeSection {
    /// The fragment that links lead to.
    pub id: &'static str,
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

/// The sections after the tender's own, in their order. Awards and contracts add theirs here.
pub fn sections(tender: &tender::Model) -> Vec<NoticeSection> {
    ended(tender).into_iter().collect()
}

/// How it ended, and the public reason.
fn ended(tender: &tender::Model) -> Option<NoticeSection> {
    let text = match tender.state {
        TenderState::Withdrawn | TenderState::Cancelled | TenderState::Terminated => tender.ended_reason.clone(),
        TenderState::Unsuccessful => Some("No bid was taken. There will be no contract from this tender.".to_owned()),
        _ => return None,
    };
    Some(NoticeSection { id: "ended", title: states::words(tender.state).to_owned(), text, ..NoticeSection::default() })
}
