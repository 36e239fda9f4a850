//! An order's price as the charges of each financial year: what the authority bills, and what its sum is.

use crate::price::rules::{Line, Priced, Steps};
use entity::buy_back_line;
use entity::exact::Exact;
use entity::ids::OrderId;
use entity::money::{Money, NotStorable, Quantity, Rate};
use entity::price::PriceSchedule;

/// Every charge of an order, year by year, with its sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Charged {
    pub lines: Vec<buy_back_line::Model>,
    /// Net, over the whole term.
    pub net: Money,
    pub vat: Money,
}

/// The charges of a priced SLA whose first financial year starts in `first_year`.
pub fn charged(
    order: OrderId,
    priced: &Priced,
    schedule: &PriceSchedule,
    first_year: i32,
) -> Result<Charged, NotStorable> {
    let mut lines = Vec::new();
    for (financial_year, year) in (first_year..).zip(&priced.years) {
        for (position, line) in (1..).zip(&year.lines) {
            let of_charge = schedule.charges.iter().find(|charge| charge.id == line.charge);
            let vat_percent = of_charge.and_then(|charge| charge.vat_percent.as_ref());
            let (unit, quantity) = counted(line);
            lines.push(buy_back_line::Model {
                order_id: order,
                financial_year,
                position,
                charge: line.name.clone(),
                component: line.component.clone(),
                unit,
                quantity: Quantity::try_from(quantity.half_up(Quantity::DECIMALS))?,
                amount: Money::try_from(&line.amount)?,
                vat_percent: vat_percent.map(|percent| Rate::try_from(percent.half_up(Rate::DECIMALS))).transpose()?,
                vat: Money::try_from(&line.vat)?,
                working: line.working.sentence(),
            });
        }
    }
    let (net, vat) = (lines.iter().map(|line| line.amount).sum(), lines.iter().map(|line| line.vat).sum());
    Ok(Charged { lines, net, vat })
}

/// What is counted for a charge, and how many of it.
fn counted(line: &Line) -> (String, Exact) {
    let unit = || line.working.unit.clone().unwrap_or_default().replace('_', " ");
    match &line.working.steps {
        Steps::Fixed { .. } => ("year".to_owned(), Exact::one()),
        Steps::Instalment { .. } => ("payment".to_owned(), Exact::one()),
        Steps::Rate { volume, .. } | Steps::BoughtUp { volume, .. } => (unit(), volume.clone()),
        Steps::Bands(parts) => (unit(), parts.iter().map(|(part, _)| part).sum()),
        Steps::Blocks { blocks, block, .. } => (format!("started block of {block} {}", unit()), blocks.clone()),
    }
}

/// The charges of one financial year, net and VAT.
pub fn rows_of_year(lines: &[buy_back_line::Model], year: i32) -> (Vec<&buy_back_line::Model>, Money, Money) {
    let rows: Vec<_> = lines.iter().filter(|line| line.financial_year == year).collect();
    let (net, vat) = (rows.iter().map(|line| line.amount).sum(), rows.iter().map(|line| line.vat).sum());
    (rows, net, vat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::price::rules::{Buyer, price_offer};

    #[test]
    fn the_charges_of_every_year_add_up_to_the_order_to_the_penny() {
        let json = r#"{"term_years":1,"index_percent":["0","3.1","2.5"],"discounts":[{"percent":"5","condition":{"years":{"from":3}}}],
            "charges":[
            {"id":"base","scope":"school","kind":"fixed","amount":"1420","vat_percent":"20"},
            {"id":"pupil","scope":"school","kind":"unit","unit":"pupil","rate":"8.333"},
            {"id":"block","scope":"school","kind":"step","unit":"pupil","block":"100","amount":"33.33"},
            {"id":"start","scope":"school","kind":"one_off","amount":"100","spread":"straight_line"}]}"#;
        let schedule = serde_json::from_str::<PriceSchedule>(json).unwrap().bought(3, false);
        let volumes = [("pupil".to_owned(), Exact::from(416))].into();
        let buyer = Buyer { id: "1".to_owned(), volumes, ..Buyer::default() };
        let priced = price_offer(&[buyer], &schedule).unwrap();
        let order = OrderId::new(chrono::DateTime::UNIX_EPOCH);
        let bill = charged(order, &priced, &schedule, 2027).unwrap();
        assert_eq!((bill.lines.len(), bill.lines.last().unwrap().financial_year), (12, 2029));
        assert_eq!(bill.net.exact(), priced.whole_life);
        assert_eq!(bill.vat.exact(), priced.vat);
        for (at, year) in (0..).zip(2027..=2029) {
            let (rows, net, _) = rows_of_year(&bill.lines, year);
            assert_eq!((rows.len(), net.exact()), (4, priced.years[at].total.clone()), "{year}");
        }
        let counted: Vec<_> =
            bill.lines[..4].iter().map(|line| (line.unit.as_str(), line.quantity.to_string())).collect();
        let wanted = [("year", "1"), ("pupil", "416"), ("started block of 100 pupil", "5"), ("payment", "1")];
        assert_eq!(counted, wanted.map(|(unit, count)| (unit, count.to_owned())));
        assert_eq!(bill.lines[0].vat_percent.unwrap().to_string(), "20");
    }
}
