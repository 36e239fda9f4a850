//! A price schedule in plain English, for the pages of listings, bids and contracts.

use super::buy_up::cheaper_to_buy_more;
use super::working::unit_name;
use entity::category::CategoryShape;
use entity::exact::Exact;
use entity::money::{plain_number, plain_price};
use entity::price::{
    AppliesTo, Band, Charge, ChargeKind, Condition, Discount, PriceSchedule, Scope, SizeBand, Spread, Tier,
};

/// One line for each component, in the order of the charges; then the term, price rises and limits.
///
/// "Management: cluster fee £4,800 a year, once for the whole cluster; kitchen £450 a year for each school; 3p a meal".
pub fn describe(schedule: &PriceSchedule, shape: &CategoryShape) -> Vec<String> {
    let mut components: Vec<&str> = Vec::new();
    for charge in &schedule.charges {
        if !components.contains(&charge.component.as_str()) {
            components.push(&charge.component);
        }
    }
    let line = |component: &&str| {
        let charges = schedule.charges.iter().filter(|charge| charge.component == **component);
        let parts: Vec<String> = charges.map(|charge| describe_charge(charge, schedule, shape)).collect();
        format!("{}: {}", component_name(shape, component), parts.join("; "))
    };
    components.iter().map(line).chain(terms(schedule, shape)).collect()
}

/// The least that is charged for the category's main unit, or else the least amount a year: "from 3p a meal".
pub fn guide(schedule: &PriceSchedule, shape: &CategoryShape) -> Option<String> {
    let rate =
        schedule.charges.iter().filter(|charge| charge.kind.unit() == Some(&shape.main_unit)).filter_map(lowest_rate);
    if let Some(rate) = rate.min() {
        return Some(format!("from {} {}", plain_price(&rate), each(shape, &shape.main_unit)));
    }
    let amounts = schedule.charges.iter().filter_map(|charge| match &charge.kind {
        ChargeKind::Fixed { amount } => Some(amount),
        _ => None,
    });
    amounts.min().map(|amount| format!("from {} a year", plain_price(amount)))
}

/// The phase or legal type as a word in a sentence: "all-through", "16 plus", "voluntary aided".
pub fn school_word(word: &str) -> String {
    match word {
        "all_through" => "all-through".to_owned(),
        "sixteen_plus" => "16 plus".to_owned(),
        other => other.replace('_', " "),
    }
}

fn lowest_rate(charge: &Charge) -> Option<Exact> {
    match &charge.kind {
        ChargeKind::Unit { rate, .. } => Some(rate.clone()),
        ChargeKind::Graduated { bands, .. } => bands.iter().map(|band| band.rate.clone()).min(),
        ChargeKind::AllUnits { tiers, .. } => tiers.iter().map(|tier| tier.rate.clone()).min(),
        ChargeKind::Fixed { .. } | ChargeKind::Step { .. } | ChargeKind::OneOff { .. } => None,
    }
}

fn describe_charge(charge: &Charge, schedule: &PriceSchedule, shape: &CategoryShape) -> String {
    let mut text = format!("{}{}{}", name(charge, shape), price(&charge.kind, schedule, shape), reach(charge));
    for (words, limit) in [("at least", &charge.minimum), ("at most", &charge.maximum)] {
        if let Some(limit) = limit {
            text.push_str(&format!(", {words} {}", plain_price(limit)));
        }
    }
    if !charge.indexed && !matches!(charge.kind, ChargeKind::OneOff { .. }) {
        text.push_str(", the same every year");
    }
    if let Some(percent) = &charge.vat_percent {
        text.push_str(&format!(", plus VAT at {}%", plain_number(percent)));
    }
    text + &for_whom(&charge.applies_to)
}

