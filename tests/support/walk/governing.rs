//! The committee of the cluster: its terms, a chair, a meeting of too few and one of enough, what it decided, its fund.

use super::founding::agreement;
use super::story::{CHAIR, CLERK, LEAD, School, Story, governor, head, manager};
use super::{Typed, Walker, day, pick, text, tick};

const CLUSTER: &str = "/clusters/darlaston";
/// As many come to the first meeting; half of eight is the quorum.
const TOO_FEW: usize = 3;

/// The terms of reference, the election online, and two meetings with the same agenda.
pub(super) async fn committee(walker: &mut impl Walker, story: &Story) {
    walker.becomes(CLERK).await;
    walker.opens(&format!("{CLUSTER}/committee/terms")).await;
    walker.sends("Set these terms", &[tick("start_tender")]).await;
    meeting(walker, (1, "20 10 2026")).await;
    chair(walker, story).await;
    walker.it_is("2026-10-20T18:00:00Z");
    let members: Vec<&School> = story.bound().collect();
    held(walker, 1, &members[..TOO_FEW]).await;
    walker.sees("3 of 8 schools were there. 4 are needed").await;
    meeting(walker, (2, "10 11 2026")).await;
    walker.it_is("2026-11-10T18:00:00Z");
    held(walker, 2, &members[..members.len() - 1]).await;
    walker.sees("7 of 8 schools were there").await;
    walker.it_is("2026-11-16T10:00:00Z");
    agreement(walker, story, 2, "12 11 2026").await;
    walker.sees("Everyone gets the same percentage off what they pay now").await;
}

/// The schools that are bound elect the head who founded the cluster.
async fn chair(walker: &mut impl Walker, story: &Story) {
    walker.becomes(CLERK).await;
    walker.opens(&format!("{CLUSTER}/elections")).await;
    let election = [
        pick("office", "chair"),
        day("until", "9 10 2026"),
        text("until_time", "5pm"),
        day("closes", "16 10 2026"),
        text("closes_time", "midday"),
        day("term", "31 8 2028"),
    ];
    walker.sends("Open the election", &election).await;
    let page = walker.path().await;
    for (school, nominee) in [(CHAIR, head(CHAIR)), (LEAD, governor(LEAD))] {
        walker.becomes(&governor(school)).await;
        walker.opens(&page).await;
        let stands = format!("{nominee}, {}", story.school(school).name);
        walker.sends("Put forward", &[text("nominee", stands)]).await;
    }
    walker.it_is("2026-10-12T10:00:00Z");
    for school in story.bound() {
        walker.becomes(&governor(&school.id)).await;
        walker.opens(&page).await;
        let nominee = if school.id == LEAD { governor(LEAD) } else { head(CHAIR) };
        walker.sends("Confirm vote", &[pick("nominee", &nominee)]).await;
    }
    walker.it_is("2026-10-19T10:00:00Z");
    walker.becomes(CLERK).await;
    walker.opens(&page).await;
    walker.sends("Record the result", &[]).await;
    walker.sees(&format!("{} is elected with 7 votes", head(CHAIR))).await;
}

/// Plans and calls a meeting that is to set the sharing rule, start a tender and open a fund.
async fn meeting(walker: &mut impl Walker, (number, on): (i32, &str)) {
    walker.becomes(CLERK).await;
    walker.opens(&format!("{CLUSTER}/meetings/new")).await;
    let facts = [day("starts", on), text("starts_time", "4pm"), text("place", "Rowley View, hall")];
    walker.sends("Plan the meeting", &facts).await;
    for (kind, title, rule) in [
        ("sharing_rule", "Sharing costs", "proportional"),
        ("start_tender", "Catering together", ""),
        ("open_fund", "Match fund", ""),
    ] {
        walker.opens(&format!("{CLUSTER}/meetings/{number}")).await;
        let mut item = vec![
            pick("purpose", "decision"),
            text("title", title),
            text("words", format!("We agree: {title}.")),
            text("kind", kind),
        ];
        item.extend((!rule.is_empty()).then(|| text("sharing_rule", rule)));
        walker.sends("Add the item", &item).await;
    }
    walker.sends("Call the meeting", &[]).await;
}

