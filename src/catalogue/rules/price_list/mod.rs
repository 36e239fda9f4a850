//! A year's SLAs in one table: a row for each charge, the rows of one SLA together by service, title and package.
//!
//! What is said once for an SLA (what is included, its discounts, its window) stands in any of its rows.

mod charge;
mod words;

#[cfg(test)]
mod tests;

use super::slug_of;
use crate::platform::table::{Cells, Column, Sheet, column};
use crate::price::rules::{DISCOUNTS, read_discounts, validate};
use charge::{Priced, priced, schedule};
use chrono::NaiveDate;
use entity::category;
use entity::exact::Exact;
use entity::listing::{Content, PooledCover, PriceVisibility};
use entity::money::plain_number;
use entity::price::SizeBand;
use entity::school::{LegalType, Phase};

/// More charges than any authority's price list has.
pub const MOST_ROWS: usize = 2_000;

/// The columns of the template, in its order.
pub const COLUMNS: [Column; 24] = [
    column("Service", &["category", "servicecategory"]),
    column("SLA", &["title", "name", "agreement"]),
    column("Package", &["level", "option"]),
    column("Charge", &["chargename", "item", "what"]),
    column("Basis", &["chargebasis", "chargedby", "per"]),
    column("Amount", &["amountgbp", "price", "rate", "cost"]),
    column("From quantity", &["tierfrom", "from"]),
    column("Least charged", &["minimum", "minimumcharge", "minimumchargegbp"]),
    column("Most charged", &["maximum", "maximumcharge"]),
    column("Phase or type", &["phaseortype", "phase", "phases", "schools"]),
    column("Pupils from", &["bandfrompupils", "bandfrom"]),
    column("Pupils to", &["bandtopupils", "bandto"]),
    column("Included", &["whatisincluded", "description", "note"]),
    column("Discounts", &["discount"]),
    column("Promised at the least", &["minimumprovision", "promise"]),
    column("Pooled cover", &["cover", "pool"]),
    column("Cover up to", &["covermost", "coverlimit"]),
    column("Cover after days", &["waitingdays", "coverdays"]),
    column("Window opens", &["buybackopens", "buybackfrom"]),
    column("Window closes", &["buybackcloses", "buybackto"]),
    column("Length", &["term"]),
    column("Notice", &["noticeperiod"]),
    column("Last day", &["withdrawn", "withdrawnon", "withdrawaldate"]),
    column("For the cluster", &["scope", "joint"]),
];

pub(super) const SERVICE: usize = 0;
const TITLE: usize = 1;
const PACKAGE: usize = 2;
const INCLUDED: usize = 12;
const DISCOUNT: usize = 13;
const PROMISE: usize = 14;
const COVER: usize = 15;
const COVER_MOST: usize = 16;
const COVER_DAYS: usize = 17;
const OPENS: usize = 18;
const CLOSES: usize = 19;
const LENGTH: usize = 20;
const NOTICE: usize = 21;
const LAST_DAY: usize = 22;

/// What is said once for the whole list; a row may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    pub financial_year: i32,
    pub opens: Option<NaiveDate>,
    pub closes: Option<NaiveDate>,
    pub visibility: PriceVisibility,
}

/// One SLA of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub category: category::Model,
    pub content: Content,
    /// What its bands leave out, for its author to look at.
    pub warnings: Vec<String>,
}

/// What was sent. It can be published only when nothing is wrong with any row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriceList {
    pub slas: Vec<Listed>,
    pub faults: Vec<String>,
    pub unused: Vec<String>,
}

/// The rows of one SLA while they are gathered.
struct Gathered<'a> {
    category: &'a category::Model,
    first_row: u64,
    title: String,
    package: Option<String>,
    charges: Vec<Priced>,
    said: Said,
}

