//! The cluster's agreed rule applied to an offer that its schools buy together: each school's share of the first year in
//! whole pennies that add up to it, with the sum behind it.

use super::rules::ledger::{Step, adding_up, share_step};
use super::rules::share::{CannotShare, Cost, Game};
use crate::cluster::rules::{Joining, JoiningRule};
use crate::price::rules::{Buyer, FirstYear, SharedCharge, first_year};
use ::entity::agreement::SharingRule;
use ::entity::exact::{Exact, in_pennies};
use ::entity::money::{plain_number, plain_price};
use ::entity::price::{PriceSchedule, Scope};

/// What an offer costs its buyers together, and how they divide it. Lists are in the order of the buyers.
#[derive(Clone, Debug)]
pub struct JointBill {
    pub joining: Joining,
    /// Whether the joining's baselines are what is paid now; else what the offer would cost each alone.
    pub now_is_known: bool,
    first: FirstYear,
}

impl JointBill {
    /// `now` is what each buyer pays now, if that is known; unless it is known of all, the offer's price alone stands for it.
    ///
    /// *Proportional*: C·a_i/Σa. *Pay as now* with a proportional rebate, b_i − (Σb − C)·b_i/Σb, comes to the same money;
    /// the rules differ in when it moves. *Two-part*: own charges, an equal part of fixed charges, the rest by use, and then
    /// nobody pays more than now. An offer that charges every school by itself leaves nothing to divide.
    pub fn new(
        rule: SharingRule,
        schedule: &PriceSchedule,
        buyers: &[Buyer],
        now: &[Option<Exact>],
    ) -> Result<JointBill, CannotShare> {
        let rule = match rule {
            _ if is_by_school(schedule) => JoiningRule::TwoPart,
            SharingRule::Proportional | SharingRule::PayAsNow => JoiningRule::Proportional,
            SharingRule::TwoPart => JoiningRule::HoldHarmless,
        };
        JointBill::by(rule, schedule, buyers, now)
    }

    /// By a rule that the agreement need not have.
    pub fn by(
        rule: JoiningRule,
        schedule: &PriceSchedule,
        buyers: &[Buyer],
        now: &[Option<Exact>],
    ) -> Result<JointBill, CannotShare> {
        let cost = Cost::Offer { buyers: buyers.to_vec(), schedule: schedule.clone() };
        let game = Game::new(buyers.len(), cost, None)?;
        let known: Option<Vec<Exact>> = now.iter().cloned().collect();
        let now_is_known = known.is_some();
        let rule = match rule {
            JoiningRule::HoldHarmless if !now_is_known => JoiningRule::TwoPart,
            rule => rule,
        };
        let baselines = known.unwrap_or_else(|| game.alone());
        Ok(JointBill { joining: Joining { game, baselines, rule }, now_is_known, first: first_year(buyers, schedule)? })
    }

    pub fn total(&self) -> Exact {
        self.joining.game.total()
    }

    fn everyone(&self) -> Vec<usize> {
        (0..self.joining.game.schools()).collect()
    }

    /// Unrounded; later years are divided in the same proportions.
    pub fn exact_shares(&self) -> Result<Vec<Exact>, CannotShare> {
        self.joining.shares(&self.everyone())
    }

    pub fn shares(&self) -> Result<Vec<Exact>, CannotShare> {
        self.exact_shares().map(|exact| in_pennies(&exact))
    }

    /// One school's share once `leaving` are out.
    pub fn share_without(&self, place: usize, leaving: &[usize]) -> Result<Exact, CannotShare> {
        let group: Vec<usize> = self.everyone().into_iter().filter(|each| !leaving.contains(each)).collect();
        let shares = in_pennies(&self.joining.shares(&group)?);
        let at = group.iter().position(|each| *each == place);
        at.and_then(|at| shares.into_iter().nth(at)).ok_or(CannotShare::Malformed)
    }

