use super::*;
use chrono::DateTime;
use entity::fund::{FundKind, FundSharing, FundState, YearEnd};
use entity::fund_payment::{PaymentKind, PaymentState};
use entity::ids::{AccountId, FundAccountId, SchoolId};
use entity::money::{Money, Rate};

fn pounds(pounds: i64) -> Money {
    Money(pounds * 10_000)
}

fn book(kind: FundKind, year_end: YearEnd, pupils: &[i32]) -> (Book, Vec<SchoolId>) {
    let schools: Vec<SchoolId> = pupils.iter().map(|_| SchoolId::new(DateTime::UNIX_EPOCH)).collect();
    let terms = Terms {
        kind,
        sharing: FundSharing::Pupils,
        year_end,
        per_pupil: Some(pounds(1)),
        match_total: Some(pounds(1_000)),
        penalty: None,
        claim_cap: Some(pounds(500)),
    };
    let sharers = schools.iter().zip(pupils).map(|(school, pupils)| Sharer { school: *school, pupils: *pupils });
    (Book::new(terms, sharers.collect()), schools)
}

fn heading() -> FundAccountId {
    FundAccountId::new(DateTime::UNIX_EPOCH)
}

fn due(kind: PaymentKind, heading: FundAccountId, amount: Money) -> Due {
    Due { kind, heading: Some(heading), school: None, amount, year: 2026 }
}

#[test]
fn lines_that_do_not_sum_to_zero_make_no_movement() {
    let line = |slot, amount| Line { slot, school: None, amount: Money(amount) };
    assert_eq!(Posting::of([line(Slot::Bank, 100), line(Slot::Grants, -99)]), None);
    assert_eq!(Posting::of([line(Slot::Bank, 100), line(Slot::Bank, -100)]), None, "it moves nothing");
    assert!(Posting::of([line(Slot::Bank, 100), line(Slot::Grants, -100)]).is_some());
}

#[test]
fn a_pound_a_pupil_is_charged_then_received_and_the_statements_say_so() {
    let (mut book, schools) = book(FundKind::Running, YearEnd::Reserve, &[160, 256]);
    let charges = book.per_pupil().unwrap();
    assert_eq!(charges, [(schools[0], pounds(160)), (schools[1], pounds(256))]);
    let posting = book.charge(&charges, 2026).unwrap();
    book.post(2026, &posting);
    assert_eq!((book.bank(), book.available()), (Money(0), Money(0)));
    let posting = book.receive(schools[0], pounds(200), 2026).unwrap();
    book.post(2026, &posting);
    let found = statements(book.balances(), &schools, 2026);
    assert!(found.agree());
    let row = found.schools[0];
    assert_eq!((row.contributed, row.owes, row.closing), (pounds(200), Money(0), pounds(200)), "£40 more than charged");
    assert_eq!((found.schools[1].contributed, found.schools[1].owes), (pounds(256), pounds(256)));
    let next = statements(book.balances(), &schools, 2027);
    assert_eq!((next.total.opening, next.total.contributed), (pounds(456), Money(0)));
}

#[test]
fn a_grant_is_matched_up_to_the_cap_and_the_contribution_and_the_rest_waits() {
    let (mut book, schools) = book(FundKind::Match, YearEnd::Reserve, &[100, 300]);
    assert_eq!(book.match_now(2026), Err(Refusal::NothingShared));
    for posting in [book.receive(schools[0], pounds(400), 2026).unwrap(), book.grant(pounds(900), 2026).unwrap()] {
        book.post(2026, &posting);
    }
    let posting = book.receive(schools[1], pounds(100), 2026).unwrap();
    book.post(2026, &posting);
    let posting = book.match_now(2026).unwrap();
    book.post(2026, &posting);
    let found = statements(book.balances(), &schools, 2026);
    assert_eq!([found.schools[0].grants, found.schools[1].grants], [pounds(250), pounds(100)], "caps £250 and £750");
    assert_eq!((book.unmatched(), found.together.grants), (pounds(550), pounds(550)));
    assert_eq!(book.match_now(2026), Err(Refusal::NothingShared), "nothing is matched twice");
}

