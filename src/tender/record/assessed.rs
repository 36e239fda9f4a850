//! What a record says of the bids: the minutes of the opening, and every score as it was first given beside the agreed one.

use super::{Fact, Part, Scene, Which};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::store::{self, Given, Locked};
use ::entity::criterion;
use ::entity::ids::CriterionId;

/// Who opened the bids, and each bid that was there with the SHA-256 that stands on its receipt.
pub(super) async fn opening(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_opened() {
        let why = "Bids are sealed. Nobody knows whether there is any until two key-holders have opened them.";
        return Ok(Part::closed(Which::Opening, why));
    }
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::Opening, "Shown once every bidder has been told the outcome."));
    }
    let about = "The minutes of the opening: who confirmed it, then every bid that was in the box.";
    let mut part = Part::new(
        Which::Opening,
        about,
        &["What", "Who", "When", "SHA-256 on the receipt", "Bytes at the opening", "Result of the checks"],
    );
    let confirmed = store::opened_by(context.read(), scene.tender.id).await?;
    let names = scene.people(context, "Key-holder", confirmed.iter().map(|one| one.account_id)).await?;
    for one in &confirmed {
        let who = Fact::maybe(names.get(&one.account_id).cloned());
        part.rows.push(vec![
            Fact::text("Opening confirmed"),
            who,
            Fact::At(one.confirmed_at),
            Fact::Nothing,
            Fact::Nothing,
            Fact::Nothing,
        ]);
    }
    for (bid, submitted) in store::received(context.read(), scene.bidders.keys().copied()).await? {
        let checks = scene.bidders.get(&bid).map(|bidder| match (bidder.passed, &bidder.failed_reason) {
            (None, _) => "Not checked yet".to_owned(),
            (Some(true), _) => "Met every condition".to_owned(),
            (Some(false), Some(reason)) if scene.is_whole() => format!("Left out: {reason}"),
            (Some(false), _) => "Left out".to_owned(),
        });
        let same = submitted.found.map(|same| if same { "The same bytes" } else { "Other bytes than were received" });
        part.rows.push(vec![
            Fact::text("Bid received"),
            Fact::text(scene.bidder(bid)),
            Fact::At(submitted.received_at),
            Fact::text(submitted.sha256),
            Fact::maybe(same),
            Fact::maybe(checks),
        ]);
    }
    Ok(part)
}

/// Each evaluator's score as it was submitted, round by round, and after them what the panel agreed. Reasons quote answers,
/// so the public has the scores alone.
pub(super) async fn scores(context: &Context, scene: &Scene) -> Result<Part> {
    let lots: Vec<_> = scene.scored().collect();
    if lots.is_empty() {
        return Ok(Part::closed(
            Which::Scores,
            match scene.is_whole() {
                true => {
                    "Scores are shown once every evaluator has submitted theirs, so that nobody scores by another's."
                }
                false => "Shown once every bidder has been told the outcome.",
            },
        ));
    }
    let whole = "Every score as it was first given, with its reason; after them the one that the panel agreed.";
    let public =
        "Every score as it was first given; after them the one that the panel agreed. Bidders were told the reasons.";
    let about = if scene.is_whole() { whole } else { public };
    let mut part = Part::new(
        Which::Scores,
        about,
        &["Round", "Criterion", "Bid", "By", "Score", "Out of", "Reason", "What would have scored higher", "When"],
    );
    for lot in lots {
        let criteria = store::criteria(context.read(), lot.id).await?;
        let given = store::given_scores(context.read(), lot.id).await?;
        let locked = store::locked_scores(context.read(), lot.id).await?;
        let names = scene.people(context, "Evaluator", given.iter().map(|one| one.evaluator_id)).await?;
        for criterion in &criteria {
            let mine = |id: CriterionId| id == criterion.id;
            let given = given.iter().filter(|one| mine(one.criterion_id));
            let rows = given.map(|one| given_row(scene, criterion, one, names.get(&one.evaluator_id).cloned()));
            let agreed =
                locked.iter().filter(|one| mine(one.criterion_id)).map(|one| locked_row(scene, criterion, one));
            let mut rows: Vec<_> = rows.chain(agreed).collect();
            rows.sort_by_key(|(place, _)| place.clone());
            part.rows.extend(rows.into_iter().map(|(_, row)| row));
        }
    }
    Ok(part)
}

/// By round and bid, the agreed score after the given ones.
type Place = (i32, String, bool);

fn given_row(scene: &Scene, criterion: &criterion::Model, one: &Given, who: Option<String>) -> (Place, Vec<Fact>) {
    let bidder = scene.bidder(one.bid_id);
    let row = vec![
        Fact::number(one.round),
        Fact::text(criterion.name.clone()),
        Fact::text(bidder.clone()),
        Fact::maybe(who),
        Fact::number(one.score),
        Fact::number(criterion.scale_max),
        Fact::maybe(scene.is_whole().then(|| one.reason.clone())),
        Fact::Nothing,
        Fact::At(one.submitted_at),
    ];
    ((one.round, bidder, false), row)
}

fn locked_row(scene: &Scene, criterion: &criterion::Model, one: &Locked) -> (Place, Vec<Fact>) {
    let bidder = scene.bidder(one.bid_id);
    let reason = match &one.explanation {
        Some(explanation) => format!("{} ({explanation})", one.reason),
        None => one.reason.clone(),
    };
    let row = vec![
        Fact::number(one.round),
        Fact::text(criterion.name.clone()),
        Fact::text(bidder.clone()),
        Fact::text("Agreed by the panel"),
        Fact::number(one.score),
        Fact::number(criterion.scale_max),
        Fact::maybe(scene.is_whole().then_some(reason)),
        Fact::maybe(one.higher.clone().filter(|_| scene.is_whole())),
        Fact::At(one.recorded_at),
    ];
    ((one.round, bidder, true), row)
}