    /// Whether each school pays its own charges and nothing else, whoever else joins.
    pub fn is_each_for_itself(&self) -> bool {
        self.joining.rule == JoiningRule::TwoPart && self.first.shared.is_empty()
    }

    /// How one school's share comes about from its exact share; the lines add up to it.
    pub fn steps(&self, place: usize, exact: &Exact, share: &Exact) -> Vec<Step> {
        match self.joining.rule {
            JoiningRule::TwoPart | JoiningRule::HoldHarmless => self.two_part_steps(place, exact, share),
            JoiningRule::Proportional | JoiningRule::Equal | JoiningRule::ByWeight(_) => {
                let baselines = &self.joining.baselines;
                let all: Exact = baselines.iter().sum();
                let known = self.now_is_known.then_some((&baselines[place], &all));
                let (own, all) = (known.map(|known| known.0), known.map(|known| known.1));
                vec![share_step(&self.total(), baselines.len(), own, all, share)]
            }
        }
    }

    fn two_part_steps(&self, place: usize, exact: &Exact, share: &Exact) -> Vec<Step> {
        let mut parts: Vec<(String, Exact)> = Vec::new();
        if !self.first.own[place].is_zero() {
            parts.push(("Own charges".to_owned(), self.first.own[place].clone()));
        }
        parts.extend(self.first.shared.iter().filter_map(|charge| part_of(charge, place)));
        let by_use: Exact = parts.iter().map(|(_, amount)| amount).sum();
        let held = exact - by_use;
        if held.is_positive() {
            parts.push(("Carried for schools that would pay more than now".to_owned(), held));
        } else if held.is_negative() {
            parts.push(("Taken off, so that it pays no more than now".to_owned(), held));
        }
        adding_up(parts, share)
    }
}

/// One school's part of a joint charge: equal where it goes by no volume, else by use.
fn part_of(charge: &SharedCharge, place: usize) -> Option<(String, Exact)> {
    let own = charge.volumes.get(place)?.as_ref()?;
    let volume: Exact = charge.volumes.iter().flatten().sum();
    let amount = charge.amount(&volume);
    let payers = charge.volumes.iter().flatten().count();
    let (name, joint) = (charge.name(), plain_price(&amount));
    if volume.is_zero() {
        let part = amount.over(&Exact::from(payers))?;
        return Some((format!("{name}: {joint} ÷ {payers} schools"), part));
    }
    let unit = crate::price::rules::unit_name(charge.unit().unwrap_or_default(), &volume);
    let text = format!("{name}: {joint} × {} of {} {unit}", plain_number(own), plain_number(&volume));
    Some((text, (&amount * own).over(&volume)?))
}

/// What each school pays for the first year of an offer that they buy together. `now` is what each pays now, in the order
/// of the buyers.
pub fn yearly_costs(
    rule: SharingRule,
    schedule: &PriceSchedule,
    buyers: &[Buyer],
    now: &[Option<Exact>],
) -> Result<Vec<Exact>, CannotShare> {
    JointBill::new(rule, schedule, buyers, now)?.shares()
}

/// Whether it is promised that nobody pays more than now: by the two-part rule, where it is known of all what they pay.
pub fn holds_harmless(rule: SharingRule, now_is_known: bool) -> bool {
    rule == SharingRule::TwoPart && now_is_known
}

/// A bill with its shares, in the order of the buyers.
#[derive(Clone, Debug)]
pub struct Divided {
    bill: JointBill,
    exact: Vec<Exact>,
    shares: Vec<Exact>,
}

/// The bill divided by every rule that comes to other money.
pub fn divided(schedule: &PriceSchedule, buyers: &[Buyer], now: &[Option<Exact>]) -> Vec<Divided> {
    let by = |rule: &SharingRule| {
        let bill = JointBill::new(*rule, schedule, buyers, now).ok()?;
        let exact = bill.exact_shares().ok()?;
        Some(Divided { shares: in_pennies(&exact), bill, exact })
    };
    [SharingRule::Proportional, SharingRule::TwoPart].iter().filter_map(by).collect()
}

