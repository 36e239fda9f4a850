//! A rating as pages show it.

use crate::quality::Said;
use crate::quality::rules::{TermOf, met_words};
use crate::quality::score_words;
use ::entity::contract_rating::LevelRating;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A measure with what was thought of it.
#[derive(Clone, Serialize)]
struct Level {
    measure: String,
    met: &'static str,
    score: &'static str,
}

impl Level {
    fn of(level: &LevelRating) -> Self {
        Level { measure: level.measure.clone(), met: met_words(level.met), score: score_words(level.score) }
    }
}

/// The provider's reply.
#[derive(Clone, Serialize)]
struct Reply {
    words: String,
    at: DateTime<Utc>,
    is_changed: bool,
}

#[derive(Clone, Serialize)]
pub(super) struct Row {
    school: String,
    term: String,
    score: &'static str,
    words: String,
    /// "Version 2" of the listing that was rated.
    version: Option<String>,
    levels: Vec<Level>,
    at: DateTime<Utc>,
    reply: Option<Reply>,
    /// Where the provider replies.
    href: Option<String>,
}

impl Row {
    pub(super) fn of(said: &Said) -> Self {
        let rating = &said.rating;
        let reply = said.reply.as_ref().map(|reply| Reply {
            words: reply.words.clone(),
            at: reply.changed_at.unwrap_or(reply.replied_at),
            is_changed: reply.changed_at.is_some(),
        });
        Row {
            school: said.school.name.clone(),
            term: TermOf { year: rating.year, term: rating.term }.words(),
            score: score_words(rating.score),
            words: rating.words.clone(),
            version: said.version.as_ref().map(|version| format!("{}, version {}", version.title, version.number)),
            levels: said.levels.iter().map(Level::of).collect(),
            at: rating.rated_at,
            reply,
            href: None,
        }
    }

    /// With where the provider replies.
    pub(super) fn leading_to(mut self, href: String) -> Self {
        self.href = Some(href);
        self
    }

    pub(super) fn sample(is_full: bool) -> Self {
        let reply = Reply { words: "We have changed the menus".to_owned(), at: DateTime::UNIX_EPOCH, is_changed: true };
        Row {
            school: "Canal Side Primary".to_owned(),
            term: "Summer term 2026".to_owned(),
            score: score_words(4),
            words: if is_full { "Menus are better".to_owned() } else { String::new() },
            version: is_full.then(|| "Meals, version 2".to_owned()),
            levels: if is_full {
                vec![Level { measure: "Heat".to_owned(), met: "Met", score: "4, good" }]
            } else {
                vec![]
            },
            at: DateTime::UNIX_EPOCH,
            reply: is_full.then_some(reply),
            href: is_full.then(|| "/organisation/reviews/1".to_owned()),
        }
    }
}
