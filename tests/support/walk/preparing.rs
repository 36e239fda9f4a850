//! The tender, what the schools need, and its publication.

use super::story::{CHAIR, EVALUATORS, KEY_HOLDERS, LEAD, REVIEWER, Story, TENDER, email, governor, head, manager};
use super::{Walker, day, pick, text};

/// The chair starts the tender, appoints its team and answers the builder's tasks.
pub(super) async fn tender(walker: &mut impl Walker, story: &Story) {
    walker.becomes(&head(CHAIR)).await;
    walker.opens("/clusters/darlaston/tenders/new").await;
    let facts = [
        text("category", "catering"),
        text("title", "Catering management 2027 to 2030"),
        day("contract_start", "1 9 2027"),
        text("term_years", "3"),
    ];
    walker.sends("Start the tender", &facts).await;
    team(walker, story).await;
    tasks(walker).await;
    walker.opens(&format!("/tenders/{TENDER}/edit/check")).await;
    walker.sends("Ask schools for their demand", &[]).await;
}

async fn team(walker: &mut impl Walker, story: &Story) {
    let mut team = vec![("tender_lead", LEAD, manager(LEAD)), ("reviewer", REVIEWER, head(REVIEWER))];
    team.extend(KEY_HOLDERS.map(|school| ("key_holder", school, manager(school))));
    team.extend(EVALUATORS.map(|school| ("evaluator", school, manager(school))));
    for (role, school, name) in team {
        walker.opens(&format!("/tenders/{TENDER}/edit/team")).await;
        let urn = story.school(school).urn.to_string();
        let typed = [pick("role", role), text("name", &name), text("email", email(&name)), text("school", urn)];
        walker.sends("Appoint", &typed).await;
    }
}

async fn tasks(walker: &mut impl Walker) {
    let tasks = [
        ("what", vec![text("need", "Management of our kitchens: menus, purchasing, training and hygiene.")]),
        ("lot", vec![text("bid_validity_days", "120")]),
        (
            "price",
            vec![
                pick("method", "benchmark"),
                text("weight", "40"),
                text("ceiling", "108000"),
                text("target", "24000"),
                text("low_bid_percent", "10"),
            ],
        ),
        ("leaving", vec![text("minimum_schools", "6"), pick("leave_rule", "bid_schedule_decides")]),
        (
            "dates",
            vec![
                day("deadline", "16 3 2027"),
                text("deadline_time", "midday"),
                day("questions", "1 3 2027"),
                text("questions_time", "midday"),
            ],
        ),
        (
            "conflicts",
            vec![
                text("asked", "The team and the nine heads."),
                text("found", "Nobody has an interest in a likely bidder."),
                text("mitigation", "Nothing."),
                pick("hat", "none"),
            ],
        ),
    ];
    for (task, typed) in tasks {
        walker.opens(&format!("/tenders/{TENDER}/edit/{task}")).await;
        walker.sends("Save", &typed).await;
    }
}

/// The eight schools that agreed commit.
pub(super) async fn demand(walker: &mut impl Walker, story: &Story) {
    walker.it_is("2027-01-20T10:00:00Z");
    for school in story.bound() {
        let sheet = format!("/schools/{}/demand/{TENDER}", school.urn);
        walker.becomes(&manager(&school.id)).await;
        walker.opens(&sheet).await;
        walker.sends("Send to headteacher to sign off", &[]).await;
        walker.becomes(&head(&school.id)).await;
        walker.opens(&sheet).await;
        walker.sends("Sign off", &[]).await;
        walker.becomes(&governor(&school.id)).await;
        walker.opens(&sheet).await;
        let mandate = [text("limit", story.pays_now(&school.id)), text("minute", "FGB 5/1")];
        walker.sends("Record mandate", &mandate).await;
    }
}

/// The chair locks what is needed; the reviewer, of another school, publishes.
pub(super) async fn publication(walker: &mut impl Walker) {
    walker.becomes(&head(CHAIR)).await;
    walker.opens(&format!("/tenders/{TENDER}/edit/check")).await;
    walker.sends("Lock demand and send to review", &[]).await;
    walker.it_is("2027-01-22T10:00:00Z");
    walker.becomes(&head(REVIEWER)).await;
    walker.opens(&format!("/tenders/{TENDER}/edit/check")).await;
    walker.sends("Publish", &[]).await;
    walker.opens(&format!("/tenders/{TENDER}")).await;
    walker.sees("120,000").await;
}
