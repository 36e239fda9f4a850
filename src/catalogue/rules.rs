//! What a school's counts come to in the units that prices use, and what makes a category whole.

mod baseline;
mod changes;
pub mod found;
mod levels;
mod lifecycle;
mod listing;
mod price_list;
mod review;
mod serving;
mod shape;
mod withdrawal;
pub mod words;

pub use baseline::{
    Baseline, FEWEST_PEERS, Ordered, Step, from_contract, from_group, from_orders, from_peers, from_price_list,
    from_register,
};
pub use changes::{Changed, changes};
pub use levels::{LevelsRefusal, MOST_LEVELS, check_levels, levels_of, target_words};
pub use lifecycle::{Act, NotNow, Phase, after, phase, step, waits};
pub use listing::{
    PriceSight, Refusal, check_content, content_of, ending, financial_year_words, price_sight, publishable, settled,
};
pub use price_list::{
    COLUMNS as PRICE_LIST_COLUMNS, Listed, MOST_ROWS as MOST_PRICE_LIST_ROWS, PriceList, Whole, read_price_list,
};
pub use review::{Certificate, NotYours, Odd, Reviewing, may_publish, may_send, odd};
pub use serving::{areas_of, buyer, is_valid_on, serves, unknown_units, year_of, year_words};
pub use shape::{Written, formula, read_shape};
pub use withdrawal::{PlanStep, cites, concerns, next_step, plan_of};

use entity::category::{CategoryShape, Item, Unit};
use entity::exact::Exact;
use entity::money::{Quantity, plain_price};
use std::collections::{BTreeMap, BTreeSet};

/// The default that stands for the register's count of pupils.
pub const REGISTER: &str = "register";

/// The yearly volume in every unit of the category that can be worked out.
///
/// A unit's volume is the product of its factors, each the sum of its items: meals a year = (universal + free + paid a
/// day) × days. An item that was not stated takes its default. A unit is left out while none of the items of one of its
/// factors is known: it is unknown, not 0. A unit without factors is 1.
pub fn volumes(
    shape: &CategoryShape,
    items: &BTreeMap<String, Quantity>,
    school_pupils: Option<i32>,
) -> BTreeMap<String, Exact> {
    let known = |id: &String| {
        let stated = items.get(id).map(|quantity| quantity.exact());
        stated.or_else(|| default_of(shape.items.iter().find(|item| item.id == *id)?, school_pupils))
    };
    let factor = |ids: &Vec<String>| {
        let parts: Vec<Exact> = ids.iter().filter_map(known).collect();
        (!parts.is_empty()).then(|| parts.iter().sum::<Exact>())
    };
    let volume = |unit: &Unit| {
        let factors: Option<Vec<Exact>> = unit.factors.iter().map(factor).collect();
        let product = factors?.into_iter().fold(Exact::one(), |product, factor| product * factor);
        Some((unit.id.clone(), product))
    };
    let mut volumes: BTreeMap<String, Exact> = shape.units.iter().filter_map(volume).collect();
    // Price lists band schools by size in every category.
    if let Some(pupils) = school_pupils {
        volumes.entry("pupil".to_owned()).or_insert_with(|| Exact::from(pupils));
    }
    volumes
}

/// What an item counts when a school has stated nothing.
pub fn default_of(item: &Item, school_pupils: Option<i32>) -> Option<Exact> {
    match item.default.as_deref()? {
        REGISTER => school_pupils.map(Exact::from),
        number => number.parse().ok(),
    }
}

/// The items that have to be stated before the category can be priced: those without a default of the units not known.
pub fn missing_items<'a>(shape: &'a CategoryShape, known: &BTreeMap<String, Exact>) -> Vec<&'a Item> {
    let wanted: BTreeSet<&String> = shape
        .units
        .iter()
        .filter(|unit| !known.contains_key(&unit.id))
        .flat_map(|unit| unit.factors.iter().flatten())
        .collect();
    shape.items.iter().filter(|item| item.default.is_none() && wanted.contains(&item.id)).collect()
}

