//! Prices that English councils published, each expressed and priced again.
//!
//! The shapes stand in `tests/data/published_sla_shapes.csv`: facts from the pages of Oxfordshire County Council (Current
//! pricing 2019 to 2020; Health and safety), Norfolk County Council (MI sheet 18883, 2013 to 2014) and Walsall Council's
//! scrutiny presentation of 26 January 2012, put into the template's columns.

use super::{PriceList, Whole, read_price_list};
use crate::catalogue::given::given;
use crate::price::rules::{Buyer, price_offer};
use entity::category::{self, CategoryShape, Unit};
use entity::exact::Exact;
use entity::ids::CategoryId;
use entity::listing::{Content, PriceVisibility};
use std::io::Write as _;
use std::path::Path;

fn whole() -> Whole {
    let day = |text: &str| text.parse().ok();
    Whole {
        financial_year: 2027,
        opens: day("2027-01-04"),
        closes: day("2027-02-26"),
        visibility: PriceVisibility::Public,
    }
}

fn category(slug: &str, name: &str, shape: CategoryShape) -> category::Model {
    let id = CategoryId::new(chrono::DateTime::UNIX_EPOCH);
    category::Model { id, slug: slug.to_owned(), name: name.to_owned(), position: 1, shape }
}

fn unit(one: &str) -> Unit {
    Unit { id: one.to_owned(), one: one.to_owned(), many: format!("{one}s"), factors: Vec::new(), adds_up: false }
}

/// The given categories, and one for advice by the day, the pupil or the employee.
fn categories() -> Vec<category::Model> {
    let mut all: Vec<_> = given().into_iter().map(|it| category(it.slug, it.name, it.shape)).collect();
    let units = vec![unit("day"), unit("pupil"), unit("employee")];
    let shape = CategoryShape { units, main_unit: "day".to_owned(), ..all[2].shape.clone() };
    all.push(category("advice", "Advice", shape));
    all
}

fn shapes() -> PriceList {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/published_sla_shapes.csv");
    let list = read_price_list(&std::fs::read_to_string(path).unwrap(), &categories(), &whole());
    assert_eq!(list.faults, Vec::<String>::new());
    list
}

fn sla<'a>(list: &'a PriceList, title: &str, package: &str) -> &'a Content {
    let is = |it: &&super::Listed| {
        it.content.title == title && it.content.package.as_deref().unwrap_or_default().starts_with(package)
    };
    &list.slas.iter().find(is).unwrap_or_else(|| panic!("{title} {package}")).content
}

fn buyer(phase: &str, legal_type: &str, volumes: &[(&str, i64)]) -> Buyer {
    Buyer {
        id: format!("{phase}{volumes:?}"),
        phase: phase.to_owned(),
        legal_type: legal_type.to_owned(),
        volumes: volumes.iter().map(|(unit, volume)| ((*unit).to_owned(), Exact::from(*volume))).collect(),
    }
}

/// What a school would pay in the year, in pounds and pence.
fn price(content: &Content, phase: &str, legal_type: &str, volumes: &[(&str, i64)]) -> String {
    let priced = price_offer(&[buyer(phase, legal_type, volumes)], &content.schedule).unwrap();
    priced.year_one().pounds()
}

#[test]
fn bands_of_pupils_and_a_lump_sum_for_another_phase() {
    let list = shapes();
    let finance = sla(&list, "Education Financial Service", "");
    let of = |phase: &str, pupils: i64| price(finance, phase, "community", &[("pupil", pupils)]);
    assert_eq!([of("primary", 50), of("primary", 51), of("primary", 300)], ["1693.20", "2119.56", "3046.74"]);
    assert_eq!([of("primary", 301), of("secondary", 900)], ["3603.66", "5304.00"]);
    let training = sla(&list, "Governor training", "");
    assert_eq!(price(training, "special", "special", &[("pupil", 100)]), "765.00");
    assert_eq!(price(training, "nursery", "nursery", &[("pupil", 101)]), "1224.00");
}

