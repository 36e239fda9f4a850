use super::*;
use crate::price::rules::Buyer;
use crate::tender::rules::conditions::{rows, template};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use entity::ids::*;
use entity::opening_confirmation;
use entity::price::{AppliesTo, Charge, ChargeKind, PriceSchedule, Scope};
use entity::tender::{self, LeaveRule, TenderState};
use serde_json::json;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

const DEADLINE: &str = "2027-03-16T12:00:00Z";

fn tender(state: TenderState) -> tender::Model {
    let start = DateTime::UNIX_EPOCH;
    tender::Model {
        id: TenderId::new(start),
        reference: "DA-2027-001".to_owned(),
        cluster_id: ClusterId::new(start),
        category_id: CategoryId::new(start),
        title: "Catering".to_owned(),
        state,
        need: String::new(),
        contract_start: None,
        term_years: 3,
        price_rule: json!({}),
        quality_minimum: None,
        low_bid_percent: 20,
        minimum_schools: 1,
        leave_rule: LeaveRule::BidScheduleDecides,
        authority_hat: None,
        estimated_value: None,
        route: None,
        procedure: None,
        notice_number: None,
        notice_published_on: None,
        questions_close_at: None,
        participation_closes_at: None,
        deadline_at: Some(at(DEADLINE)),
        bid_validity_days: 90,
        pooled_at: None,
        published_at: None,
        public_version: 1,
        closed_at: None,
        opened_at: None,
        ended_reason: None,
        created_at: start,
        version: 1,
    }
}

fn question(code: &str, question: &str) -> Question {
    Question {
        code: code.to_owned(),
        name: code.to_owned(),
        question: question.to_owned(),
        weight: "60".to_owned(),
        word_limit: 3,
    }
}

fn asked() -> Asked {
    Asked {
        variations: Vec::new(),
        conditions: rows(TenderId::new(at(DEADLINE)), "broadband"),
        contract_start: None,
        questions: vec![question("plan", "How will you start?"), question("staff", "How will you keep staff trained?")],
        term_years: 3,
        valid_until: NaiveDate::from_ymd_opt(2027, 6, 14).unwrap(),
        buyers: vec![Buyer { id: "a".to_owned(), ..Buyer::default() }],
    }
}

fn schedule(pounds: i64) -> PriceSchedule {
    let charge = Charge {
        id: "fee".to_owned(),
        label: None,
        component: "service".to_owned(),
        scope: Scope::School,
        kind: ChargeKind::Fixed { amount: pounds.into() },
        applies_to: None,
        minimum: None,
        maximum: None,
        indexed: true,
        vat_percent: None,
    };
    PriceSchedule {
        term_years: 3,
        index_percent: Vec::new(),
        discount_percent: None,
        max_members: None,
        max_volume: Vec::new(),
        lot_discount: None,
        discounts: Vec::new(),
        charges: vec![charge],
    }
}

fn complete() -> Draft {
    let facts = Organisation {
        name: "Larder".to_owned(),
        company_number: None,
        address: None,
        contact_name: "Asha".to_owned(),
        contact_email: "asha@example.org".to_owned(),
    };
    let answers = [("plan", "With a plan"), ("staff", "By training")];
    Draft {
        organisation: Some(facts),
        confirmed: true,
        declared: template("broadband").iter().map(|condition| condition.code.to_owned()).collect(),
        interest: Some(Interest { has_interest: false, detail: None }),
        schedule: Some(schedule(100)),
        valid_until: Some(asked().valid_until),
        answers: answers.map(|(code, text)| (code.to_owned(), text.to_owned())).into(),
        ..Draft::default()
    }
}

fn sentences(draft: &Draft) -> Vec<String> {
    missing(draft, &asked()).into_iter().map(|one| one.sentence).collect()
}

#[test]
fn an_empty_draft_lacks_every_page_but_the_documents_in_their_order() {
    let steps: Vec<Step> = missing(&Draft::default(), &asked()).into_iter().map(|one| one.step).collect();
    use Step::*;
    assert_eq!(steps, [Organisation, Declarations, Declarations, Prices, Prices, Quality, Quality]);
    assert_eq!(progress(&Draft::default(), &asked(), false), 0);
}

#[test]
fn a_missing_answer_is_named_by_its_number_and_question_and_a_long_one_by_its_words() {
    let mut draft = complete();
    draft.answers.remove("staff");
    draft.answers.insert("plan".to_owned(), "one two  three\nfour".to_owned());
    assert_eq!(
        sentences(&draft),
        ["Your answer must be 3 words or fewer. It is 4", "Answer question 2, \"How will you keep staff trained?\"",]
    );
}

#[test]
fn a_complete_draft_becomes_one_text_that_reads_back_the_same() {
    let package = complete().package(&asked()).unwrap();
    let text = package.canonical().unwrap();
    assert_eq!(serde_json::from_str::<Package>(&text).unwrap(), package);
    assert_eq!(serde_json::from_str::<Package>(&text).unwrap().canonical().unwrap(), text);
}

#[test]
fn what_compliance_reads_holds_no_price() {
    let package = complete().package(&asked()).unwrap();
    let text = serde_json::to_string(&non_price_part(&package)).unwrap();
    assert!(text.contains("With a plan") && !text.contains("100"), "{text}");
}

#[test]
fn an_unticked_condition_needs_a_reason_and_then_does_not_stop_the_bid() {
    let mut draft = complete();
    draft.declared.remove("insurance");
    assert_eq!(sentences(&draft), ["Tick what you can declare, or say why not: Insurance"]);
    draft.explanation = Some("Cover starts in May".to_owned());
    assert_eq!(sentences(&draft), Vec::<String>::new());
}

