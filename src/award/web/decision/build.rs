//! The decision page from what is stored, for one reader.

use super::report;
use super::view::{Actions, DecisionPage, Extract, JoinRow, JoiningView, OwnJoin, PastVote, PollView, SeatView, Step};
use crate::award::rules::{self, Counted, Refusal};
use crate::award::store;
use crate::award::web::list;
use crate::award::{self, Joiner, Own, Poll, Report, Scene};
use crate::award::{LotAddress, TenderLot};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::FormView;
use crate::platform::http::visit::Visit;
use ::entity::award::AwardState;
use ::entity::ballot;
use ::entity::exact::Exact;
use ::entity::ids::SchoolId;
use ::entity::joining::JoinState;
use ::entity::tender::TenderState;
use ::entity::vote::Choice;

pub(super) async fn page(visit: &Visit, at: &LotAddress, form: FormView) -> Result<(TenderLot, DecisionPage)> {
    let scene = award::scene(visit, at).await?;
    let own: Vec<SchoolId> = visit.actor.hats().iter().filter_map(|hat| hat.for_school()).collect();
    let found = award::report(visit, &scene).await?;
    let ballots = store::ballots(visit.read(), scene.award.id).await?;
    let past = ballots.iter().filter_map(past).collect();
    let poll = match scene.award.state {
        AwardState::Recommended if found.is_some() => award::poll(visit, &scene, scene.award.id).await?,
        _ => None,
    };
    let poll = poll.filter(|poll| poll.ballot.recorded_at.is_none());
    let joining = match &found {
        Some(report) if scene.award.state == AwardState::Ratified => Some(joining(visit, &scene, report, &own)?),
        _ => None,
    };
    let (state, kind) = list::state(scene.award.state, scene.lot.state);
    let of = scene.of();
    let clock = scene.lot.standstill_from.zip(scene.lot.standstill_ends_at);
    let clock = clock.and_then(|(from, ends)| rules::clock(from, ends, visit.now).ok());
    let page = DecisionPage {
        form: filled(form, poll.as_ref(), joining.as_ref()),
        heading: heading(&scene, found.as_ref()),
        state,
        kind,
        reasons: scene.award.reasons.clone(),
        report: found.as_ref().map(|found| report::view(found, &own)).transpose()?,
        actions: actions(visit, &scene, poll.is_some(), found.as_ref()),
        poll: poll.map(|poll| poll_view(visit, &scene, poll)),
        past,
        joining,
        steps: steps(scene.lot.state),
        standstill: clock.map(|clock| clock.words()),
        duty: rules::duty(scene.tender.route),
        told: award::is_told(&scene.lot),
        title: of.title(),
        reference: scene.tender.reference,
    };
    Ok((of, page))
}

/// The form holds what was cast and what the share is, unless somebody typed something else.
fn filled(mut form: FormView, poll: Option<&Poll>, joining: Option<&JoiningView>) -> FormView {
    if !form.is_sound() {
        return form;
    }
    if let Some(cast) = poll.and_then(|poll| poll.own.as_ref()).and_then(|own| own.cast.as_ref()) {
        form = form.with("choice", cast.choice.as_str()).with("reason", cast.reason.clone().unwrap_or_default());
    }
    if let Some(share) = joining.and_then(|joining| joining.own.as_ref()).and_then(|own| own.share.clone()) {
        form = form.with("up_to", share);
    }
    form
}

pub(super) fn heading(scene: &Scene, report: Option<&Report>) -> String {
    let provider = report.and_then(|report| report.bid().ok()).map(|bid| bid.opened.provider_name.clone());
    match (scene.award.state, provider, report) {
        (AwardState::Recommended, Some(provider), Some(report)) => {
            rules::question(ballot::Motion::Accept, &scene.said_of(&report.category.name), &provider)
        }
        (AwardState::Ratified, Some(provider), _) => {
            format!("{}: the schools chose {provider}", scene.of().title())
        }
        (AwardState::SentBack, ..) => format!("{}: sent back to be scored again", scene.of().title()),
        _ => format!("{}: ended without an award", scene.of().title()),
    }
}

fn actions(visit: &Visit, scene: &Scene, poll: bool, report: Option<&Report>) -> Actions {
    let may = |action: Action| visit.actor.may(action, &scene.place);
    let over = scene.lot.standstill_ends_at.is_some_and(|ends| visit.now >= ends);
    let challenged = report.is_some_and(|report| !report.challenges.is_empty());
    Actions {
        open_vote: may(Action::OpenBallot) && scene.lot.state == TenderState::Recommended && !poll,
        send_outcomes: may(Action::StartStandstill) && scene.lot.state == TenderState::Ratified,
        draw_up: may(Action::StartContracting) && scene.lot.state == TenderState::Standstill && over,
        see_challenges: may(Action::SeeTenderTeam) && challenged,
        correct: may(Action::CorrectAward)
            && matches!(scene.lot.state, TenderState::Standstill | TenderState::Contracting),
        validity: may(Action::SeeTenderTeam) && rules::may_be_kept_open(scene.lot.state).is_ok(),
        withdrawal: may(Action::SeeTenderTeam)
            && matches!(scene.lot.state, TenderState::Ratified | TenderState::Standstill | TenderState::Contracting),
    }
}

