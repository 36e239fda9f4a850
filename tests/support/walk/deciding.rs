//! The recommendation, the vote, the outcomes, the contract and what was paid.

use super::founding::{accepts, declare};
use super::story::{CHAIR, CLERK, FIRMS, LEAD, Story, TENDER, governor, head, manager};
use super::{Walker, day, pick, text};
use crate::pdf::Pdf;

/// Recommended, voted on, recorded, told to every bidder.
pub(super) async fn award(walker: &mut impl Walker) {
    walker.it_is("2027-03-30T10:00:00Z");
    walker.becomes(&manager(LEAD)).await;
    walker.opens(&format!("/tenders/{TENDER}/recommend")).await;
    walker
        .sends("Recommend Alder Catering", &[text("reasons", "The best total: strong menus at a third of the price.")])
        .await;
    pack(walker).await;
    walker.becomes(CLERK).await;
    walker.opens(&format!("/tenders/{TENDER}/ballot")).await;
    walker.sends("Open the vote", &[pick("motion", "accept"), day("closes", "8 4 2027"), text("hour", "17")]).await;
    votes(walker).await;
    walker.it_is("2027-04-09T10:00:00Z");
    walker.becomes(CLERK).await;
    walker.opens(&format!("/tenders/{TENDER}/decision")).await;
    walker.sends("Record the decision", &[text("minute_reason", "The vote accepted the bid ranked first.")]).await;
    walker.sees("The decision is recorded").await;
    walker.it_is("2027-04-12T10:00:00Z");
    walker.becomes(&head(CHAIR)).await;
    walker.opens(&format!("/tenders/{TENDER}/outcomes")).await;
    walker.sends("Send the outcomes and start the standstill", &[]).await;
}

/// A governor reads the pack and takes it to the meeting as a PDF, with the same figure.
async fn pack(walker: &mut impl Walker) {
    walker.becomes(&governor("pinfold-street")).await;
    walker.opens(&format!("/tenders/{TENDER}/decision/pack")).await;
    walker.sees("Governors' pack: Award catering to Alder Catering?").await;
    let sentence = "would pay £1,697.64 in year 1 for catering, £3,395.26 less than it pays now";
    walker.sees(sentence).await;
    let printed = Pdf::read(&walker.downloads(&format!("/tenders/{TENDER}/decision/pack.pdf")).await);
    assert!(printed.text().contains(sentence), "{}", printed.text());
}

/// Six schools for, one against, one abstains.
async fn votes(walker: &mut impl Walker) {
    for (at, school) in Story::read().bound().enumerate() {
        walker.becomes(&governor(&school.id)).await;
        declare(walker, TENDER).await;
        walker.opens(&format!("/tenders/{TENDER}/decision")).await;
        let choice = match at {
            4 => "abstain",
            7 => "against",
            _ => "for",
        };
        walker.sends("Confirm vote", &[pick("choice", choice)]).await;
    }
    walker.sees("8 of 8 schools have voted").await;
}

/// Everybody signs; after a year every school enters what it was invoiced.
pub(super) async fn contract(walker: &mut impl Walker, story: &Story) {
    walker.it_is("2027-04-26T10:00:00Z");
    walker.becomes(&head(CHAIR)).await;
    walker.opens(&format!("/tenders/{TENDER}/decision")).await;
    walker.sends("Draw up the contract", &[]).await;
    walker.opens("/clusters/darlaston/contracts").await;
    let contract = walker.links("/contracts/").await.into_iter().next().expect("the contract is listed");
    walker.it_is("2027-05-04T10:00:00Z");
    walker.becomes(FIRMS[0].writer).await;
    walker.opens(&format!("{contract}/sign-provider")).await;
    walker.sends("Sign", &accepts()).await;
    for school in story.bound() {
        walker.becomes(&governor(&school.id)).await;
        walker.opens(&format!("{contract}/sign/{}", school.urn)).await;
        walker.sends("Sign", &[text("minute", "FGB 3/5")]).await;
    }
    walker.becomes(&head(CHAIR)).await;
    walker.opens(&contract).await;
    walker.sees("£1,697.64").await;
    walker.opens(&format!("/tenders/{TENDER}")).await;
    walker.sees("Contract live").await;
    first_year(walker, story, &contract).await;
}

async fn first_year(walker: &mut impl Walker, story: &Story, contract: &str) {
    walker.it_is("2028-09-04T10:00:00Z");
    let id = contract.trim_start_matches("/contracts/");
    for school in story.bound() {
        walker.becomes(&manager(&school.id)).await;
        walker.opens(&format!("/schools/{}/savings/actuals/{id}", school.urn)).await;
        if school.id == "pinfold-street" {
            by_terms(walker).await;
            continue;
        }
        let spent = [
            text("year", "1"),
            pick("period", "year"),
            text("amount", story.will_pay(&school.id)),
            text("invoice", "Invoices of 2027 to 2028"),
        ];
        walker.sends("Save", &spent).await;
    }
    walker.opens("/clusters/darlaston/savings/terms?year=all").await;
    walker.sees("Autumn term 2027 £4,000.02 £4,000.02 no change £8,000.03 less").await;
    walker.becomes(&head(CHAIR)).await;
    walker.opens(contract).await;
    walker.sees("2027 to 2028 £12,000 £12,000 no change").await;
    walker.opens("/clusters/darlaston/savings").await;
    walker.sees("Actual £36,000 £12,000 £24,000 less").await;
}

/// Pinfold Street's £1,697.64 in three invoices.
async fn by_terms(walker: &mut impl Walker) {
    for term in ["autumn", "spring", "summer"] {
        let spent = [
            text("year", "1"),
            pick("period", term),
            text("amount", "565.88"),
            text("invoice", format!("Invoice of the {term} term")),
        ];
        walker.sends("Save", &spent).await;
    }
}
