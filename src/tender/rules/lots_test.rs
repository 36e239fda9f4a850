use super::*;
use ::entity::ids::*;
use ::entity::money::Quantity;
use ::entity::tender::TenderState;
use chrono::{DateTime, Utc};

fn now() -> DateTime<Utc> {
    "2027-02-01T10:00:00Z".parse().unwrap()
}

fn lot(number: i32, schools: &[SchoolId]) -> LotRules {
    LotRules {
        lot: lot::Model {
            id: LotId::new(now()),
            tender_id: TenderId::new(now()),
            number,
            title: format!("Lot {number}"),
            state: TenderState::Draft,
            weight: Quantity::ONE,
            price_rule: None,
            ended_reason: None,
            asked_until: None,
            standstill_from: None,
            standstill_ends_at: None,
        },
        criteria: Vec::new(),
        price: PriceRule::starting(Quantity(40_000)),
        schools: schools.iter().copied().collect(),
    }
}

fn plan(lots_by: LotsBy, most: Option<i32>) -> lot_plan::Model {
    lot_plan::Model { tender_id: TenderId::new(now()), lots_by, most, discounts: false }
}

fn schools() -> [(SchoolId, String); 3] {
    ["Rose Hill", "Canal Side", "Old Church"].map(|name| (SchoolId::new(now()), name.to_owned()))
}

#[test]
fn one_lot_is_for_every_school_and_lacks_nothing() {
    assert_eq!(lacking(None, &[lot(1, &[])], &schools()), Vec::<String>::new());
}

#[test]
fn a_school_in_no_lot_is_named() {
    let buyers = schools();
    let lots = [lot(1, &[buyers[0].0]), lot(2, &[buyers[1].0])];
    let groups = plan(LotsBy::SchoolGroup, None);
    assert_eq!(lacking(Some(&groups), &lots, &buyers), ["Every school must be in a lot. Not in one: Old Church"]);
}

#[test]
fn lots_by_service_may_leave_a_school_out() {
    let buyers = schools();
    let lots = [lot(1, &[buyers[0].0]), lot(2, &[buyers[0].0, buyers[1].0])];
    assert_eq!(lacking(Some(&plan(LotsBy::Service, None)), &lots, &buyers), Vec::<String>::new());
}

#[test]
fn a_lot_needs_a_school_and_a_limit_lots_to_win() {
    let buyers = schools();
    let all: Vec<SchoolId> = buyers.iter().map(|(school, _)| *school).collect();
    let lots = [lot(1, &all), lot(2, &[SchoolId::new(now())])];
    let sentences = lacking(Some(&plan(LotsBy::Area, Some(3))), &lots, &buyers);
    let expected =
        ["Lot 2 has no school that takes part", "One provider cannot win more than the 2 lots that there are"];
    assert_eq!(sentences, expected);
}

#[test]
fn a_sentence_names_the_lot_only_where_there_are_several() {
    let lots = [lot(1, &[]), lot(2, &[])];
    assert_eq!(said_of(&lots[..1], &lots[0], "Add a criterion".to_owned()), "Add a criterion");
    assert_eq!(said_of(&lots, &lots[1], "Add a criterion".to_owned()), "Lot 2: Add a criterion");
}
