use super::*;
use crate::tender::rules::price_rule::{PriceMethodName, PriceRule};
use ::entity::criterion::CriterionKind;
use ::entity::ids::*;
use ::entity::membership::Role;
use ::entity::money::{Money, Quantity};
use ::entity::tender::{AuthorityHat, LeaveRule, Procedure, Route, TenderState};
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn now() -> DateTime<Utc> {
    "2027-02-01T10:00:00Z".parse().unwrap()
}

fn day(month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2027, month, day)
}

/// A tender that lacks nothing.
fn complete() -> tender::Model {
    tender::Model {
        id: TenderId::new(now()),
        reference: "NG-2027-004".to_owned(),
        cluster_id: ClusterId::new(now()),
        category_id: CategoryId::new(now()),
        title: "Catering".to_owned(),
        state: TenderState::Review,
        need: "Meals".to_owned(),
        contract_start: day(9, 1),
        term_years: 3,
        price_rule: serde_json::json!({}),
        quality_minimum: None,
        low_bid_percent: 10,
        minimum_schools: 2,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: Some(AuthorityHat::None),
        estimated_value: Some(Money(1_000_000_000)),
        route: Some(Route::BelowThreshold),
        procedure: Some(Procedure::BelowThreshold),
        notice_number: None,
        notice_published_on: None,
        questions_close_at: "2027-03-08T12:00:00Z".parse().ok(),
        participation_closes_at: None,
        deadline_at: "2027-03-16T12:00:00Z".parse().ok(),
        bid_validity_days: 120,
        pooled_at: Some(now()),
        published_at: None,
        public_version: 0,
        closed_at: None,
        opened_at: None,
        ended_reason: None,
        created_at: now(),
        version: 1,
    }
}

fn criterion(weight: i64, question: &str) -> criterion::Model {
    criterion::Model {
        id: CriterionId::new(now()),
        lot_id: LotId::new(now()),
        position: 1,
        code: format!("c{weight}"),
        name: "Menus".to_owned(),
        question: question.to_owned(),
        weight: Quantity(weight * 1_000),
        scale_max: 5,
        minimum: None,
        word_limit: 500,
        kind: CriterionKind::Written,
    }
}

fn lot() -> ::entity::lot::Model {
    ::entity::lot::Model {
        id: LotId::new(now()),
        tender_id: TenderId::new(now()),
        number: 1,
        title: "Catering".to_owned(),
        state: TenderState::Review,
        weight: Quantity::ONE,
        price_rule: None,
        ended_reason: None,
        asked_until: None,
        standstill_from: None,
        standstill_ends_at: None,
    }
}

fn rule() -> PriceRule {
    let (ceiling, target) = (Some(Money(1_080_000_000)), Some(Money(240_000_000)));
    PriceRule { ceiling, target, ..PriceRule::starting(Quantity(40_000)) }
}

fn full_team(chair: SchoolId) -> Vec<Member> {
    let other = SchoolId::new(now());
    let places = [
        (Role::TenderLead, chair),
        (Role::Reviewer, other),
        (Role::KeyHolder, chair),
        (Role::KeyHolder, other),
        (Role::Evaluator, other),
    ];
    let member = |(role, school): (Role, SchoolId)| Member {
        membership: MembershipId::new(now()),
        account: AccountId::new(now()),
        name: "A".to_owned(),
        email: format!("{role}@example.org"),
        role,
        school: Some(school),
    };
    places.into_iter().map(member).collect()
}

/// The sentences for a tender whose other facts lack nothing.
fn sentences(tender: &tender::Model, criteria: &[criterion::Model], price: &PriceRule) -> Vec<String> {
    let chairs = [SchoolId::new(now())];
    let team = full_team(chairs[0]);
    let lots = [LotRules { lot: lot(), criteria: criteria.to_vec(), price: price.clone(), schools: BTreeSet::new() }];
    let facts = Facts {
        tender,
        lots: &lots,
        plan: None,
        buyers: Vec::new(),
        team: &team,
        chairs: &chairs,
        keys: &[],
        agreement_in_force: true,
        assessed: true,
        conditions: 5,
        members: 9,
        taking_part: 9,
        committed: 9,
        meeting_firms: &MeetingFirms::default(),
        has_framework: false,
        now: now(),
    };
    missing(&facts).into_iter().map(|missing| missing.sentence).collect()
}

fn of(change: impl FnOnce(&mut tender::Model)) -> Vec<String> {
    let mut tender = complete();
    change(&mut tender);
    sentences(&tender, &[criterion(60, "How?")], &rule())
}

