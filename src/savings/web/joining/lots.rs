//! One lot or several, in words.

use super::rounds::schools;
use crate::savings::rules::share::Game;
use crate::savings::web::sharing::listed;
use crate::savings::web::view::change_words;
use crate::savings::{Choosable, Lots, Planning, best_lots};
use ::entity::exact::Exact;
use ::entity::money::plain_price;
use serde::Serialize;

/// What buying in lots would cost.
#[derive(Serialize)]
pub(super) struct LotsView {
    sentence: String,
    lots: Vec<LotRow>,
    is_proven: bool,
}

#[derive(Serialize)]
struct LotRow {
    schools: String,
    cost: String,
}

impl LotsView {
    pub(super) fn sample(is_proven: bool) -> Self {
        let row = || LotRow { schools: "Rose Hill and Canal Side".to_owned(), cost: "£15,950".to_owned() };
        Self { sentence: "One lot of all is best.".to_owned(), lots: vec![row()], is_proven }
    }

    /// None where the offer cannot be priced for anybody.
    pub(super) fn of(planning: &Planning, offer: &Choosable) -> Option<Self> {
        let Lots { game, partition, is_proven } = best_lots(planning, offer).ok()??;
        let row = |lot: &Vec<usize>| {
            let names: Vec<&str> = lot.iter().map(|place| planning.schools[*place].name.as_str()).collect();
            LotRow { schools: listed(&names), cost: plain_price(&game.cost(lot)) }
        };
        Some(Self {
            sentence: sentence(&game, &partition.lots, &partition.total),
            lots: partition.lots.iter().map(row).collect(),
            is_proven,
        })
    }
}

fn sentence(game: &Game, lots: &[Vec<usize>], total: &Exact) -> String {
    let one_lot = game.total();
    let separate: Exact = game.alone().iter().sum();
    let [best, together, alone] = [total, &one_lot, &separate].map(plain_price);
    match lots.len() {
        1 => format!(
            "One lot of all {} costs least: {together} a year, {} than the {alone} of each buying the offer by itself.",
            schools(game.schools()),
            change_words(&(&one_lot - &separate))
        ),
        count if count == game.schools() => {
            format!("Buying together gains nothing: each by itself costs {alone}, one lot {together}.")
        }
        count => format!(
            "{count} lots cost least: {best} a year, {} than one lot of all at {together}.",
            change_words(&(total - &one_lot))
        ),
    }
}
