//! What a tender wants of its chair, clerk, reviewers and team now.

use super::rules::states;
use super::{place_in, store};
use crate::demand;
use crate::platform::access::{Action, Place};
use crate::platform::context::Context;
use crate::platform::error::Result;
use crate::platform::todo::ToDo;
use crate::platform::words;
use ::entity::ids::*;
use ::entity::membership::Scope;
use ::entity::tender::{self, TenderState};
use std::collections::HashMap;

/// Everything about tenders that waits for this person.
pub async fn to_do(context: &Context) -> Result<Vec<ToDo>> {
    let of = |scope: Scope| context.actor.hats().iter().filter(move |hat| hat.scope == scope);
    let clusters: Vec<ClusterId> = of(Scope::Cluster).filter_map(|hat| hat.scope_id.map(ClusterId)).collect();
    let teams: Vec<TenderId> = of(Scope::Tender).filter_map(|hat| hat.scope_id.map(TenderId)).collect();
    if clusters.is_empty() && teams.is_empty() {
        return Ok(Vec::new());
    }
    let tenders = store::running(context.read(), clusters, teams).await?;
    let waiting = Waiting::read(context, &tenders).await?;
    Ok(tenders.iter().flat_map(|tender| for_one(context, tender, &waiting)).collect())
}

/// What has to be known of all of them at once.
struct Waiting {
    questions: HashMap<TenderId, i64>,
    ready_to_review: Vec<TenderId>,
    cancellations: HashMap<TenderId, AccountId>,
    declared: Vec<TenderId>,
    /// Requests to participate wait for the tender lead.
    to_shortlist: Vec<TenderId>,
}

impl Waiting {
    async fn read(context: &Context, tenders: &[tender::Model]) -> Result<Self> {
        let ids = || tenders.iter().map(|tender| tender.id);
        let mut ready_to_review = Vec::new();
        for tender in tenders.iter().filter(|tender| tender.state == TenderState::Pooling).take(10) {
            let commitment = demand::committed(context.read(), tender.id).await?;
            if !commitment.all.is_empty() && commitment.missing.is_empty() {
                ready_to_review.push(tender.id);
            }
        }
        let account = context.actor.require_account()?;
        Ok(Self {
            questions: store::answers_due(context.read(), ids(), None).await?,
            ready_to_review,
            cancellations: store::proposed_by(context.read(), ids()).await?,
            declared: store::declared_by(context.read(), account, ids()).await?,
            to_shortlist: to_shortlist(context, tenders).await?,
        })
    }
}

/// Tenders whose requests to participate are closed and whose invitations are not sent.
async fn to_shortlist(context: &Context, tenders: &[tender::Model]) -> Result<Vec<TenderId>> {
    let closed = |tender: &&tender::Model| tender.participation_closes_at.is_some_and(|closes| closes <= context.now);
    let closed: Vec<TenderId> = tenders.iter().filter(closed).map(|tender| tender.id).collect();
    let plans = store::plans(context.read(), closed).await?;
    Ok(plans.into_iter().filter(|plan| plan.sent_at.is_none()).map(|plan| plan.tender_id).collect())
}

fn for_one(context: &Context, tender: &tender::Model, waiting: &Waiting) -> Vec<ToDo> {
    let place = place_in(tender);
    let path = format!("/tenders/{}", tender.reference);
    let phase = states::phase(tender, context.now);
    let may = |action: Action| context.actor.may(action, &place);
    let mut all = Vec::new();
    if phase == TenderState::Draft && may(Action::EditTender) {
        let todo = item(context, Action::EditTender, &place, tender, "Finish the draft of", format!("{path}/edit"));
        all.push(todo.taking(30));
    }
    if waiting.ready_to_review.contains(&tender.id) && may(Action::RunTender) {
        let text = "Send to review, every school has committed:";
        all.push(item(context, Action::RunTender, &place, tender, text, format!("{path}/edit/check")));
    }
    if phase == TenderState::Review && may(Action::ReviewTender) {
        let todo = item(context, Action::ReviewTender, &place, tender, "Review", format!("{path}/edit/check"));
        all.push(todo.taking(30));
    }
    if phase == TenderState::Open && waiting.questions.contains_key(&tender.id) && may(Action::AnswerQuestions) {
        let todo =
            item(context, Action::AnswerQuestions, &place, tender, "Answer questions on", format!("{path}/questions"))
                .taking(10);
        all.push(match tender.deadline_at {
            Some(deadline) => todo.due(words::london_day(deadline)),
            None => todo,
        });
    }
    if phase == TenderState::Open && waiting.to_shortlist.contains(&tender.id) && may(Action::Shortlist) {
        let text = "Judge the requests to take part in";
        all.push(item(context, Action::Shortlist, &place, tender, text, format!("{path}/shortlist")));
    }
    let proposed_by_another =
        waiting.cancellations.get(&tender.id).is_some_and(|by| Some(*by) != context.actor.account);
    if proposed_by_another && may(Action::CancelTender) {
        let text = "Confirm or refuse to cancel";
        all.push(item(context, Action::CancelTender, &place, tender, text, format!("{path}/cancel")));
    }
    let before_opening = matches!(phase, TenderState::Open | TenderState::Sealed | TenderState::Compliance);
    if before_opening && may(Action::Declare) && !waiting.declared.contains(&tender.id) {
        let text = "Declare any interest in the bidders for";
        all.push(item(context, Action::Declare, &place, tender, text, format!("{path}/declarations")));
    }
    all
}

fn item(context: &Context, action: Action, place: &Place, tender: &tender::Model, text: &str, href: String) -> ToDo {
    let hat = context.actor.hat_for(action, place);
    let why = hat.map_or_else(String::new, |hat| format!("You are {}", hat.role.with_article()));
    ToDo::new(format!("{text} {} {}", tender.reference, tender.title), href, why)
}
