//! Several lots at once: the assignment of lots to suppliers with the greatest weighted total.

use std::collections::BTreeSet;
use std::fmt;

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;

use super::price_score::benchmark_score;

/// The most assignments that are tried.
const MOST_ASSIGNMENTS: usize = 1_000_000;
/// The most lots one tender may have.
const MOST_LOTS: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    pub id: String,
    pub weight: Exact,
    pub ceiling: Exact,
    pub target: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotBid {
    pub supplier: String,
    pub lot: String,
    pub quality_mark: Exact,
    pub price: Exact,
}

/// Percent off all that the supplier wins, when these lots are all among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    pub supplier: String,
    pub lots: Vec<String>,
    pub percent: Exact,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotTender {
    pub lots: Vec<Lot>,
    pub suppliers: Vec<String>,
    pub price_weight: Exact,
    pub bids: Vec<LotBid>,
    pub discounts: Vec<Discount>,
    pub max_lots_per_supplier: Option<usize>,
}

/// Who gets each lot, in lot order; a lot may stay unawarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Award {
    pub suppliers: Vec<Option<String>>,
    /// After discount, unrounded.
    pub prices: Vec<Option<Exact>>,
    /// The average of the lots' totals by lot weight.
    pub score: Exact,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotAward {
    CeilingNotAboveTarget,
    PriceMustBePositive,
    TooManyAssignments,
    /// A bid or discount of an unknown supplier or lot, two bids of one supplier for one lot, or a weight below 0.
    Malformed,
}

impl fmt::Display for CannotAward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CannotAward::CeilingNotAboveTarget => "The ceiling of every lot must be above its target price",
            CannotAward::PriceMustBePositive => "Every price must be more than £0",
            CannotAward::TooManyAssignments => "There are too many lots and bids to try every assignment",
            CannotAward::Malformed => "Every bid must be for one of the lots by one of the suppliers",
        })
    }
}

/// The best assignment; the first one wins ties, trying suppliers in list order, then none, lot by lot.
pub fn award_lots(tender: &LotTender, limit: Option<usize>) -> Result<Award, CannotAward> {
    let prepared = Prepared::new(tender)?;
    let mut search = Search { prepared: &prepared, limit, chosen: Vec::new(), best: None };
    search.try_from_lot(0);
    let chosen = search.best.map(|(_, chosen)| chosen).unwrap_or_default();
    let sum = Exact::ratio(prepared.value(&chosen), prepared.per_mark.clone()).unwrap_or_default();
    let name = |choice: &Option<usize>| choice.map(|supplier| tender.suppliers[supplier].clone());
    let price = |(lot, choice): (usize, &Option<usize>)| {
        let supplier = (*choice)?;
        let bid = prepared.bids[lot][supplier]?;
        Some(&bid.price * prepared.left_to_pay(supplier, prepared.discount(supplier, &chosen)))
    };
    let weights: Exact = tender.lots.iter().map(|lot| &lot.weight).sum();
    Ok(Award {
        prices: chosen.iter().enumerate().map(price).collect(),
        suppliers: chosen.iter().map(name).collect(),
        score: sum.over(&weights).unwrap_or_default(),
    })
}

/// The tender by position: bids and their worth looked up instead of computed in the search.
struct Prepared<'a> {
    /// bids[lot][supplier]
    bids: Vec<Vec<Option<&'a LotBid>>>,
    /// The suppliers who bid for each lot.
    bidders: Vec<Vec<usize>>,
    /// discounts[supplier]: (lots by position, percent), the largest percentage first.
    discounts: Vec<Vec<(BTreeSet<usize>, &'a Exact)>>,
    /// worth[lot][supplier][k]: lot weight × total at the supplier's k-th discount, the last without any; in whole units.
    worth: Vec<Vec<Vec<BigInt>>>,
    /// How many units make a mark.
    per_mark: BigInt,
}

impl<'a> Prepared<'a> {
    fn new(tender: &'a LotTender) -> Result<Self, CannotAward> {
        check(tender)?;
        let lot_of = |id: &str| tender.lots.iter().position(|lot| lot.id == id).ok_or(CannotAward::Malformed);
        let supplier_of =
            |id: &str| tender.suppliers.iter().position(|supplier| supplier == id).ok_or(CannotAward::Malformed);
        let mut bids = vec![vec![None; tender.suppliers.len()]; tender.lots.len()];
        for bid in &tender.bids {
            let place = &mut bids[lot_of(&bid.lot)?][supplier_of(&bid.supplier)?];
            if place.replace(bid).is_some() {
                return Err(CannotAward::Malformed);
            }
        }
        let mut discounts = vec![Vec::new(); tender.suppliers.len()];
        for discount in &tender.discounts {
            let lots = discount.lots.iter().map(|lot| lot_of(lot)).collect::<Result<BTreeSet<usize>, _>>()?;
            discounts[supplier_of(&discount.supplier)?].push((lots, &discount.percent));
        }
        for each in &mut discounts {
            each.sort_by(|a: &(BTreeSet<usize>, &Exact), b| b.1.cmp(a.1));
        }
        let who = |row: &Vec<Option<&LotBid>>| (0..row.len()).filter(|&supplier| row[supplier].is_some()).collect();
        let bidders: Vec<Vec<usize>> = bids.iter().map(who).collect();
        let assignments = bidders.iter().map(|who| who.len() + 1).try_fold(1_usize, usize::checked_mul);
        if assignments.is_none_or(|count| count > MOST_ASSIGNMENTS) {
            return Err(CannotAward::TooManyAssignments);
        }
        let (worth, per_mark) = (Vec::new(), BigInt::from(1));
        let mut prepared = Prepared { bids, bidders, discounts, worth, per_mark };
        prepared.weigh(prepared.all_worths(tender));
        Ok(prepared)
    }

