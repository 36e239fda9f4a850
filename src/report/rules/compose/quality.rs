//! What schools thought of what they bought, in the term.

use super::Draft;
use crate::quality::rules::FEWEST_RATERS;
use crate::report::rules::content::{Column, Grid, GridRow, Section, Spot};
use crate::report::rules::facts::Rated;
use crate::report::rules::figure::{Cited, Figure, How, Unit};
use ::entity::exact::Exact;

/// The mean of a service's ratings, from three schools on: a mean of fewer would tell what one of them said.
pub(super) fn section(draft: &mut Draft<'_>) -> Section {
    let mut made = super::section("quality", "What schools thought of it");
    let mut services: Vec<(&str, Vec<&Rated>)> = Vec::new();
    for rated in &draft.facts.ratings {
        match services.iter_mut().find(|(slug, _)| *slug == rated.slug) {
            Some((_, own)) => own.push(rated),
            None => services.push((&rated.slug, vec![rated])),
        }
    }
    let fewest = usize::try_from(FEWEST_RATERS).unwrap_or_default();
    let (shown, few): (Vec<_>, Vec<_>) = services.into_iter().partition(|(_, own)| own.len() >= fewest);
    if shown.is_empty() {
        made.words.push(format!("No service was rated by {FEWEST_RATERS} schools or more in the term."));
        return made;
    }
    let rows = shown.iter().map(|(slug, own)| row(draft, slug, own)).collect();
    made.tables.push(Grid {
        id: "ratings".to_owned(),
        caption: "Ratings of the term by service".to_owned(),
        note: "1 poor to 5 excellent; the mean of one rating a school and contract".to_owned(),
        columns: vec![Column::text("Service"), Column::number("Mean", ""), Column::number("Ratings", "")],
        rows,
        chart: None,
    });
    if !few.is_empty() {
        made.words.push(format!("Services with fewer than {FEWEST_RATERS} ratings are not shown."));
    }
    made
}

fn row(draft: &mut Draft<'_>, slug: &str, own: &[&Rated]) -> GridRow {
    let service = own.first().map(|rated| rated.service.clone()).unwrap_or_default();
    let cited = |amount: fn(&Rated) -> i32| -> Vec<Cited> {
        own.iter().map(|rated| Cited::new(rated.source.clone(), "A school", &Exact::from(amount(rated)))).collect()
    };
    let scores = Figure::new(format!("{service}: mean rating"), Unit::Score, How::Mean, cited(|rated| rated.score));
    let mean = draft.content.keep(format!("quality-{slug}-mean"), scores);
    let count = draft.content.figure(
        format!("quality-{slug}-count"),
        format!("{service}: ratings"),
        Unit::Number,
        cited(|_| 1),
    );
    GridRow { cells: vec![Spot::words(service), mean, count], total: false }
}