/// What is said of an SLA in whichever of its rows.
#[derive(Default)]
struct Said {
    included: Vec<String>,
    discounts: Option<String>,
    promise: Option<String>,
    cover: Option<PooledCover>,
    opens: Option<NaiveDate>,
    closes: Option<NaiveDate>,
    length: Option<String>,
    notice: Option<String>,
    last_day: Option<NaiveDate>,
}

/// Reads a price list, which counts its rows as the spreadsheet does.
pub fn read_price_list(text: &str, categories: &[category::Model], whole: &Whole) -> PriceList {
    let sheet = match Sheet::read(text, &COLUMNS, &[SERVICE, TITLE, 5], MOST_ROWS) {
        Ok(sheet) => sheet,
        Err(fault) => return PriceList { faults: vec![fault], ..PriceList::default() },
    };
    let mut list = PriceList { unused: sheet.unused.clone(), ..PriceList::default() };
    let mut gathered: Vec<Gathered<'_>> = Vec::new();
    for mut cells in sheet.rows() {
        gather(&mut cells, categories, &mut gathered);
        list.faults.append(&mut cells.faults);
    }
    // A charge that could not be read was told already.
    for one in gathered.into_iter().filter(|one| !one.charges.is_empty()) {
        let row = one.first_row;
        match listed(one, whole) {
            Ok(sla) => list.slas.push(sla),
            Err(sentence) => list.faults.push(format!("Row {row}: {sentence}")),
        }
    }
    list
}

fn gather<'a>(cells: &mut Cells<'_>, categories: &'a [category::Model], all: &mut Vec<Gathered<'a>>) {
    let names: Vec<&str> = categories.iter().map(|category| category.name.as_str()).collect();
    let words = categories.iter().flat_map(|it| [(it.name.as_str(), it), (it.slug.as_str(), it)]);
    let category = cells.one_of(SERVICE, &words.collect::<Vec<_>>(), format!("enter one of {}", names.join(", ")));
    if category.is_none() && cells.faults.is_empty() {
        cells.wrong(SERVICE, "enter the service that it is for");
    }
    let title = cells.required(TITLE, "enter what the SLA is called");
    let package = cells.text(PACKAGE);
    let Some(category) = category else { return };
    let charge = priced(cells, category);
    let said = said(cells, category);
    let is_of =
        |one: &&mut Gathered<'_>| one.category.id == category.id && one.title == title && one.package == package;
    match all.iter_mut().find(is_of) {
        Some(one) => {
            one.charges.extend(charge);
            one.said.add(said);
        }
        None => {
            let charges = charge.into_iter().collect();
            all.push(Gathered { category, first_row: cells.number, title, package, charges, said });
        }
    }
}

fn said(cells: &mut Cells<'_>, category: &category::Model) -> Said {
    let discounts =
        cells.parsed(DISCOUNT, DISCOUNTS, |cell| read_discounts(cell, &category.shape).ok().map(|_| cell.to_owned()));
    let (covers, most, waiting_days) = (cells.text(COVER), cells.money(COVER_MOST), cells.whole(COVER_DAYS));
    if covers.is_none() && (most.is_some() || waiting_days.is_some()) {
        cells.wrong(COVER, "enter what the pool covers");
    }
    Said {
        included: cells.text_up_to(INCLUDED, 2_000).into_iter().collect(),
        discounts,
        promise: cells.text(PROMISE),
        cover: covers.map(|covers| PooledCover { covers, most, waiting_days }),
        opens: cells.date(OPENS),
        closes: cells.date(CLOSES),
        length: cells.text(LENGTH),
        notice: cells.text(NOTICE),
        last_day: cells.date(LAST_DAY),
    }
}

impl Said {
    /// The first row that says something is right; what is included is added up.
    fn add(&mut self, other: Said) {
        self.included
            .extend(other.included.into_iter().filter(|line| !self.included.contains(line)).collect::<Vec<_>>());
        self.discounts = self.discounts.take().or(other.discounts);
        self.promise = self.promise.take().or(other.promise);
        self.cover = self.cover.take().or(other.cover);
        self.opens = self.opens.or(other.opens);
        self.closes = self.closes.or(other.closes);
        self.length = self.length.take().or(other.length);
        self.notice = self.notice.take().or(other.notice);
        self.last_day = self.last_day.or(other.last_day);
    }
}

