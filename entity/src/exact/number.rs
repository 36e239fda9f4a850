//! A fraction in lowest terms: two machine words while they hold it, of any size beyond.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// Always in lowest terms with a positive denominator, and small whenever both parts fit a machine word, so that equal
/// numbers are equal values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Number {
    Small { numerator: i64, denominator: i64 },
    Large(Box<BigRational>),
}

impl Number {
    pub(super) const fn whole(numerator: i64) -> Number {
        Number::Small { numerator, denominator: 1 }
    }

    /// `numerator ÷ denominator` for a denominator above 0 and parts of at most 126 bits.
    pub(super) fn reduced(numerator: i128, denominator: i128) -> Number {
        let common = if denominator == 1 { 1 } else { common_divisor(numerator.unsigned_abs(), denominator) };
        // Dividing words of 128 bits is slow, and most numbers are whole or in lowest terms already.
        let (numerator, denominator) =
            if common == 1 { (numerator, denominator) } else { (numerator / common, denominator / common) };
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(denominator)) => Number::Small { numerator, denominator },
            _ => Number::Large(Box::new(BigRational::new_raw(numerator.into(), denominator.into()))),
        }
    }

    /// In lowest terms and the right size; the denominator must not be 0.
    pub(super) fn large(fraction: BigRational) -> Number {
        match (fraction.numer().to_i64(), fraction.denom().to_i64()) {
            (Some(numerator), Some(denominator)) => Number::Small { numerator, denominator },
            _ => Number::Large(Box::new(fraction)),
        }
    }

    fn widened(&self) -> BigRational {
        match self {
            Number::Small { numerator, denominator } => {
                BigRational::new_raw((*numerator).into(), (*denominator).into())
            }
            Number::Large(fraction) => (**fraction).clone(),
        }
    }

    pub(super) fn numerator(&self) -> BigInt {
        match self {
            Number::Small { numerator, .. } => (*numerator).into(),
            Number::Large(fraction) => fraction.numer().clone(),
        }
    }

    pub(super) fn denominator(&self) -> BigInt {
        match self {
            Number::Small { denominator, .. } => (*denominator).into(),
            Number::Large(fraction) => fraction.denom().clone(),
        }
    }

    /// −1, 0 or 1.
    pub(super) fn sign(&self) -> i64 {
        match self {
            Number::Small { numerator, .. } => numerator.signum(),
            Number::Large(fraction) if fraction.is_negative() => -1,
            Number::Large(_) => 1,
        }
    }

    pub(super) fn is_whole(&self) -> bool {
        match self {
            Number::Small { denominator, .. } => *denominator == 1,
            Number::Large(fraction) => fraction.is_integer(),
        }
    }

    pub(super) fn plus(&self, other: &Number) -> Number {
        let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) else {
            return Number::large(self.widened() + other.widened());
        };
        if b == d { Number::reduced(a + c, b) } else { Number::reduced(a * d + c * b, b * d) }
    }

    pub(super) fn minus(&self, other: &Number) -> Number {
        let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) else {
            return Number::large(self.widened() - other.widened());
        };
        if b == d { Number::reduced(a - c, b) } else { Number::reduced(a * d - c * b, b * d) }
    }

    pub(super) fn times(&self, other: &Number) -> Number {
        let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) else {
            return Number::large(self.widened() * other.widened());
        };
        Number::reduced(a * c, b * d)
    }

    /// The divisor must not be 0.
    pub(super) fn over(&self, other: &Number) -> Number {
        let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) else {
            return Number::large(self.widened() / other.widened());
        };
        if c < 0 { Number::reduced(-a * d, -c * b) } else { Number::reduced(a * d, c * b) }
    }

    pub(super) fn negated(&self) -> Number {
        match self.parts() {
            Some((numerator, denominator)) => Number::reduced(-numerator, denominator),
            None => Number::large(-self.widened()),
        }
    }

    pub(super) fn floor(&self) -> Number {
        match self {
            Number::Small { numerator, denominator } => Number::whole(numerator.div_floor(denominator)),
            Number::Large(fraction) => Number::large(fraction.floor()),
        }
    }

    /// Numerator and denominator when both are machine words.
    pub(super) fn parts(&self) -> Option<(i128, i128)> {
        match self {
            Number::Small { numerator, denominator } => Some((i128::from(*numerator), i128::from(*denominator))),
            Number::Large(_) => None,
        }
    }
}

/// The greatest common divisor; the denominator is above 0.
fn common_divisor(numerator: u128, denominator: i128) -> i128 {
    match (u64::try_from(numerator), u64::try_from(denominator)) {
        (Ok(numerator), Ok(denominator)) => i128::from(numerator.gcd(&denominator)),
        _ if numerator.is_zero() => denominator,
        _ => i128::try_from(numerator.gcd(&denominator.unsigned_abs())).unwrap_or(1),
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        match (self.parts(), other.parts()) {
            (Some((a, b)), Some((c, d))) => (a * d).cmp(&(c * b)),
            _ => self.widened().cmp(&other.widened()),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
