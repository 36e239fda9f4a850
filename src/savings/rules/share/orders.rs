//! How many random orders of joining a sampled Shapley value needs.

use entity::exact::Exact;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// Binary digits behind the point to begin with.
const FIRST_DIGITS: u64 = 128;
/// Binary digits at which the search ends.
const MOST_DIGITS: u64 = 16_384;

/// The least whole m with m ≥ r² · ln(2n ÷ δ) ÷ (2ε²): r the widest range, n the number of ranges, ε the error allowed for
/// every school, 1 − δ the confidence. None when the figures make no sense or more than 2⁶⁴ orders would be needed.
pub fn orders_needed(ranges: &[Exact], error: &Exact, confidence_percent: &Exact) -> Option<u64> {
    let widest = ranges.iter().max()?;
    let risk = (Exact::from(100) - confidence_percent).over(&Exact::from(100))?;
    let sensible = error.is_positive() && risk.is_positive() && risk <= Exact::one();
    if !sensible || ranges.iter().any(Exact::is_negative) {
        return None;
    }
    let factor = (widest * widest).over(&(Exact::from(2) * error * error))?;
    let argument = Exact::from(2 * ranges.len()).over(&risk)?;
    let mut digits = FIRST_DIGITS;
    while digits <= MOST_DIGITS {
        let (low, high) = logarithm(&argument, digits);
        let (low, high) = ((&factor * low).ceil(), (&factor * high).ceil());
        if low == high {
            return low.to_u64();
        }
        digits *= 2;
    }
    None
}

/// Bounds of the natural logarithm of a number of at least 1, with about that many binary digits.
fn logarithm(number: &Exact, digits: u64) -> (Exact, Exact) {
    let mut halvings = 0_u32;
    let mut rest = number.clone();
    while rest >= Exact::from(2) {
        rest = rest / Exact::from(2);
        halvings += 1;
    }
    let one = BigInt::one() << digits;
    let ln2 = twice_artanh(&(&one / 3), digits);
    let ratio = (&rest - Exact::one()) / (&rest + Exact::one());
    let scaled = ratio.numerator() * &one / ratio.denominator();
    let sum = twice_artanh(&scaled, digits) + ln2 * halvings;
    let slack = BigInt::from(digits) * (halvings + 2) * 4;
    let bound = |value: BigInt| Exact::ratio(value, one.clone()).unwrap_or_default();
    (bound(&sum - &slack), bound(sum + slack))
}

/// 2 · artanh(x) = 2 · (x + x³/3 + x⁵/5 + …) for 0 ≤ x ≤ ⅓, all scaled by 2^digits; each of the at most `digits` terms is
/// rounded down once or twice.
fn twice_artanh(x: &BigInt, digits: u64) -> BigInt {
    let square: BigInt = (x * x) >> digits;
    let mut power = x.clone();
    let mut sum = BigInt::zero();
    let mut odd = 1_u64;
    while !power.is_zero() {
        sum += power.div_floor(&BigInt::from(odd));
        power = (&power * &square) >> digits;
        odd += 2;
    }
    sum * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_known_to_many_digits() {
        let (low, high) = logarithm(&Exact::from(10), 128);
        assert_eq!(low.decimals(30), "2.302585092994045684017991454684");
        assert_eq!(high.decimals(30), low.decimals(30));
        let (low, high) = logarithm(&Exact::one(), 128);
        assert!(low <= Exact::zero() && high >= Exact::zero());
    }

    #[test]
    fn senseless_questions_are_refused() {
        let (range, zero, sure) = ([Exact::from(5)], Exact::zero(), Exact::from(100));
        assert_eq!(orders_needed(&[], &Exact::one(), &Exact::from(95)), None);
        assert_eq!(orders_needed(&range, &zero, &Exact::from(95)), None);
        assert_eq!(orders_needed(&range, &Exact::one(), &sure), None);
        assert_eq!(orders_needed(&[zero], &Exact::one(), &Exact::from(95)), Some(0));
    }
}
