//! Which route a purchase takes by its amount: the school's own limits win over the bands, then the threshold of the
//! Procurement Act 2023 on the value with VAT of the whole time.

use super::limits::Limits;
use crate::platform::law::NotYetLaw;
use crate::tender::rules::route::{RouteCheck, check, needs_notice, whole_life};
use chrono::{Days, Months, NaiveDate};
use entity::exact::Exact;
use entity::money::Money;

/// How a purchase is made, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Bought directly: it is recorded who was asked.
    Direct,
    OneQuote,
    /// Three quotes or more.
    Quotes,
    /// A tender of the school's own body, or through its cluster.
    Tender,
    /// Too large for quotes: an official notice is needed.
    Notice,
}

/// What is bought: so much a year, excluding VAT, for so many years, or once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    pub yearly: Money,
    pub years: i32,
    pub is_one_off: bool,
}

impl Purchase {
    /// Its whole value, excluding VAT; none where that cannot be held.
    pub fn value(&self) -> Option<Money> {
        let years = if self.is_one_off { 1 } else { self.years };
        Money::rounded(&(self.yearly.exact() * Exact::from(years)))
    }
}

/// The route of a value, with the figures behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub way: Way,
    /// Excluding VAT, for the whole time.
    pub value: Money,
    pub with_vat: Money,
    pub check: RouteCheck,
}

/// The route of a whole value, excluding VAT, of a category with these CPV codes.
pub fn route(value: Money, limits: &Limits, codes: &[String], on: NaiveDate) -> Result<Found, NotYetLaw> {
    let with_vat = whole_life(&value.exact(), 1).unwrap_or(Money(i64::MAX));
    let check = check(with_vat, codes, on)?;
    let way = match value {
        _ if needs_notice(check.route) => Way::Notice,
        value if value >= limits.tender_from => Way::Tender,
        value if value >= limits.three_quotes_from => Way::Quotes,
        value if value >= limits.one_quote_from => Way::OneQuote,
        _ => Way::Direct,
    };
    Ok(Found { way, value, with_vat, check })
}

/// Whether buying it beside what was bought of the same already takes another route than each by itself.
pub fn split(
    value: Money,
    others: Money,
    limits: &Limits,
    codes: &[String],
    on: NaiveDate,
) -> Result<Option<Found>, NotYetLaw> {
    let together = value.checked_add(others).unwrap_or(Money(i64::MAX));
    let (alone, together) = (route(value, limits, codes, on)?, route(together, limits, codes, on)?);
    Ok((together.way > alone.way).then_some(together))
}

/// The last day of a term that starts on a day.
pub fn last_day(starts_on: NaiveDate, years: i32) -> NaiveDate {
    let months = Months::new(u32::try_from(years).unwrap_or(1).saturating_mul(12));
    let next = starts_on.checked_add_months(months);
    next.and_then(|day| day.checked_sub_days(Days::new(1))).unwrap_or(starts_on)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEALS: &str = "55524000-9";
    const BROADBAND: &str = "72400000-4";

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn way_of(value: &str, limits: &Limits, code: &str) -> Way {
        route(value.parse().unwrap(), limits, &[code.to_owned()], today()).unwrap().way
    }

    fn own() -> Limits {
        let of = |text: &str| text.parse().unwrap();
        Limits {
            one_quote_from: of("1000"),
            three_quotes_from: of("5000"),
            tender_from: of("60000"),
            manager_up_to: of("0"),
            head_up_to: of("0"),
        }
    }

    #[test]
    fn the_default_bands_begin_exactly_at_their_pounds() {
        let limits = Limits::by_default(today()).unwrap();
        let ways = ["0", "9999.99", "10000", "39999.99", "40000"].map(|value| way_of(value, &limits, BROADBAND));
        assert_eq!(ways, [Way::Direct, Way::Direct, Way::Quotes, Way::Quotes, Way::Tender]);
    }

    #[test]
    fn the_schools_own_limits_win_over_the_bands() {
        let values = ["999.99", "1000", "4999.99", "5000", "40000", "59999.99", "60000"];
        let ways = values.map(|value| way_of(value, &own(), BROADBAND));
        use Way::{Direct, OneQuote, Quotes, Tender};
        assert_eq!(ways, [Direct, OneQuote, OneQuote, Quotes, Quotes, Quotes, Tender]);
    }

    #[test]
    fn limits_set_as_high_as_may_be_do_not_lift_the_threshold() {
        let high = Limits { tender_from: "9000000".parse().unwrap(), ..own() };
        // £173,100 with VAT is £207,720, the threshold for services; £552,950 is £663,540, that of light touch.
        let ways = ["173099.99", "173100"].map(|value| way_of(value, &high, BROADBAND));
        assert_eq!(ways, [Way::Quotes, Way::Notice]);
        let ways = ["173100", "552949.99", "552950"].map(|value| way_of(value, &high, MEALS));
        assert_eq!(ways, [Way::Quotes, Way::Quotes, Way::Notice]);
        assert_eq!(way_of("173100", &high, "nonsense"), Way::Notice, "an unknown code falls under the full rules");
        assert_eq!(route(Money(i64::MAX), &high, &[], today()).unwrap().way, Way::Notice);
    }

    #[test]
    fn a_year_counts_as_often_as_there_are_years_and_a_single_purchase_once() {
        let of = |years, is_one_off| Purchase { yearly: "4000".parse().unwrap(), years, is_one_off }.value().unwrap();
        assert_eq!(of(3, false), "12000".parse().unwrap());
        assert_eq!(of(3, true), "4000".parse().unwrap());
        assert_eq!(Purchase { yearly: Money(i64::MAX), years: 10, is_one_off: false }.value(), None);
    }

    #[test]
    fn two_purchases_that_together_need_quotes_are_told_of_and_others_are_not() {
        let limits = Limits::by_default(today()).unwrap();
        let codes = [BROADBAND.to_owned()];
        let of = |value: &str, others: &str| {
            let found = split(value.parse().unwrap(), others.parse().unwrap(), &limits, &codes, today()).unwrap();
            found.map(|found| found.way)
        };
        assert_eq!(of("6000", "0"), None);
        assert_eq!(of("6000", "3999.99"), None);
        assert_eq!(of("6000", "4000"), Some(Way::Quotes));
        assert_eq!(of("12000", "5000"), None);
    }

    #[test]
    fn a_term_ends_the_day_before_the_same_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(last_day(day("2027-04-01"), 3), day("2030-03-31"));
        assert_eq!(last_day(day("2028-02-29"), 1), day("2029-02-27"));
    }
}
