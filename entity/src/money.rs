//! Amounts as they are stored: whole numbers of a small unit, exact in both databases.

use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

use num_traits::ToPrimitive;
use sea_orm::DeriveValueType;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::exact::Exact;

/// Text or a number that cannot be stored exactly in the type asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStorable {
    NotADecimal,
    TooManyDecimals(u32),
    TooLarge,
}

impl fmt::Display for NotStorable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotStorable::NotADecimal => f.write_str("Enter a number such as 1234.50"),
            NotStorable::TooManyDecimals(most) => write!(f, "Enter a number with at most {most} decimals"),
            NotStorable::TooLarge => f.write_str("Enter a smaller number"),
        }
    }
}

impl std::error::Error for NotStorable {}

macro_rules! stored_decimal {
    ($(#[$doc:meta])* $name:ident, decimals $decimals:literal, shown $shown:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType)]
        pub struct $name(pub i64);

        impl $name {
            pub const ZERO: Self = $name(0);
            pub const DECIMALS: u32 = $decimals;

            pub fn exact(self) -> Exact {
                Exact::scaled(self.0, $decimals)
            }

            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map($name)
            }

            pub fn checked_sub(self, other: Self) -> Option<Self> {
                self.0.checked_sub(other.0).map($name)
            }

            pub fn is_negative(self) -> bool {
                self.0 < 0
            }
        }

        impl From<$name> for Exact {
            fn from(stored: $name) -> Exact {
                stored.exact()
            }
        }

        impl TryFrom<&Exact> for $name {
            type Error = NotStorable;

            /// Refuses what would have to be rounded: round first, in `exact`.
            fn try_from(exact: &Exact) -> Result<Self, NotStorable> {
                let units = exact.half_up_mantissa($decimals);
                if Exact::scaled(units.clone(), $decimals) != *exact {
                    return Err(NotStorable::TooManyDecimals($decimals));
                }
                units.to_i64().map($name).ok_or(NotStorable::TooLarge)
            }
        }

        impl TryFrom<Exact> for $name {
            type Error = NotStorable;

            fn try_from(exact: Exact) -> Result<Self, NotStorable> {
                $name::try_from(&exact)
            }
        }

        impl FromStr for $name {
            type Err = NotStorable;

            fn from_str(text: &str) -> Result<Self, NotStorable> {
                let exact: Exact = text.parse().map_err(|_| NotStorable::NotADecimal)?;
                $name::try_from(&exact)
            }
        }

        impl fmt::Display for $name {
            /// Every digit that is not 0, and at least the usual number of decimals.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let all = self.exact().decimals($decimals);
                let least = all.len() - ($decimals - $shown);
                let shown = all.trim_end_matches('0').len().max(least);
                f.write_str(all[..shown].trim_end_matches('.'))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let exact = Exact::deserialize(deserializer)?;
                $name::try_from(&exact).map_err(serde::de::Error::custom)
            }
        }

        impl Sum for $name {
            /// The sum, kept at the largest amount when it would not fit.
            fn sum<I: Iterator<Item = $name>>(iter: I) -> $name {
                $name(iter.fold(0, |sum: i64, each| sum.saturating_add(each.0)))
            }
        }
    };
}

stored_decimal! {
    /// Money in 1/10,000 of a pound.
    Money, decimals 4, shown 2
}

stored_decimal! {
    /// A rate, percentage or score in millionths.
    Rate, decimals 6, shown 0
}

stored_decimal! {
    /// A volume (meals, pupils, days, Mbps …) in thousandths of its unit.
    Quantity, decimals 3, shown 0
}

impl Quantity {
    pub const ONE: Self = Quantity(1_000);
}

impl Money {
    /// Rounded half-up to a penny, when it fits.
    pub fn rounded(exact: &Exact) -> Option<Money> {
        Money::try_from(exact.half_up(2)).ok()
    }
}

/// A price as people say it: `£1,234.50`, `£450`, `3p`, `12.5p`.
pub fn plain_price(pounds: &Exact) -> String {
    let size = pounds.abs();
    let minus = if pounds.is_negative() { "-" } else { "" };
    if size.is_zero() || size >= Exact::one() {
        let text = grouped(&trim_pence(&size));
        return format!("{minus}£{text}");
    }
    let pence = &size * &Exact::from(100);
    format!("{minus}{}p", pence.terminating().unwrap_or_else(|| pence.decimals(2)))
}

/// A number with its thousands grouped: `120,000`, `12.5`.
pub fn plain_number(number: &Exact) -> String {
    grouped(&number.terminating().unwrap_or_else(|| number.decimals(2)))
}

fn trim_pence(size: &Exact) -> String {
    if size.is_whole() {
        return size.decimals(0);
    }
    match size.terminating() {
        Some(text) if size.half_up(2) != *size => text,
        _ => size.pounds(),
    }
}

fn grouped(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
    let mut out = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_keeps_four_decimals_and_refuses_a_fifth() {
        let money: Money = "0.0955".parse().unwrap();
        assert_eq!(money, Money(955));
        assert_eq!("0.09555".parse::<Money>(), Err(NotStorable::TooManyDecimals(4)));
        assert_eq!("twelve".parse::<Money>(), Err(NotStorable::NotADecimal));
        assert_eq!("9".repeat(30).parse::<Money>(), Err(NotStorable::TooLarge));
    }

    #[test]
    fn money_prints_pounds_with_two_decimals_and_more_only_when_needed() {
        for (units, text) in [(12_345_000, "1234.50"), (-500, "-0.05"), (955, "0.0955"), (0, "0.00")] {
            assert_eq!(Money(units).to_string(), text);
            assert_eq!(serde_json::to_string(&Money(units)).unwrap(), format!("\"{text}\""));
        }
        assert_eq!(Rate(3_100_000).to_string(), "3.1");
        assert_eq!(Quantity(10_000).to_string(), "10");
        assert_eq!(Quantity(0).to_string(), "0");
    }

    #[test]
    fn prices_read_as_people_say_them() {
        for (text, plain) in [
            ("1234.5", "£1,234.50"),
            ("450", "£450"),
            ("0.03", "3p"),
            ("0.125", "12.5p"),
            ("4.355", "£4.355"),
            ("0", "£0"),
            ("-420", "-£420"),
        ] {
            assert_eq!(plain_price(&text.parse().unwrap()), plain);
        }
        assert_eq!(plain_number(&Exact::from(120_000)), "120,000");
    }
}
