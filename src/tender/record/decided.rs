//! What a record says of the decision: votes after they closed, who joined, what bidders were told, challenges, corrections.

use super::{Fact, Part, Scene, Which};
use crate::award::rules::{Counted, SchoolVote, Summary};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::tender::store;
use ::entity::ballot::{self, Motion};
use ::entity::challenge::{self, ChallengeOutcome};
use ::entity::joining::JoinState;
use ::entity::winner_withdrawal;

/// Every recorded vote with its minute; how each school voted stands in the whole record alone.
pub(super) async fn votes(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::Votes, "Shown once every bidder has been told the outcome."));
    }
    let about = "Every vote of the schools, counted after it closed. A vote that is open shows nothing here.";
    let columns = &["Vote", "Question", "Opened", "Closed", "Result", "School", "Its vote", "Reason or minute"];
    let mut part = Part::new(Which::Votes, about, columns);
    for ballot in store::recorded_ballots(context.read(), &scene.lots).await? {
        let Some(counted) = ballot.result.clone().map(serde_json::from_value::<Counted>).transpose()? else { continue };
        part.rows.push(vote(scene, &ballot, &counted));
        if scene.is_whole() {
            part.rows.extend(counted.schools.iter().map(|school| school_vote(&ballot, school)));
        }
    }
    Ok(part)
}

fn vote(scene: &Scene, ballot: &ballot::Model, counted: &Counted) -> Vec<Fact> {
    let question = match ballot.motion {
        _ if scene.is_whole() => ballot.question.clone(),
        Motion::Accept => "Accept the recommendation?".to_owned(),
        Motion::SendBack => "Have the bids scored again?".to_owned(),
        Motion::EndTender => "End the tender?".to_owned(),
    };
    let result = format!(
        "{} For {}, Against {}, Abstain {}; quorum {} of {}",
        counted.outcome,
        counted.votes_for,
        counted.votes_against,
        counted.abstained,
        counted.quorum,
        counted.voting_members
    );
    vec![
        Fact::number(ballot.number),
        Fact::text(question),
        Fact::At(ballot.opened_at),
        Fact::At(ballot.closes_at),
        Fact::text(result),
        Fact::text("All"),
        Fact::Nothing,
        Fact::maybe(scene.is_whole().then(|| counted.minute.clone())),
    ]
}

fn school_vote(ballot: &ballot::Model, school: &SchoolVote) -> Vec<Fact> {
    let blank = std::iter::repeat_n(Fact::Nothing, 4);
    let own = [Fact::text(school.name.clone()), Fact::text(school.extract()), Fact::maybe(school.reason.clone())];
    std::iter::once(Fact::number(ballot.number)).chain(blank).chain(own).collect()
}

/// Which schools are in, with the minute of their body; to the public their number alone.
pub(super) async fn joining(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::Joining, "Shown once every bidder has been told the outcome."));
    }
    let rows = store::joiners(context.read(), &scene.lots).await?;
    if !scene.is_whole() {
        let count =
            |state: fn(JoinState) -> bool| Fact::number(rows.iter().filter(|(row, _)| state(row.state)).count());
        let about = "How many schools are in. Which ones stands in the notice where they agreed to be named.";
        let mut part = Part::new(Which::Joining, about, &["Schools", "Number"]);
        part.rows.push(vec![
            Fact::text("In"),
            count(|state| matches!(state, JoinState::InByMandate | JoinState::InByDecision)),
        ]);
        part.rows.push(vec![Fact::text("Not joining"), count(|state| state == JoinState::Left)]);
        return Ok(part);
    }
    let about = "Each school's yearly share when the schools accepted the bid, and how it came to be in or out.";
    let columns = &["School", "Share, £ a year", "Authorised up to, £ a year", "Decision", "Minute", "When"];
    let mut part = Part::new(Which::Joining, about, columns);
    for (row, school) in rows {
        let state = match row.state {
            JoinState::InByMandate => "In, inside its mandate",
            JoinState::InByDecision => "In, by a decision of its body",
            JoinState::Undecided => "Has to decide",
            JoinState::Left => "Does not join",
        };
        let limit = row.mandate_limit.map_or(Fact::Nothing, Fact::number);
        let own = [Fact::text(school), Fact::number(row.share), limit, Fact::text(state)];
        part.rows.push([own.to_vec(), vec![Fact::maybe(row.minute_reference), Fact::At(row.decided_at)]].concat());
    }
    Ok(part)
}