    /// Keeps the worths as whole numbers of the largest unit that allows it.
    fn weigh(&mut self, worths: Vec<Vec<Vec<Exact>>>) {
        let all = || worths.iter().flatten().flatten();
        let unit = all().fold(BigInt::from(1), |unit, worth| unit.lcm(&worth.denominator()));
        let whole = |worth: &Exact| worth.numerator() * &unit / worth.denominator();
        let rows = |row: &Vec<Vec<Exact>>| row.iter().map(|each| each.iter().map(whole).collect()).collect();
        self.worth = worths.iter().map(rows).collect();
        self.per_mark = unit;
    }

    fn all_worths(&self, tender: &LotTender) -> Vec<Vec<Vec<Exact>>> {
        let lot_worths = |(lot, row): (&Lot, &Vec<Option<&LotBid>>)| {
            let worth = |(supplier, bid): (usize, &Option<&LotBid>)| {
                let each = |k: usize| bid.map_or_else(Exact::zero, |bid| self.worth_of(tender, lot, bid, supplier, k));
                (0..=self.discounts[supplier].len()).map(each).collect()
            };
            row.iter().enumerate().map(worth).collect()
        };
        tender.lots.iter().zip(&self.bids).map(lot_worths).collect()
    }

    fn worth_of(&self, tender: &LotTender, lot: &Lot, bid: &LotBid, supplier: usize, discount: usize) -> Exact {
        let price = &bid.price * self.left_to_pay(supplier, discount);
        let score = benchmark_score(&price, &lot.ceiling, &lot.target).unwrap_or_default();
        &lot.weight * (&bid.quality_mark + &tender.price_weight * score)
    }

    /// 1 − percent ÷ 100 at the supplier's k-th discount.
    fn left_to_pay(&self, supplier: usize, discount: usize) -> Exact {
        let percent = self.discounts[supplier].get(discount).map(|(_, percent)| (*percent).clone());
        Exact::one() - percent.unwrap_or_default() / Exact::from(100)
    }

    /// The position of the largest discount whose lots the supplier wins entirely.
    fn discount(&self, supplier: usize, chosen: &[Option<usize>]) -> usize {
        let wins = |lots: &BTreeSet<usize>| lots.iter().all(|&lot| chosen[lot] == Some(supplier));
        let found = self.discounts[supplier].iter().position(|(lots, _)| wins(lots));
        found.unwrap_or(self.discounts[supplier].len())
    }

    fn value(&self, chosen: &[Option<usize>]) -> BigInt {
        let lots = chosen.iter().enumerate().filter_map(|(lot, choice)| Some((lot, (*choice)?)));
        lots.map(|(lot, supplier)| &self.worth[lot][supplier][self.discount(supplier, chosen)]).sum()
    }
}

fn check(tender: &LotTender) -> Result<(), CannotAward> {
    if tender.lots.len() > MOST_LOTS {
        return Err(CannotAward::TooManyAssignments);
    }
    let unique = |ids: Vec<&String>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let negative = tender.lots.iter().any(|lot| lot.weight.is_negative()) || tender.price_weight.is_negative();
    if negative
        || !unique(tender.lots.iter().map(|lot| &lot.id).collect())
        || !unique(tender.suppliers.iter().collect())
    {
        return Err(CannotAward::Malformed);
    }
    if tender.lots.iter().any(|lot| lot.ceiling <= lot.target) {
        return Err(CannotAward::CeilingNotAboveTarget);
    }
    if tender.bids.iter().any(|bid| !bid.price.is_positive()) {
        return Err(CannotAward::PriceMustBePositive);
    }
    Ok(())
}

struct Search<'a> {
    prepared: &'a Prepared<'a>,
    limit: Option<usize>,
    chosen: Vec<Option<usize>>,
    best: Option<(BigInt, Vec<Option<usize>>)>,
}

impl Search<'_> {
    fn try_from_lot(&mut self, lot: usize) {
        if lot == self.prepared.bids.len() {
            let value = self.prepared.value(&self.chosen);
            if self.best.as_ref().is_none_or(|(best, _)| value > *best) {
                self.best = Some((value, self.chosen.clone()));
            }
            return;
        }
        for &supplier in &self.prepared.bidders[lot] {
            let held = self.chosen.iter().filter(|choice| **choice == Some(supplier)).count();
            if self.limit.is_none_or(|limit| held < limit) {
                self.chosen.push(Some(supplier));
                self.try_from_lot(lot + 1);
                self.chosen.pop();
            }
        }
        self.chosen.push(None);
        self.try_from_lot(lot + 1);
        self.chosen.pop();
    }
}
