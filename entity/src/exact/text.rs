//! Exact numbers as people and JSON write them: plain decimals, never binary floating point.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Exact;

/// The longest decimal that is read; longer text is refused, so that no input can cost unbounded time.
pub const LONGEST_DECIMAL: usize = 100;

/// Text that is not a plain decimal such as `1234.50`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enter a number such as 1234.50")
    }
}

impl std::error::Error for NotADecimal {}

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
