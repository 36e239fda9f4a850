//! What is asked, answered, chosen and approved: each refusal at its edge.

use super::*;
use chrono::Duration;
use entity::ids::*;
use entity::quote_request::Quantities;

const CODES: &[String] = &[];

fn now() -> DateTime<Utc> {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

fn limits() -> Limits {
    Limits::by_default(words::london_day(now())).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// Three are asked, until 5pm on Friday 4 December 2026, for £15,000 in all.
fn sound() -> NewRequest {
    NewRequest {
        answers_by: "2026-12-04T17:00:00Z".parse().unwrap(),
        starts_on: day("2027-01-01"),
        asked: 3,
        says_why_fewer: false,
        value: Some(money("15000")),
    }
}

fn request(state: QuoteState) -> quote_request::Model {
    quote_request::Model {
        id: QuoteId::new(now()),
        school_id: SchoolId::new(now()),
        category_id: CategoryId::new(now()),
        title: "HR".to_owned(),
        need: "Advice".to_owned(),
        quantities: Quantities { items: Vec::new(), volumes: Default::default() },
        starts_on: day("2027-01-01"),
        term_years: 3,
        estimate: money("5000"),
        answers_by: sound().answers_by,
        state,
        form_key: "a".to_owned(),
        asked_by: AccountId::new(now()),
        asked_at: now(),
        closed_at: None,
        ended_reason: None,
        entry_id: None,
    }
}

fn schedule(term_years: u32) -> PriceSchedule {
    serde_json::from_value(serde_json::json!({ "term_years": term_years, "charges": [] })).unwrap()
}

fn refused(change: impl FnOnce(&mut NewRequest)) -> Option<Refusal> {
    let mut new = sound();
    change(&mut new);
    check_request(&new, &limits(), CODES, now()).err()
}

#[test]
fn a_request_is_sent_only_with_a_lawful_time_a_later_start_and_enough_who_are_asked() {
    assert_eq!(refused(|_| ()), None);
    assert_eq!(refused(|new| new.answers_by += Duration::minutes(1)), Some(Refusal::Deadline));
    assert_eq!(refused(|new| new.answers_by += Duration::days(1)), Some(Refusal::Deadline));
    assert_eq!(refused(|new| new.answers_by = now()), Some(Refusal::DeadlinePast));
    assert!(matches!(refused(|new| new.answers_by += Duration::days(1_200)), Some(Refusal::BeyondCalendar(_))));
    assert_eq!(refused(|new| new.starts_on = day("2026-12-04")), Some(Refusal::StartsBeforeAnswers));
    assert_eq!(refused(|new| new.starts_on = day("2026-12-05")), None);
    assert_eq!(refused(|new| new.asked = 0), Some(Refusal::NobodyAsked));
    assert_eq!(refused(|new| new.asked = 2), Some(Refusal::FewAsked(3)));
    assert_eq!(refused(|new| (new.asked, new.says_why_fewer) = (2, true)), None);
    assert_eq!(refused(|new| new.asked = MOST_ASKED), None);
    assert_eq!(refused(|new| new.asked = MOST_ASKED + 1), Some(Refusal::TooManyAsked));
    assert_eq!(refused(|new| (new.asked, new.value) = (1, Some(money("9999.99")))), None);
    assert_eq!(refused(|new| new.value = Some(money("173100"))), Some(Refusal::TooLarge));
    assert_eq!(refused(|new| new.value = None), Some(Refusal::TooLarge));
}

#[test]
fn answers_are_read_from_the_stated_second_on_and_not_before() {
    let asked = request(QuoteState::Asked);
    let before = asked.answers_by - Duration::microseconds(1);
    assert_eq!(closed(&asked, before), Err(Refusal::NotYet(asked.answers_by)));
    assert_eq!(closed(&asked, asked.answers_by).map(|proof| proof.request()), Ok(asked.id));
    // Once it was stored, no clock opens it again.
    assert!(closed(&request(QuoteState::Answers), now()).is_ok());
    assert_eq!(closed(&request(QuoteState::Cancelled), now()), Err(Refusal::NotNow(QuoteState::Cancelled)));
    let late = quote_request::Model { closed_at: Some(now()), ..request(QuoteState::Cancelled) };
    assert!(closed(&late, now()).is_ok());
}

#[test]
fn an_answer_is_taken_until_the_stated_second_for_the_term_that_was_asked() {
    let asked = request(QuoteState::Asked);
    let last = asked.answers_by - Duration::microseconds(1);
    let sent = |term, valid, at| check_answer(&asked, &schedule(term), day(valid), at);
    assert_eq!(sent(3, "2026-12-05", last), Ok(()));
    assert_eq!(sent(3, "2026-12-05", asked.answers_by), Err(Refusal::TooLate(asked.answers_by)));
    assert_eq!(sent(2, "2026-12-05", last), Err(Refusal::OtherTerm(3)));
    assert_eq!(sent(3, "2026-12-04", last), Err(Refusal::AlreadyExpired));
    let cancelled = request(QuoteState::Cancelled);
    let told = check_answer(&cancelled, &schedule(3), day("2027-01-01"), now());
    assert_eq!(told, Err(Refusal::NotNow(QuoteState::Cancelled)));
}

#[test]
fn the_school_enters_only_what_it_received_in_time_and_only_afterwards() {
    let asked = request(QuoteState::Asked);
    let after = asked.answers_by + Duration::days(3);
    let entered = |received, at| check_received(&asked, &schedule(3), day("2027-02-01"), day(received), at);
    assert_eq!(entered("2026-12-04", after), Ok(()));
    assert_eq!(entered("2026-12-05", after), Err(Refusal::ReceivedLate(day("2026-12-04"))));
    assert_eq!(entered("2026-12-08", after), Err(Refusal::ReceivedLater));
    assert_eq!(entered("2026-12-01", now()), Err(Refusal::NotYet(asked.answers_by)));
    let chosen = request(QuoteState::Chosen);
    let told = check_received(&chosen, &schedule(3), day("2027-02-01"), day("2026-11-20"), now());
    assert_eq!(told, Err(Refusal::NotNow(QuoteState::Chosen)));
}

#[test]
fn a_choice_is_of_a_valid_quote_below_the_threshold_and_told_without_prices() {
    let asked = request(QuoteState::Asked);
    let at = asked.answers_by;
    let chosen =
        |value, valid, told| check_choice(&asked, money(value), Some(day(valid)), told, CODES, &limits(), at).err();
    assert_eq!(chosen("15000", "2026-12-04", "Best fit"), None);
    assert_eq!(chosen("15000", "2026-12-03", "Best fit"), Some(Refusal::Expired(day("2026-12-03"))));
    assert_eq!(chosen("15000", "2026-12-04", "Only £3 more"), Some(Refusal::PriceTold));
    assert_eq!(chosen("173100", "2026-12-04", "Best fit"), Some(Refusal::TooLarge));
    let early = check_choice(&asked, money("1"), None, "", CODES, &limits(), now());
    assert_eq!(early, Err(Refusal::NotNow(QuoteState::Asked)));
}

#[test]
fn too_few_quotes_and_an_amount_for_a_tender_need_their_waivers() {
    let none = Waivers::default();
    let fewer = Waivers::of([WaiverKind::FewerQuotes]);
    let urgent = Waivers::of([WaiverKind::Urgency, WaiverKind::Extension]);
    let approved =
        |value, answers, waivers| check_approval(&Facts { value: money(value), answers, waivers }, &limits()).err();
    assert_eq!(approved("15000", 3, none), None);
    assert_eq!(approved("15000", 2, none), Some(Refusal::NeedsQuotes { answers: 2, needed: 3 }));
    assert_eq!(approved("15000", 2, fewer), None);
    assert_eq!(approved("15000", 1, urgent), None);
    assert_eq!(approved("9999.99", 1, none), None);
    assert_eq!(approved("39999.99", 3, none), None);
    assert_eq!(approved("40000", 3, none), Some(Refusal::NeedsTender(money("40000"))));
    assert_eq!(approved("40000", 3, fewer), Some(Refusal::NeedsTender(money("40000"))));
    assert_eq!(approved("40000", 2, urgent), None);
    assert_eq!(Waivers::of([WaiverKind::Extension]), none);
}

#[test]
fn every_refusal_is_a_sentence_with_its_figures() {
    let at = sound().answers_by;
    let texts = [
        (Refusal::NotYet(at), "Nobody at your school can read an answer before 5pm GMT on Friday 4 December 2026"),
        (Refusal::OtherTerm(1), "Give the price for 1 year, as the school asked"),
        (
            Refusal::NeedsQuotes { answers: 1, needed: 3 },
            "Your limits ask for 3 quotes at this amount, and 1 came. It can be approved once a waiver is",
        ),
        (
            Refusal::NeedsTender(money("40000")),
            "£40,000 is at or above the amount from which your limits ask for a tender. It can be approved once a waiver is",
        ),
    ];
    for (refusal, text) in texts {
        assert_eq!(refusal.to_string(), text);
    }
}
