//! The ways of dividing a joint bill as heads weigh them up: what each school would pay, how that comes about, and whether
//! a group would do better by itself.

use ::entity::exact::{Exact, in_pennies};
use ::entity::money::{plain_number, plain_price};

use super::hold_harmless;
use super::ledger::{Step, adding_up, share_step};
use super::share::{CannotShare, Game, Rule, StabilityTest, SurplusKey, exact_shares, fits_a_page, shapley_structured};

/// Up to so many schools the ways that look at every group are worked out.
pub const MOST_BY_GROUPS: usize = 12;

/// A way of dividing the bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    PayAsNow,
    NobodyMore,
    SamePercentage,
    AtCost,
    Equal,
    ByUse,
    ByPupils,
    EqualSavings,
    SeparableCosts,
    Shapley,
    Nucleolus,
}

impl Way {
    /// What heads are offered first.
    pub const HEADS: [Way; 3] = [Way::PayAsNow, Way::NobodyMore, Way::SamePercentage];
    /// The same where nobody can be held to what it pays now, for that is not known of all.
    pub const HEADS_UNKNOWING: [Way; 3] = [Way::PayAsNow, Way::AtCost, Way::SamePercentage];
    /// Everything, the simplest first.
    pub const ALL: [Way; 11] = [
        Way::PayAsNow,
        Way::NobodyMore,
        Way::SamePercentage,
        Way::AtCost,
        Way::Equal,
        Way::ByUse,
        Way::ByPupils,
        Way::EqualSavings,
        Way::SeparableCosts,
        Way::Shapley,
        Way::Nucleolus,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Way::PayAsNow => "Pay as now",
            Way::NobodyMore => "Nobody pays more",
            Way::SamePercentage => "Same percentage",
            Way::AtCost => "Two-part, at cost",
            Way::Equal => "Equal",
            Way::ByUse => "By use",
            Way::ByPupils => "By pupils",
            Way::EqualSavings => "Equal savings",
            Way::SeparableCosts => "Separable costs",
            Way::Shapley => "Shapley",
            Way::Nucleolus => "Nucleolus",
        }
    }

    /// In plain English.
    pub fn sentence(self) -> &'static str {
        match self {
            Way::PayAsNow => "Everyone pays what they pay today; what is left over comes back at year end.",
            Way::NobodyMore => {
                "We split the standing charge equally, you pay for your own use on top, and nobody pays more than now."
            }
            Way::SamePercentage => "Everyone gets the same percentage off what they pay now.",
            Way::AtCost => "We split the standing charge equally; you pay for your own use on top.",
            Way::Equal => "Every school pays the same.",
            Way::ByUse => "You pay for what you use.",
            Way::ByPupils => "You pay by your number of pupils.",
            Way::EqualSavings => "Everyone saves the same pounds. A small school may be paid to join.",
            Way::SeparableCosts => "You cover what you add, and share the rest by how much you gain.",
            Way::Shapley => "You pay the average of what your joining adds to the bill.",
            Way::Nucleolus => "The split that keeps the least happy group as happy as possible.",
        }
    }
}

/// What is divided, in the order of the schools.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The joint offer, with what each school pays elsewhere as its way out.
    pub game: Game,
    /// The same without a way out.
    pub joint: Game,
    /// What each pays now; unless that is known of all, the offer's price alone.
    pub baselines: Vec<Exact>,
    pub now_is_known: bool,
    pub volumes: Vec<Exact>,
    /// "meals".
    pub unit: String,
    /// None while some school's number is not known.
    pub pupils: Option<Vec<Exact>>,
}

/// A way worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub way: Way,
    pub exact: Vec<Exact>,
    /// In whole pennies that add up to the bill.
    pub shares: Vec<Exact>,
    /// None where testing every group would keep a page waiting.
    pub stability: Option<super::share::Stability>,
}

