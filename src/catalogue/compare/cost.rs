//! What one offer costs the school: in the first year, by component, over the whole term, with the sums behind it.

use super::column::Joint;
use super::group::Group;
use crate::catalogue::rules::Step;
use crate::cluster::rules::JoiningRule;
use crate::price::rules::{Line, Priced, Steps};
use ::entity::exact::{Exact, in_pennies, split};
use ::entity::money::plain_price;

/// A figure and its sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub amount: Exact,
    pub steps: Vec<Step>,
}

/// Pounds, excluding VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    pub year_one: Part,
    /// The first year by component, in the order of the charges.
    pub components: Vec<(String, Part)>,
    /// What does not depend on any volume, in the first year.
    pub fixed: Part,
    /// VAT on the first year.
    pub vat: Exact,
    /// Over the horizon; a shorter offer repeats its last year.
    pub whole_term: Part,
    pub is_assumed: bool,
}

impl Cost {
    pub fn component(&self, id: &str) -> Option<&Part> {
        self.components.iter().find(|(component, _)| component == id).map(|(_, part)| part)
    }

    /// One year of a price list, taken apart.
    pub fn of_price_list(priced: &Priced) -> Self {
        Self::alone(priced, 1)
    }

    /// What the offer costs when the school buys by itself.
    pub(super) fn alone(priced: &Priced, horizon: u32) -> Self {
        let first = first_year(priced);
        let all = |lines: Vec<&Line>| Part {
            amount: lines.iter().map(|line| &line.amount).sum(),
            steps: lines.into_iter().map(step).collect(),
        };
        let of = |component: &String| all(first.iter().filter(|line| line.component == *component).collect());
        let years: Vec<Exact> = priced.years.iter().map(|year| year.total.clone()).collect();
        Cost {
            year_one: all(first.iter().collect()),
            components: components(first).into_iter().map(|id| (id.clone(), of(&id))).collect(),
            fixed: all(first.iter().filter(|line| is_fixed(line)).collect()),
            vat: first.iter().map(|line| &line.vat).sum(),
            whole_term: whole_term(&years, horizon),
            is_assumed: priced.years.len() < horizon as usize,
        }
    }

    /// The school's share of what the offer costs the group.
    pub(super) fn shared(joint: &Joint, group: &Group, horizon: u32) -> Self {
        let first = first_year(&joint.priced);
        let place = group.place;
        let own = |shares: Vec<Exact>| shares.into_iter().nth(place).unwrap_or_default();
        let part_of = |total: &Exact| own(divided(total, &joint.shares));
        let share = own(in_pennies(&joint.shares));
        let later = joint.priced.years.iter().skip(1).map(|year| part_of(&year.total));
        let years: Vec<Exact> = std::iter::once(share.clone()).chain(later).collect();
        let why = why(joint, place);
        let sum = |lines: Vec<&Line>, amount: Exact| shared_part(&lines, amount, group, &why);
        let ids = components(first);
        let of = |component: &String| first.iter().filter(|line| line.component == *component).collect::<Vec<_>>();
        let parts = divided(&share, &ids.iter().map(|id| total(&of(id))).collect::<Vec<_>>());
        let (fixed, varying): (Vec<&Line>, Vec<&Line>) = first.iter().partition(|line| is_fixed(line));
        let fixed_share = divided(&share, &[total(&fixed), total(&varying)]).swap_remove(0);
        let vat: Exact = first.iter().map(|line| &line.vat).sum();
        let mut year_one = sum(first.iter().collect(), share.clone());
        year_one.steps.extend(two_part_steps(joint, place, &share));
        Cost {
            year_one,
            components: ids.iter().zip(parts).map(|(id, amount)| (id.clone(), sum(of(id), amount))).collect(),
            fixed: sum(fixed, fixed_share),
            vat: part_of(&vat),
            whole_term: whole_term(&years, horizon),
            is_assumed: joint.priced.years.len() < horizon as usize,
        }
    }
}

fn first_year(priced: &Priced) -> &[Line] {
    priced.years.first().map(|year| year.lines.as_slice()).unwrap_or_default()
}

