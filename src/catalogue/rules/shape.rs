//! A category as the administrator writes it: one thing a line, its parts between bars.
//!
//! Items: `area | Square metres cleaned | hint | default`. Units: `square_metre | square metre | square metres | area × days`.
//! Components: `labour | Labour`. Criteria: `quality | Quality | 30 | 3 | How will you …?`.

use super::shape_faults;
use entity::category::{CategoryShape, Component, CriterionTemplate, Item, Unit};

/// The texts of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub items: String,
    pub units: String,
    pub main_unit: String,
    pub components: String,
    pub headline: Option<String>,
    pub cpv_codes: String,
    pub cost_codes: String,
    pub criteria: String,
}

/// A field of the form and what to put right in it.
pub type Fault = (&'static str, String);

/// The shape, or everything that is wrong with what was written.
pub fn read_shape(written: &Written) -> Result<CategoryShape, Vec<Fault>> {
    let mut faults = Vec::new();
    let shape = CategoryShape {
        items: each(&written.items, "items", &mut faults, item),
        units: each(&written.units, "units", &mut faults, unit),
        main_unit: written.main_unit.trim().to_owned(),
        components: each(&written.components, "components", &mut faults, component),
        headline_component: written.headline.clone(),
        cpv_codes: codes(&written.cpv_codes),
        cost_codes: codes(&written.cost_codes),
        criteria: each(&written.criteria, "criteria", &mut faults, criterion),
    };
    if faults.is_empty() {
        faults.extend(shape_faults(&shape).into_iter().map(|fault| (field_of(&fault), fault)));
    }
    if faults.is_empty() { Ok(shape) } else { Err(faults) }
}

/// The field that a fault of the whole shape is shown beside.
fn field_of(fault: &str) -> &'static str {
    match fault {
        fault if fault.contains("CPV") => "cpv_codes",
        fault if fault.contains("main unit") => "main_unit",
        fault if fault.contains("headline") => "headline",
        fault if fault.contains("component") => "components",
        fault if fault.contains("unit") => "units",
        _ => "items",
    }
}

fn each<T>(
    text: &str,
    field: &'static str,
    faults: &mut Vec<Fault>,
    read: fn(&[&str]) -> Result<T, &'static str>,
) -> Vec<T> {
    let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    let mut found = Vec::new();
    for (line, number) in lines {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        match read(&parts) {
            Ok(thing) => found.push(thing),
            Err(sentence) => faults.push((field, format!("Line {number}: {sentence}"))),
        }
    }
    found
}

/// Codes between spaces, commas or line ends.
fn codes(text: &str) -> Vec<String> {
    text.split([' ', ',', '\n']).filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn filled(text: Option<&&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(|text| (*text).to_owned())
}

fn item(parts: &[&str]) -> Result<Item, &'static str> {
    match parts {
        [id, label, rest @ ..] if is_word(id) && !label.is_empty() && rest.len() <= 2 => {
            let (hint, default) = (filled(rest.first()), filled(rest.get(1)));
            Ok(Item { id: (*id).to_owned(), label: (*label).to_owned(), hint, default })
        }
        _ => Err("write a word and what people read, like employee | People employed"),
    }
}

/// The fifth part of a unit whose quantities of three terms add up to the year's.
const THROUGH_THE_YEAR: &str = "through the year";

fn unit(parts: &[&str]) -> Result<Unit, &'static str> {
    match parts {
        [id, one, many, formula, rest @ ..]
            if is_word(id) && !one.is_empty() && !many.is_empty() && matches!(rest, [] | ["" | THROUGH_THE_YEAR]) =>
        {
            let factors = formula.split(['×', '*']).map(str::trim).filter(|factor| !factor.is_empty());
            let items = |factor: &str| {
                let items = factor.split('+').map(|item| item.trim().trim_matches(['(', ')']).trim().to_owned());
                items.filter(|item| !item.is_empty()).collect()
            };
            let factors = factors.map(items).collect();
            let adds_up = rest == [THROUGH_THE_YEAR];
            Ok(Unit { id: (*id).to_owned(), one: (*one).to_owned(), many: (*many).to_owned(), factors, adds_up })
        }
        _ => Err("write four parts, like meal | meal | meals | (free + paid) × days"),
    }
}

fn component(parts: &[&str]) -> Result<Component, &'static str> {
    match parts {
        [id, label] if is_word(id) && !label.is_empty() => {
            Ok(Component { id: (*id).to_owned(), label: (*label).to_owned() })
        }
        _ => Err("write a word and what people read, like labour | Labour"),
    }
}