impl Proposal {
    /// Places of the schools that would pay more than this by a penny at least.
    pub fn above<'a>(&'a self, limits: &'a [Exact]) -> impl Iterator<Item = usize> + 'a {
        let is_above = |at: &usize| self.exact[*at] > limits[*at] && self.shares[*at] > limits[*at].half_up(2);
        (0..limits.len()).filter(is_above)
    }
}

/// Why a way is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotShown {
    Cannot(CannotShare),
    PupilsNotKnown,
    NowNotKnown,
    TooManySchools,
}

impl std::fmt::Display for NotShown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotShown::Cannot(cannot) => cannot.fmt(f),
            NotShown::NowNotKnown => f.write_str("What every school pays now is not known"),
            NotShown::PupilsNotKnown => f.write_str("The number of pupils is not known of every school"),
            NotShown::TooManySchools => {
                write!(f, "Worked out on a page for up to {MOST_BY_GROUPS} schools: it weighs every group of them")
            }
        }
    }
}

impl Shared {
    pub fn schools(&self) -> usize {
        self.baselines.len()
    }

    /// Works a way out. `tests` is shared between the ways of one bill.
    pub fn proposal(&self, way: Way, tests: &StabilityTest) -> Result<Proposal, NotShown> {
        let exact = self.exact(way)?;
        Ok(Proposal { way, shares: in_pennies(&exact), stability: tests.test(&exact), exact })
    }

    fn exact(&self, way: Way) -> Result<Vec<Exact>, NotShown> {
        let few = self.schools() <= MOST_BY_GROUPS;
        let by = |rule: &Rule| exact_shares(&self.game, rule).map_err(NotShown::Cannot);
        match way {
            Way::PayAsNow => by(&Rule::PayAsNow { baselines: self.baselines.clone(), key: SurplusKey::Proportional }),
            Way::SamePercentage => by(&Rule::ByWeight(self.baselines.clone())),
            Way::AtCost => by(&Rule::TwoPart),
            Way::NobodyMore if !self.now_is_known => Err(NotShown::NowNotKnown),
            Way::NobodyMore => {
                let at_cost = by(&Rule::TwoPart)?;
                Ok(hold_harmless(&self.baselines, &at_cost).unwrap_or(at_cost))
            }
            Way::Equal => by(&Rule::Equal),
            Way::ByUse => by(&Rule::ByWeight(self.volumes.clone())),
            Way::ByPupils => by(&Rule::ByWeight(self.pupils.clone().ok_or(NotShown::PupilsNotKnown)?)),
            Way::EqualSavings => by(&Rule::EqualSavings),
            Way::SeparableCosts => by(&Rule::SeparableCosts),
            Way::Shapley if few => by(&Rule::Shapley),
            Way::Shapley if fits_a_page(&self.joint) => shapley_structured(&self.joint).map_err(NotShown::Cannot),
            Way::Nucleolus if few => by(&Rule::Nucleolus),
            Way::Shapley | Way::Nucleolus => Err(NotShown::TooManySchools),
        }
    }

    /// How one school's share comes about; the lines add up to it. The two-part ways are taken apart by their joint bill.
    pub fn steps(&self, proposal: &Proposal, place: usize) -> Vec<Step> {
        let share = &proposal.shares[place];
        let (total, count) = (self.joint.total(), self.schools());
        let (own, now): (&Exact, Exact) = (&self.baselines[place], self.baselines.iter().sum());
        match proposal.way {
            Way::SamePercentage => {
                let known = |amount| Some(amount).filter(|_| self.now_is_known);
                vec![share_step(&total, count, known(own), known(&now), share)]
            }
            Way::PayAsNow => self.pay_as_now_steps(place, share),
            Way::Equal => vec![Step::new(format!("{} ÷ {count} schools", plain_price(&total)), share)],
            Way::ByUse => vec![self.weight_step(&self.volumes, &self.unit, place, share)],
            Way::ByPupils => {
                let pupils = self.pupils.as_deref().unwrap_or_default();
                vec![self.weight_step(pupils, "pupils", place, share)]
            }
            Way::EqualSavings => self.equal_savings_steps(place, share),
            Way::SeparableCosts => self.separable_steps(proposal, place),
            Way::Shapley => {
                let (first, last) = (self.game.cost(&[place]), self.added(place));
                let text = "The average over all orders of joining; joining first it adds";
                let text = format!("{text} {}, joining last {}", plain_price(&first), plain_price(&last));
                vec![Step::new(text, share)]
            }
            Way::Nucleolus => {
                let groups = (1_u64 << count) - 2;
                vec![Step::new(
                    format!("The one split that all {} groups weigh against", plain_number(&groups.into())),
                    share,
                )]
            }
            Way::AtCost | Way::NobodyMore => vec![Step::new("Own charges, standing charges and use", share)],
        }
    }

