//! One lot or several, in words.

use super::rounds::schools;
use crate::platform::words::listed;
use crate::savings::web::view::than;
use crate::savings::{Choosable, Lots, Planning, best_lots, unit_name};
use ::entity::exact::Exact;
use ::entity::money::{plain_number, plain_price};
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
        let lots = best_lots(planning, offer).ok()??;
        let most = (!lots.may_be_one).then(|| limit(planning, offer));
        let row = |lot: &Vec<usize>| {
            let names: Vec<&str> = lot.iter().map(|place| planning.schools[*place].name.as_str()).collect();
            LotRow { schools: listed(&names), cost: plain_price(&lots.game.cost(lot)) }
        };
        Some(Self {
            sentence: sentence(&lots, most),
            lots: lots.partition.lots.iter().map(row).collect(),
            is_proven: lots.is_proven,
        })
    }
}

fn sentence(lots: &Lots, most: Option<String>) -> String {
    let (game, total) = (&lots.game, &lots.partition.total);
    let one_lot = game.total();
    let separate: Exact = game.alone().iter().sum();
    let [best, together, alone] = [total, &one_lot, &separate].map(plain_price);
    let by_itself = format!("the {alone} of each buying the offer by itself");
    let count = lots.partition.lots.len();
    match most {
        Some(most) if count == game.schools() => {
            format!(
                "One lot of all is not possible: {most}. No smaller lots gain anything: each by itself costs {alone}."
            )
        }
        Some(most) => {
            let than = than(&(total - &separate), &by_itself);
            format!("One lot of all is not possible: {most}. {count} lots cost least: {best} a year, {than}.")
        }
        None if count == 1 => {
            let than = than(&(&one_lot - &separate), &by_itself);
            format!("One lot of all {} costs least: {together} a year, {than}.", schools(game.schools()))
        }
        None if count == game.schools() => {
            format!("Buying together gains nothing: each by itself costs {alone}, one lot {together}.")
        }
        None => {
            let than = than(&(total - &one_lot), &format!("one lot of all at {together}"));
            format!("{count} lots cost least: {best} a year, {than}.")
        }
    }
}

/// The provider's limit that one lot of all would break: "the provider serves at most 2 schools".
fn limit(planning: &Planning, offer: &Choosable) -> String {
    let too_many = offer.schedule.max_members.filter(|most| planning.schools.len() > *most as usize);
    let broken = offer.schedule.max_volume.iter().find(|limit| {
        let all: Exact = planning.buyers.iter().map(|buyer| buyer.volume(&limit.unit)).sum();
        all > limit.limit
    });
    match (too_many, broken) {
        (None, Some(limit)) => {
            let unit = unit_name(&planning.category.shape, &limit.unit, &limit.limit);
            format!("the provider serves at most {} {unit}", plain_number(&limit.limit))
        }
        (most, _) => format!("the provider serves at most {}", schools(most.unwrap_or_default() as usize)),
    }
}