/// The charge's name, unless it only repeats the unit ("per meal").
fn name(charge: &Charge, shape: &CategoryShape) -> String {
    let name = charge.name();
    let unit = charge.kind.unit().and_then(|id| shape.units.iter().find(|unit| unit.id == id));
    let lower = name.to_lowercase();
    let plain = lower.trim_start_matches("per ");
    if unit.is_some_and(|unit| [&unit.one, &unit.many, &unit.id].iter().any(|word| word.to_lowercase() == plain)) {
        return String::new();
    }
    // An abbreviation such as "HR" keeps its capitals.
    let kept = name.chars().nth(1).is_some_and(char::is_uppercase);
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !kept => format!("{}{} ", first.to_lowercase(), letters.as_str()),
        _ => format!("{name} "),
    }
}

fn price(kind: &ChargeKind, schedule: &PriceSchedule, shape: &CategoryShape) -> String {
    match kind {
        ChargeKind::Fixed { amount } => format!("{} a year", plain_price(amount)),
        ChargeKind::Unit { unit, rate } => format!("{} {}", plain_price(rate), each(shape, unit)),
        ChargeKind::Graduated { unit, bands } => graduated(bands, unit, shape),
        ChargeKind::AllUnits { unit, tiers, buy_up } => all_units(tiers, *buy_up, unit, shape),
        ChargeKind::Step { unit, block, amount } => {
            format!("{} for every {} or part of it", plain_price(amount), of(shape, unit, block))
        }
        ChargeKind::OneOff { amount, spread: Spread::Upfront } => format!("{} once, at the start", plain_price(amount)),
        ChargeKind::OneOff { amount, spread: Spread::StraightLine } => {
            format!("{} once, spread over {}", plain_price(amount), years(schedule.term_years))
        }
    }
}

fn graduated(bands: &[Band], unit: &str, shape: &CategoryShape) -> String {
    let mut below = Exact::zero();
    let mut parts = Vec::new();
    for (i, band) in bands.iter().enumerate() {
        let rate = plain_price(&band.rate);
        let priced = if i == 0 { format!("{rate} {}", each(shape, unit)) } else { rate };
        match &band.up_to {
            Some(up_to) => {
                let place = if i == 0 { "first" } else { "next" };
                parts.push(format!("{priced} for the {place} {}", plain_number(&(up_to - &below))));
                below = up_to.clone();
            }
            None if i == 0 => parts.push(priced),
            None => parts.push(format!("{priced} for each above {}", plain_number(&below))),
        }
    }
    listed(&parts)
}

fn all_units(tiers: &[Tier], buy_up: bool, unit: &str, shape: &CategoryShape) -> String {
    let part = |(i, tier): (usize, &Tier)| match i {
        0 => format!("{} {}", plain_price(&tier.rate), each(shape, unit)),
        _ => format!("{} for all of them from {}", plain_price(&tier.rate), of(shape, unit, &tier.from)),
    };
    let mut text = listed(&tiers.iter().enumerate().map(part).collect::<Vec<_>>());
    if buy_up {
        text.push_str(", and never more than the least at a lower rate");
        return text;
    }
    for more in cheaper_to_buy_more(tiers) {
        let (above, buy) = (plain_number(&more.above.half_up(2)), of(shape, unit, &more.buy));
        text.push_str(&format!(" (above {above}, paying for {buy} costs less)"));
    }
    text
}

fn reach(charge: &Charge) -> &'static str {
    match (charge.scope, &charge.kind) {
        (Scope::School, ChargeKind::Fixed { .. } | ChargeKind::OneOff { .. }) => " for each school",
        (Scope::Cluster, ChargeKind::Fixed { .. } | ChargeKind::OneOff { .. }) => ", once for the whole cluster",
        (Scope::School, ChargeKind::Unit { .. }) => "",
        (Scope::School, _) => ", counted for each school",
        (Scope::Cluster, _) => ", counted for all schools together",
    }
}

fn for_whom(applies_to: &Option<AppliesTo>) -> String {
    let Some(filter) = applies_to else { return String::new() };
    let words = |list: &Option<Vec<String>>| list.iter().flatten().map(|word| school_word(word)).collect::<Vec<_>>();
    let mut parts: Vec<String> = Vec::new();
    for list in [words(&filter.phases), words(&filter.types)] {
        if !list.is_empty() {
            parts.push(format!("{} schools", listed(&list)));
        }
    }
    if let Some(schools) = &filter.schools {
        parts.push(format!("the schools {}", listed(schools)));
    }
    if let Some(size) = &filter.size {
        parts.push(size_words(size));
    }
    if parts.is_empty() { String::new() } else { format!(" ({} only)", parts.join(", ")) }
}