    fn pay_as_now_steps(&self, place: usize, share: &Exact) -> Vec<Step> {
        let (own, now) = (&self.baselines[place], self.baselines.iter().sum::<Exact>());
        let surplus = &now - self.joint.total();
        let [back, all] = [own, &now].map(plain_price);
        let text = match surplus.is_negative() {
            true => format!("Due at year end: {} × {back} of {all}", plain_price(&surplus.abs())),
            false => format!("Comes back at year end: {} × {back} of {all}", plain_price(&surplus)),
        };
        let during = if self.now_is_known { "as now" } else { "the price for it alone" };
        vec![Step::new(format!("Pays during the year, {during}"), own), Step::new(text, &(share - own))]
    }

    fn weight_step(&self, weights: &[Exact], what: &str, place: usize, share: &Exact) -> Step {
        let all: Exact = weights.iter().sum();
        let own = weights.get(place).cloned().unwrap_or_default();
        let total = plain_price(&self.joint.total());
        Step::new(format!("{total} × {} of {} {what}", plain_number(&own), plain_number(&all)), share)
    }

    fn equal_savings_steps(&self, place: usize, share: &Exact) -> Vec<Step> {
        let alone = self.game.alone();
        let saved = alone.iter().sum::<Exact>() - self.game.total();
        let each = saved.over(&Exact::from(self.schools())).unwrap_or_default();
        let text = format!("An equal part of what is saved: {} ÷ {} schools", plain_price(&saved), self.schools());
        adding_up(vec![("Alone".to_owned(), alone[place].clone()), (text, -each)], share)
    }

    fn separable_steps(&self, proposal: &Proposal, place: usize) -> Vec<Step> {
        let added = self.added(place);
        let rest = &proposal.exact[place] - &added;
        let parts = vec![
            ("What it adds to the others' bill".to_owned(), added),
            ("Its part of the rest, by how much it gains".to_owned(), rest),
        ];
        adding_up(parts, &proposal.shares[place])
    }

    /// What the school adds to the bill when it joins last.
    fn added(&self, place: usize) -> Exact {
        let others: Vec<usize> = (0..self.schools()).filter(|at| *at != place).collect();
        self.game.total() - self.game.cost(&others)
    }

