//! Pages of bids: the bidder's own, the opening, the compliance check.

mod check;
mod compliance;
mod correction;
mod declarations;
mod documents;
mod evidence;
mod files;
mod hearing;
mod library;
mod list;
mod minutes;
mod opening;
mod organisation;
mod prices;
mod quality;
mod receipt;
mod reconfirm;
mod rows;
mod sealing;
mod wizard;

use crate::platform::access::Action;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};

/// Whoever bids for a provider.
const BIDDERS: Who = Who::May(&[Action::Bid]);
/// A bid's own pages: everybody but its bidder's people is told that there is none.
const OWN: Who = Who::SignedIn;

const SEEN_BY: &str = "your organisation's bid team. Nobody else, until two key-holders open the bids";

pub fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(organisation::routes())
        .merge(declarations::routes())
        .merge(prices::routes())
        .merge(quality::routes())
        .merge(library::routes())
        .merge(documents::routes())
        .merge(evidence::routes())
        .merge(check::routes())
        .merge(receipt::routes())
        .merge(reconfirm::routes())
        .merge(opening::routes())
        .merge(minutes::routes())
        .merge(sealing::routes())
        .merge(compliance::routes())
        .merge(correction::routes())
        .merge(hearing::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        list::pages(),
        organisation::pages(),
        declarations::pages(),
        prices::pages(),
        quality::pages(),
        library::pages(),
        documents::pages(),
        evidence::pages(),
        check::pages(),
        receipt::pages(),
        opening::pages(),
        minutes::pages(),
        sealing::pages(),
        compliance::pages(),
        correction::pages(),
        hearing::pages(),
    ]
    .concat()
}
