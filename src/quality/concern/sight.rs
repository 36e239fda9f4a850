//! Who may read which concern, and what waits for whom: the holder's people and the provider's, nobody else.

use super::{Subject, holder_name};
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::{Error, Result};
use crate::platform::todo::ToDo;
use crate::platform::words;
use crate::provider;
use crate::quality::store;
use ::entity::concern::{self, ConcernState};
use ::entity::membership::Scope;
use ::entity::{concern_step, ids::*};
use chrono::NaiveDate;

/// For which of the two the reader looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Holder,
    Provider,
}

/// A concern as one reader sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub concern: concern::Model,
    pub subject: Subject,
    pub steps: Vec<concern_step::Model>,
    pub holder: String,
    pub provider: String,
    pub side: Side,
    /// The reader may do what is this side's to do.
    pub may_act: bool,
}

/// For which side the actor may read it; a provider knows of it from the warning on.
fn side(context: &Context, concern: &concern::Model, subject: Subject) -> Option<Side> {
    let of_provider = Place::provider(concern.provider_id);
    if context.actor.may(Action::SeeConcern, &subject.place()) {
        Some(Side::Holder)
    } else if concern.answer_by.is_some() && context.actor.may(Action::SeeConcern, &of_provider) {
        Some(Side::Provider)
    } else {
        None
    }
}

/// 404 for everybody but the two parties.
pub(super) fn require_sight(context: &Context, concern: &concern::Model, subject: Subject) -> Result<()> {
    match side(context, concern, subject) {
        Some(_) => Ok(()),
        None if context.actor.account.is_none() => Err(Error::SignIn),
        None => Err(Error::NotFound),
    }
}

/// The concern for whoever may know of it.
pub async fn seen(context: &Context, id: ConcernId) -> Result<Seen> {
    let concern = store::concern_by_id(context.read(), id).await?.ok_or(Error::NotFound)?;
    let subject = Subject::of(&concern).ok_or(Error::NotFound)?;
    require_sight(context, &concern, subject)?;
    let side = side(context, &concern, subject).ok_or(Error::NotFound)?;
    let may_act = match side {
        Side::Holder => context.actor.may(Action::RaiseConcern, &subject.place()),
        Side::Provider => context.actor.may(Action::AnswerSchools, &Place::provider(concern.provider_id)),
    };
    let steps = store::steps(context.read(), id).await?;
    let steps = match side {
        Side::Holder => steps,
        Side::Provider => told(steps),
    };
    let provider = provider::by_id(context.read(), concern.provider_id).await?;
    Ok(Seen {
        holder: holder_name(context.read(), subject).await?,
        provider: provider.map(|provider| provider.name).unwrap_or_default(),
        steps,
        concern,
        subject,
        side,
        may_act,
    })
}

/// What the holder's people think of leaving is theirs until notice is given.
fn told(steps: Vec<concern_step::Model>) -> Vec<concern_step::Model> {
    let mut told: Vec<concern_step::Model> = Vec::new();
    let mut is_thinking = false;
    for step in steps {
        let is_proposal = step.state == ConcernState::ExitAsked;
        let is_taken_back = is_thinking && step.state == ConcernState::NotImproved;
        is_thinking = is_proposal;
        if !is_proposal && !is_taken_back {
            told.push(step);
        }
    }
    told
}

/// A step's document, for whoever sees the step.
pub async fn read_file(context: &Context, id: ConcernId, number: i32) -> Result<(concern_step::Model, Vec<u8>)> {
    let seen = seen(context, id).await?;
    let step = seen.steps.into_iter().find(|step| step.number == number).ok_or(Error::NotFound)?;
    let file = step.file_id.ok_or(Error::NotFound)?;
    let bytes = context.app.files.read(file).await?;
    Ok((step, bytes))
}

/// The concerns of one contract, for the holder's people.
pub async fn of_subject(context: &Context, subject: Subject) -> Result<Vec<concern::Model>> {
    context.actor.require_sight(Action::SeeConcern, &subject.place())?;
    match subject {
        Subject::Entry(_, entry) => store::of_entry(context.read(), entry).await,
        Subject::Contract(_, contract) => store::of_contract(context.read(), contract).await,
    }
}

/// The concerns of which the organisation was told, the newest first, and how many there are.
pub async fn of_organisation(
    context: &Context,
    provider: ProviderId,
    rows: (u64, u64),
) -> Result<(Vec<concern::Model>, u64)> {
    context.actor.require_sight(Action::SeeConcern, &Place::provider(provider))?;
    let total = store::count_of_provider(context.read(), provider).await?;
    Ok((store::of_provider(context.read(), provider, rows).await?, total))
}

/// Warnings to answer, reviews that are due, notice to confirm. Three queries at most.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let today = words::london_day(context.now);
    let held = |action: Action, scope: Scope| {
        let hats =
            context.actor.hats().iter().filter(move |hat| hat.scope == scope && action.roles().contains(&hat.role));
        let mut ids: Vec<_> = hats.filter_map(|hat| hat.scope_id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let schools: Vec<SchoolId> = held(Action::RaiseConcern, Scope::School).into_iter().map(SchoolId).collect();
    let clusters: Vec<ClusterId> = held(Action::RaiseConcern, Scope::Cluster).into_iter().map(ClusterId).collect();
    let providers: Vec<ProviderId> = held(Action::AnswerSchools, Scope::Provider).into_iter().map(ProviderId).collect();
    let mut all = Vec::new();
    if !schools.is_empty() {
        let open = store::of_schools(context.read(), &schools).await?;
        all.extend(open.iter().filter_map(|concern| of_holder(context, concern, today)));
    }
    if !clusters.is_empty() {
        let open = store::of_clusters(context.read(), &clusters).await?;
        all.extend(open.iter().filter_map(|concern| of_holder(context, concern, today)));
    }
    if !providers.is_empty() {
        let waiting = store::of_providers_waiting(context.read(), &providers).await?;
        all.extend(waiting.iter().map(of_provider));
    }
    Ok(all)
}

fn of_holder(context: &Context, concern: &concern::Model, today: NaiveDate) -> Option<ToDo> {
    let (title, measure) = (&concern.title, &concern.measure);
    let href = format!("/concerns/{}", concern.id);
    let todo = |text: String, why: &str| ToDo::new(text, href.clone(), why);
    match concern.state {
        ConcernState::Warned if concern.answer_by.is_some_and(|day| day < today) => {
            Some(todo(format!("No plan came for {measure}: {title}"), "The day for the provider's answer is past"))
        }
        ConcernState::Planned => {
            let day = concern.review_on.filter(|day| *day <= today)?;
            let text = format!("Say whether {measure} has improved: {title}");
            Some(todo(text, "The provider's plan ends").due(day))
        }
        ConcernState::NotImproved => {
            Some(todo(format!("Decide what follows for {measure}: {title}"), "It has not improved"))
        }
        ConcernState::ExitAsked if concern.exit_asked_by != context.actor.account => {
            Some(todo(format!("Confirm that notice is given: {title}"), "It takes two people"))
        }
        _ => None,
    }
}

fn of_provider(concern: &concern::Model) -> ToDo {
    let text = format!("Answer the warning about {}: {}", concern.measure, concern.title);
    let todo = ToDo::new(text, format!("/concerns/{}", concern.id), "The buyer asks for a plan").taking(15);
    match concern.answer_by {
        Some(day) => todo.due(day),
        None => todo,
    }
}
