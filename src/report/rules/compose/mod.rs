//! The sections of a report for one audience, in the order in which they are read.
//!
//! Governors read every school's figures, an authority those that are open with the names of its own schools, everybody
//! else totals and counts, and the names of schools that agree to it.

mod decided;
mod money;
mod quality;
mod savings;
mod year;

pub use year::compose_year;

use super::content::{Content, Section};
use super::facts::{Facts, Saving};
use super::figure::Cited;
use crate::platform::words;
use ::entity::cluster_report::Audience;
use ::entity::exact::Exact;

/// The report of a term. Every figure in it cites the rows that it is worked out from.
pub fn compose(facts: &Facts, audience: Audience) -> Content {
    let mut draft = Draft { facts, audience, content: heading(facts, audience) };
    for section in [
        decided::section,
        savings::section,
        savings::paying_more,
        money::running,
        money::funding,
        quality::section,
        decided::coming,
    ] {
        let made = section(&mut draft);
        draft.content.sections.push(made);
    }
    draft.content
}

/// A report while it is written.
struct Draft<'a> {
    facts: &'a Facts,
    audience: Audience,
    content: Content,
}

fn heading(facts: &Facts, audience: Audience) -> Content {
    let reader = match audience {
        Audience::Governors => "for governors",
        Audience::Authority => "for the authority's scrutiny",
        Audience::Public => "for everybody",
    };
    Content {
        title: format!("{}, {}: report {reader}", facts.cluster, facts.period),
        standing: standing(facts),
        ..Content::default()
    }
}

fn standing(facts: &Facts) -> String {
    format!(
        "Figures as they stood on {}. Amounts exclude VAT. Actual, contracted, expected and possible savings are never \
         added together.",
        words::short_date(facts.today)
    )
}

impl<'a> Draft<'a> {
    /// The changes that this audience may know of.
    fn savings(&self) -> Vec<&'a Saving> {
        let (facts, is_member) = (self.facts, self.audience == Audience::Governors);
        facts.savings.iter().filter(|saving| is_member || saving.is_open).collect()
    }

    fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// Rows for changes of schools: each by itself, or together by service where no school is named.
    fn rows(&self, savings: &[&Saving], amount: impl Fn(&Saving) -> Option<Exact>) -> Vec<Cited> {
        let known = savings.iter().filter_map(|saving| Some((*saving, amount(saving)?)));
        if !self.is_public() {
            let row = |(saving, amount): (&Saving, Exact)| {
                let text = format!("{}, {}", saving.school, words::in_sentence(&saving.service));
                Cited::new(saving.source.clone(), text, &amount).of_area(&saving.area)
            };
            return known.map(row).collect();
        }
        let mut services: Vec<(&Saving, Exact)> = Vec::new();
        for (saving, amount) in known {
            match services.iter_mut().find(|(of, _)| of.slug == saving.slug) {
                Some((_, sum)) => *sum += &amount,
                None => services.push((saving, amount)),
            }
        }
        let row = |(saving, amount): &(&Saving, Exact)| {
            let source = format!("savings:{}/{}", saving.status.code(), saving.slug);
            Cited::new(source, saving.service.clone(), amount)
        };
        services.iter().map(row).collect()
    }
}

fn section(id: &str, title: impl Into<String>) -> Section {
    Section { id: id.to_owned(), title: title.into(), ..Section::default() }
}
