//! What a school may order, for how long, at which price; how an order goes on; what a bill is made of.

mod bill;
mod notice;
mod package;
mod states;
mod term;
mod window;

pub use bill::{Charged, charged, rows_of_year};
pub use notice::notice_day;
pub use package::{Member, is_of_package, is_whole};
pub use states::{Refusal, Step, next, stands};
pub use term::{Term, book_year, financial_year, term_of, years_bought, years_offered};
pub use window::{CLOSING_DAYS, Window, window};

use entity::ids::OrderId;

/// What stands in the register as how it was bought.
pub const HOW_BOUGHT: &str = "SLA buy-back";

/// Digits and letters that nobody mistakes for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// What people call an order: "BB27-7K2FQX", from the year and the order's own id.
pub fn reference(id: OrderId, financial_year: i32) -> String {
    let random = id.0.as_u128();
    let letter = |place: u32| char::from(LETTERS[usize::try_from((random >> (5 * place)) & 31).unwrap_or_default()]);
    let word: String = (0..6).rev().map(letter).collect();
    format!("BB{:02}-{word}", financial_year.rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_the_year_and_is_the_orders_own() {
        let now = chrono::DateTime::UNIX_EPOCH;
        let (one, other) = (OrderId::new(now), OrderId::new(now));
        let of = |id| reference(id, 2027);
        assert!(of(one).starts_with("BB27-") && of(one).len() == 11, "{}", of(one));
        assert_ne!(of(one), of(other));
    }
}
