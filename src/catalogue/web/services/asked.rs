//! What the address of a list asks for, in the order in which addresses say it.

use crate::catalogue::find::Sought;
use crate::catalogue::store::{Rated, Wanted};
use crate::catalogue::{TermOf, authorities};
use crate::platform::http::page::FormView;
use ::entity::category;
use ::entity::exact::Exact;
use ::entity::school;
use chrono::NaiveDate;

/// Every filter, in the order of the address.
const KEYS: [&str; 9] = ["q", "category", "school", "area", "phase", "provider", "most", "rating", "page"];
/// The longest search.
const LONGEST: usize = 200;
/// The choice of no school.
pub(super) const NO_SCHOOL: &str = "any";

/// The filters as they were typed; what is none of the choices filters nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    values: Vec<(&'static str, String)>,
    /// The address has empty filters, which a form sends and an address does without.
    pub(super) is_untidy: bool,
}

impl Asked {
    pub(super) fn of(query: Option<&str>) -> Self {
        let given: Vec<(String, String)> =
            url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect();
        let value = |key: &&'static str| {
            let found = given.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
            let text: String = found.unwrap_or_default().chars().take(LONGEST).collect();
            (!text.is_empty()).then_some((*key, text))
        };
        let is_empty = |(name, value): &(String, String)| KEYS.contains(&name.as_str()) && value.trim().is_empty();
        Asked { values: KEYS.iter().filter_map(value).collect(), is_untidy: given.iter().any(is_empty) }
    }

    pub(super) fn get(&self, key: &str) -> &str {
        self.values.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value)
    }

    pub(super) fn page(&self) -> Option<u64> {
        self.get("page").parse().ok()
    }

    /// The filters without the page, to be kept in the addresses of other pages.
    pub(super) fn kept(&self) -> Vec<(&str, &str)> {
        self.values.iter().filter(|(name, _)| *name != "page").map(|(name, value)| (*name, value.as_str())).collect()
    }

    /// An address with these filters, some of them changed; an empty value leaves one out.
    pub(super) fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let value = |key: &'static str| {
            let changed = changes.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
            changed.unwrap_or_else(|| self.get(key))
        };
        query.extend_pairs(KEYS.iter().map(|key| (*key, value(key))).filter(|(_, value)| !value.is_empty()));
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The school that is chosen of those the reader acts for; the first where none is named.
    pub(super) fn school<'a>(&self, own: &'a [school::Model]) -> Option<&'a school::Model> {
        match self.get("school") {
            "" => own.first(),
            NO_SCHOOL => None,
            urn => own.iter().find(|school| school.urn.to_string() == urn),
        }
    }

    pub(super) fn sought(
        &self,
        category: Option<&category::Model>,
        school: Option<&school::Model>,
        today: NaiveDate,
    ) -> Sought {
        let known = authorities().iter().find(|(code, _)| *code == self.get("area"));
        let sought = Sought {
            words: self.get("q").to_owned(),
            wanted: Wanted {
                category: category.map(|category| (category.id, category.slug.clone())),
                area: known.map(|(code, _)| (*code).to_owned()),
                phase: self.get("phase").parse().ok(),
                kind: self.get("provider").parse().ok(),
                rated: self.rated(today),
                ..Wanted::default()
            },
            at_most: self.at_most().ok().flatten(),
            ..Sought::default()
        };
        match school {
            Some(school) => sought.for_school(school.clone()),
            None => sought,
        }
    }

    /// "Rated 4 or more", as it stands today.
    fn rated(&self, today: NaiveDate) -> Option<Rated> {
        let least: i32 = self.get("rating").parse().ok().filter(|least| (1..=5).contains(least))?;
        Some(Rated { term: TermOf::at(today).number(), tenths: least * 10 })
    }

    /// The most that may be paid; an error where it is no amount.
    fn at_most(&self) -> Result<Option<Exact>, ()> {
        match self.get("most").trim_start_matches('£').replace(',', "") {
            text if text.is_empty() => Ok(None),
            text => text.parse::<Exact>().ok().filter(|most| !most.is_negative()).map(Some).ok_or(()),
        }
    }

    pub(super) fn is_narrowed(&self) -> bool {
        self.values.iter().any(|(name, _)| !["page", "school", "category"].contains(name))
    }

    pub(super) fn form(&self) -> FormView {
        let form = self.values.iter().fold(FormView::default(), |form, (name, value)| form.with(*name, value));
        match self.at_most() {
            Ok(_) => form,
            Err(()) => form.refusing("most", "Enter the most you would pay a year in pounds, like 5000"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_order_and_leaves_out_what_is_empty() {
        let asked = Asked::of(Some("page=2&area=335&q=hot+meals&phase=&x=1"));
        assert!(asked.is_untidy);
        assert_eq!(asked.address("/services", &[]), "/services?q=hot+meals&area=335&page=2");
        assert_eq!(asked.address("/services", &[("page", ""), ("q", "")]), "/services?area=335");
        assert_eq!(Asked::of(None).address("/services", &[]), "/services");
    }

    #[test]
    fn the_most_that_may_be_paid_is_an_amount_or_said_to_be_none() {
        assert!(Asked::of(Some("most=%C2%A35,000")).form().is_sound());
        assert!(!Asked::of(Some("most=lots")).form().is_sound());
    }
}