/// "51 to 150 pupils", "101 pupils or more".
fn size_words(size: &SizeBand) -> String {
    let unit = unit_name(&size.unit, &Exact::from(2));
    match (&size.from, &size.to) {
        (Some(from), Some(to)) => format!("{} to {} {unit}", plain_number(from), plain_number(to)),
        (Some(from), None) => format!("{} {unit} or more", plain_number(from)),
        (None, Some(to)) => format!("{} {unit} or fewer", plain_number(to)),
        (None, None) => "schools of every size".to_owned(),
    }
}

/// "5% less for 3 years or more".
pub fn discount_words(discount: &Discount, shape: &CategoryShape) -> String {
    let percent = plain_number(&discount.percent);
    match &discount.condition {
        Condition::Volume { unit, above } => {
            format!("{percent}% less for more than {} together", of(shape, unit, above))
        }
        Condition::Years { from } => format!("{percent}% less for {} or more", years(*from)),
        Condition::WholePackage => format!("{percent}% less with the whole package"),
    }
}

fn terms(schedule: &PriceSchedule, shape: &CategoryShape) -> Vec<String> {
    let mut lines = vec![format!("Term: {}", years(schedule.term_years))];
    let rises = schedule.index_percent.iter().zip(1..).filter(|(percent, _)| !percent.is_zero());
    let rises: Vec<String> =
        rises.map(|(percent, year)| format!("{}% in year {year}", plain_number(percent))).collect();
    lines.push(match rises.is_empty() {
        true => "Price rises: none in the term".to_owned(),
        false => format!("Price rises: {}", listed(&rises)),
    });
    let discounts: Vec<String> = schedule.discounts.iter().map(|each| discount_words(each, shape)).collect();
    if !discounts.is_empty() {
        lines.push(format!("Discounts: {}", discounts.join("; ")));
    }
    let schools = schedule.max_members.map(|most| format!("at most {most} schools"));
    let volumes =
        schedule.max_volume.iter().map(|limit| format!("at most {} a year", of(shape, &limit.unit, &limit.limit)));
    let limits: Vec<String> = schools.into_iter().chain(volumes).collect();
    if !limits.is_empty() {
        lines.push(format!("Capacity: {}", limits.join("; ")));
    }
    lines
}

fn years(term: u32) -> String {
    if term == 1 { "1 year".to_owned() } else { format!("{term} years") }
}

fn component_name(shape: &CategoryShape, id: &str) -> String {
    let found = shape.components.iter().find(|component| component.id == id);
    found.map_or_else(|| id.replace('_', " "), |component| component.label.clone())
}

/// "a meal", "an employee".
fn each(shape: &CategoryShape, unit: &str) -> String {
    let one = shape.units.iter().find(|each| each.id == unit).map_or(unit, |unit| unit.one.as_str());
    let article = if one.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {one}")
}

/// "100 Mbps", "1 day".
fn of(shape: &CategoryShape, unit: &str, volume: &Exact) -> String {
    let name = match shape.units.iter().find(|each| each.id == unit) {
        Some(found) if *volume == Exact::one() => &found.one,
        Some(found) => &found.many,
        None => unit,
    };
    format!("{} {name}", plain_number(volume))
}

