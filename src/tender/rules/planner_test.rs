//! The planner by dates that can be counted in a calendar.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn facts(start: &str, today: &str) -> Facts {
    let start = day(start);
    let years = [school_year(start) - 1, school_year(start)];
    Facts {
        contract_start: start,
        today: day(today),
        state: TenderState::Draft,
        regime: Some(Regime::LightTouch),
        staff_transfer: true,
        notice_by: None,
        closures: years.into_iter().flat_map(standard_closures).collect(),
    }
}

fn of(plan: &Plan, step: Step) -> Row {
    *plan.rows.iter().find(|row| row.step == step).unwrap()
}

#[test]
fn each_step_ends_where_the_next_begins_and_bids_close_on_a_school_day() {
    let plan = plan(&facts("2027-09-01", "2026-11-22")).unwrap();
    assert_eq!(plan.rows.len(), Step::ALL.len());
    for pair in plan.rows.windows(2) {
        assert!(pair[0].by <= pair[1].from, "{pair:?}");
        assert!(pair[0].from <= pair[0].by, "{pair:?}");
    }
    // 42 days before 1 September is 21 July, the last school day of the standard year.
    assert_eq!(of(&plan, Step::StaffTransfer).from, day("2027-07-21"));
    assert_eq!(of(&plan, Step::Sign).by, day("2027-07-21"));
    // Five school days before: 14 July; 12 July is a holiday in Northern Ireland.
    assert_eq!(of(&plan, Step::Sign).from, day("2027-07-14"));
    assert_eq!(of(&plan, Step::Standstill).from, day("2027-07-01"), "eight working days without 12 July");
    assert_eq!(plan.demand_by, of(&plan, Step::Demand).by);
    assert_eq!((plan.late, plan.notice_late, plan.bound_by_notice), (0, 0, None));
    assert!(plan.usual_start <= day("2027-09-01"));
}

#[test]
fn no_transfer_of_staff_leaves_six_weeks_more() {
    let with = plan(&facts("2027-09-01", "2026-11-22")).unwrap();
    let without = plan(&Facts { staff_transfer: false, ..facts("2027-09-01", "2026-11-22") }).unwrap();
    assert_eq!(of(&without, Step::StaffTransfer).from, day("2027-09-01"));
    assert_eq!(of(&without, Step::Sign).by, day("2027-09-01"));
    assert!(without.demand_by > with.demand_by);
}

#[test]
fn notice_on_the_present_contract_pulls_the_vote_before_it() {
    let free = plan(&facts("2027-09-01", "2026-11-22")).unwrap();
    let notice = day("2027-03-31");
    let bound = plan(&Facts { notice_by: Some(notice), ..facts("2027-09-01", "2026-11-22") }).unwrap();
    assert_eq!(bound.bound_by_notice, Some(notice));
    assert!(of(&bound, Step::Vote).by <= notice);
    assert!(bound.demand_by < free.demand_by);
    let late = plan(&Facts { notice_by: Some(day("2026-09-30")), ..facts("2027-09-01", "2026-11-22") }).unwrap();
    assert_eq!(late.notice_late, 53, "from 30 September to 22 November");
}

#[test]
fn a_late_plan_says_by_how_many_days_and_when_it_could_start_instead() {
    let late = plan(&facts("2027-04-01", "2027-02-22")).unwrap();
    let demand = of(&late, Step::Demand);
    assert_eq!(demand.late, (day("2027-02-22") - demand.by).num_days());
    assert!(late.late >= demand.late && demand.late > 0);
    assert!(late.usual_start > late.shortest_start && late.shortest_start > day("2027-04-01"));
}

#[test]
fn what_is_behind_a_tender_is_not_late() {
    let open = Facts { state: TenderState::Open, ..facts("2027-04-01", "2027-02-22") };
    let plan = plan(&open).unwrap();
    assert!(of(&plan, Step::Demand).done && of(&plan, Step::Review).done && !of(&plan, Step::Open).done);
    assert_eq!(of(&plan, Step::Demand).late, 0);
    assert!(of(&plan, Step::Open).late > 0);
    let live = super::plan(&Facts { state: TenderState::Live, ..open }).unwrap();
    assert_eq!((live.late, live.usual_start), (0, day("2027-02-22")));
}

#[test]
fn the_full_rules_keep_the_tender_open_25_days_and_the_standstill_8() {
    let covered = Facts { regime: Some(Regime::Services), ..facts("2027-09-01", "2026-11-22") };
    let plan = plan(&covered).unwrap();
    assert_eq!((of(&plan, Step::Open).length.usual, of(&plan, Step::Open).length.least), (30, 25));
    assert_eq!(of(&plan, Step::Standstill).length.least, 8);
    let below = super::plan(&Facts { regime: None, ..covered }).unwrap();
    assert_eq!((of(&below, Step::Open).length.least, of(&below, Step::Standstill).length.least), (10, 0));
}

#[test]
fn a_start_beyond_the_known_bank_holidays_is_refused_not_guessed() {
    assert!(plan(&facts("2030-09-01", "2026-11-22")).is_err());
}

#[test]
fn the_standard_school_year_has_its_six_closures_round_easter_and_bank_holidays() {
    let closures = standard_closures(2026);
    let days: Vec<(String, String)> =
        closures.iter().map(|closure| (closure.first.to_string(), closure.last.to_string())).collect();
    let expected = [
        ("2026-10-26", "2026-10-30"),
        ("2026-12-21", "2027-01-01"),
        ("2027-02-15", "2027-02-19"),
        ("2027-03-22", "2027-04-02"),
        ("2027-05-31", "2027-06-04"),
        ("2027-07-22", "2027-08-31"),
    ];
    assert_eq!(days, expected.map(|(first, last)| (first.to_owned(), last.to_owned())));
    for (year, sunday) in
        [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2028, "2028-04-16")]
    {
        assert_eq!(easter(year), day(sunday));
    }
}