#[test]
fn a_gap_between_two_bands_is_told_and_prices_nobody() {
    let list = shapes();
    let association = list.slas.iter().find(|it| it.content.title == "Governors association").unwrap();
    assert_eq!(association.warnings, ["A school with 300 pupils falls between two bands and has no price"]);
    let of = |pupils| price(&association.content, "primary", "community", &[("pupil", pupils)]);
    assert_eq!([of(299), of(300), of(301)], ["10.20", "0.00", "15.30"]);
}

#[test]
fn a_price_a_day_that_falls_with_the_days_and_ten_percent_off_for_a_partnership() {
    let list = shapes();
    let psychology = sla(&list, "Educational psychology", "");
    let of = |days| price(psychology, "primary", "community", &[("day", days)]);
    assert_eq!([of(5), of(9), of(10), of(12)], ["2750.00", "4950.00", "5000.00", "6000.00"]);
    let three: Vec<Buyer> = [14, 15, 16].map(|days| buyer("primary", "community", &[("day", days)])).into();
    let together = price_offer(&three, &psychology.schedule).unwrap();
    assert_eq!(together.year_one().pounds(), "20250.00", "45 days × £500 less 10%");
}

#[test]
fn a_price_a_post_with_a_least_charge_and_a_price_that_differs_for_academies() {
    let list = shapes();
    let personnel = sla(&list, "Personnel Services", "");
    let of = |posts| price(personnel, "primary", "community", &[("employee", posts)]);
    assert_eq!([of(5), of(20)], ["306.00", "520.20"]);
    let assistance = sla(&list, "Employee Assistance Programme", "");
    assert_eq!(price(assistance, "primary", "voluntary_aided", &[("employee", 10)]), "63.30");
    assert_eq!(price(assistance, "primary", "academy", &[("employee", 10)]), "64.30");
}

#[test]
fn a_price_a_pupil_by_phase_pay_as_you_go_for_academies_and_a_discount_for_years() {
    let list = shapes();
    let safety = sla(&list, "Health and safety", "");
    let of = |phase: &str| price(safety, phase, "community", &[("pupil", 100)]);
    assert_eq!(
        [of("nursery"), of("primary"), of("secondary"), of("special")],
        ["507.00", "507.00", "635.00", "839.00"]
    );
    let three = Content { schedule: safety.schedule.bought(3, false), ..safety.clone() };
    assert_eq!(price(&three, "primary", "community", &[("pupil", 100)]), "481.65");
    assert_eq!(price(safety, "not_applicable", "academy", &[("day", 2)]), "1134.00");
}

#[test]
fn a_lump_sum_alone_and_with_a_price_a_pupil_on_top() {
    let list = shapes();
    let broadband = sla(&list, "Broadband", "");
    assert_eq!(price(broadband, "primary", "community", &[("pupil", 400)]), "5500.00");
    assert_eq!(price(broadband, "secondary", "community", &[("pupil", 1_000)]), "17500.00");
}

#[test]
fn packages_of_one_sla_are_apart() {
    let list = shapes();
    let meals = [("meal", 100_i64)];
    let catering = |package: &str| price(sla(&list, "Catering management", package), "primary", "community", &meals);
    assert_eq!([catering("Standalone"), catering("Cluster")], ["30.00", "10.00"]);
    let clerking = |package: &str| price(sla(&list, "Clerking", package), "primary", "community", &[]);
    assert_eq!([clerking("6 full meetings"), clerking("6 full and")], ["1734.00", "3111.00"]);
}

