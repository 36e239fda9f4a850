//! The versions of a listing as a list names them.

use crate::catalogue::rules::Phase;
use crate::platform::words::short_date;
use ::entity::ids::AccountId;
use ::entity::listing::Model as Listing;
use ::entity::listing_version::Model as Version;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::HashMap;

/// One version in the list of changes.
#[derive(Serialize)]
pub(super) struct VersionRow {
    href: String,
    number: i32,
    title: String,
    published_at: DateTime<Utc>,
    is_shown: bool,
    /// "Offered now", "Superseded".
    standing: String,
    kind: &'static str,
    /// "prices from 1 April 2027 to 31 March 2028".
    held: String,
    /// Who wrote and published it, for the organisation's own page.
    by: Option<String>,
    /// What it says differently from the one before.
    changes: Option<String>,
}

/// What a list of versions rests on.
pub(super) struct Listed<'a> {
    pub(super) listing: &'a Listing,
    pub(super) phase: Phase,
    /// The listing's public address.
    pub(super) path: &'a str,
    /// The number of the version on the page.
    pub(super) on_page: Option<i32>,
    /// Names of the organisation's people; empty for the public.
    pub(super) names: HashMap<AccountId, String>,
}

impl Listed<'_> {
    pub(super) fn row(&self, version: &Version) -> VersionRow {
        let (standing, kind) = self.standing(version);
        let before = (version.number > 1).then(|| version.number - 1);
        VersionRow {
            href: format!("{}?version={}", self.path, version.number),
            number: version.number,
            title: version.title.clone(),
            published_at: version.published_at,
            is_shown: Some(version.number) == self.on_page,
            standing,
            kind,
            held: held(version),
            by: self.by(version),
            changes: before.map(|before| format!("{}/changes?from={before}&to={}", self.path, version.number)),
        }
    }

    fn standing(&self, version: &Version) -> (String, &'static str) {
        if self.listing.next_version_id == Some(version.id) {
            return (format!("From {}", short_date(version.valid_from)), "waiting");
        }
        let is_current = self.listing.version_id == Some(version.id);
        match self.phase {
            Phase::Withdrawn if is_current => ("Withdrawn".to_owned(), "plain"),
            phase if is_current && phase.is_offered() => ("Offered now".to_owned(), "done"),
            _ => ("Superseded".to_owned(), "plain"),
        }
    }

    fn by(&self, version: &Version) -> Option<String> {
        let name = |account: Option<AccountId>| self.names.get(&account?);
        let publisher = name(version.published_by)?;
        match name(version.written_by) {
            Some(writer) if version.written_by != version.published_by => {
                Some(format!("Written by {writer}, reviewed and published by {publisher}"))
            }
            _ => Some(format!("Published by {publisher} alone, without a second person")),
        }
    }
}

fn held(version: &Version) -> String {
    let last: Option<NaiveDate> = version.valid_to.into_iter().chain(version.withdraws_on).min();
    let to = last.map(|last| format!(" to {}", short_date(last))).unwrap_or_default();
    format!("prices from {}{to}", short_date(version.valid_from))
}

/// For samples of pages: one offered now, one superseded, of which the second is on the page.
pub(super) fn samples() -> Vec<VersionRow> {
    let row = |number: i32, is_full: bool| VersionRow {
        href: "/services/catering/meals?version=1".to_owned(),
        number,
        title: "Meals".to_owned(),
        published_at: DateTime::UNIX_EPOCH,
        is_shown: !is_full,
        standing: if is_full { "Offered now" } else { "Superseded" }.to_owned(),
        kind: if is_full { "done" } else { "plain" },
        held: "prices from 1 April 2027".to_owned(),
        by: is_full.then(|| "Published by Ann alone, without a second person".to_owned()),
        changes: is_full.then(|| "/services/catering/meals/changes?from=1&to=2".to_owned()),
    };
    vec![row(2, true), row(1, false)]
}
