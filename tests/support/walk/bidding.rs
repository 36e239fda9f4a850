//! A question, three bids in time, and one that is a second late.

use super::founding::charges;
use super::story::{FIRMS, Firm, LEAD, Story, TENDER, manager};
use super::{Walker, day, pick, text, tick};
use clusterbuy::tender::rules::conditions::template;

const CRITERIA: [&str; 4] = ["menus", "food-safety", "account-management", "social-value"];

pub(super) async fn question(walker: &mut impl Walker) {
    walker.it_is("2027-02-10T11:00:00Z");
    let page = format!("/tenders/{TENDER}/questions");
    walker.becomes(FIRMS[2].writer).await;
    walker.opens(&page).await;
    walker.sends("Ask", &[text("question", "Do the kitchen staff stay with the schools?")]).await;
    walker.becomes(&manager(LEAD)).await;
    walker.opens(&page).await;
    walker.sends("Publish the answer", &[text("Answer", "Yes. Only the management is bought.")]).await;
    walker.becomes(FIRMS[0].writer).await;
    walker.opens(&page).await;
    walker.sees("Only the management is bought").await;
}

pub(super) async fn bids(walker: &mut impl Walker, story: &Story) {
    walker.it_is("2027-03-10T15:00:00Z");
    let prices =
        [("catering_cluster", "£36,000.00"), ("catering_birch", "£29,700.00"), ("catering_cedar", "£46,800.00")];
    for (firm, (offer, price)) in FIRMS.iter().zip(prices) {
        write(walker, story, firm, offer).await;
        walker.sees(price).await;
        walker.sends("Submit bid", &[]).await;
        walker.sees("Bid received").await;
    }
    let late = &FIRMS[3];
    walker.it_is("2027-03-16T11:30:00Z");
    write(walker, story, late, "catering_cluster").await;
    walker.it_is("2027-03-16T12:00:01Z");
    walker.presses("Submit bid", &[]).await;
    walker.sees("Bids closed at midday GMT on Tuesday 16 March 2027. Your draft is kept. It was not submitted").await;
}

/// The six pages, up to the last.
async fn write(walker: &mut impl Walker, story: &Story, firm: &Firm, offer: &str) {
    walker.becomes(firm.writer).await;
    walker.opens(&format!("/tenders/{TENDER}")).await;
    walker.sends("Start a bid", &[]).await;
    let path = walker.path().await;
    walker.opens(&format!("{path}/organisation")).await;
    walker.sends("Save and continue", &[tick("confirmed")]).await;
    let mut declared: Vec<_> = template("catering").into_iter().map(|each| tick(each.code)).collect();
    declared.push(pick("interest", "no"));
    walker.sends("Save and continue", &declared).await;
    walker.presses("Add another charge", &[]).await;
    let mut prices = charges(story, offer);
    prices.extend([text("term_years", "3"), day("valid_until", "31 8 2027")]);
    walker.sends("Save and continue", &prices).await;
    let answer =
        |code: &&str| text(format!("answer-{code}"), format!("{}, and this is our plan for {code}.", firm.begins));
    let answers: Vec<_> = CRITERIA.iter().map(answer).collect();
    walker.sends("Save and continue", &answers).await;
    walker.uploads("Upload", "Add a document", "menu.csv", "Week,Monday\n1,Pasta\n").await;
    walker.sees("menu.csv").await;
    walker.opens(&format!("{path}/evidence/food_hygiene")).await;
    walker.uploads("Attach", "File", "rating.csv", "Kitchen,Rating\nCentral,5\n").await;
    walker.sees("rating.csv").await;
    walker.sends("Save and continue", &[]).await;
}
