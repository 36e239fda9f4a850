//! What a school pays now for a service: the first that is known of its own figures, its LA's price list and its peers.
//!
//! - *Measured* ("Invoices"): the contracts of its register in this category that are in force, all from invoices.
//! - *Quoted* ("Contract"): the same, where at least one figure is only what a contract says: a promise, not a bill.
//! - *Quoted* ("SLA order"): what it ordered of its LA's price lists, several of one service added up, each named.
//! - *Quoted* ("SLA price list"): the LA's price list on the school's own volumes.
//! - *Benchmark* ("Estimate"): the median of similar schools whose figures are prepared (`standing`), or else the median unit cost of at least three schools of its phase, measured or quoted, × its own
//!   volume. It names no school and shows no school's figure.

use chrono::NaiveDate;
use entity::contract_entry::{self, CostSource};
use entity::exact::{Exact, median};
use entity::ids::ContractEntryId;
use entity::money::{plain_number, plain_price};
use entity::{contract, school_schedule};

use crate::price::rules::{Line, Priced};
use crate::savings::rules::Confidence;
use crate::standing::rules::Group;

/// Fewer similar schools make no benchmark.
pub const FEWEST_PEERS: usize = 3;

/// A line of a sum, with its amount in pounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub text: String,
    pub amount: Exact,
}

/// What a school pays now, in pounds a year, excluding VAT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    pub amount: Exact,
    pub confidence: Confidence,
    /// "Invoices", "Contract", "SLA order", "SLA price list", "Estimate".
    pub source_words: &'static str,
    /// Where the figure comes from, in a sentence: name, version, date.
    pub source: String,
    /// Adds up to the amount.
    pub working: Vec<Step>,
    /// The price list behind it, where it is one: by component and per unit it can be taken apart.
    pub priced: Option<Priced>,
}

/// The register's contracts in force on `today` with a known cost, added up.
pub fn from_register(entries: &[&contract_entry::Model], today: NaiveDate) -> Option<Baseline> {
    let in_force = |entry: &&&contract_entry::Model| {
        entry.ended_at.is_none()
            && entry.starts_on.is_none_or(|day| day <= today)
            && entry.ends_on.is_none_or(|day| day >= today)
    };
    let known: Vec<_> =
        entries.iter().filter(in_force).filter_map(|entry| Some((*entry, entry.yearly_amount?.exact()))).collect();
    let newest = known.iter().map(|(entry, _)| entry.recorded_at).max()?;
    let billed = known.iter().all(|(entry, _)| entry.cost_source == CostSource::Invoices);
    let step = |(entry, amount): &(&contract_entry::Model, Exact)| Step {
        text: format!("{}, {} ({})", entry.title, entry.provider_name, words_of(entry.cost_source)),
        amount: amount.clone(),
    };
    Some(Baseline {
        amount: known.iter().map(|(_, amount)| amount).sum(),
        confidence: if billed { Confidence::Measured } else { Confidence::Quoted },
        source_words: if billed { "Invoices" } else { "Contract" },
        source: format!("Your contract register, {}", newest.format("%-d %B %Y")),
        working: known.iter().map(step).collect(),
        priced: None,
    })
}

fn words_of(source: CostSource) -> &'static str {
    match source {
        CostSource::Invoices => "from invoices",
        CostSource::Contract => "from the contract",
        CostSource::Unknown => "not checked",
    }
}

/// What a school ordered of a price list, as it pays for it this year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// The line of its register that the order made.
    pub entry: ContractEntryId,
    /// "BB27-7K2FQX".
    pub reference: String,
    /// What the SLA is called, with its package.
    pub title: String,
    /// Provider, title and version.
    pub cited: String,
    /// Each charge with its sum, and what it comes to.
    pub steps: Vec<(String, Exact)>,
    /// The year's price, where it can be taken apart.
    pub priced: Option<Priced>,
}

impl Ordered {
    fn amount(&self) -> Exact {
        self.steps.iter().map(|(_, amount)| amount).sum()
    }
}

