//! The cluster's agreed rule applied to a joint bill: each school's yearly share, in whole pennies that add up to it.

use crate::price::rules::{Buyer, CannotPrice, Priced, price_offer};
use ::entity::agreement::SharingRule;
use ::entity::exact::{Exact, split};
use ::entity::price::{PriceSchedule, Scope};

/// One school in a joint bill, in the cluster's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharer {
    /// What it pays now, if that is known.
    pub now: Option<Exact>,
    /// What the same offer would cost it alone.
    pub alone: Exact,
}

/// Each school's share of `total` pounds.
///
/// *Proportional*: C·a_i/Σa. *Pay as now* with a proportional rebate, b_i − (Σb − C)·b_i/Σb, comes to the same money; the
/// rules differ in when it moves (`best-value.md`, section 4). The weights are what the schools pay now; where that is not
/// known of every one, what the offer would cost each alone.
pub fn shares(rule: SharingRule, total: &Exact, sharers: &[Sharer]) -> Vec<Exact> {
    match rule {
        SharingRule::Proportional | SharingRule::PayAsNow => split(total, &weights(sharers)).unwrap_or_default(),
    }
}

/// What each school pays for the first year of an offer that they buy together: its own lines where the offer charges
/// every school by itself, else its share of the joint price. `now` is what each pays now, in the order of the buyers.
pub fn yearly_costs(
    rule: SharingRule,
    schedule: &PriceSchedule,
    buyers: &[Buyer],
    now: &[Option<Exact>],
) -> Result<Vec<Exact>, CannotPrice> {
    let joint = price_offer(buyers, schedule)?;
    if is_by_school(schedule) {
        return Ok(buyers.iter().map(|buyer| own_lines(&joint, &buyer.id)).collect());
    }
    let sharer = |(buyer, now): (&Buyer, &Option<Exact>)| {
        let alone = price_offer(std::slice::from_ref(buyer), schedule)?.year_one();
        Ok(Sharer { now: now.clone(), alone })
    };
    let sharers: Vec<Sharer> = buyers.iter().zip(now).map(sharer).collect::<Result<_, CannotPrice>>()?;
    Ok(shares(rule, &joint.year_one(), &sharers))
}

/// Whether the offer charges every school by itself, so that there is no joint bill to divide.
pub fn is_by_school(schedule: &PriceSchedule) -> bool {
    schedule.charges.iter().all(|charge| charge.scope == Scope::School)
}

fn own_lines(joint: &Priced, school: &str) -> Exact {
    let lines = joint.years.first().map(|year| year.lines.as_slice()).unwrap_or_default();
    lines.iter().filter(|line| line.school.as_deref() == Some(school)).map(|line| &line.amount).sum()
}

fn weights(sharers: &[Sharer]) -> Vec<Exact> {
    let now: Option<Vec<Exact>> = sharers.iter().map(|sharer| sharer.now.clone()).collect();
    now.unwrap_or_else(|| sharers.iter().map(|sharer| sharer.alone.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sharer(now: Option<i64>, alone: i64) -> Sharer {
        Sharer { now: now.map(|pounds| Exact::scaled(pounds, 0)), alone: Exact::scaled(alone, 0) }
    }

    #[test]
    fn shares_go_by_what_is_paid_now_and_add_up() {
        let shares =
            shares(SharingRule::Proportional, &Exact::scaled(10_000, 2), &[sharer(Some(1), 9), sharer(Some(2), 9)]);
        assert_eq!(shares.iter().map(Exact::pounds).collect::<Vec<_>>(), ["33.33", "66.67"]);
    }

    fn offer(charges: &str) -> PriceSchedule {
        serde_json::from_str(&format!(r#"{{"term_years":1,"charges":[{charges}]}}"#)).unwrap()
    }

    #[test]
    fn an_offer_that_charges_each_school_is_not_shared_and_a_joint_one_is() {
        let buyer = |id: &str, days: i64| {
            let volumes = [("day".to_owned(), Exact::from(days))].into();
            Buyer { id: id.to_owned(), volumes, ..Buyer::default() }
        };
        let buyers = [buyer("1", 12), buyer("2", 6)];
        let now = [Some(Exact::from(1)), Some(Exact::from(3))];
        let costs = |charge: &str| {
            let costs = yearly_costs(SharingRule::Proportional, &offer(charge), &buyers, &now).unwrap();
            costs.iter().map(Exact::pounds).collect::<Vec<_>>()
        };
        let each = r#"{"id":"d","scope":"school","kind":"unit","unit":"day","rate":"260"}"#;
        assert_eq!(costs(each), ["3120.00", "1560.00"]);
        let joint = r#"{"id":"d","scope":"cluster","kind":"fixed","amount":"100"}"#;
        assert_eq!(costs(joint), ["25.00", "75.00"]);
    }

    #[test]
    fn one_school_unknown_makes_all_go_by_the_price_alone() {
        let shares = shares(SharingRule::PayAsNow, &Exact::scaled(100, 0), &[sharer(None, 1), sharer(Some(9), 3)]);
        assert_eq!(shares.iter().map(Exact::pounds).collect::<Vec<_>>(), ["25.00", "75.00"]);
    }
}
