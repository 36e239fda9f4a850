//! Opening, the check, scoring, moderation and prices.

use super::founding::declare;
use super::story::{EVALUATORS, FIRMS, Firm, KEY_HOLDERS, LEAD, Story, TENDER, manager};
use super::{Walker, pick, text};
use crate::tenders::PASSWORD;
use clusterbuy::tender::rules::conditions::template;
use std::collections::BTreeMap;

const REASON: &str = "A clear plan. Evidence from more schools would have scored higher.";

/// Two key-holders open, the lead checks, three evaluators score. Answers which firm has which mask.
pub(super) async fn opening_to_scores(walker: &mut impl Walker, story: &Story) -> BTreeMap<String, &'static Firm> {
    walker.it_is("2027-03-16T12:01:00Z");
    for school in KEY_HOLDERS {
        let world = walker.world().clone();
        let holder = world.person(&manager(school), &[]).await;
        world.give_password(&holder).await;
        walker.becomes(&manager(school)).await;
        declare(walker, TENDER).await;
        walker.opens(&format!("/tenders/{TENDER}/opening")).await;
        walker.sends("Confirm the opening", &[text("password", PASSWORD), text("code", world.code())]).await;
    }
    walker.sees("3 bids were opened").await;
    compliance(walker).await;
    walker.it_is("2027-03-19T10:00:00Z");
    let mut masked = BTreeMap::new();
    for (at, school) in EVALUATORS.iter().enumerate() {
        walker.becomes(&manager(school)).await;
        declare(walker, TENDER).await;
        score(walker, story, at == 2, &mut masked).await;
    }
    masked
}

async fn compliance(walker: &mut impl Walker) {
    walker.it_is("2027-03-17T10:00:00Z");
    walker.becomes(&manager(LEAD)).await;
    let page = format!("/tenders/{TENDER}/compliance");
    walker.opens(&page).await;
    let mut bids = walker.links(&format!("{page}/")).await;
    bids.retain(|link| !link.ends_with("/window"));
    assert_eq!(bids.len(), 3);
    let pass = |code: &str| pick(&format!("result-{code}"), "pass");
    let passes: Vec<_> = template("catering").iter().map(|each| each.code).chain(["interests"]).map(pass).collect();
    for bid in bids {
        walker.opens(&bid).await;
        walker.sends("Save the check", &passes).await;
    }
    walker.opens(&page).await;
    walker.sends("Finish the check", &[]).await;
}

/// Every answer, by one evaluator; the last of them gives the menus a point less.
async fn score(walker: &mut impl Walker, story: &Story, is_strict: bool, masked: &mut BTreeMap<String, &'static Firm>) {
    let page = format!("/tenders/{TENDER}/evaluation");
    walker.opens(&page).await;
    let answers = walker.links(&format!("{page}/")).await;
    assert_eq!(answers.len(), 12);
    for answer in answers {
        walker.opens(&answer).await;
        let read = walker.reads().await;
        let firm = FIRMS.iter().find(|firm| read.contains(firm.begins)).expect("the answer is a firm's");
        assert!(!read.contains(firm.name), "who answered is masked: {read}");
        let (mark, criterion) = mark_and_criterion(&answer);
        masked.insert(mark.to_owned(), firm);
        let lower = i64::from(is_strict && criterion == "menus");
        let score = (story.score(firm.id, criterion) - lower).to_string();
        walker.sends("Save and next", &[pick("score", &score), text("reason", REASON)]).await;
    }
    walker.opens(&page).await;
    walker.sends("Submit my scores", &[]).await;
}

/// The last two parts of an address.
fn mark_and_criterion(path: &str) -> (&str, &str) {
    let mut parts = path.rsplit('/');
    let criterion = parts.next().expect("a criterion");
    (parts.next().expect("a mark"), criterion)
}

/// The panel agrees every score, and two of it open the prices.
pub(super) async fn moderation(walker: &mut impl Walker, story: &Story, masked: &BTreeMap<String, &'static Firm>) {
    walker.it_is("2027-03-23T10:00:00Z");
    walker.becomes(&manager(LEAD)).await;
    let page = format!("/tenders/{TENDER}/moderation");
    walker.opens(&page).await;
    let cells = walker.links(&format!("{page}/")).await;
    assert_eq!(cells.len(), 12);
    for cell in cells {
        walker.opens(&cell).await;
        let (mark, criterion) = mark_and_criterion(&cell);
        let score = story.score(masked[mark].id, criterion).to_string();
        walker.sends("Agree score", &[pick("score", &score), text("reason", REASON)]).await;
    }
    for school in [LEAD, EVALUATORS[0]] {
        walker.becomes(&manager(school)).await;
        walker.opens(&format!("{page}/prices")).await;
        walker.sends("Confirm that all scores are agreed", &[]).await;
    }
}

/// The ranking, and the lowest price explained.
pub(super) async fn prices(walker: &mut impl Walker) {
    walker.it_is("2027-03-25T10:00:00Z");
    let page = format!("/tenders/{TENDER}/prices");
    walker.becomes(&manager(LEAD)).await;
    walker.opens(&page).await;
    walker.sees("Alder Catering is ranked first.").await;
    walker.sees("Alder Catering has the best total: 84.29").await;
    walker.sees("£1,697.64").await;
    walker.sends("Ask Birch Kitchens to explain its price", &[]).await;
    walker.becomes(FIRMS[1].writer).await;
    walker.opens("/home").await;
    let waiting = walker.links("/bids/").await;
    let explanation = waiting.iter().find(|href| href.ends_with("/price-explanation")).expect("home leads to it");
    walker.opens(explanation).await;
    walker.sends("Send explanation", &[text("answer", "We manage kitchens in the next town already.")]).await;
    walker.becomes(&manager(LEAD)).await;
    walker.opens(&page).await;
    let outcome = [pick("Outcome", "accepted"), text("Reason", "The area manager's cost is shared.")];
    walker.sends("Record outcome", &outcome).await;
}
