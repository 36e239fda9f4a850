//! What stands under the comparison: where buying more is cheaper, and from how many schools the cluster is cheaper than
//! each school by itself.

use super::figures::{SumLine, difference, each, pounds};
use super::table::least_units;
use crate::catalogue::compare::{BuyingMore, Comparison, OfferColumn, break_even};
use crate::catalogue::rules::{component_name, unit_name};
use crate::platform::words::plural;
use ::entity::exact::Exact;
use ::entity::money::plain_number;
use serde::Serialize;

/// Of more schools than this only the reader's own is weighed as the others join it.
pub(super) const MOST_SCHOOLS: usize = 16;

/// One charge for which buying more is cheaper.
#[derive(Serialize)]
pub(super) struct MoreView {
    text: String,
    /// "£5,150 less", with both sums; nothing to open for a guide price, nor where the price above is the lower one already.
    figure: String,
    lines: Vec<SumLine>,
}

impl MoreView {
    pub(super) fn sample(is_open: bool) -> Self {
        let line = SumLine { text: "£170 × 95 Mbps".to_owned(), amount: "£16,150".to_owned() };
        let lines = if is_open { vec![line] } else { Vec::new() };
        Self { text: "Net Line: you use 95 Mbps".to_owned(), figure: "£5,150 less".to_owned(), lines }
    }
}

/// Every warning of every offer.
pub(super) fn warnings(comparison: &Comparison) -> Vec<MoreView> {
    let of = |column: &OfferColumn| -> Vec<MoreView> {
        let found = comparison.buying_more(column);
        found.iter().map(|one| warning(comparison, column, one)).collect()
    };
    comparison.columns.iter().flat_map(of).collect()
}

fn warning(comparison: &Comparison, column: &OfferColumn, one: &BuyingMore) -> MoreView {
    let offer = &column.offer;
    let units = |volume: &Exact| {
        format!("{} {}", plain_number(volume), unit_name(&comparison.category.shape, &one.unit, volume))
    };
    let (used, buy) = (units(&one.volume), units(&one.between.buy));
    let who = match (&one.school, &comparison.group) {
        (None, Some(group)) => format!("the {} schools together use", group.schools.len()),
        _ => "you use".to_owned(),
    };
    if offer.is_guide {
        let text =
            format!("{}: {who} {used}, and {buy} would cost less. Ask for a firm price.", comparison.name_of(column));
        return MoreView { text, figure: String::new(), lines: Vec::new() };
    }
    let (now, instead) = (one.charged.amount(), one.instead.amount());
    if one.is_bought_up {
        let (name, now, instead) = (comparison.name_of(column), pounds(&now), pounds(&instead));
        let text = format!(
            "{name}: {who} {used}, which would be {now}. The provider charges {buy} by itself: you are charged {instead} \
             instead, and do not have to ask."
        );
        return MoreView { text, figure: String::new(), lines: Vec::new() };
    }
    let less = difference(&(&instead - &now));
    let between =
        format!("That holds above {} and below {}.", plain_number(&one.between.above), units(&one.between.below));
    let line = |text: String, amount: &Exact| SumLine { text, amount: pounds(amount) };
    MoreView {
        text: format!(
            "{}: {who} {used}, for {}. {buy} would cost {}, {less}. {between} Ask the provider to charge {buy}, or use \
             more.",
            comparison.name_of(column),
            pounds(&now),
            pounds(&instead)
        ),
        figure: less,
        lines: vec![
            SumLine { text: offer.source.clone(), amount: String::new() },
            line(format!("{}: {}", one.charge, one.instead.sentence()), &instead),
            line(format!("{}: {}", one.charge, one.charged.sentence()), &now),
        ],
    }
}

/// From how many schools one offer is cheaper than each school by itself.
#[derive(Serialize)]
pub(super) struct EvenView {
    heading: String,
    sentence: String,
    caption: String,
    unit: String,
    schools: usize,
    rows: Vec<EvenRow>,
}

#[derive(Serialize)]
struct EvenRow {
    name: String,
    is_own: bool,
    own: String,
    from: String,
    units: String,
    with_all: String,
}

impl EvenView {
    pub(super) fn sample() -> Self {
        let row = |is_own| EvenRow {
            name: "Canal Side Primary".to_owned(),
            is_own,
            own: "27.08p a meal".to_owned(),
            from: "2 schools".to_owned(),
            units: "24,810 meals".to_owned(),
            with_all: "34,891 meals".to_owned(),
        };
        Self {
            heading: "When Provider A is cheaper".to_owned(),
            sentence: "All 8 schools".to_owned(),
            caption: "Per meal".to_owned(),
            unit: "meal".to_owned(),
            schools: 8,
            rows: vec![row(true), row(false)],
        }
    }
}

/// For the first offer in the list that shows its rates and is priced for the cluster.
pub(super) fn even(comparison: &Comparison) -> Option<EvenView> {
    let (group, unit) = (comparison.group.as_ref()?, comparison.main_unit()?);
    let column = comparison.columns.iter().find(|column| column.joint.is_some() && !column.offer.is_guide)?;
    let (offer, measured, name) = (&column.offer, comparison.measured(), comparison.name_of(column));
    let what = measured.component.map(|component| component_name(&comparison.category.shape, component));
    let many = |volume: &Exact| format!("{} {}", plain_number(volume), unit.many);
    let row = |place: usize| {
        let found = break_even(&offer.schedule, group, place, measured)?;
        let at = found.from.and_then(|from| found.sizes.get(from));
        Some(EvenRow {
            name: group.schools[place].name.clone(),
            is_own: place == group.place,
            own: each(&found.own, &unit.one),
            from: at.map_or_else(|| "Not with these schools".to_owned(), |size| schools(size.schools)),
            units: at.map_or_else(|| "–".to_owned(), |size| many(&size.units)),
            with_all: found.units_with_all.as_ref().map_or_else(|| "–".to_owned(), |least| least_units(least, unit)),
        })
    };
    let few = group.schools.len() <= MOST_SCHOOLS;
    let rows: Vec<EvenRow> =
        (0..group.schools.len()).filter(|place| few || *place == group.place).filter_map(row).collect();
    let together = rows.first().and_then(|_| together(comparison, column, &unit.one))?;
    let what = what.unwrap_or_else(|| "Everything".to_owned());
    Some(EvenView {
        heading: format!("From how many schools {name} is cheaper"),
        sentence: format!(
            "{what}: {together} The table says how many schools it takes, joining each in the cluster's order, until {} \
             costs less for one {} than the school pays by itself now.",
            name, unit.one
        ),
        caption: format!("{what} per {} of {name} against each school's own", unit.one),
        unit: unit.one.clone(),
        schools: group.schools.len(),
        rows,
    })
}

/// "all 8 schools pay 30p a meal now and would pay 10p a meal together."
fn together(comparison: &Comparison, column: &OfferColumn, one: &str) -> Option<String> {
    let (group, measured) = (comparison.group.as_ref()?, comparison.measured());
    let volume = group.volume(measured.unit);
    let (now, then) = match measured.component {
        Some(component) => (group.now_for(component), column.joint_component(component)),
        None => (group.now(), column.joint_year_one()),
    };
    let then = each(&then?.over(&volume)?, one);
    let now = now.and_then(|now| now.over(&volume)).map(|now| format!(" pay {} now and", each(&now, one)));
    Some(format!("all {} schools{} would pay {then} together.", group.schools.len(), now.unwrap_or_default()))
}

/// "1 school", "2 schools".
fn schools(count: usize) -> String {
    plural(i64::try_from(count).unwrap_or(i64::MAX), "school", "schools")
}
