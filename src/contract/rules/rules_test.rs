//! The days of a contract, and when a year's spend is whole.

use super::Refusal;
use super::outturn;
use super::spend::{self, Period, may_enter, missing, missing_in_term, whole_quantity, whole_year};
use super::term::{Term, notice_is_near};
use ::entity::actual_spend;
use ::entity::exact::Exact;
use ::entity::ids::*;
use chrono::{DateTime, NaiveDate};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn term(starts: &str, ends: &str, notice: Option<&str>) -> Term {
    Term { starts_on: day(starts), ends_on: day(ends), notice_on: notice.map(day) }
}

fn spent(year: i32, period: Period, pounds: &str) -> actual_spend::Model {
    let now = DateTime::UNIX_EPOCH;
    actual_spend::Model {
        id: SpendId::new(now),
        schedule_id: ScheduleId::new(now),
        contract_year: year,
        period: period.words().to_owned(),
        quantity: None,
        amount: pounds.parse().unwrap(),
        invoice_reference: "INV-1".to_owned(),
        import_id: None,
        recorded_by: None,
        recorded_at: now,
    }
}

#[test]
fn a_contract_ends_after_it_starts_and_notice_lies_between() {
    assert_eq!(term("2026-04-01", "2026-04-01", None).check(), Err(Refusal::EndsBeforeItStarts));
    let late = term("2026-04-01", "2029-03-31", Some("2029-04-01"));
    assert_eq!(late.check(), Err(Refusal::NoticeOutsideTerm));
    assert_eq!(term("2026-04-01", "2029-03-31", Some("2028-09-30")).check(), Ok(()));
}

#[test]
fn contract_years_run_from_the_first_day_whatever_the_calendar() {
    let three = Term::of_years(day("2027-09-01"), 3);
    assert_eq!((three.ends_on, three.years()), (day("2030-08-31"), 3));
    assert_eq!(three.year(2), (day("2028-09-01"), day("2029-08-31")));
    assert_eq!(three.year_words(1), "2027 to 2028");
    let leap = Term::of_years(day("2028-02-29"), 1);
    assert_eq!(leap.ends_on, day("2029-02-27"));
    assert_eq!(term("2026-04-01", "2027-06-30", None).years(), 2, "a short last year is a year");
    assert_eq!(Term::of_years(day("2027-01-01"), 1).year_words(1), "2027");
}

#[test]
fn terms_overlap_when_they_share_a_day() {
    let first = term("2026-04-01", "2027-03-31", None);
    assert!(first.overlaps(&term("2027-03-31", "2028-03-30", None)));
    assert!(!first.overlaps(&term("2027-04-01", "2028-03-31", None)));
}

#[test]
fn notice_is_near_for_120_days_and_not_after_its_day() {
    let notice = Some(day("2027-05-31"));
    assert!(notice_is_near(notice, day("2027-02-01")) && notice_is_near(notice, day("2027-05-31")));
    assert!(!notice_is_near(notice, day("2027-01-30")) && !notice_is_near(notice, day("2027-06-01")));
    assert!(!notice_is_near(None, day("2027-05-31")));
}

#[test]
fn the_employees_of_three_terms_are_not_those_of_a_year() {
    let counted = |period| actual_spend::Model { quantity: Some("30".parse().unwrap()), ..spent(1, period, "5") };
    let terms = [Period::Autumn, Period::Spring, Period::Summer].map(counted);
    assert_eq!((whole_year(&terms, 1).unwrap().pounds(), whole_quantity(&terms, 1, false)), ("15.00".to_owned(), None));
    assert_eq!(whole_quantity(&terms, 1, true).unwrap(), Exact::from(90), "the meals of three terms are the year's");
    assert_eq!(whole_quantity(&[counted(Period::WholeYear)], 1, false).unwrap(), Exact::from(30));
    assert_eq!(whole_quantity(&[spent(1, Period::WholeYear, "5")], 1, true), None);
}

