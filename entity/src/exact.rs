//! Exact numbers of any size, and the only place of the house where anything is rounded.
//!
//! Money, marks, percentages and volumes are computed as fractions and rounded once, half-up (halves away from zero),
//! so that a school can check every figure by hand.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use std::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest decimal that is read; longer text is refused, so that no input can cost unbounded time.
pub const LONGEST_DECIMAL: usize = 100;

/// An exact fraction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

/// Text that is not a plain decimal such as `1234.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enter a number such as 1234.50")
    }
}

impl std::error::Error for NotADecimal {}

impl Exact {
    pub fn zero() -> Self {
        Exact(BigRational::zero())
    }

    pub fn one() -> Self {
        Exact(BigRational::one())
    }

    /// `numerator ÷ denominator`; none when the denominator is 0.
    pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Exact(BigRational::new(numerator.into(), denominator)))
    }

    /// `mantissa ÷ 10^decimals`.
    pub fn scaled(mantissa: impl Into<BigInt>, decimals: u32) -> Self {
        Exact(BigRational::new(mantissa.into(), ten_to(decimals)))
    }

    /// Division that answers none when the divisor is 0.
    pub fn over(&self, divisor: &Exact) -> Option<Exact> {
        (!divisor.is_zero()).then(|| Exact(&self.0 / &divisor.0))
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    pub fn abs(&self) -> Exact {
        Exact(self.0.abs())
    }

    pub fn numerator(&self) -> &BigInt {
        self.0.numer()
    }

    /// Always positive.
    pub fn denominator(&self) -> &BigInt {
        self.0.denom()
    }

    /// The whole number, when it is one and fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.is_whole().then(|| self.0.numer().to_u64()).flatten()
    }

    /// The greatest whole number that is not above it.
    pub fn floor(&self) -> Exact {
        Exact(self.0.floor())
    }

    /// The least whole number that is not below it.
    pub fn ceil(&self) -> Exact {
        Exact(self.0.ceil())
    }

    /// Rounded to that many decimals, halves away from zero: the one rounding rule of the house.
    pub fn half_up(&self, decimals: u32) -> Exact {
        Exact::scaled(self.half_up_mantissa(decimals), decimals)
    }

    /// [`Exact::half_up`] as a whole number of units of `10^-decimals`.
    pub fn half_up_mantissa(&self, decimals: u32) -> BigInt {
        let twice: BigInt = self.0.numer().abs() * ten_to(decimals) * 2;
        let denominator = self.0.denom();
        let rounded = (twice + denominator).div_floor(&(denominator * 2));
        if self.is_negative() { -rounded } else { rounded }
    }

    /// Rounded half-up and printed with exactly that many decimals: `1234.50`, `-0.05`.
    pub fn decimals(&self, decimals: u32) -> String {
        print_mantissa(&self.half_up_mantissa(decimals), decimals as usize)
    }

    /// Pounds with two decimals: `12000.00`.
    pub fn pounds(&self) -> String {
        self.decimals(2)
    }

    /// The fraction in lowest terms, `p/q`, or `p` when it is whole.
    pub fn fraction(&self) -> String {
        self.0.to_string()
    }

    /// The plain decimal, when it ends: `0.095`.
    pub fn terminating(&self) -> Option<String> {
        let mut rest = self.0.denom().clone();
        let twos = divide_out(&mut rest, 2);
        let fives = divide_out(&mut rest, 5);
        rest.is_one().then(|| {
            let decimals = twos.max(fives);
            let mantissa = self.0.numer() * ten_to(decimals) / self.0.denom();
            print_mantissa(&mantissa, decimals as usize)
        })
    }
}

fn ten_to(decimals: u32) -> BigInt {
    Pow::pow(BigInt::from(10), decimals)
}

fn divide_out(rest: &mut BigInt, prime: u32) -> u32 {
    let prime = BigInt::from(prime);
    let mut times = 0;
    while rest.is_multiple_of(&prime) {
        *rest /= &prime;
        times += 1;
    }
    times
}

fn print_mantissa(mantissa: &BigInt, decimals: usize) -> String {
    let sign = if mantissa.is_negative() { "-" } else { "" };
    let digits = format!("{:0>width$}", mantissa.abs().to_string(), width = decimals + 1);
    let (whole, part) = digits.split_at(digits.len() - decimals);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// Why an amount could not be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CannotSplit {
    NegativeWeight,
    NoWeights,
}

/// `amount` in proportion to `weights`, unrounded; equal shares when every weight is 0.
pub fn proportions(amount: &Exact, weights: &[Exact]) -> Result<Vec<Exact>, CannotSplit> {
    if weights.is_empty() {
        return Err(CannotSplit::NoWeights);
    }
    if weights.iter().any(Exact::is_negative) {
        return Err(CannotSplit::NegativeWeight);
    }
    let sum: Exact = weights.iter().sum();
    if sum.is_zero() {
        let each = amount / &Exact::from(weights.len());
        return Ok(vec![each; weights.len()]);
    }
    Ok(weights.iter().map(|weight| &(amount * weight) / &sum).collect())
}

