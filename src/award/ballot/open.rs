//! A vote opens: its motion, its closing time, its mail.

use super::recommended;
use crate::award::letters::{VOTERS, VoteOpened, tell};
use crate::award::report::Scene;
use crate::award::rules::{self, Refusal};
use crate::award::{event, scene, store};
use crate::evaluation::priced_lot;
use crate::platform::access::Action;
use crate::platform::change::Change;
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::law::{DEADLINE_SENTENCE, deadline_ok};
use crate::platform::words;
use crate::tender::LotAddress;
use ::entity::ballot::{self, Motion};
use ::entity::ids::*;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;

/// A vote to open.
#[derive(Clone, Debug)]
pub struct NewBallot {
    pub motion: Motion,
    pub closes_on: NaiveDate,
    /// A full hour of the day in London, 9 to 17.
    pub closes_hour: u32,
    /// The recorded error that sends the bids back, or the reason to end the tender.
    pub grounds: Option<String>,
}

/// Opens a vote on the recommendation and mails everybody who has one. Answers its number.
pub async fn open_ballot(context: &Context, at: impl Into<LotAddress>, new: NewBallot) -> Result<i32> {
    let scene = scene(context, at).await?;
    context.actor.require(Action::OpenBallot, &scene.place)?;
    let closes_at = closing(&new, context.now)?;
    if new.motion != Motion::Accept && new.grounds.is_none() {
        return Err(Error::field("grounds", Refusal::GroundsMissing));
    }
    let change = Change::begin(context).await?;
    let award = recommended(&change, &scene).await?;
    let latest = store::latest_ballot(change.tx(), award.id).await?;
    if let Some(open) = latest.as_ref().filter(|ballot| ballot.recorded_at.is_none()) {
        return Err(Error::refused(Refusal::VoteNotRecorded(open.number)));
    }
    let number = latest.map_or(1, |ballot| ballot.number + 1);
    if new.motion == Motion::Accept {
        within_validity(context, &scene, new.closes_on).await?;
    }
    let category = scene.said_of(&store::category(change.tx(), &scene.tender).await?.name);
    let provider = store::provider_of(change.tx(), award.bid_id).await?.name;
    let question = rules::question(new.motion, &category, &provider);
    let row = ballot::ActiveModel {
        id: Set(BallotId::new(change.now())),
        award_id: Set(award.id),
        number: Set(number),
        motion: Set(new.motion),
        question: Set(question.clone()),
        grounds: Set(new.grounds),
        opened_at: Set(change.now()),
        closes_at: Set(closes_at),
        result: Set(None),
        carried: Set(None),
        recorded_at: Set(None),
    };
    let opened = row.insert(change.tx()).await;
    opened.map_err(|error| Error::on_duplicate(error, Error::stale()))?;
    tell_voters(&change, &scene, new.motion, &category, question, closes_at).await?;
    let recorded = event(&scene.tender, "vote.opened", format!("award:{}", award.id));
    change.commit(recorded.with(json!({ "number": number, "motion": new.motion, "closes_at": closes_at }))).await?;
    Ok(number)
}

/// A bid is accepted while it can be: its own last day stands in it.
async fn within_validity(context: &Context, scene: &Scene, closes_on: NaiveDate) -> Result<()> {
    let priced = priced_lot(context, &scene.tender, scene.lot.id).await?;
    let until = priced.bid(scene.award.bid_id)?.opened.valid_until;
    match closes_on <= until {
        true => Ok(()),
        false => Err(Error::field("closes-day", Refusal::ClosesAfterValidity(words::date(until)))),
    }
}

fn closing(new: &NewBallot, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    let at =
        rules::closing(new.closes_on, new.closes_hour).ok_or_else(|| Error::field("closes-day", DEADLINE_SENTENCE))?;
    match deadline_ok(at) {
        _ if at <= now => Err(Error::field("closes-day", Refusal::ClosesInThePast)),
        Ok(true) => Ok(at),
        Ok(false) => Err(Error::field("closes-day", DEADLINE_SENTENCE)),
        Err(beyond) => Err(Error::field("closes-day", beyond)),
    }
}

async fn tell_voters(
    change: &Change,
    scene: &Scene,
    motion: Motion,
    category: &str,
    question: String,
    closes_at: DateTime<Utc>,
) -> Result<()> {
    let category = category.to_lowercase();
    let notice = VoteOpened {
        by: format!("{} {}", words::time(closes_at), words::london_day(closes_at).format("%-d %B")),
        what: match motion {
            Motion::Accept => format!("award {category}"),
            Motion::SendBack => format!("score the {category} bids again"),
            Motion::EndTender => format!("end the {category} tender"),
        },
        cluster: store::cluster(change.tx(), scene.tender.cluster_id).await?.name,
        question,
        closes: words::deadline(closes_at),
        path: format!("{}#vote", scene.of().address().page("decision")),
    };
    tell(change, VOTERS, scene.tender.cluster_id.0, &notice).await
}
