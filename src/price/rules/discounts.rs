//! Discounts as people write them: "3 years: 5%; whole package: 10%; above 40 days: 10%".

use entity::category::{CategoryShape, Unit};
use entity::exact::Exact;
use entity::price::{Condition, Discount};

/// Says how discounts are written.
pub const DISCOUNTS: &str = "enter discounts such as 3 years: 5%; whole package: 10%; above 40 days: 10%";

/// The discounts, or the part that cannot be read.
pub fn read_discounts(text: &str, shape: &CategoryShape) -> Result<Vec<Discount>, String> {
    let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| discount(part, shape).ok_or_else(|| part.to_owned())).collect()
}

fn discount(part: &str, shape: &CategoryShape) -> Option<Discount> {
    let (condition, percent) = part.rsplit_once(':')?;
    let percent: Exact = percent.trim().trim_end_matches('%').trim().parse().ok()?;
    let within = percent.is_positive() && percent <= Exact::from(100);
    let words: Vec<&str> = condition.split_whitespace().collect();
    let condition = match words.as_slice() {
        ["whole" | "Whole", "package"] => Condition::WholePackage,
        [years, "year" | "years"] => {
            Condition::Years { from: years.parse().ok().filter(|years| (2..=10).contains(years))? }
        }
        ["above" | "Above", number, unit @ ..] => {
            let unit = unit_named(shape, &unit.join(" "))?.id.clone();
            Condition::Volume { unit, above: number.replace(',', "").parse().ok().filter(Exact::is_positive)? }
        }
        _ => return None,
    };
    within.then_some(Discount { percent, condition })
}

/// The unit of a category by its id or by what people call one or many.
pub fn unit_named<'a>(shape: &'a CategoryShape, name: &str) -> Option<&'a Unit> {
    let is = |word: &String| word.eq_ignore_ascii_case(name.trim());
    shape.units.iter().find(|unit| [&unit.id, &unit.one, &unit.many].into_iter().any(is))
}

/// As [`read_discounts`] reads it again.
pub fn write_discounts(discounts: &[Discount]) -> String {
    let line = |discount: &Discount| {
        let percent = &discount.percent;
        match &discount.condition {
            Condition::Years { from } => format!("{from} years: {percent}%"),
            Condition::WholePackage => format!("whole package: {percent}%"),
            Condition::Volume { unit, above } => format!("above {above} {unit}: {percent}%"),
        }
    };
    discounts.iter().map(line).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discounts_are_read_as_people_write_them_and_written_as_they_are_read() {
        let shape = crate::catalogue::given::given().into_iter().find(|given| given.slug == "finance").unwrap().shape;
        let read = read_discounts("3 years: 5%; whole package: 10\nabove 40 days: 12.5%", &shape).unwrap();
        assert_eq!(write_discounts(&read), "3 years: 5%; whole package: 10%; above 40 day: 12.5%");
        assert_eq!(read_discounts(&write_discounts(&read), &shape).unwrap(), read);
        for wrong in
            ["3 years 5%", "1 year: 5%", "above 40 meals: 5%", "whole package: 0%", "3 years: 101%", "often: 5%"]
        {
            assert_eq!(read_discounts(wrong, &shape), Err(wrong.to_owned()));
        }
    }
}