/// Who came, all for everything, and the minutes.
async fn held(walker: &mut impl Walker, number: i32, came: &[&School]) {
    let page = format!("{CLUSTER}/meetings/{number}");
    walker.becomes(CLERK).await;
    walker.opens(&format!("{page}/attendance")).await;
    let ticks: Vec<Typed> =
        came.iter().map(|school| tick(&format!("{}, representative", governor(&school.id)))).collect();
    walker.sends("Record who came", &ticks).await;
    let votes: Vec<Typed> = came.iter().map(|school| text(format!("Vote of {}", school.name), "For")).collect();
    for item in 1..=3 {
        walker.opens(&format!("{page}/items/{item}")).await;
        walker.sends("Record", &votes).await;
    }
    walker.opens(&format!("{page}/minutes")).await;
    walker.sends("Draft the minutes from what was recorded", &[]).await;
    walker.opens(&format!("{page}/minutes")).await;
    walker.sends("Publish to the members", &[]).await;
}

/// A match fund: its budget, national money, what two schools put in, the match, and a bill that two people of other
/// schools approve.
pub(super) async fn fund(walker: &mut impl Walker, story: &Story) {
    walker.becomes(CLERK).await;
    walker.opens(&format!("{CLUSTER}/funds/new")).await;
    let facts = [
        pick("kind", "match"),
        text("name", "Match fund"),
        text("purpose", "Comparing offers and training cooks"),
        text("outcome", "Meals that cost less"),
        text("host", &story.school(CHAIR).name),
        text("headings", "Training"),
        pick("sharing", "contributions"),
        pick("year_end", "reserve"),
        pick("approvals", "2"),
        text("match_total", "1600"),
        text("decision", "Meeting 2, item 3"),
    ];
    walker.sends("Propose or open the fund", &facts).await;
    let fund = walker.path().await;
    money(walker, story, &fund).await;
    payment(walker, &fund).await;
    walker.opens(&format!("{fund}/statements")).await;
    walker.sees("The balances sum to what the fund has: £1,200 at the bank").await;
}

async fn money(walker: &mut impl Walker, story: &Story, fund: &str) {
    walker.opens(&format!("{fund}/budget")).await;
    let budget = [text("heading", "Training"), text("amount", "500"), text("decision", "Meeting 2, item 3")];
    walker.sends("Set the budget", &budget).await;
    let said = |reason: &str| [day("day", "16 11 2026"), text("reason", reason), text("evidence", "Remittance")];
    walker.opens(&format!("{fund}/record/grant")).await;
    let grant: Vec<Typed> = [text("amount", "1000")].into_iter().chain(said("National funding")).collect();
    walker.sends("Record", &grant).await;
    for school in [CHAIR, LEAD] {
        walker.opens(&format!("{fund}/record/contribution")).await;
        let from = [text("school", &story.school(school).name), text("amount", "300")];
        let typed: Vec<Typed> = from.into_iter().chain(said("What the school puts in")).collect();
        walker.sends("Record", &typed).await;
    }
    walker.opens(&format!("{fund}/record/matching")).await;
    walker.sends("Record", &said("The match")).await;
}

/// £400 of £1,600: asked by one school, approved by two others, paid by the host.
async fn payment(walker: &mut impl Walker, fund: &str) {
    walker.becomes(&manager(LEAD)).await;
    walker.opens(&format!("{fund}/payments/new")).await;
    let bill = [
        pick("kind", "spending"),
        text("heading", "Training"),
        text("payee", "A cookery school"),
        text("amount", "400"),
        text("purpose", "A day for the cooks"),
        text("evidence", "Invoice 12"),
    ];
    walker.sends("Ask for approval", &bill).await;
    let page = walker.path().await;
    for (school, standing) in [("salisbury", "1 of 2"), ("old-church", "2 of 2")] {
        walker.becomes(&governor(school)).await;
        walker.opens(&page).await;
        walker.sends("Record the decision", &[pick("decision", "approve")]).await;
        walker.sees(standing).await;
    }
    walker.becomes(&manager(CHAIR)).await;
    walker.opens(&page).await;
    walker.sends("Record the payment", &[day("day", "16 11 2026"), text("reference", "BACS 1")]).await;
    walker.sees("The payment is recorded").await;
}
