//! The rounds of opting in, in words and figures, and what is lost when a school leaves.

use crate::platform::words::plural;
use crate::savings::rules::fair::{Proposal, Way};
use crate::savings::rules::ledger::Step;
use crate::savings::rules::share::CannotShare;
use crate::savings::web::view::{Figure, change_words, than_now};
use crate::savings::{Choosable, Joining, OptIn, Planning};
use ::entity::exact::{Exact, in_pennies};
use ::entity::ids::SchoolId;
use ::entity::money::plain_price;
use serde::Serialize;

/// One round: who is left, what they pay, who leaves because of it.
#[derive(Serialize)]
pub(super) struct Round {
    number: usize,
    /// "9 schools would pay £16,800 together, £4,200 less than now."
    sentence: String,
    leavers: Vec<Leaver>,
}

#[derive(Serialize)]
struct Leaver {
    name: String,
    share: Figure,
    now: String,
    more: String,
}

/// A school that stays.
#[derive(Serialize)]
pub(super) struct Stayer {
    name: String,
    own: bool,
    now: String,
    share: Figure,
    change: String,
}

/// What the others would pay without one school.
#[derive(Serialize)]
pub(super) struct Without {
    name: String,
    own: bool,
    cost: String,
    now: String,
    change: String,
    lost: String,
}

/// All who stay.
#[derive(Serialize)]
pub(super) struct Total {
    now: String,
    share: String,
    change: String,
}

/// How joining went.
#[derive(Serialize)]
pub(super) struct Rounds {
    pub(super) rounds: Vec<Round>,
    pub(super) stayers: Vec<Stayer>,
    pub(super) total: Option<Total>,
    /// "7 schools stay …", "Nobody stays".
    pub(super) end: String,
    pub(super) lost: Option<String>,
    pub(super) without: Vec<Without>,
}

impl Rounds {
    pub(super) fn sample() -> Self {
        let leaver = || Leaver {
            name: "Rose Hill Primary".to_owned(),
            share: Figure::sample(),
            now: "£5,100".to_owned(),
            more: "£250 more".to_owned(),
        };
        let stayer = |own| Stayer {
            name: "Canal Side Primary".to_owned(),
            own,
            now: "£2,100".to_owned(),
            share: Figure::sample(),
            change: "0.00".to_owned(),
        };
        let without = |own| Without {
            name: "Canal Side Primary".to_owned(),
            own,
            cost: "£15,950".to_owned(),
            now: "£15,900".to_owned(),
            change: "50.00".to_owned(),
            lost: "£4,200".to_owned(),
        };
        let round = |number, leavers| Round { number, sentence: "9 schools".to_owned(), leavers };
        Rounds {
            rounds: vec![round(1, vec![leaver()]), round(2, Vec::new())],
            stayers: vec![stayer(true), stayer(false)],
            total: Some(Total { now: "£14,700".to_owned(), share: "£14,700".to_owned(), change: "0.00".to_owned() }),
            end: "7 schools stay.".to_owned(),
            lost: Some("£4,200 is lost.".to_owned()),
            without: vec![without(true), without(false)],
        }
    }

    pub(super) fn of(
        asked: &Asked<'_>,
        joining: &Joining,
        ended: &OptIn,
        own: Option<SchoolId>,
    ) -> Result<Self, CannotShare> {
        let planning = asked.planning;
        let mut group: Vec<usize> = (0..planning.schools.len()).collect();
        let mut rounds = Vec::new();
        for leave in &ended.leave {
            rounds.push(round(asked, joining, rounds.len() + 1, &group, leave)?);
            group.retain(|place| !leave.contains(place));
        }
        if !group.is_empty() {
            rounds.push(round(asked, joining, rounds.len() + 1, &group, &[])?);
        }
        let steps = asked.steps(joining, &ended.members)?;
        let stayer = |((place, share), steps): ((&usize, &Exact), &Vec<Step>)| Stayer {
            name: planning.schools[*place].name.clone(),
            own: own == Some(planning.schools[*place].id),
            now: plain_price(&joining.baselines[*place]),
            share: Figure::of(share, steps),
            change: (share - &joining.baselines[*place]).pounds(),
        };
        let now: Exact = &ended.total + &ended.saving;
        let total =
            Total { now: plain_price(&now), share: plain_price(&ended.total), change: (&ended.total - &now).pounds() };
        Ok(Rounds {
            rounds,
            stayers: ended.members.iter().zip(&ended.shares).zip(&steps).map(stayer).collect(),
            total: (!ended.members.is_empty()).then_some(total),
            end: end(ended),
            lost: lost(ended),
            without: without(planning, joining, own),
        })
    }
}

