//! Who would pay more than now at cost, and what they are offered: nobody pays more, another rule, not joining.

use super::parts::{ShareCell, cells};
use crate::savings::Bill;
use crate::savings::rules::fair::{Proposal, Shared, Way};
use crate::savings::web::view::{than, than_now};
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use serde::Serialize;

/// What everybody would pay at cost.
#[derive(Serialize)]
pub(super) struct AtCost {
    rows: Vec<Row>,
    losers: Vec<Loser>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    own: bool,
    now: String,
    cell: ShareCell,
}

/// One school that would lose, and its three offers in words.
#[derive(Serialize)]
struct Loser {
    name: String,
    sentence: String,
    nobody_more: String,
    another_rule: String,
    not_joining: String,
}

impl AtCost {
    pub(super) fn sample(loses: bool) -> Self {
        let row = |own| Row {
            name: "Rose Hill Primary".to_owned(),
            own,
            now: "£5,100".to_owned(),
            cell: ShareCell::sample(),
        };
        let loser = || Loser {
            name: "Rose Hill Primary".to_owned(),
            sentence: "It would pay £250 more.".to_owned(),
            nobody_more: "It pays £5,100.".to_owned(),
            another_rule: "It would pay £4,080.".to_owned(),
            not_joining: "The others pay £15,950.".to_owned(),
        };
        Self { rows: vec![row(true), row(false)], losers: if loses { vec![loser()] } else { Vec::new() } }
    }

    /// `ways` are the three for heads.
    pub(super) fn of(
        bill: &Bill,
        shared: &Shared,
        at_cost: &Proposal,
        ways: &[Proposal],
        own: Option<::entity::ids::SchoolId>,
    ) -> Self {
        let row = |(place, cell): (usize, ShareCell)| Row {
            name: bill.schools[place].name.clone(),
            own: own == Some(bill.schools[place].id),
            now: plain_price(&shared.baselines[place]),
            cell,
        };
        AtCost {
            rows: cells(bill, shared, at_cost).into_iter().enumerate().map(row).collect(),
            losers: at_cost.above(&shared.baselines).map(|place| loser(bill, shared, at_cost, ways, place)).collect(),
        }
    }
}

fn loser(bill: &Bill, shared: &Shared, at_cost: &Proposal, ways: &[Proposal], place: usize) -> Loser {
    let (now, share) = (&shared.baselines[place], &at_cost.shares[place]);
    let name = bill.schools[place].name.clone();
    let more = plain_price(&(share - now));
    Loser {
        sentence: format!(
            "At cost {name} would pay {}, {more} more than the {} it pays now.",
            plain_price(share),
            plain_price(now)
        ),
        nobody_more: nobody_more(ways, place, now, &more),
        another_rule: another_rule(ways, place, now),
        not_joining: not_joining(bill, shared, place),
        name,
    }
}

fn nobody_more(ways: &[Proposal], place: usize, now: &Exact, more: &str) -> String {
    let held = ways.iter().find(|proposal| proposal.way == Way::NobodyMore);
    match held.map(|proposal| &proposal.shares[place]) {
        Some(share) if share <= now => format!(
            "Nobody pays more than now: it pays {}. The schools that gain carry its {more}, in proportion to what they gain.",
            plain_price(share)
        ),
        _ => "Nobody pays more than now: not possible, for the gains are less than the losses.".to_owned(),
    }
}

fn another_rule(ways: &[Proposal], place: usize, now: &Exact) -> String {
    let same = ways.iter().find(|proposal| proposal.way == Way::SamePercentage);
    match same.map(|proposal| &proposal.shares[place]) {
        Some(share) => format!(
            "Another rule, the same percentage for all: it pays {}, {}.",
            plain_price(share),
            than_now(&(share - now))
        ),
        None => "Another rule: none fits this bill.".to_owned(),
    }
}

/// What the others would pay without the school, and what is left of the saving.
fn not_joining(bill: &Bill, shared: &Shared, place: usize) -> String {
    let (cost, now) = shared.without(place);
    let all_now: Exact = shared.baselines.iter().sum();
    let saved = &all_now - shared.joint.total();
    let left = &now - &cost;
    let (then, change) = (plain_price(&cost), &cost - &now);
    let mut words = match bill.schools.len() - 1 {
        1 => {
            let than = than(&change, &format!("the {} it pays now", plain_price(&now)));
            format!("Not joining: the other school would then pay {then}, {than}.")
        }
        others => {
            let than = than(&change, &format!("the {} they pay now", plain_price(&now)));
            format!("Not joining: the other {others} would then pay {then} together, {than}.")
        }
    };
    for dearer in bill.dearer_without(place) {
        words.push(' ');
        words.push_str(&dearer);
    }
    if saved.is_positive() && !left.is_positive() {
        words.push_str(&format!(" The whole saving of {} would be gone.", plain_price(&saved)));
    } else if saved > left {
        let (left, saved) = (plain_price(&left), plain_price(&saved));
        words.push_str(&format!(" Of the {saved} saved together {left} would be left."));
    }
    words
}
