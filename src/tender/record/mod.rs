//! A tender's record, put together from what is stored: whole for the clerk and the auditor, cut for the public.
//!
//! The public reads the same parts without persons, losing bidders and reasons, and what shows how bids were assessed only
//! once every bidder was told. Before the bids are opened nothing here tells whether there is any.

mod assessed;
mod decided;
mod prepared;
mod said;
mod scene;

pub use said::{by, details, title};
pub use scene::{Scene, scene};

use crate::award;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::LotAddress;
use chrono::{DateTime, Utc};

/// One cell of a part: words, an instant or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Text(String),
    At(DateTime<Utc>),
    Number(String),
    Nothing,
}

impl Fact {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    pub fn number(number: impl std::fmt::Display) -> Self {
        Self::Number(number.to_string())
    }

    pub fn at(instant: Option<DateTime<Utc>>) -> Self {
        instant.map_or(Self::Nothing, Self::At)
    }
}

/// The parts of a record beside its timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    Versions,
    Questions,
    People,
    Opening,
    Scores,
    Votes,
    Joining,
    Outcomes,
    Challenges,
    Consultations,
}

impl Which {
    pub const ALL: [Which; 10] = [
        Which::Versions,
        Which::Questions,
        Which::People,
        Which::Opening,
        Which::Scores,
        Which::Votes,
        Which::Joining,
        Which::Outcomes,
        Which::Challenges,
        Which::Consultations,
    ];

    /// As it stands in addresses and file names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Versions => "versions",
            Self::Questions => "questions",
            Self::People => "people",
            Self::Opening => "opening",
            Self::Scores => "scores",
            Self::Votes => "votes",
            Self::Joining => "joining",
            Self::Outcomes => "outcomes",
            Self::Challenges => "challenges",
            Self::Consultations => "consultations",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Versions => "Versions",
            Self::Questions => "Questions",
            Self::People => "People and interests",
            Self::Opening => "Opening",
            Self::Scores => "Scores",
            Self::Votes => "Votes",
            Self::Joining => "Joining",
            Self::Outcomes => "Outcomes",
            Self::Challenges => "Challenges and corrections",
            Self::Consultations => "Consultation and equality",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.code() == code)
    }
}

/// One part of a record: a table with what it holds in a sentence.
#[derive(Clone, Debug)]
pub struct Part {
    pub which: Which,
    pub about: String,
    pub columns: &'static [&'static str],
    pub rows: Vec<Vec<Fact>>,
}

impl Part {
    pub(super) fn new(which: Which, about: impl Into<String>, columns: &'static [&'static str]) -> Self {
        Self { which, about: about.into(), columns, rows: Vec::new() }
    }

    /// Nothing to read yet, and why.
    pub(super) fn closed(which: Which, why: impl Into<String>) -> Self {
        Self::new(which, why, &[])
    }
}

/// One part as far as this reader may have it. A bounded number of queries.
pub async fn part(context: &Context, scene: &Scene, which: Which) -> Result<Part> {
    match which {
        Which::Versions => prepared::versions(context, scene).await,
        Which::Questions => prepared::questions(context, scene).await,
        Which::People => prepared::people(context, scene).await,
        Which::Opening => assessed::opening(context, scene).await,
        Which::Scores => assessed::scores(context, scene).await,
        Which::Votes => decided::votes(context, scene).await,
        Which::Joining => decided::joining(context, scene).await,
        Which::Outcomes => decided::outcomes(context, scene).await,
        Which::Challenges => decided::challenges(context, scene).await,
        Which::Consultations => prepared::consultations(context, scene).await,
    }
}

/// The files by which the results can be worked out again, one a lot whose bidders were told, by name.
pub async fn evaluations(context: &Context, scene: &Scene) -> Result<Vec<(String, String)>> {
    let (reader, name) = match scene.is_whole() {
        true => (award::Reader::Parties, "evaluation"),
        false => (award::Reader::Public, "evaluation-public"),
    };
    let mut files = Vec::new();
    for lot in scene.told() {
        let at = LotAddress::new(scene.tender.reference.clone(), lot.number);
        let found = award::repeat(context, &at, reader).await?;
        let file = if scene.lots.len() > 1 { format!("{name}-{}.jsonl", lot.number) } else { format!("{name}.jsonl") };
        files.push((file, found.text()?));
    }
    Ok(files)
}
