//! One school and service counts once, and both sides of every change are counted.

use super::ledger::{Before, Deal, Ledger, Line, Origin, by_school, share_step, sides, unit_change};
use super::{Confidence, Status};
use ::entity::exact::Exact;
use ::entity::ids::*;
use chrono::DateTime;

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

fn deal(category: CategoryId, origin: Origin) -> Deal {
    Deal {
        category,
        origin,
        title: "Catering".to_owned(),
        provider: "A".to_owned(),
        year: "2026 to 2027".to_owned(),
        headline_unit: Some(exact("0.1")),
        is_all_headline: true,
        may_be_public: true,
    }
}

fn line(school: SchoolId, before: Option<&str>, after: &str, volume: Option<&str>) -> Line {
    let before = before.map(|amount| Before {
        amount: exact(amount),
        confidence: Confidence::Quoted,
        basis: "SLA price list",
        steps: Vec::new(),
        headline: Some(exact(amount)),
    });
    let status = Status::Contracted;
    Line {
        school,
        deal: 0,
        status,
        before,
        after: exact(after),
        after_steps: Vec::new(),
        volume: volume.map(exact),
        outturn: None,
    }
}

fn ids() -> (SchoolId, SchoolId, CategoryId, CategoryId) {
    let now = DateTime::UNIX_EPOCH;
    (SchoolId::new(now), SchoolId::new(now), CategoryId::new(now), CategoryId::new(now))
}

#[test]
fn a_contract_counts_before_a_tender_and_a_plan_ends_where_either_begins() {
    let (one, two, catering, payroll) = ids();
    let contract = Origin::Contract(ContractId::new(DateTime::UNIX_EPOCH));
    let mut ledger = Ledger::default();
    ledger.add(deal(catering, Origin::Plan), [line(one, None, "1", None), line(two, None, "2", None)]);
    ledger.add(deal(payroll, Origin::Plan), [line(one, None, "3", None)]);
    ledger.add(
        deal(catering, Origin::Tender("DA-1".to_owned())),
        [line(one, None, "4", None), line(two, None, "5", None)],
    );
    ledger.add(deal(catering, contract), [line(one, None, "6", None)]);
    let kept: Vec<(SchoolId, String)> =
        ledger.once().lines.iter().map(|line| (line.school, line.after.pounds())).collect();
    let expected = [(one, "3.00"), (two, "5.00"), (one, "6.00")].map(|(school, cost)| (school, cost.to_owned()));
    assert_eq!(kept, expected);
}

#[test]
fn both_sides_are_counted_and_a_school_without_a_baseline_is_on_neither() {
    let (one, two, ..) = ids();
    let lines = [
        line(one, Some("100"), "60", None),
        line(one, Some("10"), "30", None),
        line(two, Some("5"), "9", None),
        line(two, None, "70", None),
    ];
    let sums = by_school(&lines.iter().collect::<Vec<_>>());
    let changes: Vec<Exact> = sums.values().map(|(before, after)| after - before).collect();
    let counted = sides(&changes);
    assert_eq!((counted.paying_less, counted.less.pounds()), (1, "20.00".to_owned()));
    assert_eq!((counted.paying_more, counted.more.pounds()), (1, "4.00".to_owned()));
    assert_eq!(lines[0].change_per_unit(), None);
}

#[test]
fn a_unit_costs_what_all_schools_pay_by_all_their_units() {
    let (one, two, category, _) = ids();
    let lines = [line(one, Some("20"), "6", Some("60")), line(two, Some("16"), "6", Some("60"))];
    let lines: Vec<&Line> = lines.iter().collect();
    let mut deal = deal(category, Origin::Plan);
    let change = unit_change(&deal, &lines).unwrap();
    assert_eq!((change.before, change.after, change.is_headline), (exact("0.3"), exact("0.1"), true));
    deal.is_all_headline = false;
    deal.headline_unit = None;
    assert!(!unit_change(&deal, &lines).unwrap().is_headline);
    let unknown = line(one, Some("20"), "6", None);
    assert_eq!(unit_change(&deal, &[&unknown]), None);
}

#[test]
fn a_share_says_how_it_comes_about() {
    let known = share_step(&exact("13000"), 9, Some(&exact("900")), Some(&exact("17800")), &exact("657.30"));
    assert_eq!(known.text, "£13,000 together × £900 of the £17,800 that all 9 schools pay now");
    let unknown = share_step(&exact("13000"), 9, None, None, &exact("657.30"));
    assert_eq!(unknown.text, "A share of £13,000 for 9 schools together, by what the offer costs each alone");
}