    /// What the others would pay together if one school left, and what they pay now.
    pub fn without(&self, place: usize) -> (Exact, Exact) {
        let others: Vec<usize> = (0..self.schools()).filter(|at| *at != place).collect();
        let now = others.iter().map(|at| &self.baselines[*at]).sum();
        (self.joint.joint_cost(&others), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::savings::rules::share::{Cost, Structured, separable_costs};

    fn shared(schools: usize) -> Shared {
        paying(&(1..=schools).map(|at| Exact::from(60 + 31 * at)).collect::<Vec<_>>())
    }

    fn paying(baselines: &[Exact]) -> Shared {
        let schools = baselines.len();
        let volumes: Vec<Exact> = (1..=schools).map(|at| Exact::from(10 * at)).collect();
        let charge = serde_json::from_str(
            r#"{"id":"use","scope":"cluster","kind":"graduated","unit":"meal",
            "bands":[{"up_to":"100","rate":"3"},{"up_to":null,"rate":"1"}]}"#,
        );
        let cost = Structured {
            fixed: Exact::from(100),
            per_school: vec![Exact::from(7); schools],
            volumes: volumes.clone(),
            volume_charge: charge.ok(),
        };
        let game = |outside| Game::new(schools, Cost::Structured(Box::new(cost.clone())), outside).unwrap();
        Shared {
            joint: game(None),
            game: game(Some(baselines.to_vec())),
            baselines: baselines.to_vec(),
            now_is_known: true,
            volumes,
            unit: "meals".to_owned(),
            pupils: Some(vec![Exact::from(200); schools]),
        }
    }

    #[test]
    fn every_way_adds_up_to_the_bill_and_its_sums_to_the_shares() {
        let shared = shared(5);
        let tests = StabilityTest::of(&shared.game);
        for way in Way::ALL {
            let proposal = shared.proposal(way, &tests).unwrap();
            assert_eq!(proposal.shares.iter().sum::<Exact>(), shared.game.total(), "{way:?}");
            for (place, share) in proposal.shares.iter().enumerate() {
                let steps = shared.steps(&proposal, place);
                assert_eq!(&steps.iter().map(|step| &step.amount).sum::<Exact>(), share, "{way:?} of {place}");
            }
            assert!(proposal.stability.is_some());
        }
    }

    #[test]
    fn of_many_schools_the_ways_that_weigh_every_group_are_left_out() {
        let shared = shared(13);
        let tests = StabilityTest::of(&shared.game);
        assert_eq!(shared.proposal(Way::Nucleolus, &tests), Err(NotShown::TooManySchools));
        let shapley = shared.proposal(Way::Shapley, &tests).unwrap();
        assert_eq!(shapley.shares.iter().sum::<Exact>(), shared.joint.total());
        let separable = separable_costs(&shared.game).unwrap();
        assert_eq!(shared.proposal(Way::SeparableCosts, &tests).unwrap().exact, separable);
    }

    #[test]
    fn sums_of_an_offer_that_is_dearer_than_now_come_to_the_shares_of_that_offer() {
        let shared = paying(&(1..=5).map(|at| Exact::from(10 * at)).collect::<Vec<_>>());
        assert!(!shared.game.joint_offer_is_used());
        for (way, weights) in [(Way::SamePercentage, &shared.baselines), (Way::ByUse, &shared.volumes)] {
            let exact = exact_shares(&shared.joint, &Rule::ByWeight(weights.clone())).unwrap();
            let proposal = Proposal { way, shares: in_pennies(&exact), exact, stability: None };
            let steps = shared.steps(&proposal, 0);
            assert!(steps[0].text.contains("£485"), "{steps:?}");
        }
    }

    #[test]
    fn where_it_is_not_known_what_all_pay_nobody_is_held_to_it_nor_told_of_it() {
        let shared = Shared { now_is_known: false, ..shared(5) };
        let tests = StabilityTest::of(&shared.game);
        assert_eq!(shared.proposal(Way::NobodyMore, &tests), Err(NotShown::NowNotKnown));
        for way in Way::HEADS_UNKNOWING {
            let proposal = shared.proposal(way, &tests).unwrap();
            assert!(shared.steps(&proposal, 0).iter().all(|step| !step.text.contains("now")), "{way:?}");
        }
    }

    #[test]
    fn less_than_a_penny_above_a_limit_is_not_above_it() {
        let exact = vec![Exact::from(10) / Exact::from(3)];
        let proposal = Proposal { way: Way::Equal, shares: in_pennies(&exact), exact, stability: None };
        assert_eq!(proposal.above(&[Exact::scaled(333, 2)]).count(), 0);
        assert_eq!(proposal.above(&[Exact::scaled(332, 2)]).count(), 1);
    }
}
