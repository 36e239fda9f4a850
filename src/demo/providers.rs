//! What the demonstration's providers do besides bidding: a listing in review, one superseded, one that ends, an answer
//! library, and a certificate that expires soon after the story begins.

use super::offers::{category_of, draft_like, invited, listing_titled};
use super::stage::{Stage, day};
use crate::catalogue::listing;
use crate::platform::error::{Error, Result};
use crate::provider::rules::answers::Said;
use crate::provider::{self, NewEvidence};
use ::entity::listing::{Content, ListingKind};
use ::entity::membership::Role;

const CERTIFICATE: &str = "Food hygiene rating";

/// Topic, answer and tags of each answer that Alder keeps.
const ANSWERS: [(&str, &str, &str); 2] = [
    (
        "How will you keep kitchen staff trained?",
        "Each kitchen has a training day every term, led by our own cooks. New staff work beside a colleague for two weeks.",
        "staff, training",
    ),
    (
        "How do you use fewer miles and less packaging?",
        "We buy from farms within forty miles where we can, in boxes that go back, and publish both figures every year.",
        "environment",
    ),
];

pub async fn at_work(stage: &Stage) -> Result<()> {
    superseded(stage).await?;
    ending(stage).await?;
    in_review(stage).await?;
    let abe = stage.person("Abe Alder-Demo").await?;
    let alder = provider::own(&abe).await?;
    let catering = category_of(&abe, "catering").await?;
    for (topic, text, tags) in ANSWERS {
        let said = Said { topic: topic.to_owned(), text: text.to_owned(), tags: tags.to_owned() };
        provider::keep_answer(&abe, alder.id, Some(catering), said).await?;
    }
    Ok(())
}

/// Cedar's second version rests on a certificate.
async fn superseded(stage: &Stage) -> Result<()> {
    let cy = stage.person("Cy Cedar-Demo").await?;
    let cedar = provider::own(&cy).await?;
    let new = NewEvidence {
        name: CERTIFICATE.to_owned(),
        file_name: "hygiene.csv".to_owned(),
        expires_on: Some(day(2027, 2, 26)),
    };
    provider::keep_evidence(&cy, cedar.id, new, b"Kitchen,Rating\nDemonstration,5\n").await?;
    let held = provider::evidence(&cy, cedar.id).await?;
    let id = listing_titled(&cy, "School meals with dieticians").await?;
    let (row, _) = listing::seen(&cy, id).await?;
    let content = Content {
        evidence_ids: held.iter().map(|held| held.first_id).collect(),
        notice: "Six months, to the end of a term".to_owned(),
        ..listing::working_copy(&cy, &row).await?
    };
    listing::redraft(&cy, id, content).await?;
    listing::publish(&cy, id).await?;
    Ok(())
}

/// Birch stops offering its listing some years from now.
async fn ending(stage: &Stage) -> Result<()> {
    let bo = stage.person("Bo Birch-Demo").await?;
    let id = listing_titled(&bo, "Kitchen management at low cost").await?;
    let why = "We will only run kitchens that are our own.";
    listing::withdraw(&bo, id, Some(day(2029, 8, 31)), why).await
}

/// People Desk has a colleague now, who reads what Pip has written.
async fn in_review(stage: &Stage) -> Result<()> {
    let pip = stage.person("Pip Peopledesk-Demo").await?;
    let desk = provider::own(&pip).await?;
    provider::invite(&pip, &desk, &invited("Pat Peopledesk-Demo"), Role::ProviderStaff).await?;
    let content = draft_like(stage, "HR advice for one school", "hr_cluster")?;
    let hr = category_of(&pip, "hr").await?;
    let id = listing::draft(&pip, &desk, hr, ListingKind::Offer, Content { areas: vec!["335".to_owned()], ..content })
        .await?;
    listing::send(&pip, id).await.map_err(|error| Error::internal(format!("the draft is not sent: {error}")))
}