/// "meals" or, for exactly one, "meal"; the unit's id where the category does not have it.
pub fn unit_name<'a>(shape: &'a CategoryShape, unit: &'a str, volume: &Exact) -> &'a str {
    match shape.units.iter().find(|each| each.id == unit) {
        Some(found) if *volume == Exact::one() => &found.one,
        Some(found) => &found.many,
        None => unit,
    }
}

/// A cost of one unit: "27.08p a meal", "£2.42 an employee".
pub fn per_unit_words(amount: &Exact, one: &str) -> String {
    let shown = if *amount < Exact::one() { amount.half_up(4) } else { amount.half_up(2) };
    let article = if one.starts_with(['a', 'e', 'i', 'o', 'M']) { "an" } else { "a" };
    format!("{} {article} {one}", plain_price(&shown))
}

/// The label of a price component: "Management"; its id with its dashes as spaces where the category does not have it.
pub fn component_name(shape: &CategoryShape, component: &str) -> String {
    match shape.components.iter().find(|each| each.id == component) {
        Some(found) => found.label.clone(),
        None => component.replace('_', " "),
    }
}

/// What a category's shape lacks, in sentences; empty when it can be used.
pub fn shape_faults(shape: &CategoryShape) -> Vec<String> {
    let mut faults = Vec::new();
    let items: BTreeSet<&String> = shape.items.iter().map(|item| &item.id).collect();
    if items.len() != shape.items.len() {
        faults.push("Give every item a name of its own".to_owned());
    }
    for item in shape.items.iter().filter(|item| item.default.is_some() && default_of(item, Some(1)).is_none()) {
        faults.push(format!("Enter a number as the default of {}", item.id));
    }
    let unknown = |unit: &Unit| unit.factors.iter().flatten().find(|id| !items.contains(id)).cloned();
    for (unit, item) in shape.units.iter().filter_map(|unit| Some((unit, unknown(unit)?))) {
        faults.push(format!("The unit {} counts {item}, which is not an item", unit.id));
    }
    if shape.units.iter().any(|unit| unit.factors.iter().any(Vec::is_empty)) {
        faults.push("A factor of a unit must name at least one item".to_owned());
    }
    if !shape.units.iter().any(|unit| unit.id == shape.main_unit) {
        faults.push(format!("Add the main unit {}", shape.main_unit));
    }
    if shape.components.is_empty() {
        faults.push("Add at least one price component".to_owned());
    }
    faults.extend(headline_fault(shape));
    faults.extend(
        shape
            .cpv_codes
            .iter()
            .filter(|code| !is_cpv(code))
            .map(|code| format!("{code} is not a CPV code, like 55524000-9")),
    );
    faults
}

fn headline_fault(shape: &CategoryShape) -> Option<String> {
    let headline = shape.headline_component.as_ref()?;
    let known = shape.components.iter().any(|component| component.id == *headline);
    (!known).then(|| format!("Add the headline component {headline}"))
}

/// Eight digits, a dash and the check digit.
pub fn is_cpv(code: &str) -> bool {
    let digits = |text: &str, many: usize| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit());
    code.split_once('-').is_some_and(|(number, check)| digits(number, 8) && digits(check, 1))
}

/// A word for addresses made of a name: "Meals & more Ltd" → "meals-more-ltd".
pub fn slug_of(name: &str) -> String {
    let plain = name.to_lowercase().replace(['\'', '’'], "");
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").chars().take(60).collect();
    slug.trim_end_matches('-').to_owned()
}

