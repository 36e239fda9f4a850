//! Best and worst case of a bid: the same schedule priced for other groups and other volumes.

use crate::evaluation::{Need, PricedBid, PricedLot, shares_of};
use crate::platform::error::Result;
use crate::price::rules::{Priced, price_offer};
use ::entity::category;
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;

/// What a bid costs if things turn out differently.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// "All 8 schools join".
    pub title: String,
    /// Why it cannot be priced: the bid is not binding for it.
    pub refusal: Option<String>,
    pub year_one: Exact,
    pub whole_life: Exact,
    /// In the first year, for each main unit; none without volume.
    pub per_unit: Option<Exact>,
    /// Schools that would pay less, and more, than now; none where quantities differ from those paid for now.
    pub less_and_more: Option<(usize, usize)>,
    pub shares: Vec<(SchoolId, Exact)>,
    /// The first year by charge.
    pub lines: Vec<(String, Exact)>,
}

/// All join; the two largest shares leave; all volumes are a tenth lower.
pub(super) fn of(priced: &PricedLot, bid: &PricedBid, category: &category::Model) -> Result<Vec<Scenario>> {
    let all = &priced.needs;
    let count = all.len();
    let mut found = vec![scenario(format!("All {count} schools join"), priced, bid, all, category, true)?];
    if count > 2 {
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|one, other| bid.shares[*other].cmp(&bid.shares[*one]));
        let stay: Vec<Need> =
            (0..count).filter(|place| !order[..2].contains(place)).map(|at| all[at].clone()).collect();
        let title = format!("{} and {} leave", all[order[0]].school.name, all[order[1]].school.name);
        found.push(scenario(title, priced, bid, &stay, category, true)?);
    }
    let fewer: Vec<Need> = all.iter().map(a_tenth_fewer).collect();
    found.push(scenario("All join, volumes 10% lower".to_owned(), priced, bid, &fewer, category, false)?);
    Ok(found)
}

/// Sites are not a volume that falls.
fn a_tenth_fewer(need: &Need) -> Need {
    let mut fewer = need.clone();
    let nine_tenths = Exact::scaled(9, 1);
    for (unit, volume) in &mut fewer.buyer.volumes {
        if unit != "site" {
            *volume = &*volume * &nine_tenths;
        }
    }
    fewer
}

fn scenario(
    title: String,
    priced: &PricedLot,
    bid: &PricedBid,
    needs: &[Need],
    category: &category::Model,
    same_quantities: bool,
) -> Result<Scenario> {
    let buyers: Vec<_> = needs.iter().map(|need| need.buyer.clone()).collect();
    let schedule = &bid.schedule;
    let price = match price_offer(&buyers, schedule) {
        Ok(price) => price,
        Err(cannot) => return Ok(Scenario::refused(title, cannot.to_string())),
    };
    let shares = shares_of(needs, schedule, priced.rule)?;
    let volume: Exact = buyers.iter().map(|buyer| buyer.volume(&category.shape.main_unit)).sum();
    let changes = || {
        let now = |need: &Need| need.baseline.as_ref().map(|baseline| baseline.amount.clone());
        needs.iter().zip(&shares).filter_map(move |(need, share)| Some(share - &now(need)?))
    };
    let (less, more) = (changes().filter(Exact::is_negative).count(), changes().filter(Exact::is_positive).count());
    Ok(Scenario {
        title,
        refusal: None,
        per_unit: price.year_one().over(&volume).map(|cost| cost.half_up(4)),
        year_one: price.year_one(),
        lines: lines_of(&price),
        whole_life: price.whole_life,
        less_and_more: same_quantities.then_some((less, more)),
        shares: needs.iter().map(|need| need.school.id).zip(shares).collect(),
    })
}

/// A first year's bill as the sum of its charges, each for all schools together.
pub fn lines_of(price: &Priced) -> Vec<(String, Exact)> {
    let mut lines: Vec<(String, Exact)> = Vec::new();
    for line in price.years.first().into_iter().flat_map(|year| &year.lines) {
        match lines.iter_mut().find(|(name, _)| *name == line.name) {
            Some((_, amount)) => *amount += &line.amount,
            None => lines.push((line.name.clone(), line.amount.clone())),
        }
    }
    lines
}

impl Scenario {
    fn refused(title: String, refusal: String) -> Self {
        Self {
            title,
            refusal: Some(refusal),
            year_one: Exact::zero(),
            whole_life: Exact::zero(),
            per_unit: None,
            less_and_more: None,
            shares: Vec::new(),
            lines: Vec::new(),
        }
    }
}
