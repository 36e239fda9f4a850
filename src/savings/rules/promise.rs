//! A school that loses: what it pays more, what it may be promised, and who carries it.

use entity::exact::{Exact, in_pennies};
use std::fmt;

use super::hold_harmless;

/// Why a promise or a payment cannot be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    PaysNoMore { school: String },
    MoreThanItLoses { most: String },
    Nothing,
    MoreThanPromised { left: String },
    PaidLater,
}

impl Refusal {
    pub fn field(&self) -> &'static str {
        match self {
            Refusal::PaidLater => "paid-day",
            _ => "amount",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::PaysNoMore { school } => write!(f, "{school} does not pay more in this contract than before"),
            Refusal::MoreThanItLoses { most } => {
                write!(f, "Promise at most what the school pays more in that year: {most}")
            }
            Refusal::Nothing => f.write_str("Enter an amount above £0"),
            Refusal::MoreThanPromised { left } => write!(f, "Pay at most what is left of the promise: {left}"),
            Refusal::PaidLater => f.write_str("The day it was paid must be today or before"),
        }
    }
}

/// Checks a promise against what the school pays more; `more` is none where that is not known or nothing.
pub fn may_promise(school: &str, more: Option<&Exact>, amount: &Exact) -> Result<(), Refusal> {
    let Some(more) = more.filter(|more| more.is_positive()) else {
        return Err(Refusal::PaysNoMore { school: school.to_owned() });
    };
    match amount {
        amount if !amount.is_positive() => Err(Refusal::Nothing),
        amount if amount > more => Err(Refusal::MoreThanItLoses { most: entity::money::plain_price(more) }),
        _ => Ok(()),
    }
}

/// Checks a payment against what is left of its promise.
pub fn may_pay(promised: &Exact, paid: &Exact, amount: &Exact) -> Result<(), Refusal> {
    let left = promised - paid;
    match amount {
        amount if !amount.is_positive() => Err(Refusal::Nothing),
        amount if *amount > left => Err(Refusal::MoreThanPromised { left: entity::money::plain_price(&left) }),
        _ => Ok(()),
    }
}

/// What each school gives so that nobody pays more than before, in whole pennies: 0 for those that lose. None where a
/// baseline is not known, or the gains do not carry the losses.
pub fn carried(baselines: &[Option<Exact>], shares: &[Exact]) -> Option<Vec<Exact>> {
    let baselines: Option<Vec<Exact>> = baselines.iter().cloned().collect();
    let held = hold_harmless(&baselines?, shares)?;
    let given: Vec<Exact> = held
        .iter()
        .zip(shares)
        .map(|(held, share)| held - share)
        .map(|given| if given.is_negative() { Exact::zero() } else { given })
        .collect();
    Some(in_pennies(&given))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn a_promise_is_at_most_what_is_lost_and_a_payment_at_most_what_is_left() {
        let more = exact("420");
        assert_eq!(may_promise("Oak", Some(&more), &exact("420")), Ok(()));
        assert_eq!(may_promise("Oak", Some(&more), &exact("0")), Err(Refusal::Nothing));
        let most = may_promise("Oak", Some(&more), &exact("420.01")).unwrap_err().to_string();
        assert_eq!(most, "Promise at most what the school pays more in that year: £420");
        assert!(matches!(may_promise("Oak", Some(&exact("-1")), &more), Err(Refusal::PaysNoMore { .. })));
        assert!(matches!(may_promise("Oak", None, &more), Err(Refusal::PaysNoMore { .. })));
        assert_eq!(may_pay(&more, &exact("280"), &exact("140")), Ok(()));
        let left = may_pay(&more, &exact("280"), &exact("140.01")).unwrap_err().to_string();
        assert_eq!(left, "Pay at most what is left of the promise: £140");
    }

    #[test]
    fn those_who_gain_carry_the_loss_in_proportion() {
        let baselines = ["2700", "3468", "4748"].map(|text| Some(exact(text)));
        let shares = [exact("3120"), exact("3120"), exact("3120")];
        let given = carried(&baselines, &shares).unwrap();
        assert_eq!(given[0], Exact::zero());
        assert_eq!(given.iter().sum::<Exact>(), exact("420"));
        assert!(given[2] > given[1], "{given:?}");
        assert_eq!(carried(&[None, None, None], &shares), None);
    }
}