/// `amount` shared by weight in whole pennies that add up to it (largest remainder).
pub fn split(amount: &Exact, weights: &[Exact]) -> Result<Vec<Exact>, CannotSplit> {
    proportions(amount, weights).map(|shares| in_pennies(&shares))
}

/// Exact shares as whole pennies that add up to their total rounded half-up: each is rounded down, and the pennies left
/// over go one each to the largest remainders, ties to the earlier.
pub fn in_pennies(shares: &[Exact]) -> Vec<Exact> {
    let hundred = Exact::from(100);
    let pence: Vec<Exact> = shares.iter().map(|share| share * &hundred).collect();
    let mut floors: Vec<BigInt> = pence.iter().map(|exact| exact.floor().numerator().clone()).collect();
    let total = pence.iter().sum::<Exact>().half_up_mantissa(0);
    let mut left = total - floors.iter().sum::<BigInt>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    let remainder = |i: usize| &pence[i] - &pence[i].floor();
    let remainders: Vec<Exact> = order.iter().map(|&i| remainder(i)).collect();
    order.sort_by(|&a, &b| remainders[b].cmp(&remainders[a]));
    for i in order {
        if !left.is_positive() {
            break;
        }
        floors[i] += 1;
        left -= 1;
    }
    floors.into_iter().map(|floor| Exact::scaled(floor, 2)).collect()
}

/// The middle value, or the mean of the two middle values; none of none.
pub fn median(values: &[Exact]) -> Option<Exact> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let upper = sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper.clone());
    }
    let lower = &sorted[sorted.len() / 2 - 1];
    (lower + upper).over(&Exact::from(2))
}

impl fmt::Display for Exact {
    /// A plain decimal when it ends, else `p/q`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.terminating().unwrap_or_else(|| self.fraction()))
    }
}

impl FromStr for Exact {
    type Err = NotADecimal;

    /// Digits with at most one point and an optional minus sign; no exponent, no separator.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        if text.len() > LONGEST_DECIMAL {
            return Err(NotADecimal);
        }
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |run: &str| !run.is_empty() && run.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) {
            return Err(NotADecimal);
        }
        let mantissa: BigInt = format!("{whole}{part}").parse().map_err(|_| NotADecimal)?;
        let decimals = u32::try_from(part.len()).map_err(|_| NotADecimal)?;
        Ok(Exact::scaled(if negative { -mantissa } else { mantissa }, decimals))
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DecimalVisitor)
    }
}

struct DecimalVisitor;

impl de::Visitor<'_> for DecimalVisitor {
    type Value = Exact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal in quotes, or a whole number")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Exact, E> {
        text.parse().map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
    }

    fn visit_i64<E: de::Error>(self, whole: i64) -> Result<Exact, E> {
        Ok(Exact::from(whole))
    }

    fn visit_u64<E: de::Error>(self, whole: u64) -> Result<Exact, E> {
        Ok(Exact::from(whole))
    }
}

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Exact {
            fn from(whole: $integer) -> Self {
                Exact(BigRational::from_integer(whole.into()))
            }
        }
    )*};
}

from_integers!(i32, u32, i64, u64, i128, usize, BigInt);

macro_rules! operator {
    ($trait:ident, $method:ident, $sign:tt) => {
        impl $trait<&Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(&self.0 $sign &other.0)
            }
        }
        impl $trait for Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(self.0 $sign other.0)
            }
        }
        impl $trait<&Exact> for Exact {
            type Output = Exact;
            fn $method(self, other: &Exact) -> Exact {
                Exact(self.0 $sign &other.0)
            }
        }
        impl $trait<Exact> for &Exact {
            type Output = Exact;
            fn $method(self, other: Exact) -> Exact {
                Exact(&self.0 $sign other.0)
            }
        }
    };
}

operator!(Add, add, +);
operator!(Sub, sub, -);
operator!(Mul, mul, *);
// Panics on division by 0, as integers do: use `over` unless the divisor is known not to be 0.
operator!(Div, div, /);

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-self.0)
    }
}

impl Neg for &Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact(-&self.0)
    }
}

impl AddAssign<&Exact> for Exact {
    fn add_assign(&mut self, other: &Exact) {
        self.0 += &other.0;
    }
}

impl AddAssign for Exact {
    fn add_assign(&mut self, other: Exact) {
        self.0 += other.0;
    }
}

impl SubAssign<&Exact> for Exact {
    fn sub_assign(&mut self, other: &Exact) {
        self.0 -= &other.0;
    }
}

impl Default for Exact {
    fn default() -> Self {
        Exact::zero()
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(iter: I) -> Exact {
        iter.fold(Exact::zero(), |sum, each| sum + each)
    }
}

impl<'a> Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(iter: I) -> Exact {
        iter.fold(Exact::zero(), |sum, each| sum + each)
    }
}

#[cfg(test)]
mod tests;
