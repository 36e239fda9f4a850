//! What it would cost a school if two others left its group.

use super::column::Joint;
use super::cost::Part;
use super::group::Group;
use crate::catalogue::rules::Step;
use crate::savings::rules::share::MOST_SCHOOLS;
use ::entity::exact::{Exact, in_pennies};

/// Up to so many schools every pair is looked at; of more, the school whose leaving costs most and then the next.
const MOST_PAIRED: usize = 16;

/// The two whose leaving costs the school most, and what its share becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoLeave {
    pub names: [String; 2],
    /// Every pair was looked at.
    pub is_surest: bool,
    /// The share without them less the share with all.
    pub change: Exact,
    /// Both shares.
    pub part: Part,
}

/// None for a group of fewer than four: with two gone nobody would be left to share with; nor of more than anybody would
/// wait for.
pub(super) fn two_leave(joint: &Joint, group: &Group) -> Option<TwoLeave> {
    let count = group.schools.len();
    if !(4..=MOST_SCHOOLS).contains(&count) {
        return None;
    }
    let others: Vec<usize> = (0..count).filter(|place| *place != group.place).collect();
    let without = |leaving: &[usize]| joint.bill.share_without(group.place, leaving).ok();
    let is_surest = count <= MOST_PAIRED;
    let (pair, share) = if joint.bill.is_each_for_itself() {
        dearest(std::iter::once(others[..2].to_vec()), without)?
    } else if is_surest {
        let pairs = others.iter().enumerate().flat_map(|(at, one)| others[at + 1..].iter().map(|two| vec![*one, *two]));
        dearest(pairs, without)?
    } else {
        let (first, _) = dearest(others.iter().map(|one| vec![*one]), without)?;
        let rest = others.iter().filter(|other| !first.contains(other));
        dearest(rest.map(|two| vec![first[0], *two]), without)?
    };
    let with_all = in_pennies(&joint.shares).into_iter().nth(group.place)?;
    let names = [0, 1].map(|at| group.schools[pair[at]].name.clone());
    let steps = vec![
        Step { text: format!("Your share without {} and {}", names[0], names[1]), amount: share.clone() },
        Step { text: format!("Your share with all {count} schools"), amount: with_all.clone() },
    ];
    let change = &share - &with_all;
    Some(TwoLeave { names, is_surest, part: Part { amount: change.clone(), steps }, change })
}

/// The leavers that make the share greatest; ties to the first.
fn dearest(
    leavers: impl Iterator<Item = Vec<usize>>,
    share: impl Fn(&[usize]) -> Option<Exact>,
) -> Option<(Vec<usize>, Exact)> {
    let mut found: Option<(Vec<usize>, Exact)> = None;
    for leaving in leavers {
        let Some(share) = share(&leaving) else { continue };
        if found.as_ref().is_none_or(|(_, most)| share > *most) {
            found = Some((leaving, share));
        }
    }
    found
}
