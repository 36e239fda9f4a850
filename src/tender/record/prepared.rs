//! What a record says of the ask: versions, questions, people with what they declared.

use super::{Fact, Part, Scene, Which};
use crate::partner;
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::words;
use crate::tender::store;
use ::entity::membership::Role;
use ::entity::tender_amendment::AmendmentKind;
use ::entity::{declaration, membership};

pub(super) async fn versions(context: &Context, scene: &Scene) -> Result<Part> {
    let about =
        "The notice as it was published, and every change after that. A change that altered the notice made a version.";
    let columns = &["Made", "Version", "Why", "What changed", "New deadline", "SHA-256 of the notice"];
    let mut part = Part::new(Which::Versions, about, columns);
    let Some(published) = scene.tender.published_at else {
        return Ok(Part::closed(Which::Versions, "The tender is not published yet, so it has no version."));
    };
    let versions = store::versions(context.read(), scene.tender.id).await?;
    let made_by = |amendment: Option<i32>| {
        let version = versions.iter().find(|version| version.amendment == amendment);
        let sum = Fact::maybe(version.map(|version| version.sha256.clone()));
        (version.map_or(Fact::Nothing, |version| Fact::number(version.number)), sum)
    };
    let (first, sum) = made_by(None);
    part.rows.push(vec![
        Fact::At(published),
        if first == Fact::Nothing { Fact::number(1) } else { first },
        Fact::text("As published"),
        Fact::text("The first version"),
        Fact::Nothing,
        sum,
    ]);
    for made in store::amendments(context.read(), scene.tender.id).await?.into_iter().rev() {
        let (version, sum) = made_by(Some(made.number));
        part.rows.push(vec![
            Fact::At(made.made_at),
            version,
            Fact::text(why(made.kind)),
            Fact::text(made.text),
            Fact::at(made.deadline_at),
            sum,
        ]);
    }
    Ok(part)
}

fn why(kind: AmendmentKind) -> &'static str {
    match kind {
        AmendmentKind::Change => "Changed by the buyers",
        AmendmentKind::Document => "A document came or went",
        AmendmentKind::UnansweredQuestion => "A question asked in time was not answered by then",
    }
}

pub(super) async fn questions(context: &Context, scene: &Scene) -> Result<Part> {
    let about = "Every question that was asked, with its answer. Who asked is in no record that a person reads.";
    let mut part = Part::new(Which::Questions, about, &["Asked", "Question", "Answered", "Answer"]);
    for asked in store::every_question(context.read(), scene.tender.id, scene.is_whole()).await? {
        part.rows.push(vec![
            Fact::At(asked.asked_at),
            Fact::text(asked.question),
            Fact::at(asked.answered_at),
            Fact::maybe(asked.answer),
        ]);
    }
    Ok(part)
}

/// Who was consulted, what they said, and what it means for groups of people; the public reads it with the outcome.
pub(super) async fn consultations(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::Consultations, "Shown once every bidder has been told the outcome."));
    }
    let about = "Who was consulted before the decision, what they said, which groups of people are affected, and what is \
                 done about it (Equality Act 2010, section 149).";
    let columns = &["Recorded", "Who", "From", "To", "How", "What they said", "Effect on groups", "What is done"];
    let mut part = Part::new(Which::Consultations, about, columns);
    for one in partner::consultations_on_tender(context.read(), scene.tender.id).await? {
        part.rows.push(vec![
            Fact::At(one.recorded_at),
            Fact::text(one.who),
            Fact::text(words::short_date(one.from_on)),
            Fact::text(words::short_date(one.to_on)),
            Fact::text(one.how),
            Fact::text(one.said),
            Fact::text(one.effect),
            Fact::text(one.mitigation),
        ]);
    }
    Ok(part)
}

/// Who held a role of the tender, and who declared what. The public reads roles and whether there was an interest.
pub(super) async fn people(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::People, "Shown once every bidder has been told the outcome."));
    }
    let about = "Everybody of the tender's team, and everybody who declared whether they have an interest in a bidder.";
    let mut part = Part::new(Which::People, about, &["Who", "Role", "From", "Until", "Declared", "Interest"]);
    let team = store::everybody_of(context.read(), scene.tender.id).await?;
    let declared = store::every_declaration(context.read(), scene.tender.id).await?;
    let accounts = team.iter().map(|held| held.account_id).chain(declared.iter().map(|one| one.account_id));
    let names = scene.people(context, "Person", accounts).await?;
    let name = |account| Fact::maybe(names.get(&account).cloned());
    for held in &team {
        let own = declared.iter().find(|one| one.account_id == held.account_id);
        part.rows.push([vec![name(held.account_id)], role(held), interest(scene, own)].concat());
    }
    for one in declared.iter().filter(|one| !team.iter().any(|held| held.account_id == one.account_id)) {
        let voter = vec![Fact::text("Votes or runs the cluster"), Fact::Nothing, Fact::Nothing];
        part.rows.push([vec![name(one.account_id)], voter, interest(scene, Some(one))].concat());
    }
    Ok(part)
}

fn role(held: &membership::Model) -> Vec<Fact> {
    let role: Role = held.role;
    vec![Fact::text(role.title()), Fact::At(held.since), Fact::at(held.ended_at)]
}

fn interest(scene: &Scene, declared: Option<&declaration::Model>) -> Vec<Fact> {
    let Some(one) = declared else { return vec![Fact::Nothing, Fact::text("Not declared")] };
    let words = match (one.has_interest, &one.detail) {
        (false, _) => "None".to_owned(),
        (true, Some(detail)) if scene.is_whole() => format!("An interest: {detail}"),
        (true, _) => "An interest".to_owned(),
    };
    vec![Fact::At(one.declared_at), Fact::text(words)]
}