/// The slug of a name, with a number where it is taken; `fallback` where the name has no letter or digit.
pub fn free_slug(name: &str, fallback: &str, taken: &[String]) -> String {
    let slug = Some(slug_of(name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| fallback.to_owned());
    let numbered = (2..).map(|n| format!("{slug}-{n}"));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|slug| !taken.contains(slug));
    free.unwrap_or(slug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;

    fn shape(slug: &str) -> CategoryShape {
        given().into_iter().find(|category| category.slug == slug).unwrap().shape
    }

    fn counts(items: &[(&str, &str)]) -> BTreeMap<String, Quantity> {
        items.iter().map(|(id, count)| ((*id).to_owned(), count.parse().unwrap())).collect()
    }

    fn volume(slug: &str, items: &[(&str, &str)], pupils: Option<i32>, unit: &str) -> Option<String> {
        volumes(&shape(slug), &counts(items), pupils).get(unit).map(Exact::to_string)
    }

    #[test]
    fn meals_a_year_are_all_meals_a_day_times_the_days_served() {
        let day = [("meals_universal", "60"), ("meals_free", "20"), ("meals_paid", "19")];
        assert_eq!(volume("catering", &day, None, "meal").as_deref(), Some("18810"));
        let nursery = [("meals_universal", "30"), ("service_days", "200")];
        assert_eq!(volume("catering", &nursery, None, "meal").as_deref(), Some("6000"));
    }

    #[test]
    fn what_nobody_stated_is_unknown_and_what_is_stated_as_none_is_0() {
        assert_eq!(volume("catering", &[("service_days", "190")], Some(300), "meal"), None);
        assert_eq!(volume("catering", &[("meals_paid", "0")], None, "meal").as_deref(), Some("0"));
        assert_eq!(volume("hr", &[], Some(300), "employee"), None);
    }

    #[test]
    fn pupils_are_the_registers_count_unless_the_school_states_another() {
        assert_eq!(volume("finance", &[], Some(416), "pupil").as_deref(), Some("416"));
        assert_eq!(volume("finance", &[("pupil", "420")], Some(416), "pupil").as_deref(), Some("420"));
        assert_eq!(volume("finance", &[], None, "pupil"), None);
    }

    #[test]
    fn a_school_is_one_site_unless_it_says_otherwise() {
        assert_eq!(volume("catering", &[], None, "site").as_deref(), Some("1"));
        assert_eq!(volume("broadband", &[("site", "2")], None, "site").as_deref(), Some("2"));
    }

    #[test]
    fn the_largest_counts_that_can_be_stored_still_multiply_exactly() {
        let most = Quantity(i64::MAX).to_string();
        let items = [("meals_paid", most.as_str()), ("meals_free", most.as_str()), ("service_days", most.as_str())];
        let largest = Exact::from(2) * Quantity(i64::MAX).exact() * Quantity(i64::MAX).exact();
        assert_eq!(volume("catering", &items, None, "meal"), Some(largest.to_string()));
    }

    #[test]
    fn only_what_still_has_to_be_stated_is_asked_for() {
        let catering = shape("catering");
        let known = volumes(&catering, &BTreeMap::new(), None);
        let missing: Vec<&str> = missing_items(&catering, &known).iter().map(|item| item.id.as_str()).collect();
        assert_eq!(missing, ["meals_universal", "meals_free", "meals_paid"]);
    }

    #[test]
    fn a_shape_that_counts_what_it_does_not_have_is_faulted() {
        let mut catering = shape("catering");
        catering.units[0].factors[0].push("snacks".to_owned());
        catering.headline_component = Some("magic".to_owned());
        catering.cpv_codes.push("55524000".to_owned());
        catering.items[3].default = Some("many".to_owned());
        assert_eq!(
            shape_faults(&catering),
            [
                "Enter a number as the default of service_days",
                "The unit meal counts snacks, which is not an item",
                "Add the headline component magic",
                "55524000 is not a CPV code, like 55524000-9"
            ]
        );
    }

    #[test]
    fn a_name_becomes_a_word_for_addresses() {
        for (name, slug) in [("Meals & more Ltd", "meals-more-ltd"), ("St. Joseph's", "st-josephs"), ("…", "")] {
            assert_eq!(slug_of(name), slug);
        }
        let taken = ["meals".to_owned(), "meals-2".to_owned()];
        assert_eq!(free_slug("Meals!", "listing", &taken), "meals-3");
        assert_eq!(free_slug("…", "listing", &taken), "listing");
    }
}