/// What each bidder was told, every time. The public reads the winner, its total and the value of the contract.
pub(super) async fn outcomes(context: &Context, scene: &Scene) -> Result<Part> {
    if scene.told().next().is_none() && !scene.is_whole() {
        return Ok(Part::closed(Which::Outcomes, "Shown once every bidder has been told the outcome."));
    }
    let about = match scene.is_whole() {
        true => {
            "What every bidder was told, each time it was told. Prices are for every school in scope, over the whole contract."
        }
        false => "The successful bid. What other bidders were told is theirs.",
    };
    let columns =
        &["Told", "Bidder", "Result", "Total", "Price assessed, £", "Contract value, £", "Schools", "Acknowledged"];
    let mut part = Part::new(Which::Outcomes, about, columns);
    for sent in store::sent_outcomes(context.read(), scene.bidders.keys().copied()).await? {
        let summary: Summary = serde_json::from_value(sent.summary)?;
        if !scene.is_whole() && !scene.winners.values().any(|bid| *bid == sent.bid_id) {
            continue;
        }
        let price = summary.whole_life.clone().filter(|_| scene.is_whole());
        part.rows.push(vec![
            Fact::At(sent.sent_at),
            Fact::text(scene.bidder(sent.bid_id)),
            Fact::text(result(&summary)),
            Fact::maybe(summary.total),
            price.map_or(Fact::Nothing, Fact::number),
            Fact::number(&summary.contract_value),
            Fact::number(summary.schools),
            Fact::at(sent.acknowledged_at.filter(|_| scene.is_whole())),
        ]);
    }
    Ok(part)
}

fn result(summary: &Summary) -> String {
    match (summary.won, &summary.excluded, summary.rank) {
        (true, ..) => "Successful".to_owned(),
        (false, Some(reason), _) => format!("Not ranked: {reason}"),
        (false, None, Some(rank)) => format!("Not successful, ranked {rank}"),
        (false, None, None) => "Not successful".to_owned(),
    }
}

/// Challenges with what came of them, awards that were taken back, corrections and withdrawals.
pub(super) async fn challenges(context: &Context, scene: &Scene) -> Result<Part> {
    if !scene.is_whole() && !scene.is_told() {
        return Ok(Part::closed(Which::Challenges, "Shown once every bidder has been told the outcome."));
    }
    let about = "What happened to the award: challenges, corrections of a wrong score, a winner that withdrew.";
    let columns = &["When", "What", "By", "Grounds", "What came of it", "Reasons", "Decided"];
    let mut part = Part::new(Which::Challenges, about, columns);
    for one in store::challenges_of(context.read(), &scene.lots).await? {
        part.rows.push(challenge_row(scene, one));
    }
    for one in store::corrections_of(context.read(), &scene.lots).await? {
        let came = match one.confirmed {
            None => "Waits for a second person",
            Some(true) => "Confirmed",
            Some(false) => "Not confirmed",
        };
        let what =
            format!("Correction of a score for {}, {} to {}", scene.bidder(one.bid_id), one.from_score, one.to_score);
        let what = if scene.is_whole() { what } else { "Correction of a score".to_owned() };
        part.rows.push(vec![
            Fact::At(one.proposed_at),
            Fact::text(what),
            Fact::text("Two people of the cluster"),
            Fact::maybe(scene.is_whole().then_some(one.because)),
            Fact::text(came),
            Fact::Nothing,
            Fact::at(one.decided_at),
        ]);
    }
    for one in store::withdrawals_of(context.read(), &scene.lots).await? {
        part.rows.push(withdrawal_row(scene, one));
    }
    for one in store::past_awards(context.read(), &scene.lots).await? {
        let what = format!("Award to {} taken back", scene.bidder(one.bid_id));
        part.rows.push(vec![
            Fact::At(one.ended_at),
            Fact::text(if scene.is_whole() { what } else { "An earlier award taken back".to_owned() }),
            Fact::Nothing,
            Fact::maybe(scene.is_whole().then_some(one.ended_because)),
            Fact::Nothing,
            Fact::maybe(scene.is_whole().then_some(one.reasons)),
            Fact::at(one.ratified_at),
        ]);
    }
    part.rows.sort_by_key(|row| match row.first() {
        Some(Fact::At(at)) => Some(*at),
        _ => None,
    });
    Ok(part)
}

fn challenge_row(scene: &Scene, one: challenge::Model) -> Vec<Fact> {
    let outcome = match one.outcome {
        None => "Not decided yet",
        Some(ChallengeOutcome::Dismissed) => "Dismissed",
        Some(ChallengeOutcome::Rescore) => "Upheld: the bids were scored again",
        Some(ChallengeOutcome::Cancel) => "Upheld: the tender was cancelled",
    };
    let public = one.outcome == Some(ChallengeOutcome::Cancel);
    vec![
        Fact::At(one.raised_at),
        Fact::text("Challenge of the award"),
        Fact::text(if scene.is_whole() { scene.bidder(one.bid_id) } else { "A bidder".to_owned() }),
        Fact::maybe(scene.is_whole().then_some(one.grounds)),
        Fact::text(outcome),
        Fact::maybe(one.outcome_reason.filter(|_| scene.is_whole() || public)),
        Fact::at(one.decided_at),
    ]
}

fn withdrawal_row(scene: &Scene, one: winner_withdrawal::Model) -> Vec<Fact> {
    let came = match one.confirmed_at {
        Some(_) => "The bid is withdrawn",
        None => "Waits for a second person",
    };
    let evidence = one.evidence.map_or_else(String::new, |evidence| format!(" Evidence: {evidence}"));
    vec![
        Fact::At(one.recorded_at),
        Fact::text("The winner withdrew"),
        Fact::text(scene.bidder(one.bid_id)),
        Fact::maybe(scene.is_whole().then(|| format!("{}{evidence}", one.reason))),
        Fact::text(came),
        Fact::Nothing,
        Fact::at(one.confirmed_at),
    ]
}
