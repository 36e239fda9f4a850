//! Each decision lets one act happen that waits for it.

use chrono::{DateTime, Utc};

/// How many of these decisions nothing was done by yet. An act uses one that was taken before it; one that was done before the
/// terms asked for a decision uses none.
pub fn unused(decisions: &[DateTime<Utc>], acts: &[DateTime<Utc>]) -> usize {
    let mut all: Vec<(DateTime<Utc>, bool)> = decisions.iter().map(|at| (*at, false)).collect();
    all.extend(acts.iter().map(|at| (*at, true)));
    all.sort_unstable();
    all.into_iter().fold(0, |left, (_, is_act)| if is_act { left.saturating_sub(1) } else { left + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn days(days: &[i64]) -> Vec<DateTime<Utc>> {
        days.iter().map(|day| DateTime::UNIX_EPOCH + Duration::days(*day)).collect()
    }

    #[test]
    fn a_meeting_that_decides_on_three_funds_opens_three() {
        let meeting = days(&[10, 10, 10]);
        assert_eq!(unused(&meeting, &[]), 3);
        assert_eq!(unused(&meeting, &days(&[11, 12])), 1);
        assert_eq!(unused(&meeting, &days(&[11, 12, 13])), 0);
        assert_eq!(unused(&days(&[10]), &days(&[10])), 0, "what is done in the very hour of the decision uses it");
    }

    #[test]
    fn what_was_done_without_a_decision_uses_none_of_a_later_one() {
        assert_eq!(unused(&days(&[10]), &days(&[1, 2, 3])), 1);
        assert_eq!(unused(&days(&[10, 30]), &days(&[1, 11, 20])), 1);
        assert_eq!(unused(&[], &days(&[1])), 0);
    }
}