#[test]
fn a_payment_is_refused_over_its_budget_and_over_what_the_fund_has() {
    let (mut book, schools) = book(FundKind::Running, YearEnd::Reserve, &[100, 200]);
    let heading = heading();
    let posting = book.receive(schools[0], pounds(300), 2026).unwrap();
    book.post(2026, &posting);
    let asked = |amount| due(PaymentKind::Spending, heading, pounds(amount));
    assert_eq!(book.may_promise(&asked(1)), Err(Refusal::OverBudget(Money(0))));
    book.budget(heading, 2026, pounds(500));
    assert_eq!(book.may_promise(&asked(301)), Err(Refusal::NotEnough(pounds(300))));
    book.promise(asked(200));
    assert_eq!(book.may_promise(&asked(101)), Err(Refusal::NotEnough(pounds(100))), "what is promised is not free");
    assert_eq!(book.may_budget(heading, 2026, pounds(199)), Err(Refusal::BudgetBelowSpent(pounds(200))));
    let posting = book.pay(&asked(200)).unwrap();
    book.keep_promise(&asked(200));
    book.post(2026, &posting);
    let found = statements(book.balances(), &schools, 2026);
    assert_eq!(found.schools[0].spending, Money(-666_700), "a third of £200, rounded to the penny");
    assert_eq!(found.schools[1].spending, Money(-1_333_300));
    assert!(found.agree());
}

#[test]
fn a_reversed_receipt_cannot_take_the_bank_below_nothing() {
    let (mut book, schools) = book(FundKind::Running, YearEnd::Reserve, &[100]);
    let receipt = book.receive(schools[0], pounds(300), 2026).unwrap();
    book.post(2026, &receipt);
    let heading = heading();
    book.budget(heading, 2026, pounds(300));
    book.promise(due(PaymentKind::Spending, heading, pounds(300)));
    assert_eq!(book.reverse(&receipt, 2026), Err(Refusal::NotEnough(Money(0))));
}

#[test]
fn a_years_surplus_goes_to_the_reserve_and_a_deficit_comes_out_of_it() {
    let (mut book, schools) = book(FundKind::Delegated, YearEnd::Reserve, &[100, 100]);
    for school in &schools {
        let posting = book.receive(*school, pounds(100), 2026).unwrap();
        book.post(2026, &posting);
    }
    let posting = book.end_year(2026).unwrap();
    book.post(2026, &posting);
    assert_eq!((book.reserve(), book.surplus(2026), book.bank()), (pounds(200), Money(0), pounds(200)));
    assert_eq!(book.end_year(2026), Err(Refusal::NothingShared));
    let heading = heading();
    book.budget(heading, 2027, pounds(300));
    let spent = Due { year: 2027, ..due(PaymentKind::Spending, heading, pounds(150)) };
    let posting = book.pay(&spent).unwrap();
    book.post(2027, &posting);
    assert_eq!(book.surplus(2027), Money(-1_500_000));
    let posting = book.end_year(2027).unwrap();
    book.post(2027, &posting);
    assert_eq!((book.reserve(), book.surplus(2027)), (pounds(50), Money(0)));
}

#[test]
fn a_pools_surplus_goes_back_by_premiums_and_is_paid_only_as_far_as_it_is_owed() {
    let (mut book, schools) = book(FundKind::Pool, YearEnd::Back, &[100, 100]);
    let premiums = [(schools[0], pounds(300)), (schools[1], pounds(100))];
    let posting = book.charge(&premiums, 2026).unwrap();
    book.post(2026, &posting);
    for (school, amount) in premiums {
        let posting = book.receive(school, amount, 2026).unwrap();
        book.post(2026, &posting);
    }
    let claims = heading();
    let claim = |amount| Due { school: Some(schools[1]), ..due(PaymentKind::Claim, claims, amount) };
    assert_eq!(book.may_promise(&claim(pounds(501))), Err(Refusal::OverCap(pounds(500))));
    book.promise(claim(pounds(200)));
    assert_eq!(book.may_promise(&claim(pounds(301))), Err(Refusal::OverCap(pounds(300))));
    let posting = book.pay(&claim(pounds(200))).unwrap();
    book.keep_promise(&claim(pounds(200)));
    book.post(2026, &posting);
    let posting = book.end_year(2026).unwrap();
    book.post(2026, &posting);
    assert_eq!(book.payable(), pounds(200));
    let back = |school, amount| Due { heading: None, school: Some(school), ..due(PaymentKind::Return, claims, amount) };
    assert_eq!(book.may_promise(&back(schools[0], pounds(151))), Err(Refusal::NotOwed(pounds(150))), "three quarters");
    assert_eq!(book.may_promise(&back(schools[1], pounds(50))), Ok(()));
    assert_eq!(book.may_close(false), Err(Refusal::MoneyLeft(pounds(200))));
}