/// The SLA that the rows make, or what is wrong with them together.
fn listed(one: Gathered<'_>, whole: &Whole) -> Result<Listed, String> {
    let Gathered { category, title, package, charges, said, .. } = one;
    let warnings = gaps(&charges);
    let (phases, legal_types) = for_whom(&charges);
    let mut schedule = schedule(charges)?;
    schedule.discounts = read_discounts(said.discounts.as_deref().unwrap_or_default(), &category.shape)?;
    if let Some(fault) = validate(&schedule).into_iter().next() {
        return Err(fault.sentence);
    }
    if slug_of(&title).is_empty() {
        return Err("enter what the SLA is called, with letters or digits".to_owned());
    }
    let (opens, closes) = (said.opens.or(whole.opens), said.closes.or(whole.closes));
    if opens.zip(closes).is_some_and(|(opens, closes)| closes < opens) {
        return Err("the window must end on or after the day it opens".to_owned());
    }
    let included = Some(said.included.join("\n")).filter(|text| !text.is_empty());
    let content = Content {
        summary: format!("{title} from the local authority"),
        included: included.unwrap_or_else(|| format!("As the authority's description of {title} says")),
        title,
        not_included: String::new(),
        term: said.length.unwrap_or_default(),
        notice: said.notice.unwrap_or_default(),
        evidence: String::new(),
        areas: Vec::new(),
        phases,
        legal_types,
        price_visibility: whole.visibility,
        package,
        financial_year: Some(whole.financial_year),
        buy_back_from: opens,
        buy_back_to: closes,
        valid_from: NaiveDate::default(),
        valid_to: None,
        schedule,
        pooled_cover: said.cover,
        minimum_provision: said.promise,
        withdraws_on: said.last_day,
        service_levels: Vec::new(),
        evidence_ids: Vec::new(),
    };
    Ok(Listed { category: category.clone(), content, warnings })
}

/// To whom an SLA is offered: those whom one of its charges is for, where every charge says for whom it is.
fn for_whom(charges: &[Priced]) -> (Vec<Phase>, Vec<LegalType>) {
    let all = |each: fn(&Priced) -> Option<&Vec<String>>| -> Vec<String> {
        let lists: Option<Vec<_>> = charges.iter().map(each).collect();
        let mut words: Vec<String> = lists.into_iter().flatten().flatten().cloned().collect();
        words.sort();
        words.dedup();
        words
    };
    let parsed = |words: Vec<String>| words.iter().filter_map(|word| word.parse().ok()).collect();
    let types = all(|charge| charge.applies_to.types.as_ref()).iter().filter_map(|word| word.parse().ok()).collect();
    (parsed(all(|charge| charge.applies_to.phases.as_ref())), types)
}

/// The numbers of pupils that fall between two bands of one charge: "A school with 300 pupils has no price".
fn gaps(charges: &[Priced]) -> Vec<String> {
    let mut bands: Vec<(String, SizeBand)> = charges.iter().filter_map(Priced::band).collect();
    bands.sort_by(|a, b| (&a.0, &a.1.from).cmp(&(&b.0, &b.1.from)));
    let gap = |pair: &[(String, SizeBand)]| {
        let [(own, before), (other, after)] = pair else { return None };
        let (end, next) = (before.to.as_ref()?, after.from.as_ref()?);
        let (first, last) = (end + &Exact::one(), next - &Exact::one());
        let between = own == other && first <= last;
        let pupils = if first == last {
            plain_number(&first)
        } else {
            format!("{} to {}", plain_number(&first), plain_number(&last))
        };
        between.then(|| format!("A school with {pupils} pupils falls between two bands and has no price"))
    };
    bands.windows(2).filter_map(gap).collect()
}
