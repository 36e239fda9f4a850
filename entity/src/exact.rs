//! Exact numbers of any size, and the only place of the house where anything is rounded.
//!
//! Money, marks, percentages and volumes are computed as fractions and rounded once, half-up (halves away from zero),
//! so that a school can check every figure by hand.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

mod number;
mod operators;
mod text;

use number::Number;

pub use text::{LONGEST_DECIMAL, NotADecimal};

/// An exact fraction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Number);

impl Exact {
    pub fn zero() -> Self {
        Exact(Number::whole(0))
    }

    pub fn one() -> Self {
        Exact(Number::whole(1))
    }

    /// `numerator ÷ denominator`; none when the denominator is 0.
    pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let denominator = denominator.into();
        (!denominator.is_zero()).then(|| Exact(Number::large(BigRational::new(numerator.into(), denominator))))
    }

    /// `mantissa ÷ 10^decimals`.
    pub fn scaled(mantissa: impl Into<BigInt>, decimals: u32) -> Self {
        let mantissa = mantissa.into();
        match (mantissa.to_i64(), small_ten_to(decimals)) {
            (Some(mantissa), Some(unit)) => Exact(Number::reduced(mantissa.into(), unit)),
            _ => Exact(Number::large(BigRational::new(mantissa, ten_to(decimals)))),
        }
    }

    /// Division that answers none when the divisor is 0.
    pub fn over(&self, divisor: &Exact) -> Option<Exact> {
        (!divisor.is_zero()).then(|| self / divisor)
    }

    pub fn is_zero(&self) -> bool {
        self.0.sign() == 0
    }

    pub fn is_negative(&self) -> bool {
        self.0.sign() < 0
    }

    pub fn is_positive(&self) -> bool {
        self.0.sign() > 0
    }

    pub fn is_whole(&self) -> bool {
        self.0.is_whole()
    }

    pub fn abs(&self) -> Exact {
        if self.is_negative() { -self } else { self.clone() }
    }

    /// Of the fraction in lowest terms.
    pub fn numerator(&self) -> BigInt {
        self.0.numerator()
    }

    /// Of the fraction in lowest terms; always positive.
    pub fn denominator(&self) -> BigInt {
        self.0.denominator()
    }

    /// The whole number, when it is one and fits.
    pub fn to_u64(&self) -> Option<u64> {
        self.is_whole().then(|| self.numerator().to_u64()).flatten()
    }

    /// The greatest whole number that is not above it.
    pub fn floor(&self) -> Exact {
        Exact(self.0.floor())
    }

    /// The least whole number that is not below it.
    pub fn ceil(&self) -> Exact {
        Exact(self.0.negated().floor().negated())
    }

    /// Rounded to that many decimals, halves away from zero: the one rounding rule of the house.
    pub fn half_up(&self, decimals: u32) -> Exact {
        match self.small_half_up(decimals) {
            Some((mantissa, unit)) => Exact(Number::reduced(mantissa, unit)),
            None => Exact::scaled(self.half_up_mantissa(decimals), decimals),
        }
    }

    /// [`Exact::half_up`] as a whole number of units of `10^-decimals`.
    pub fn half_up_mantissa(&self, decimals: u32) -> BigInt {
        if let Some((mantissa, _)) = self.small_half_up(decimals) {
            return mantissa.into();
        }
        let denominator = self.denominator();
        let twice: BigInt = self.numerator().abs() * ten_to(decimals) * 2;
        let rounded = (twice + &denominator).div_floor(&(denominator * 2));
        if self.is_negative() { -rounded } else { rounded }
    }

    /// The rounded mantissa and its unit in machine numbers, when they are sure to hold them.
    fn small_half_up(&self, decimals: u32) -> Option<(i128, i128)> {
        let (numerator, denominator) = self.0.parts()?;
        let unit = small_ten_to(decimals)?;
        let rounded = (2 * numerator.abs() * unit + denominator) / (2 * denominator);
        Some((rounded * numerator.signum(), unit))
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
        let (numerator, denominator) = (self.numerator(), self.denominator());
        if self.is_whole() { numerator.to_string() } else { format!("{numerator}/{denominator}") }
    }

    /// The plain decimal, when it ends: `0.095`.
    pub fn terminating(&self) -> Option<String> {
        let mut rest = self.denominator();
        let twos = divide_out(&mut rest, 2);
        let fives = divide_out(&mut rest, 5);
        rest.is_one().then(|| {
            let decimals = twos.max(fives);
            let mantissa = self.numerator() * ten_to(decimals) / self.denominator();
            print_mantissa(&mantissa, decimals as usize)
        })
    }
}

fn ten_to(decimals: u32) -> BigInt {
    Pow::pow(BigInt::from(10), decimals)
}

/// 10^decimals, while a 64-bit mantissa times it stays below 126 bits.
fn small_ten_to(decimals: u32) -> Option<i128> {
    (decimals <= 18).then(|| 10_i128.pow(decimals))
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
    let mut floors: Vec<BigInt> = pence.iter().map(|exact| exact.floor().numerator()).collect();
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

macro_rules! from_integers {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Exact {
            fn from(whole: $integer) -> Self {
                Exact(match i64::try_from(whole) {
                    Ok(small) => Number::whole(small),
                    Err(_) => Number::large(BigRational::from_integer(BigInt::from(whole))),
                })
            }
        }
    )*};
}

from_integers!(i32, u32, i64, u64, i128, usize);

impl From<BigInt> for Exact {
    fn from(whole: BigInt) -> Self {
        Exact(Number::large(BigRational::from_integer(whole)))
    }
}

impl Default for Exact {
    fn default() -> Self {
        Exact::zero()
    }
}

#[cfg(test)]
mod tests;