impl Divided {
    /// The sum behind a cost that this rule gives; none where it gives another.
    pub fn explained(&self, place: usize, cost: &Exact) -> Option<Vec<Step>> {
        (self.shares.get(place)? == cost).then(|| self.bill.steps(place, &self.exact[place], cost))
    }
}

/// Whether the offer charges every school by itself, so that there is no joint bill to divide.
pub fn is_by_school(schedule: &PriceSchedule) -> bool {
    schedule.charges.iter().all(|charge| charge.scope == Scope::School)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(charges: &str) -> PriceSchedule {
        serde_json::from_str(&format!(r#"{{"term_years":1,"charges":[{charges}]}}"#)).unwrap()
    }

    fn buyers() -> [Buyer; 2] {
        let buyer = |id: &str, days: i64| {
            let volumes = [("day".to_owned(), Exact::from(days))].into();
            Buyer { id: id.to_owned(), volumes, ..Buyer::default() }
        };
        [buyer("1", 12), buyer("2", 6)]
    }

    fn costs(rule: SharingRule, charges: &str, now: [Option<i64>; 2]) -> Vec<String> {
        let now = now.map(|now| now.map(Exact::from));
        let bill = JointBill::new(rule, &offer(charges), &buyers(), &now).unwrap();
        let (exact, shares) = (bill.exact_shares().unwrap(), bill.shares().unwrap());
        for (place, share) in shares.iter().enumerate() {
            assert_eq!(&bill.steps(place, &exact[place], share).iter().map(|step| &step.amount).sum::<Exact>(), share);
        }
        shares.iter().map(Exact::pounds).collect()
    }

    const JOINT: &str = r#"{"id":"fee","scope":"cluster","kind":"fixed","amount":"100"}"#;

    #[test]
    fn shares_go_by_what_is_paid_now_and_add_up() {
        assert_eq!(costs(SharingRule::Proportional, JOINT, [Some(1), Some(2)]), ["33.33", "66.67"]);
        assert_eq!(costs(SharingRule::PayAsNow, JOINT, [Some(1), Some(2)]), ["33.33", "66.67"]);
    }

    #[test]
    fn one_school_unknown_makes_all_go_by_the_price_alone() {
        assert_eq!(costs(SharingRule::PayAsNow, JOINT, [None, Some(9)]), ["50.00", "50.00"]);
    }

    #[test]
    fn two_part_splits_the_standing_charge_and_the_rest_by_use_and_nobody_pays_more_than_now() {
        let days = r#"{"id":"days","scope":"cluster","kind":"unit","unit":"day","rate":"10"}"#;
        let charges = format!("{JOINT},{days}");
        assert_eq!(costs(SharingRule::TwoPart, &charges, [None, None]), ["170.00", "110.00"]);
        assert_eq!(costs(SharingRule::TwoPart, &charges, [Some(200), Some(100)]), ["180.00", "100.00"]);
    }

    #[test]
    fn an_offer_that_charges_each_school_is_not_shared() {
        let each = r#"{"id":"d","scope":"school","kind":"unit","unit":"day","rate":"260"}"#;
        for rule in SharingRule::ALL {
            assert_eq!(costs(*rule, each, [Some(1), Some(3)]), ["3120.00", "1560.00"]);
        }
    }

    #[test]
    fn the_bill_of_a_cluster_of_any_size_is_divided() {
        let buyers: Vec<Buyer> = (0..500).map(|at| Buyer { id: at.to_string(), ..Buyer::default() }).collect();
        let now: Vec<Option<Exact>> = (0..500).map(|at| Some(Exact::from(1 + at % 2))).collect();
        for rule in SharingRule::ALL {
            let shares = yearly_costs(*rule, &offer(JOINT), &buyers, &now).unwrap();
            assert_eq!(shares.iter().sum::<Exact>(), Exact::from(100));
        }
    }
}