#[test]
fn prices_are_for_the_contracts_length_and_never_nothing() {
    let mut draft = complete();
    draft.schedule = Some(PriceSchedule { term_years: 2, ..schedule(100) });
    assert_eq!(sentences(&draft), ["Give prices for 3 years, the length of the contract"]);
    draft.schedule = Some(schedule(0));
    assert_eq!(sentences(&draft), ["Your prices come to £0. Enter what you charge"]);
    draft.schedule = Some(PriceSchedule { max_members: Some(2), ..schedule(5) });
    let mut many = asked();
    many.buyers.extend(["b", "c"].map(|id| Buyer { id: id.to_owned(), ..Buyer::default() }));
    assert_eq!(missing(&draft, &many)[0].sentence, "The provider can serve 2 schools, and you are 3");
}

#[test]
fn a_bid_must_stay_valid_long_enough() {
    let draft = Draft { valid_until: NaiveDate::from_ymd_opt(2027, 6, 13), ..complete() };
    assert_eq!(sentences(&draft), ["Your bid must stay valid until 14 June 2027 or later"]);
}

#[test]
fn a_document_that_is_asked_for_is_attached_or_explained() {
    let catering = Asked { conditions: rows(TenderId::new(at(DEADLINE)), "catering"), ..asked() };
    let mut draft = complete();
    draft.declared.insert("food_hygiene".to_owned());
    let lacking = missing(&draft, &catering);
    assert_eq!(lacking[0].sentence, "Attach what shows Food hygiene, or say under Declarations why you cannot");
    assert_eq!((lacking[0].step, lacking.len()), (Step::Documents, 1));
    let file = FileId::new(at(DEADLINE));
    draft.evidence.insert("food_hygiene".to_owned(), Evidence { file, expires_on: None });
    assert_eq!(missing(&draft, &catering), []);
    draft.evidence.clear();
    draft.explanation = Some("The rating comes in May".to_owned());
    assert_eq!(missing(&draft, &catering), []);
    assert_eq!(checks(&catering.conditions).len(), catering.conditions.len() + 1);
}

#[test]
fn the_last_instant_before_the_deadline_counts_and_the_deadline_does_not() {
    let open = tender(TenderState::Open);
    let deadline = at(DEADLINE);
    assert_eq!(may_change(&open, deadline - Duration::microseconds(1)), Ok(()));
    assert_eq!(may_change(&open, deadline), Err(Refusal::Closed));
    let closed = tender::Model { closed_at: Some(deadline), ..open };
    assert_eq!(may_change(&closed, deadline - Duration::hours(1)), Err(Refusal::Closed));
    assert_eq!(may_change(&tender(TenderState::Review), deadline), Err(Refusal::NotOpenYet));
    assert_eq!(may_change(&tender(TenderState::Sealed), deadline - Duration::hours(1)), Err(Refusal::Closed));
}

#[test]
fn bids_open_for_two_people_of_two_schools_after_the_stored_close() {
    let start = DateTime::UNIX_EPOCH;
    let person = || AccountId::new(start);
    let (first, second, school) = (person(), person(), SchoolId::new(start));
    let other = SchoolId::new(start);
    let sealed = tender::Model { closed_at: Some(at(DEADLINE)), ..tender(TenderState::Sealed) };
    let one = [opening_confirmation::Model {
        tender_id: sealed.id,
        school_id: school,
        account_id: first,
        confirmed_at: start,
    }];
    assert_eq!(may_open(&sealed, &[], first, Some(school), true), Ok(Opening::Waits));
    assert_eq!(may_open(&sealed, &[], first, Some(school), false), Err(Refusal::NotDeclared));
    assert_eq!(may_open(&sealed, &[], first, None, true), Err(Refusal::NoSchool));
    assert_eq!(may_open(&sealed, &one, first, Some(other), true), Err(Refusal::AlreadyConfirmed));
    assert_eq!(may_open(&sealed, &one, second, Some(school), true), Err(Refusal::SameSchool));
    assert_eq!(may_open(&sealed, &one, second, Some(other), true), Ok(Opening::Opens));
    assert_eq!(may_open(&tender(TenderState::Open), &one, second, Some(other), true), Err(Refusal::DeadlineNotPast));
    assert_eq!(may_open(&tender(TenderState::Compliance), &one, second, Some(other), true), Err(Refusal::NotSealed));
}

#[test]
fn labels_go_on_after_z_and_receipts_have_no_letters_that_look_alike() {
    assert_eq!([0, 1, 25, 26, 27].map(label), ["Provider A", "Provider B", "Provider Z", "Provider AA", "Provider AB"]);
    assert_eq!(receipt_code([0, 31, 32, 8, 255, 7]), "R-2Z2AZ9");
}

#[test]
fn entries_about_bids_stay_hidden_before_the_opening() {
    assert!(!shows_before_opening("bid.submitted"));
    assert!(shows_before_opening("tender.closed"));
}

#[test]
fn what_a_school_needs_beyond_the_core_is_priced_for_it_alone() {
    let variation = Variation { title: "Halal menus".to_owned(), school: "Rough Hay".to_owned(), urn: 100_123 };
    let wanted = Asked { variations: vec![variation], ..asked() };
    let lacking = missing(&complete(), &wanted);
    assert_eq!(lacking[0].sentence, "Price \"Halal menus\" as a charge for Rough Hay only (URN 100123)");
    let mut draft = complete();
    let mut priced = schedule(100);
    let alone = AppliesTo { schools: Some(vec!["100123".to_owned()]), ..AppliesTo::default() };
    let own = Charge { id: "halal".to_owned(), applies_to: Some(alone), ..priced.charges[0].clone() };
    priced.charges.push(own);
    draft.schedule = Some(priced);
    assert_eq!(missing(&draft, &wanted), []);
}
