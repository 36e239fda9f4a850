//! Which rules a tender falls under: its whole-life value, VAT included, against the threshold in force for its code.

use crate::platform::law::{self, NotYetLaw, Regime, Threshold};
use ::entity::exact::Exact;
use ::entity::money::Money;
use ::entity::tender::Route;
use chrono::NaiveDate;

/// VAT is a fifth on top.
const WITH_VAT: (i64, i64) = (6, 5);

/// What a value means for a tender of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteCheck {
    pub route: Route,
    pub regime: Regime,
    pub threshold: Threshold,
    /// The code that decides, and what the light touch list calls it.
    pub code: Option<String>,
    pub light_touch_title: Option<String>,
}

/// The route of a value; the category's first code decides. A code that is missing or unlisted falls under the full rules.
pub fn check(value: Money, codes: &[String], on: NaiveDate) -> Result<RouteCheck, NotYetLaw> {
    let code = codes.first().cloned();
    let regime = regime_on(codes, on);
    let threshold = law::threshold(regime, on)?;
    let whole_pounds = value.0.div_euclid(10_i64.pow(Money::DECIMALS));
    let route = match (threshold.is_reached_by(whole_pounds), regime) {
        (false, _) => Route::BelowThreshold,
        (true, Regime::LightTouch) => Route::LightTouch,
        (true, Regime::Services) => Route::Covered,
    };
    Ok(RouteCheck {
        route,
        regime,
        threshold,
        light_touch_title: code.as_deref().and_then(|code| law::light_touch_title(code, on)),
        code,
    })
}

/// The regime of a category's first code on a day.
pub fn regime_on(codes: &[String], on: NaiveDate) -> Regime {
    codes.first().and_then(|code| law::regime(code, on).ok()).unwrap_or(Regime::Services)
}

/// Whether the official notice has to be published before ours.
pub fn needs_notice(route: Route) -> bool {
    route != Route::BelowThreshold
}

/// The regime whose periods a covered tender keeps; none below the threshold.
pub fn regime_of(route: Route) -> Option<Regime> {
    match route {
        Route::BelowThreshold => None,
        Route::LightTouch => Some(Regime::LightTouch),
        Route::Covered => Some(Regime::Services),
    }
}

/// A year's net cost over the whole term, VAT included, rounded to a penny.
pub fn whole_life(yearly: &Exact, term_years: i32) -> Option<Money> {
    let vat = Exact::ratio(WITH_VAT.0, WITH_VAT.1)?;
    Money::rounded(&(yearly * &Exact::from(term_years) * vat))
}

/// What it means, in a sentence for the page.
pub fn meaning(route: Route) -> &'static str {
    match route {
        Route::BelowThreshold => {
            "The value is below the threshold: no official notice is needed. Each school's own limits still apply."
        }
        Route::LightTouch => {
            "Covered by the Procurement Act 2023 under its light touch rules. Publish the tender notice (UK4) on Find a \
             Tender first, then record its number and date here. The law sets no shortest time for bids."
        }
        Route::Covered => {
            "Covered by the Procurement Act 2023 in full. Publish the tender notice (UK4) on Find a Tender first, then \
             record its number and date here. Bids must be open for at least 25 days from that date."
        }
    }
}

pub fn title(route: Route) -> &'static str {
    match route {
        Route::BelowThreshold => "Below the threshold",
        Route::LightTouch => "Covered, light touch",
        Route::Covered => "Covered, full rules",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(pounds: &str, code: &str) -> Route {
        let on = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        check(pounds.parse().unwrap(), &[code.to_owned()], on).unwrap().route
    }

    #[test]
    fn a_value_a_penny_below_the_threshold_is_below_it_and_the_threshold_itself_is_covered() {
        assert_eq!(route("663539.99", "55524000-9"), Route::BelowThreshold);
        assert_eq!(route("663540", "55524000-9"), Route::LightTouch);
        assert_eq!(route("207719.99", "72400000-4"), Route::BelowThreshold);
        assert_eq!(route("207720", "72400000-4"), Route::Covered);
    }

    #[test]
    fn a_code_that_nobody_knows_falls_under_the_full_rules() {
        assert_eq!(route("300000", "nonsense"), Route::Covered);
        let without = check(Money(3_000_000_000), &[], NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()).unwrap();
        assert_eq!(without.route, Route::Covered);
    }

    #[test]
    fn the_whole_life_value_includes_every_year_and_vat() {
        assert_eq!(whole_life(&Exact::from(36_000), 3), Some("129600".parse().unwrap()));
    }
}