#[test]
fn a_complete_tender_lacks_nothing() {
    assert_eq!(of(|_| ()), Vec::<String>::new());
}

#[test]
fn each_thing_that_is_missing_has_its_sentence() {
    let cases: Vec<(Vec<String>, &str)> = vec![
        (of(|tender| tender.need.clear()), "Say what you need"),
        (of(|tender| tender.contract_start = None), "Enter the day the contract starts"),
        (of(|tender| tender.minimum_schools = 0), "Enter the smallest number of schools"),
        (
            of(|tender| tender.minimum_schools = 10),
            "The smallest number of schools cannot be more than the 9 that take part",
        ),
        (of(|tender| tender.deadline_at = None), "Enter the deadline for bids"),
        (of(|tender| tender.authority_hat = None), "Say what the authority is in this tender"),
        (of(|tender| tender.estimated_value = None), "Work out the whole-life value"),
        (of(|tender| tender.contract_start = day(3, 16)), "The contract must start after the deadline"),
    ];
    for (found, sentence) in cases {
        assert_eq!(found, [sentence]);
    }
}

#[test]
fn a_covered_tender_waits_for_its_official_notice_and_its_25_days() {
    let covered = |number: Option<&str>, published| {
        of(|tender| {
            tender.route = Some(Route::Covered);
            tender.notice_number = number.map(str::to_owned);
            tender.notice_published_on = published;
        })
    };
    let number = "Record the number of the official tender notice";
    assert_eq!(covered(None, day(2, 1)), [number]);
    assert_eq!(covered(Some("1"), None), ["Record the day the official notice was published"]);
    assert_eq!(covered(Some("1"), day(2, 2)), ["The official notice must be published before this tender is"]);
    assert_eq!(covered(Some("1"), day(2, 1)), Vec::<String>::new());
    let early = of(|tender| {
        (tender.route, tender.notice_number) = (Some(Route::Covered), Some("1".to_owned()));
        tender.notice_published_on = day(2, 1);
        tender.questions_close_at = "2027-02-15T12:00:00Z".parse().ok();
        tender.deadline_at = "2027-02-25T12:00:00Z".parse().ok();
    });
    assert_eq!(early, ["Deadline must be on or after 26 February 2027, the shortest time the law allows"]);
}

#[test]
fn weights_that_do_not_add_up_say_what_they_add_up_to() {
    let told = |criteria: &[criterion::Model], price: &PriceRule| sentences(&complete(), criteria, price);
    let sum = ["Weights must add up to 100%. They add up to 95%"];
    assert_eq!(told(&[criterion(55, "How?")], &rule()), sum);
    assert_eq!(told(&[], &rule()), ["Add a quality criterion"]);
    assert_eq!(told(&[criterion(60, "")], &rule()), ["Write the question for Menus"]);
    let ratio = PriceRule { method: PriceMethodName::PricePerQualityPoint, ..rule() };
    assert_eq!(told(&[criterion(100, "How?")], &ratio), Vec::<String>::new(), "price has no weight here");
}

#[test]
fn demand_that_is_not_committed_holds_the_tender_up() {
    let tender = complete();
    let lots =
        [LotRules { lot: lot(), criteria: vec![criterion(60, "How?")], price: rule(), schools: BTreeSet::new() }];
    let nobody_met = MeetingFirms::default();
    let facts = |committed, taking_part, agreement_in_force| Facts {
        tender: &tender,
        lots: &lots,
        plan: None,
        buyers: Vec::new(),
        team: &[],
        chairs: &[],
        keys: &[],
        agreement_in_force,
        assessed: false,
        conditions: 0,
        members: 9,
        taking_part,
        committed,
        meeting_firms: &nobody_met,
        has_framework: false,
        now: now(),
    };
    assert_eq!(lacking(Task::Demand, &facts(6, 9, true)), ["6 of 9 schools have committed their demand. All must"]);
    assert_eq!(lacking(Task::Demand, &facts(0, 0, true)), ["Ask the schools for their demand"]);
    assert_eq!(lacking(Task::Sharing, &facts(9, 9, false)), ["Record an agreement that is in force"]);
    assert_eq!(lacking(Task::Conflicts, &facts(9, 9, true)), ["Write the conflicts assessment"]);
    assert_eq!(lacking(Task::Conditions, &facts(9, 9, true)), ["Add a pass or fail condition"]);
}