#[test]
fn only_another_person_of_another_school_without_an_interest_approves() {
    let (accounts, schools): (Vec<AccountId>, Vec<SchoolId>) =
        (0..4).map(|_| (AccountId::new(DateTime::UNIX_EPOCH), SchoolId::new(DateTime::UNIX_EPOCH))).unzip();
    let asked = Asked {
        by: accounts[0],
        school: Some(schools[0]),
        receiver: Some(schools[3]),
        approved: vec![(accounts[1], schools[1])],
    };
    let of = |account: usize, school: Option<usize>, has_interest| {
        let school = school.map(|at| schools[at]);
        may_approve(&asked, &Approver { account: accounts[account], school, has_interest })
    };
    assert_eq!(of(0, Some(2), false), Err(ApprovalRefusal::SamePerson), "whatever hat is worn");
    assert_eq!(of(2, Some(0), false), Err(ApprovalRefusal::SameSchool));
    assert_eq!(of(2, Some(3), false), Err(ApprovalRefusal::Receiver));
    assert_eq!(of(2, None, false), Err(ApprovalRefusal::NoSchool));
    assert_eq!(of(2, Some(2), true), Err(ApprovalRefusal::Interest));
    assert_eq!(of(1, Some(2), false), Err(ApprovalRefusal::Already));
    assert_eq!(of(2, Some(1), false), Err(ApprovalRefusal::SchoolAlready));
    assert_eq!(of(2, Some(2), false), Ok(schools[2]));
}

#[test]
fn every_event_leads_where_the_tables_say_and_nowhere_else() {
    use PaymentState::*;
    let leads = |event: PaymentEvent| PaymentState::ALL.iter().map(|state| event.from(*state)).collect::<Vec<_>>();
    // In the order asked, approved, paid, refused, withdrawn, reversed.
    assert_eq!(leads(PaymentEvent::Approve), [Some(Approved), None, None, None, None, None]);
    assert_eq!(leads(PaymentEvent::Refuse), [Some(Refused), None, None, None, None, None]);
    assert_eq!(leads(PaymentEvent::Withdraw), [Some(Withdrawn), Some(Withdrawn), None, None, None, None]);
    assert_eq!(leads(PaymentEvent::Pay), [None, Some(Paid), None, None, None, None]);
    assert_eq!(leads(PaymentEvent::Reverse), [None, None, Some(Reversed), None, None, None]);
    let leads = |event: FundEvent| FundState::ALL.iter().map(|state| event.from(*state)).collect::<Vec<_>>();
    assert_eq!(leads(FundEvent::Open), [Some(FundState::Open), None, None]);
    assert_eq!(leads(FundEvent::Drop), [Some(FundState::Closed), None, None]);
    assert_eq!(leads(FundEvent::Close), [None, Some(FundState::Closed), None]);
}

#[test]
fn parts_of_a_liability_sum_to_the_whole() {
    let percent = |whole: i64| Rate(whole * 1_000_000);
    assert_eq!(sums_to_the_whole([percent(60), percent(40)]), Ok(()));
    let short = sums_to_the_whole([percent(60), percent(35)]).unwrap_err();
    assert_eq!(short.to_string(), "The parts must add up to 100%. They add up to 95%");
}

#[test]
fn small_counts_are_not_told_outside_the_school_and_totals_do_not_give_them_away() {
    assert_eq!([shown_count(0, false), shown_count(4, false), shown_count(4, true)], ["0", "fewer than 5", "4"]);
    assert_eq!(shown_total(&[(4, false), (13, false)]), "about 15");
    assert_eq!(shown_total(&[(1, false), (2, false)]), "fewer than 5");
    assert_eq!(shown_total(&[(4, true), (13, false)]), "17");
    assert_eq!(shown_count(FEWEST_SHOWN, false), "5");
}

#[test]
fn a_financial_year_begins_in_april() {
    let day = |text: &str| text.parse().unwrap();
    assert_eq!([financial_year(day("2027-03-31")), financial_year(day("2027-04-01"))], [2026, 2027]);
    assert_eq!([year_is_over(2026, day("2027-03-31")), year_is_over(2026, day("2027-04-01"))], [false, true]);
}