fn components(lines: &[Line]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for line in lines {
        if !ids.contains(&line.component) {
            ids.push(line.component.clone());
        }
    }
    ids
}

fn is_fixed(line: &Line) -> bool {
    matches!(line.working.steps, Steps::Fixed { .. } | Steps::Instalment { .. })
}

fn step(line: &Line) -> Step {
    Step { text: format!("{}: {}", line.name, line.working.sentence()), amount: line.amount.clone() }
}

fn total(lines: &[&Line]) -> Exact {
    lines.iter().map(|line| &line.amount).sum()
}

/// A share taken apart as the bill is, in whole pennies that add up to it.
fn divided(share: &Exact, parts: &[Exact]) -> Vec<Exact> {
    split(share, parts).unwrap_or_else(|_| vec![Exact::zero(); parts.len()])
}

/// The bill of all schools, one line a charge, and the share of it.
fn shared_part(lines: &[&Line], amount: Exact, group: &Group, why: &str) -> Part {
    let mut steps: Vec<Step> = Vec::new();
    for line in lines {
        let text = match line.school {
            None => format!("All schools, {}: {}", line.name, line.working.sentence()),
            Some(_) => format!("All schools, {}, each by its own use", line.name),
        };
        match steps.iter_mut().find(|step| step.text == text) {
            Some(step) => step.amount += &line.amount,
            None => steps.push(Step { text, amount: line.amount.clone() }),
        }
    }
    let schools = group.schools.len();
    steps.push(Step { text: format!("Together, {schools} schools"), amount: total(lines) });
    steps.push(Step { text: format!("Your share, {why}"), amount: amount.clone() });
    Part { amount, steps }
}

/// By what the bill is divided, in words.
fn why(joint: &Joint, place: usize) -> String {
    let baselines = &joint.bill.joining.baselines;
    match joint.bill.joining.rule {
        JoiningRule::HoldHarmless => "in two parts, and nobody pays more than now".to_owned(),
        JoiningRule::TwoPart => "in two parts: standing charges equally, the rest by use".to_owned(),
        _ if joint.bill.now_is_known => {
            let all: Exact = baselines.iter().sum();
            format!("as you pay {} of the {} that all pay now", plain_price(&baselines[place]), plain_price(&all))
        }
        _ => "by what the offer would cost each school alone".to_owned(),
    }
}

/// A share in two parts is taken apart further: own charges, standing charges, use.
fn two_part_steps(joint: &Joint, place: usize, share: &Exact) -> Vec<Step> {
    match joint.bill.joining.rule {
        JoiningRule::TwoPart | JoiningRule::HoldHarmless => {
            let step = |step: crate::savings::rules::ledger::Step| Step {
                text: format!("Of your share, {}", crate::catalogue::in_sentence(&step.text)),
                amount: step.amount,
            };
            joint.bill.steps(place, &joint.shares[place], share).into_iter().map(step).collect()
        }
        JoiningRule::Proportional | JoiningRule::Equal | JoiningRule::ByWeight(_) => Vec::new(),
    }
}

/// The years of the horizon added up, one line a year.
fn whole_term(years: &[Exact], horizon: u32) -> Part {
    let text = |year: usize| match years.len() {
        offered if year > offered => format!("Year {year}, assumed as the year before"),
        _ => format!("Year {year}"),
    };
    let amount = |year: usize| years.get(year - 1).or(years.last()).cloned().unwrap_or_default();
    let steps: Vec<Step> = (1..=horizon as usize).map(|year| Step { text: text(year), amount: amount(year) }).collect();
    Part { amount: steps.iter().map(|step| &step.amount).sum(), steps }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shorter_offer_repeats_its_last_year_and_says_so() {
        let years = [Exact::from(100), Exact::from(110)];
        let part = whole_term(&years, 3);
        assert_eq!(part.amount, Exact::from(320));
        assert_eq!(part.steps[2].text, "Year 3, assumed as the year before");
    }

    #[test]
    fn the_parts_of_a_share_add_up_to_it() {
        let parts = divided(&"100.01".parse().unwrap(), &[Exact::from(1), Exact::from(1), Exact::from(1)]);
        assert_eq!(parts.iter().sum::<Exact>().pounds(), "100.01");
    }
}