fn criterion(parts: &[&str]) -> Result<CriterionTemplate, &'static str> {
    const LIKE: &str = "write five parts, like quality | Quality | 30 | 3 | How will you keep it good?";
    let [code, name, weight, minimum, question] = parts else { return Err(LIKE) };
    let least = filled(Some(minimum)).map(|minimum| minimum.parse::<i32>()).transpose().map_err(|_| LIKE)?;
    let weighs = weight.parse::<u32>().is_ok_and(|weight| (1..=100).contains(&weight));
    if code.is_empty() || name.is_empty() || question.is_empty() || !weighs {
        return Err(LIKE);
    }
    Ok(CriterionTemplate {
        code: (*code).to_owned(),
        name: (*name).to_owned(),
        question: (*question).to_owned(),
        weight: (*weight).to_owned(),
        minimum: least,
    })
}

/// A unit's formula as it is written: "(meals_free + meals_paid) × service_days".
pub fn formula(unit: &Unit) -> String {
    let factor = |items: &Vec<String>| match items.len() {
        0 | 1 => items.concat(),
        _ if unit.factors.len() == 1 => items.join(" + "),
        _ => format!("({})", items.join(" + ")),
    };
    unit.factors.iter().map(factor).collect::<Vec<_>>().join(" × ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::given::given;

    fn write(shape: &CategoryShape) -> Written {
        let join = |lines: Vec<String>| lines.join("\n");
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        Written {
            items: join(
                shape
                    .items
                    .iter()
                    .map(|it| [&it.id, &it.label, &said(&it.hint), &said(&it.default)].map(String::as_str).join(" | "))
                    .collect(),
            ),
            units: join(
                shape
                    .units
                    .iter()
                    .map(|it| {
                        let through = if it.adds_up { format!(" | {THROUGH_THE_YEAR}") } else { String::new() };
                        format!("{} | {} | {} | {}{through}", it.id, it.one, it.many, formula(it))
                    })
                    .collect(),
            ),
            main_unit: shape.main_unit.clone(),
            components: join(shape.components.iter().map(|it| format!("{} | {}", it.id, it.label)).collect()),
            headline: shape.headline_component.clone(),
            cpv_codes: shape.cpv_codes.join(", "),
            cost_codes: shape.cost_codes.join(" "),
            criteria: join(
                (shape.criteria.iter())
                    .map(|it| {
                        let minimum = it.minimum.map(|least| least.to_string()).unwrap_or_default();
                        format!("{} | {} | {} | {minimum} | {}", it.code, it.name, it.weight, it.question)
                    })
                    .collect(),
            ),
        }
    }

    #[test]
    fn every_given_category_could_be_written_by_the_administrator() {
        for category in given() {
            assert_eq!(read_shape(&write(&category.shape)), Ok(category.shape), "{}", category.slug);
        }
    }

    #[test]
    fn each_wrong_line_is_told_with_its_number() {
        let hr = given().into_iter().find(|category| category.slug == "hr").unwrap().shape;
        let mut written = write(&hr);
        written.items.push_str("\n\nTwo Words | Something");
        written.units.push_str("\nday | day");
        written.criteria.push_str("\nprice | Price | lots | | How?");
        let faults = read_shape(&written).unwrap_err();
        let told: Vec<_> = faults.iter().map(|(field, text)| (*field, text.split(':').next().unwrap())).collect();
        assert_eq!(told, [("items", "Line 3"), ("units", "Line 2"), ("criteria", "Line 5")]);
    }

    #[test]
    fn a_shape_that_does_not_hang_together_is_told_at_the_field_to_change() {
        let hr = given().into_iter().find(|category| category.slug == "hr").unwrap().shape;
        let told = |change: fn(&mut Written)| {
            let mut written = write(&hr);
            change(&mut written);
            read_shape(&written).unwrap_err().into_iter().map(|(field, _)| field).collect::<Vec<_>>()
        };
        assert_eq!(told(|it| it.main_unit = "day".to_owned()), ["main_unit"]);
        assert_eq!(told(|it| it.headline = Some("food".to_owned())), ["headline"]);
        assert_eq!(told(|it| it.cpv_codes = "79414000".to_owned()), ["cpv_codes"]);
        assert_eq!(told(|it| it.items.clear()), ["units"]);
        assert_eq!(told(|it| it.components.clear()), ["components"]);
    }
}
