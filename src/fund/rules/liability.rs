//! Who carries redundancy and pension if a post ends: parts that sum to the whole.

use entity::money::Rate;
use std::fmt;

/// 100% in millionths.
const WHOLE: i64 = 100_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiabilityRefusal(pub Rate);

impl fmt::Display for LiabilityRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The parts must add up to 100%. They add up to {}%", self.0)
    }
}

pub fn sums_to_the_whole(parts: impl IntoIterator<Item = Rate>) -> Result<(), LiabilityRefusal> {
    let total: Rate = parts.into_iter().sum();
    if total.0 == WHOLE { Ok(()) } else { Err(LiabilityRefusal(total)) }
}