#[test]
fn every_row_that_was_published_is_in_the_shapes_or_makes_a_price_of_its_own() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/procurement/published_sla_prices.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CLUSTERBUY_TEST_REQUIRE_SHARED").is_none(), "the published prices are required");
        writeln!(std::io::stderr(), "skipped: the published prices are not beside the repository").unwrap();
        return;
    };
    let mut rows = String::from(
        "Service\tSLA\tPackage\tBasis\tAmount\tFrom quantity\tLeast charged\tPhase or type\tPupils from\tPupils to\n",
    );
    let (mut published, mut reader) = (0, csv::Reader::from_reader(text.as_bytes()));
    for row in reader.records().map(Result::unwrap) {
        let (service, whom, basis) = (&row[2], &row[3], &row[6]);
        let is_catering = service.starts_with("Catering");
        let category = if is_catering { "Catering" } else { "Advice" };
        let (title, package) = service.split_once(" (").unwrap_or((service, if is_catering { whom } else { "" }));
        let basis = if basis == "lump_sum_plus_per_pupil" { "lump_sum" } else { basis };
        let from = match &row[10] {
            note if note.starts_with("1 to 9") => "1",
            note if note.starts_with("10 or more") => "10",
            _ => "",
        };
        let (whom, least, amount) = (if is_catering { "" } else { whom }, &row[9], &row[7]);
        let (first, last) = (&row[4], &row[5]);
        rows +=
            &format!("{category}\t{title}\t{package}\t{basis}\t{amount}\t{from}\t{least}\t{whom}\t{first}\t{last}\n");
        published += 1;
    }
    let list = read_price_list(&rows, &categories(), &whole());
    assert_eq!(list.faults, Vec::<String>::new());
    let charges = list.slas.iter().flat_map(|it| &it.content.schedule.charges);
    let prices: usize = charges
        .map(|charge| match &charge.kind {
            entity::price::ChargeKind::AllUnits { tiers, .. } => tiers.len(),
            _ => 1,
        })
        .sum();
    assert_eq!((prices, published), (26, 26));
}

#[test]
fn every_fault_names_its_row_and_its_column_in_the_words_of_the_file() {
    let text = "Category\tTitle\tPer\tPrice\tPhase\tSort\tWindow closes\n\
                HR\tAdvice\tper employee\t26.01\tPrimary\tx\t\n\
                HR\tAdvice\tper meal\ttwelve\tPrimary school\t\t\n\
                Gardens\t\t\t\tEverybody\t\t31/02/2027\n\
                HR\tOther\ta year\t100\t\t\t03/01/2027\n";
    let list = read_price_list(text, &categories(), &whole());
    let told: Vec<&str> = list.faults.iter().map(|fault| fault.split(" We found").next().unwrap()).collect();
    assert!(told[0].starts_with("Row 3, Per: enter a year, once, per employee or every 10 of them."), "{told:?}");
    assert_eq!(told[1], "Row 3, Price: enter an amount such as 1,250.00.");
    assert!(told[2].starts_with("Row 4, Category: enter one of Catering, HR, Finance"), "{told:?}");
    assert_eq!(told[3], "Row 4, Title: enter what the SLA is called");
    assert_eq!(told[4], "Row 5: the window must end on or after the day it opens");
    assert_eq!(list.unused, ["Sort"]);
}

#[test]
fn what_is_said_once_holds_for_the_whole_sla() {
    let text = "Service,SLA,Basis,Amount,Promised at the least,Pooled cover,Cover up to,Cover after days,Window opens,Last day,Discounts\n\
                HR,Supply pool,per employee,40,,Sick leave,\"5,000\",3,,,\n\
                HR,Supply pool,a year,100,12 visits a year,,,,01/02/2027,31/08/2027,whole package: 10%\n";
    let list = read_price_list(text, &categories(), &whole());
    assert_eq!(list.faults, Vec::<String>::new());
    let content = &list.slas[0].content;
    assert_eq!((list.slas.len(), content.schedule.charges.len()), (1, 2));
    let cover = content.pooled_cover.as_ref().unwrap();
    assert_eq!((cover.covers.as_str(), cover.waiting_days), ("Sick leave", Some(3)));
    assert_eq!(cover.most, "5000".parse().ok());
    assert_eq!(content.minimum_provision.as_deref(), Some("12 visits a year"));
    let day = |text: &str| text.parse().ok();
    assert_eq!((content.buy_back_from, content.buy_back_to), (day("2027-02-01"), day("2027-02-26")));
    assert_eq!((content.withdraws_on, content.financial_year), (day("2027-08-31"), Some(2027)));
    let priced = Content { schedule: content.schedule.bought(1, true), ..content.clone() };
    assert_eq!(price(&priced, "primary", "community", &[("employee", 10)]), "450.00");
}
