//! The operation on tenders of several lots.

use entity::exact::Exact;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{MALFORMED, Refused};
use crate::evaluation::rules::{self, CannotAward, Discount, Lot, LotBid, LotTender};

#[derive(Deserialize)]
pub(super) struct AwardLots {
    lots: Vec<WrittenLot>,
    suppliers: Vec<String>,
    price_weight: Exact,
    bids: Vec<WrittenLotBid>,
    #[serde(default)]
    discounts: Vec<WrittenDiscount>,
    max_lots_per_supplier: Option<usize>,
}

#[derive(Deserialize)]
struct WrittenLot {
    id: String,
    weight: Exact,
    ceiling: Exact,
    target: Exact,
}

#[derive(Deserialize)]
struct WrittenLotBid {
    supplier: String,
    lot: String,
    quality_mark: Exact,
    price: Exact,
}

#[derive(Deserialize)]
struct WrittenDiscount {
    supplier: String,
    lots: Vec<String>,
    percent: Exact,
}

impl From<AwardLots> for LotTender {
    fn from(input: AwardLots) -> Self {
        let lot =
            |each: WrittenLot| Lot { id: each.id, weight: each.weight, ceiling: each.ceiling, target: each.target };
        let bid = |each: WrittenLotBid| LotBid {
            supplier: each.supplier,
            lot: each.lot,
            quality_mark: each.quality_mark,
            price: each.price,
        };
        let discount =
            |each: WrittenDiscount| Discount { supplier: each.supplier, lots: each.lots, percent: each.percent };
        LotTender {
            lots: input.lots.into_iter().map(lot).collect(),
            suppliers: input.suppliers,
            price_weight: input.price_weight,
            bids: input.bids.into_iter().map(bid).collect(),
            discounts: input.discounts.into_iter().map(discount).collect(),
            max_lots_per_supplier: input.max_lots_per_supplier,
        }
    }
}

pub(super) fn award_lots(input: AwardLots) -> Result<Value, Refused> {
    let tender = LotTender::from(input);
    let award = rules::award_lots(&tender, tender.max_lots_per_supplier).map_err(refused)?;
    let unlimited = rules::award_lots(&tender, None).map_err(refused)?;
    let by_lot = |values: Vec<Value>| -> Map<String, Value> {
        tender.lots.iter().map(|lot| lot.id.clone()).zip(values).collect()
    };
    let names = |award: &rules::Award| by_lot(award.suppliers.iter().map(|name| json!(name)).collect());
    let price = |price: &Option<Exact>| json!(price.as_ref().map(Exact::pounds));
    Ok(json!({
        "award": names(&award),
        "prices": by_lot(award.prices.iter().map(price).collect()),
        "score": award.score.fraction(),
        "award_without_limit": names(&unlimited),
    }))
}

fn refused(cannot: CannotAward) -> Refused {
    match cannot {
        CannotAward::CeilingNotAboveTarget => Refused("ceiling_not_above_target"),
        CannotAward::PriceMustBePositive => Refused("price_must_be_positive"),
        CannotAward::TooManyAssignments => Refused("too_many_assignments"),
        CannotAward::Malformed => MALFORMED,
    }
}