/// What a school ordered, added up, each order named; with what else of its register is in force beside it.
pub fn from_orders(orders: &[Ordered], others: &[&contract_entry::Model], today: NaiveDate) -> Option<Baseline> {
    let beside = from_register(others, today);
    let step = |order: &Ordered, (text, amount): &(String, Exact)| Step {
        text: format!("{}. {text}", order.title),
        amount: amount.clone(),
    };
    let ordered = orders.iter().flat_map(|order| order.steps.iter().map(move |each| step(order, each)));
    let working: Vec<Step> = beside.iter().flat_map(|beside| beside.working.clone()).chain(ordered).collect();
    let source = match (orders, &beside) {
        ([], _) => return beside,
        ([only], None) => only.cited.clone(),
        (all, _) => {
            let named: Vec<String> = all.iter().map(|order| format!("{} ({})", order.title, order.reference)).collect();
            let beside = beside.as_ref().map(|beside| format!("; {}", beside.source)).unwrap_or_default();
            format!("What you ordered: {}{beside}", named.join(", "))
        }
    };
    let ordered: Exact = orders.iter().map(Ordered::amount).sum();
    Some(Baseline {
        amount: ordered + beside.as_ref().map(|beside| beside.amount.clone()).unwrap_or_default(),
        confidence: Confidence::Quoted,
        source_words: if beside.is_some() { "Contract" } else { "SLA order" },
        source,
        working,
        priced: if beside.is_none() { together(orders) } else { None },
    })
}

/// The charges of all orders, each named after its SLA where there are several.
fn together(orders: &[Ordered]) -> Option<Priced> {
    let mut lines = Vec::new();
    for order in orders {
        for line in &order.priced.as_ref()?.years.first()?.lines {
            let name = if orders.len() == 1 { line.name.clone() } else { format!("{}. {}", order.title, line.name) };
            lines.push(Line { name, ..line.clone() });
        }
    }
    Some(Priced::of_one_year(lines))
}

/// An LA's price list on the school's own volumes; none where nothing of it applies to the school.
pub fn from_price_list(priced: Priced, source: String) -> Option<Baseline> {
    let first = priced.years.first().filter(|year| !year.lines.is_empty())?;
    let step =
        |line: &Line| Step { text: format!("{}: {}", line.name, line.working.sentence()), amount: line.amount.clone() };
    Some(Baseline {
        amount: first.total.clone(),
        confidence: Confidence::Quoted,
        source_words: "SLA price list",
        source,
        working: first.lines.iter().map(step).collect(),
        priced: Some(priced),
    })
}

/// What was frozen when the running contract of the cluster was signed: what the school would pay without it.
pub fn from_contract(contract: &contract::Model, part: &school_schedule::Model) -> Option<Baseline> {
    let amount = part.baseline?.exact();
    let (confidence, source_words) = match part.confidence? {
        school_schedule::Confidence::Measured => (Confidence::Measured, "Invoices"),
        school_schedule::Confidence::Quoted => (Confidence::Quoted, "SLA price list"),
        school_schedule::Confidence::Benchmark => (Confidence::Benchmark, "Estimate"),
    };
    let source = part.baseline_source.clone().unwrap_or_else(|| source_words.to_owned());
    let text = format!("{source}, as kept when the contract “{}” was signed", contract.title);
    Some(Baseline {
        working: vec![Step { text: text.clone(), amount: amount.clone() }],
        amount,
        confidence,
        source_words,
        source: text,
        priced: None,
    })
}

/// The median of similar schools' unit costs × the school's own volume. `unit` is what is counted: ("meal", "meals").
pub fn from_peers(unit_costs: &[Exact], volume: &Exact, unit: (&str, &str), phase: &str) -> Option<Baseline> {
    if unit_costs.len() < FEWEST_PEERS || !volume.is_positive() {
        return None;
    }
    let middle = median(unit_costs)?;
    let amount = (&middle * volume).half_up(2);
    let (one, many) = unit;
    let schools = unit_costs.len();
    let phase = phase.replace('_', " ");
    let text = format!(
        "The middle of {schools} {phase} schools' costs, about {} a {one} × {} {many}",
        plain_price(&middle.half_up(4)),
        plain_number(volume)
    );
    Some(Baseline {
        working: vec![Step { text, amount: amount.clone() }],
        amount,
        confidence: Confidence::Benchmark,
        source_words: "Estimate",
        source: format!("{schools} similar schools that recorded what they pay"),
        priced: None,
    })
}

