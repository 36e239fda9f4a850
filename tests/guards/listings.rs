//! The life of a listing, act by act, as it is written down.

use clusterbuy::catalogue::rules::{Act, Phase, after};
use std::fmt::Write as _;

#[test]
fn a_listing_moves_as_written_down_and_not_otherwise() {
    let mut text = String::new();
    for phase in Phase::ALL {
        let _ = writeln!(text, "{}", phase.words());
        for act in Act::ALL {
            if let Some(next) = after(*phase, *act) {
                let _ = writeln!(text, "  {act:?} -> {}", next.words());
            }
        }
    }
    insta::assert_snapshot!(text);
}