#[test]
fn months_make_a_term_and_what_is_there_is_never_entered_again_in_a_longer_period() {
    let month = |number| spent(1, Period::Month(number), "10");
    let autumn = [9, 10, 11, 12].map(month);
    assert_eq!(spend::spent(&autumn[..3], 1, Period::Autumn, true), None);
    assert_eq!(spend::spent(&autumn, 1, Period::Autumn, true).unwrap().amount.pounds(), "40.00");
    assert_eq!(missing(&autumn[1..], 1), ["September", "Spring term", "Summer term"]);
    assert_eq!(missing_in_term(&autumn[1..], 1, Period::Autumn), ["September"]);
    assert_eq!(may_enter(Period::Autumn, &[Period::Month(10)]), Err(spend::Refusal::TermIsThere(Period::Month(10))));
    assert_eq!(may_enter(Period::Month(10), &[Period::Autumn]), Err(spend::Refusal::CoveredBy(Period::Autumn)));
    assert_eq!(may_enter(Period::Month(10), &[Period::Month(9), Period::Spring]), Ok(()));
    assert_eq!(may_enter(Period::Month(10), &[Period::WholeYear]), Err(spend::Refusal::YearIsThere));
    let whole = [spent(1, Period::WholeYear, "5")];
    assert_eq!(spend::spent(&whole, 1, Period::Autumn, true), None, "a year does not say what a term cost");
}

#[test]
fn the_terms_of_a_contract_year_stand_in_the_order_of_their_days() {
    let told = |term: Term, year: i32| -> Vec<String> {
        let days = term.terms(year).into_iter();
        days.map(|each| format!("{} {} {}", each.period.words(), each.first, each.last)).collect()
    };
    let financial = term("2026-04-01", "2029-03-31", None);
    assert_eq!(
        told(financial, 1),
        ["Summer term 2026-04-01 2026-08-31", "Autumn term 2026-09-01 2026-12-31", "Spring term 2027-01-01 2027-03-31"]
    );
    let short = term("2026-09-15", "2027-02-10", None);
    assert_eq!(told(short, 1), ["Autumn term 2026-09-15 2026-12-31", "Spring term 2027-01-01 2027-02-10"]);
    assert_eq!(financial.year_of(day("2027-03-31")), Some(1));
    assert_eq!(financial.year_of(day("2027-04-01")), Some(2));
    assert_eq!(financial.year_of(day("2029-04-01")), None);
}

#[test]
fn a_later_year_is_shared_as_the_first_and_adds_up_to_the_penny() {
    let costs = ["100", "200", "0.01"].map(|cost| cost.parse::<Exact>().unwrap());
    assert_eq!(outturn::shares(&costs, None), costs);
    let later = outturn::shares(&costs, Some(&"310".parse().unwrap()));
    assert_eq!(later.iter().sum::<Exact>().pounds(), "310.00");
    assert_eq!(later[2].pounds(), "0.01");
}

#[test]
fn a_year_is_whole_by_itself_or_by_its_three_terms_and_never_by_both() {
    let terms = [spent(1, Period::Autumn, "10"), spent(1, Period::Spring, "20.50")];
    assert_eq!(whole_year(&terms, 1), None);
    assert_eq!(missing(&terms, 1), ["Summer term"]);
    let all = [&terms[..], &[spent(1, Period::Summer, "5")]].concat();
    assert_eq!(whole_year(&all, 1).unwrap().pounds(), "35.50");
    assert_eq!(whole_year(&[spent(2, Period::WholeYear, "7")], 1), None);
    assert_eq!(missing(&[], 1), ["Whole year"]);
    assert_eq!(missing(&all, 1), Vec::<&str>::new());
    assert_eq!(may_enter(Period::WholeYear, &[Period::Autumn]), Err(spend::Refusal::TermIsThere(Period::Autumn)));
    assert_eq!(may_enter(Period::Autumn, &[Period::WholeYear]), Err(spend::Refusal::YearIsThere));
    assert_eq!(may_enter(Period::Autumn, &[Period::Autumn, Period::Spring]), Ok(()));
    assert_eq!(may_enter(Period::WholeYear, &[Period::WholeYear]), Ok(()));
}
