use super::*;
use ::entity::ids::{ShortlistConditionId, TenderId};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn condition(scale_max: Option<i32>) -> shortlist_condition::Model {
    let now = at("2027-02-01T10:00:00Z");
    shortlist_condition::Model {
        id: ShortlistConditionId::new(now),
        tender_id: TenderId::new(now),
        position: 1,
        name: "Hygiene rating".to_owned(),
        question: "What is your rating?".to_owned(),
        scale_max,
        minimum: None,
    }
}

fn plan(conditions: &[shortlist_condition::Model]) -> Plan<'_> {
    Plan {
        procedure: Some(Procedure::CompetitiveFlexible),
        participation_closes_at: Some(at("2027-03-01T12:00:00Z")),
        deadline_at: Some(at("2027-03-16T12:00:00Z")),
        notice: "2027-02-01".parse().unwrap(),
        regime: Some(Regime::Services),
        least: 2,
        most: Some(4),
        conditions,
        now: at("2027-02-01T10:00:00Z"),
    }
}

#[test]
fn an_open_procedure_and_a_framework_cannot_shortlist_and_the_others_may() {
    for procedure in Procedure::ALL {
        let may = may_shortlist(Some(*procedure));
        let lawful = [Procedure::BelowThreshold, Procedure::LightTouch, Procedure::CompetitiveFlexible];
        assert_eq!(may.is_ok(), lawful.contains(procedure), "{procedure}");
    }
    assert!(may_shortlist(Some(Procedure::Open)).unwrap_err().starts_with("An open procedure cannot shortlist"));
    assert!(may_shortlist(None).is_err());
}

#[test]
fn every_route_has_its_lawful_procedures() {
    assert!(is_lawful(Procedure::Open, Some(Route::Covered)).is_ok());
    assert!(is_lawful(Procedure::LightTouch, Some(Route::LightTouch)).is_ok());
    let told = is_lawful(Procedure::LightTouch, Some(Route::Covered)).unwrap_err();
    assert!(told.contains("Competitive flexible procedure"), "{told}");
    assert!(is_lawful(Procedure::BelowThreshold, Some(Route::LightTouch)).is_err());
    assert!(Procedure::ALL.iter().all(|procedure| is_lawful(*procedure, None).is_ok()));
}

#[test]
fn a_whole_plan_lacks_nothing_and_one_stage_needs_none() {
    let conditions = [condition(Some(5))];
    assert_eq!(lacks(&plan(&conditions)), Vec::<String>::new());
    let one_stage = Plan { participation_closes_at: None, procedure: Some(Procedure::Open), ..plan(&[]) };
    assert_eq!(lacks(&one_stage), Vec::<String>::new());
}

#[test]
fn a_maximum_needs_a_scored_condition_and_no_less_than_the_minimum() {
    let pass_or_fail = [condition(None)];
    assert!(lacks(&plan(&pass_or_fail))[0].starts_with("Add a scored condition"));
    assert_eq!(lacks(&Plan { most: None, ..plan(&pass_or_fail) }), Vec::<String>::new());
    assert_eq!(numbers(3, Some(2)).unwrap_err(), "The largest number of firms cannot be less than the smallest");
    assert!(numbers(0, None).is_err());
    assert_eq!(lacks(&plan(&[])), ["Add a condition by which requests to participate are judged"]);
}

#[test]
fn requests_are_taken_for_25_days_and_invited_firms_have_10_where_the_full_rules_apply() {
    let conditions = [condition(Some(5))];
    let early = Plan { participation_closes_at: Some(at("2027-02-25T12:00:00Z")), ..plan(&conditions) };
    assert_eq!(
        lacks(&early),
        ["Requests to participate must close on or after 26 February 2027, the shortest time the law allows"]
    );
    assert_eq!(lacks(&Plan { regime: Some(Regime::LightTouch), ..early }), Vec::<String>::new());
    let tight = Plan { deadline_at: Some(at("2027-03-10T12:00:00Z")), ..plan(&conditions) };
    assert!(lacks(&tight)[0].starts_with("Bids must close on or after 11 March 2027"), "{:?}", lacks(&tight));
    let sunday = Plan { participation_closes_at: Some(at("2027-02-28T12:00:00Z")), ..plan(&conditions) };
    assert_eq!(lacks(&sunday), ["Requests to participate must close on a working day between 9am and 5pm"]);
}

#[test]
fn only_an_invited_firm_may_bid_and_every_other_one_gets_a_sentence() {
    let told = |standing| may_bid(standing, "midday GMT on Monday 1 March 2027").unwrap_err();
    assert_eq!(may_bid(Standing::Invited, ""), Ok(()));
    assert!(told(Standing::Asking).contains("ask to take part before midday GMT on Monday 1 March 2027"));
    assert!(told(Standing::Judging).starts_with("Requests to participate are being judged"));
    assert!(told(Standing::Refused).contains("was not invited"));
    assert!(told(Standing::NeverAsked).contains("asked to take part in time"));
}

#[test]
fn a_stored_close_takes_no_request_whatever_a_clock_says() {
    let closes = at("2027-03-01T12:00:00Z");
    let early = at("2027-02-01T10:00:00Z");
    assert!(takes_requests(Some(closes), None, early));
    assert!(!takes_requests(Some(closes), None, closes));
    assert!(!takes_requests(Some(closes), Some(closes), early));
    assert!(!takes_requests(None, None, early));
}
