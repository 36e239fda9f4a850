//! Pages of buying back: what a school is offered, its order, its authority's book.

mod book;
mod buyers;
mod check;
mod choose;
mod list;
mod one;
mod shown;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use ::entity::buy_back_order::OrderState;
use ::entity::exact::Exact;
use ::entity::ids::ListingId;
use ::entity::money::plain_price;
use serde::Serialize;

/// Everybody with a role in a school.
const STAFF: Who = Who::May(&[Action::SeeSchool]);
/// Those who order for a school.
const BUYERS: Who = Who::May(&[Action::PlaceOrder]);
/// Those who sell for an authority.
const SELLERS: Who = Who::May(&[Action::KeepOrderBook]);

const BOOK: &str = "/organisation/orders";

pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(choose::routes())
        .merge(check::routes())
        .merge(one::routes())
        .merge(book::routes())
        .merge(buyers::routes())
}

pub fn pages() -> Vec<PageSample> {
    [list::pages(), choose::pages(), check::pages(), one::pages(), book::pages(), buyers::pages()].concat()
}

/// Who reads a school's own pages.
fn seen_by(school: &::entity::school::Model) -> String {
    format!("{} staff and governors, and those who sell for the authority", school.name)
}

/// Who reads an authority's book.
fn sellers_of(provider: &::entity::provider::Model) -> String {
    format!("Those who sell for {}; each school sees its own orders", provider.name)
}

/// "£5,092.90", "£450".
fn pounds(amount: &Exact) -> String {
    plain_price(&amount.half_up(2))
}

/// The state in words, and the kind of its tag.
fn state_words(state: OrderState) -> (&'static str, &'static str) {
    match state {
        OrderState::Placed => ("Waits to be confirmed", "waiting"),
        OrderState::Confirmed => ("Confirmed", "done"),
        OrderState::Declined => ("Declined", "problem"),
        OrderState::Cancelled => ("Cancelled", "plain"),
    }
}

/// "1 year", "3 years".
fn years_words(years: i64) -> String {
    crate::platform::words::plural(years, "year", "years")
}

/// One choice of a list.
#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: Option<String>,
}

fn choice(value: impl Into<String>, text: impl Into<String>) -> Choice {
    Choice { value: value.into(), text: text.into(), hint: None }
}

/// What an address of the order form asks for: SLAs, and for how many years.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    listings: Vec<ListingId>,
    years: u32,
}

impl Asked {
    fn of(query: Option<&str>) -> Self {
        let given = || url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let listings = given().filter(|(name, _)| name == "listing").filter_map(|(_, id)| id.parse().ok());
        let years = given().find(|(name, _)| name == "years").and_then(|(_, years)| years.parse().ok());
        Asked { listings: listings.take(crate::order::MOST_AT_ONCE + 1).collect(), years: years.unwrap_or(1) }
    }

    /// The same as an address asks for it.
    fn query(&self) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.listings.iter().map(|id| ("listing", id.to_string())));
        query.append_pair("years", &self.years.to_string()).finish()
    }
}