fn steps(state: TenderState) -> Vec<Step> {
    use TenderState::{Challenged, Contracting, Ended, Live, Ratified, Recommended, Standstill, Terminated};
    let at = match state {
        Recommended => 0,
        Ratified => 1,
        Standstill | Challenged => 2,
        Contracting => 3,
        Live | Ended | Terminated => 4,
        _ => return Vec::new(),
    };
    let step = |(place, text): (usize, &'static str)| Step {
        text,
        state: match place.cmp(&at) {
            std::cmp::Ordering::Less => "done",
            std::cmp::Ordering::Equal => "current",
            std::cmp::Ordering::Greater => "coming",
        },
    };
    ["Schools vote", "Schools join", "Standstill", "Contract"].into_iter().enumerate().map(step).collect()
}

fn tally(counted: &Counted) -> String {
    format!("For {}, Against {}, Abstain {}", counted.votes_for, counted.votes_against, counted.abstained)
}

fn poll_view(visit: &Visit, scene: &Scene, poll: Poll) -> PollView {
    PollView {
        number: poll.ballot.number,
        question: poll.ballot.question,
        grounds: poll.ballot.grounds,
        closes_at: poll.ballot.closes_at,
        open: poll.open,
        voted: poll.voted,
        members: poll.voting_members,
        quorum: poll.quorum,
        seat: poll.own.as_ref().map(seat),
        result: poll.counted.as_ref().map(tally),
        outcome: poll.counted.as_ref().map(|counted| counted.outcome.clone()),
        may_record: !poll.open && visit.actor.may(Action::RecordVote, &scene.place),
        casting_vote: poll.needs_casting_vote,
    }
}

fn seat(own: &Own) -> SeatView {
    SeatView {
        school: own.school.clone(),
        declare: own.refusal() == Some(Refusal::Undeclared),
        hindrance: own.refusal().map(|refusal| refusal.to_string()),
        cast: own.cast.as_ref().map(|cast| match cast.choice {
            Choice::For => "For",
            Choice::Against => "Against",
            Choice::Abstain => "Abstain",
        }),
    }
}

pub(super) fn past(ballot: &ballot::Model) -> Option<PastVote> {
    let counted: Counted = serde_json::from_value(ballot.result.clone()?).ok()?;
    let extract = |school: &rules::SchoolVote| Extract {
        school: school.name.clone(),
        vote: school.extract(),
        reason: school.reason.clone(),
    };
    Some(PastVote {
        number: ballot.number,
        question: ballot.question.clone(),
        closed_at: ballot.closes_at,
        result: tally(&counted),
        outcome: counted.outcome.clone(),
        schools: counted.schools.iter().map(extract).collect(),
        minute: counted.minute,
    })
}

fn joining(visit: &Visit, scene: &Scene, report: &Report, own: &[SchoolId]) -> Result<JoiningView> {
    let standing = award::standing(report)?;
    let tally = standing.tally;
    let count = standing.joiners.len();
    let below = tally.below(report.least_schools()).then(|| {
        let provider = report.bid().map(|bid| bid.opened.provider_name.clone()).unwrap_or_default();
        format!(
            "The bid is binding for at least {} schools. With {} it may be withdrawn by {provider}.",
            report.least_schools(),
            tally.joined + tally.undecided
        )
    });
    let decides = |joiner: &&Joiner| {
        scene.lot.state == TenderState::Ratified
            && joiner.row.state != JoinState::InByMandate
            && visit.actor.may(Action::RecordMandate, &Place::school(joiner.school.id))
    };
    Ok(JoiningView {
        sentence: format!(
            "{} of {count} schools are in, {} still to decide, {} not joining.",
            tally.joined, tally.undecided, tally.left
        ),
        below,
        own: standing.joiners.iter().find(decides).map(|joiner| OwnJoin {
            school: joiner.school.name.clone(),
            urn: joiner.school.urn,
            share: joiner.share.as_ref().map(Exact::pounds),
        }),
        rows: standing.joiners.iter().map(|joiner| join_row(joiner, own)).collect(),
    })
}

fn join_row(joiner: &Joiner, own: &[SchoolId]) -> JoinRow {
    let (state, kind) = match joiner.row.state {
        JoinState::InByMandate => ("In, inside its mandate", "done"),
        JoinState::InByDecision => ("In, decided", "done"),
        JoinState::Undecided => ("Has to decide", "waiting"),
        JoinState::Left => ("Does not join", "plain"),
    };
    JoinRow {
        school: joiner.school.name.clone(),
        own: own.contains(&joiner.school.id),
        share: joiner.share.as_ref().map(Exact::pounds),
        limit: joiner.row.mandate_limit.map(|limit| limit.to_string()),
        state,
        kind,
        minute: joiner.row.minute_reference.clone(),
    }
}