/// What is asked: which offer, shared how.
pub(super) struct Asked<'a> {
    pub(super) planning: &'a Planning,
    pub(super) offer: &'a Choosable,
    pub(super) way: Way,
}

impl Asked<'_> {
    /// The sum behind each share of a group.
    fn steps(&self, joining: &Joining, group: &[usize]) -> Result<Vec<Vec<Step>>, CannotShare> {
        if group.is_empty() {
            return Ok(Vec::new());
        }
        let exact = joining.shares(group)?;
        let proposal = Proposal { way: self.way, shares: in_pennies(&exact), exact, stability: None };
        let bill = self.planning.bill(self.offer, group);
        Ok(bill.steps(&bill.shared()?, &proposal))
    }
}

fn round(
    asked: &Asked<'_>,
    joining: &Joining,
    number: usize,
    group: &[usize],
    leave: &[usize],
) -> Result<Round, CannotShare> {
    let shares = in_pennies(&joining.shares(group)?);
    let steps = if leave.is_empty() { Vec::new() } else { asked.steps(joining, group)? };
    let leaver = |place: &usize| {
        let at = group.iter().position(|each| each == place)?;
        let (share, now) = (&shares[at], &joining.baselines[*place]);
        Some(Leaver {
            name: asked.planning.schools[*place].name.clone(),
            more: change_words(&(share - now)),
            share: Figure::of(share, steps.get(at)?),
            now: plain_price(now),
        })
    };
    let cost = joining.game.joint_cost(group);
    let change = than_now(&-joining.saving(group));
    Ok(Round {
        number,
        sentence: format!("{} would pay {} together, {change}.", schools(group.len()), plain_price(&cost)),
        leavers: leave.iter().filter_map(leaver).collect(),
    })
}

/// "1 school", "9 schools".
pub(super) fn schools(count: usize) -> String {
    plural(i64::try_from(count).unwrap_or(i64::MAX), "school", "schools")
}

fn end(ended: &OptIn) -> String {
    match (ended.members.len(), ended.leave.is_empty()) {
        (0, _) => "Nobody stays: there is no joint purchase.".to_owned(),
        (1, true) => format!("The one school stays, and saves {} a year.", plain_price(&ended.saving)),
        (count, true) => format!("All {count} schools stay, and save {} a year.", plain_price(&ended.saving)),
        (count, false) => {
            let word = if count == 1 { "stays and saves" } else { "stay and save" };
            format!("{} {word} {} a year.", schools(count), plain_price(&ended.saving))
        }
    }
}

fn lost(ended: &OptIn) -> Option<String> {
    let lost = &ended.saving_if_all_joined - &ended.saving;
    let all = plain_price(&ended.saving_if_all_joined);
    match (lost.is_positive(), ended.saving.is_positive()) {
        (false, _) => None,
        (true, true) => Some(format!("If all joined they would save {all}: {} of it is lost.", plain_price(&lost))),
        (true, false) => Some(format!("If all joined they would save {all}: the whole of it is lost.")),
    }
}

/// For each school what is left if it alone does not join; the others would rather stay as they are than pay more.
fn without(planning: &Planning, joining: &Joining, own: Option<SchoolId>) -> Vec<Without> {
    let everyone: Vec<usize> = (0..planning.schools.len()).collect();
    if everyone.len() < 2 {
        return Vec::new();
    }
    let all = joining.saving(&everyone);
    let one = |place: &usize| {
        let others: Vec<usize> = everyone.iter().copied().filter(|each| each != place).collect();
        let cost = joining.game.joint_cost(&others);
        let saving = joining.saving(&others);
        let lost = &all - saving.clone().max(Exact::zero());
        Without {
            name: planning.schools[*place].name.clone(),
            own: own == Some(planning.schools[*place].id),
            now: plain_price(&(&cost + &saving)),
            cost: plain_price(&cost),
            change: (-saving).pounds(),
            lost: if lost.is_positive() { plain_price(&lost) } else { "nothing".to_owned() },
        }
    };
    everyone.iter().map(one).collect()
}