/// "a", "a and b", "a, b and c".
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;

    fn shape(slug: &str) -> CategoryShape {
        given().into_iter().find(|category| category.slug == slug).unwrap().shape
    }

    fn told(slug: &str, schedule: serde_json::Value) -> Vec<String> {
        describe(&serde_json::from_value(schedule).unwrap(), &shape(slug))
    }

    #[test]
    fn a_catering_offer_reads_as_a_person_would_say_it() {
        let lines = told(
            "catering",
            serde_json::json!({"term_years": 3, "index_percent": ["0", "3.1"], "max_members": 9, "charges": [
                {"id": "cluster-fee", "component": "management", "scope": "cluster", "kind": "fixed", "amount": "4800"},
                {"id": "kitchen", "component": "management", "scope": "school", "kind": "fixed", "amount": "450",
                 "applies_to": {"phases": ["primary", "nursery"]}},
                {"id": "per-meal", "component": "management", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.03"},
                {"id": "meal", "component": "food", "scope": "school", "kind": "unit", "unit": "meal", "rate": "2.42",
                 "indexed": false, "minimum": "306", "vat_percent": "20"}]}),
        );
        assert_eq!(
            lines,
            [
                "Management: cluster fee £4,800 a year, once for the whole cluster; kitchen £450 a year for each school \
                 (primary and nursery schools only); 3p a meal",
                "Food: £2.42 a meal, at least £306, the same every year, plus VAT at 20%",
                "Term: 3 years",
                "Price rises: 3.1% in year 2",
                "Capacity: at most 9 schools"
            ]
        );
    }

    #[test]
    fn bands_and_tiers_and_blocks_and_set_up_say_how_they_count() {
        let lines = told(
            "hr",
            serde_json::json!({"term_years": 2, "charges": [
                {"id": "staff", "component": "service", "scope": "cluster", "kind": "graduated", "unit": "employee",
                 "bands": [{"up_to": "200", "rate": "38"}, {"up_to": "400", "rate": "26"}, {"up_to": null, "rate": "20"}]},
                {"id": "HR-adviser", "component": "service", "scope": "cluster", "kind": "step", "unit": "employee",
                 "block": "100", "amount": "900"},
                {"id": "set-up", "component": "set_up", "scope": "school", "kind": "one_off", "amount": "500",
                 "spread": "straight_line"}]}),
        );
        assert_eq!(
            lines[..2],
            [
                "Service: staff £38 an employee for the first 200, £26 for the next 200 and £20 for each above 400, counted \
                 for all schools together; HR adviser £900 for every 100 employees or part of it, counted for all schools \
                 together",
                "Setting up: set up £500 once, spread over 2 years for each school"
            ]
        );
    }

    #[test]
    fn where_more_costs_less_the_words_warn_of_it() {
        let tiers = |buy_up: bool| {
            serde_json::json!({"term_years": 1, "max_volume": [{"unit": "mbps", "limit": "200"}], "charges": [
                {"id": "mbps", "component": "service", "scope": "cluster", "kind": "all_units", "unit": "mbps",
                 "tiers": [{"from": "0", "rate": "170"}, {"from": "100", "rate": "110"}], "buy_up": buy_up}]})
        };
        assert_eq!(
            told("broadband", tiers(false))[0],
            "Service: £170 a Mbps and £110 for all of them from 100 Mbps (above 64.71, paying for 100 Mbps costs less), \
             counted for all schools together"
        );
        assert!(told("broadband", tiers(true))[0].contains("never more than the least at a lower rate"));
        assert_eq!(told("broadband", tiers(true))[3], "Capacity: at most 200 Mbps a year");
    }

    #[test]
    fn a_guide_gives_the_least_price_and_nothing_else() {
        let guided = |slug: &str, charge: serde_json::Value| {
            let schedule = serde_json::json!({"term_years": 1, "charges": [charge]});
            guide(&serde_json::from_value(schedule).unwrap(), &shape(slug))
        };
        let meal = serde_json::json!({"id": "a", "scope": "school", "kind": "unit", "unit": "meal", "rate": "0.09"});
        assert_eq!(guided("catering", meal).as_deref(), Some("from 9p a meal"));
        let fixed = serde_json::json!({"id": "a", "scope": "school", "kind": "fixed", "amount": "1200"});
        assert_eq!(guided("broadband", fixed).as_deref(), Some("from £1,200 a year"));
        let set_up = serde_json::json!({"id": "a", "scope": "school", "kind": "one_off", "amount": "1200"});
        assert_eq!(guided("broadband", set_up), None);
    }
}