/// The same from a group of similar schools whose median may be shown.
pub fn from_group(group: &Group, volume: &Exact, unit: (&str, &str)) -> Option<Baseline> {
    if !volume.is_positive() {
        return None;
    }
    let amount = (&group.median * volume).half_up(2);
    let (one, many) = unit;
    let text = format!(
        "The middle of what {} pay, about {} a {one} × {} {many}",
        group.rests_on.split(';').next().unwrap_or_default(),
        plain_price(&group.median.half_up(4)),
        plain_number(volume)
    );
    Some(Baseline {
        working: vec![Step { text, amount: amount.clone() }],
        amount,
        confidence: Confidence::Benchmark,
        source_words: "Estimate",
        source: format!("Median of {}", group.rests_on),
        priced: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::{ContractEntryId, SchoolId};
    use entity::money::Money;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn entry(amount: Option<&str>, cost_source: CostSource, until: &str) -> contract_entry::Model {
        let now = chrono::DateTime::UNIX_EPOCH;
        contract_entry::Model {
            id: ContractEntryId::new(now),
            school_id: SchoolId::new(now),
            category_id: None,
            title: "Catering".to_owned(),
            provider_name: "A".to_owned(),
            provider_id: None,
            listing_version_id: None,
            starts_on: None,
            ends_on: until.parse().ok(),
            notice_on: None,
            notice_terms: None,
            yearly_amount: amount.map(|amount| amount.parse::<Money>().unwrap()),
            total_value: None,
            cost_source,
            how_bought: None,
            responsible: None,
            cost_code: None,
            recorded_at: now,
            ended_at: None,
        }
    }

    fn of(entries: &[contract_entry::Model]) -> Option<(String, Confidence, &'static str)> {
        let all: Vec<_> = entries.iter().collect();
        let found = from_register(&all, day("2026-11-23"))?;
        assert_eq!(found.working.iter().map(|step| &step.amount).sum::<Exact>(), found.amount);
        Some((found.amount.pounds(), found.confidence, found.source_words))
    }

    #[test]
    fn contracts_in_force_add_up_and_only_invoices_make_a_measured_cost() {
        let billed = entry(Some("100.10"), CostSource::Invoices, "");
        let signed = entry(Some("50"), CostSource::Contract, "2027-08-31");
        let over = entry(Some("900"), CostSource::Invoices, "2026-08-31");
        let unknown = entry(None, CostSource::Invoices, "");
        assert_eq!(
            of(&[billed.clone(), over.clone(), unknown.clone()]),
            Some(("100.10".to_owned(), Confidence::Measured, "Invoices"))
        );
        assert_eq!(of(&[billed, signed]), Some(("150.10".to_owned(), Confidence::Quoted, "Contract")));
        assert_eq!(of(&[over, unknown]), None);
    }

    fn ordered(title: &str, amounts: &[&str]) -> Ordered {
        let steps = amounts.iter().map(|amount| ("Service: £1 a year".to_owned(), amount.parse().unwrap())).collect();
        Ordered {
            entry: ContractEntryId::new(chrono::DateTime::UNIX_EPOCH),
            reference: format!("BB26-{title}"),
            title: title.to_owned(),
            cited: format!("Council, {title}. Version 1"),
            steps,
            priced: None,
        }
    }

    #[test]
    fn orders_of_one_service_are_added_up_and_each_is_named() {
        let today = day("2026-11-23");
        let both = [ordered("Core", &["100.10", "20"]), ordered("Add-on", &["50"])];
        let found = from_orders(&both, &[], today).unwrap();
        assert_eq!((found.amount.pounds(), found.source_words), ("170.10".to_owned(), "SLA order"));
        assert_eq!(found.working.iter().map(|step| &step.amount).sum::<Exact>(), found.amount);
        assert!(found.working[2].text.starts_with("Add-on. "), "{:?}", found.working);
        assert_eq!(found.source, "What you ordered: Core (BB26-Core), Add-on (BB26-Add-on)");
        let one = from_orders(&both[..1], &[], today).unwrap();
        assert_eq!(one.source, "Council, Core. Version 1");
    }

    #[test]
    fn what_was_ordered_stands_beside_what_is_bought_from_others_and_is_never_measured() {
        let today = day("2026-11-23");
        let billed = entry(Some("1000"), CostSource::Invoices, "");
        let found = from_orders(&[ordered("Core", &["100"])], &[&billed], today).unwrap();
        let told = (found.amount.pounds(), found.confidence, found.source_words);
        assert_eq!(told, ("1100.00".to_owned(), Confidence::Quoted, "Contract"));
        assert_eq!(found.working.iter().map(|step| &step.amount).sum::<Exact>(), found.amount);
    }

    #[test]
    fn three_similar_schools_make_an_estimate_and_two_do_not() {
        let costs: Vec<Exact> = ["0.25", "0.43", "0.30"].map(|text| text.parse().unwrap()).into();
        let estimate = from_peers(&costs, &Exact::from(18_810), ("meal", "meals"), "primary").unwrap();
        assert_eq!(estimate.amount.pounds(), "5643.00");
        assert_eq!(estimate.working[0].text, "The middle of 3 primary schools' costs, about 30p a meal × 18,810 meals");
        assert_eq!(from_peers(&costs[..2], &Exact::from(18_810), ("meal", "meals"), "primary"), None);
        assert_eq!(from_peers(&costs, &Exact::zero(), ("meal", "meals"), "primary"), None);
    }
}
