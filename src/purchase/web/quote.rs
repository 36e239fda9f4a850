//! One request: what was asked, how many have replied, the answers side by side once their time is over, the choice and
//! its approval.

use super::decided::attached;
use super::parts::{AnswersView, ChoiceView, Request, WaiverLine};
use super::quotes::words_of;
use super::{Choice, READERS, choice, decisions, id, sub_frame};
use crate::catalogue::form as comparison;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::purchase::rules::{closed, phase};
use crate::purchase::{self, Answers, store};
use ::entity::quote_choice::{self, Decision};
use ::entity::quote_request::{self, QuoteState};
use ::entity::school::Model as School;
use ::entity::{ids::*, quote_asked};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/quotes/{id}", READERS, show).get(
        "/schools/{urn}/quotes/{id}/evidence/{asked}",
        READERS,
        evidence,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<QuotePage>()]
}

#[derive(Serialize)]
struct Stage {
    text: &'static str,
    state: &'static str,
}

/// Who has to be entered by the school.
#[derive(Serialize)]
struct ToEnter {
    name: String,
    href: String,
}

#[derive(Serialize)]
struct QuotePage {
    form: FormView,
    path: String,
    stages: Vec<Stage>,
    state: &'static str,
    kind: &'static str,
    request: Request,
    asked: i64,
    replied: i64,
    /// Still open: nobody of the school reads an answer.
    is_open: bool,
    answers: Option<AnswersView>,
    to_enter: Vec<ToEnter>,
    choices: Vec<ChoiceView>,
    waivers: Vec<WaiverLine>,
    /// Waits for an approver.
    waits: bool,
    may_choose: bool,
    options: Vec<Choice>,
    may_approve: bool,
    /// Why the reader cannot approve.
    why_not: Option<String>,
    decisions: Vec<Choice>,
    may_cancel: bool,
    cancelled: Option<String>,
    record_path: Option<String>,
    waiver_path: Option<String>,
}

impl Page for QuotePage {
    const TEMPLATE: &'static str = "purchase/quote.html";
    fn samples() -> Vec<Self> {
        let page = |is_open: bool, is_full: bool| Self {
            form: FormView::default(),
            path: "/schools/100123/quotes/1".to_owned(),
            stages: stages(QuoteState::Answers),
            state: "Answers to compare",
            kind: "waiting",
            request: Request::sample(),
            asked: 3,
            replied: 1,
            is_open,
            answers: (!is_open).then(|| AnswersView::sample(is_full)),
            to_enter: vec![ToEnter { name: "Firm D".to_owned(), href: "/enter".to_owned() }],
            choices: if is_full {
                vec![ChoiceView::sample(None), ChoiceView::sample(Some("Sent back"))]
            } else {
                vec![]
            },
            waivers: if is_full { vec![WaiverLine::sample()] } else { vec![] },
            waits: is_full,
            may_choose: is_full,
            options: vec![choice("1", "Provider A")],
            may_approve: is_full,
            why_not: (!is_full).then(|| "This amount must be approved by a governor".to_owned()),
            decisions: decisions(),
            may_cancel: is_full,
            cancelled: (!is_full && !is_open).then(|| "No longer needed".to_owned()),
            record_path: is_full.then(|| "/record".to_owned()),
            waiver_path: is_full.then(|| "/waivers/new".to_owned()),
        };
        let waiting = Self { waits: true, choices: vec![ChoiceView::sample(None)], ..page(false, false) };
        vec![page(true, false), page(false, true), waiting]
    }
}

fn stages(now: QuoteState) -> Vec<Stage> {
    let place = |state: QuoteState| match state {
        QuoteState::Asked => 0,
        QuoteState::Answers => 1,
        QuoteState::Chosen => 2,
        QuoteState::Recorded | QuoteState::Cancelled => 3,
    };
    let at = place(now);
    let stage = |(index, text): (usize, &'static str)| Stage {
        text,
        state: match index {
            index if index < at || now == QuoteState::Recorded => "done",
            index if index == at => "current",
            _ => "coming",
        },
    };
    ["Ask", "Answers", "Choose", "Record"].into_iter().enumerate().map(stage).collect()
}

/// Whoever chose and decided.
pub(super) fn people_of(choices: &[quote_choice::Model]) -> Vec<AccountId> {
    choices.iter().flat_map(|one| [Some(one.chosen_by), one.decided_by]).flatten().collect()
}

/// The request of an address, for those who may see it.
pub(super) async fn found(visit: &Visit, urn: i32, text: &str) -> Result<(School, quote_request::Model)> {
    let school = purchase::seen(visit, urn).await?;
    let quote = purchase::quote(visit, &school, id(text)?).await?;
    Ok((school, quote))
}

/// The answers with their figures, once their time is over; a choice that waits or was approved shows the figures that it
/// was made on.
pub(super) async fn answers_of(
    visit: &Visit,
    school: &School,
    quote: &quote_request::Model,
    choices: &[quote_choice::Model],
) -> Result<Option<(Answers, Value)>> {
    if closed(quote, visit.now).is_err() {
        return Ok(None);
    }
    let category = purchase::category_by_id(visit.read(), quote.category_id).await?.ok_or(Error::NotFound)?;
    let answers = purchase::answers(visit, school, &category, quote).await?;
    let kept = choices.first().filter(|choice| choice.decision != Some(Decision::Refused));
    let figures = match kept {
        Some(choice) => choice.content.clone(),
        None => comparison::written(&answers.comparison)?,
    };
    Ok(Some((answers, figures)))
}

pub(super) async fn render(visit: &Visit, urn: i32, text: &str, form: FormView) -> Result<Response> {
    let (school, quote) = found(visit, urn, text).await?;
    let connection = visit.read();
    let asked = store::asked_of(connection, quote.id).await?;
    let replies = store::replies(connection, [quote.id]).await?.remove(&quote.id).unwrap_or_default();
    let choices = store::choices(connection, quote.id).await?;
    let waivers = store::waivers_for(connection, quote.id).await?;
    let people = people_of(&choices);
    let names = purchase::names_of(connection, people).await?;
    let now = phase(&quote, visit.now);
    let answers = answers_of(visit, &school, &quote, &choices).await?;
    let place = purchase::place_of(&school);
    let may_buy = visit.actor.may(Action::BuySmall, &place);
    let waiting = choices.first().filter(|one| now == QuoteState::Chosen && one.decision.is_none());
    let may_approve = match waiting {
        Some(choice) => Some(approval(visit, &school, choice).await?),
        None => None,
    };
    let path = format!("/schools/{urn}/quotes/{}", quote.id);
    let (state, kind) = words_of(now);
    let page = QuotePage {
        form: form.clone(),
        stages: stages(now),
        state,
        kind,
        request: Request::of(&quote, &asked),
        asked: replies.asked,
        replied: replies.replied,
        is_open: now == QuoteState::Asked,
        to_enter: to_enter(&path, &asked, answers.as_ref(), now == QuoteState::Answers && may_buy),
        options: answers.iter().flat_map(|(answers, _)| options(answers)).collect(),
        may_choose: now == QuoteState::Answers
            && may_buy
            && answers.as_ref().is_some_and(|(answers, _)| !answers.offers.is_empty()),
        answers: answers.map(|(answers, figures)| AnswersView::of(&quote, urn, &answers, figures)),
        choices: choices.iter().map(|one| ChoiceView::of(one, &asked, &names)).collect(),
        waivers: waivers.iter().map(|one| WaiverLine::of(urn, one)).collect(),
        waits: waiting.is_some(),
        may_approve: may_approve.as_ref().is_some_and(std::result::Result::is_ok),
        why_not: may_approve.and_then(std::result::Result::err),
        decisions: decisions(),
        may_cancel: may_buy && !matches!(now, QuoteState::Recorded | QuoteState::Cancelled),
        cancelled: quote.ended_reason.clone(),
        record_path: (now != QuoteState::Asked).then(|| format!("{path}/record")),
        waiver_path: (may_buy && matches!(now, QuoteState::Answers | QuoteState::Chosen))
            .then(|| format!("/schools/{urn}/waivers/new?quote={}", quote.id)),
        path,
    };
    visit.form_page(sub_frame(&school, quote.title.clone(), ("quotes", "Quotes")), &form, &page)
}

/// Whether the reader can approve, or the sentence that says who can.
async fn approval(
    visit: &Visit,
    school: &School,
    choice: &quote_choice::Model,
) -> Result<std::result::Result<(), String>> {
    let limits = purchase::in_force(visit.read(), school.id, words::london_day(visit.now)).await?.limits;
    let found = purchase::approval(visit, school, choice.value, &limits, choice.chosen_by);
    Ok(found.map(|_| ()).map_err(|refusal| refusal.to_string()))
}

fn options(answers: &Answers) -> Vec<Choice> {
    let option = |one: &purchase::Answered| {
        let value = words::pounds(one.value.to_string().parse().unwrap_or_default());
        choice(one.asked.id.to_string(), format!("{}, {value} in total", one.asked.name))
    };
    answers.offers.iter().map(option).collect()
}

fn to_enter(
    path: &str,
    asked: &[quote_asked::Model],
    answers: Option<&(Answers, Value)>,
    is_time: bool,
) -> Vec<ToEnter> {
    if !is_time || answers.is_none() {
        return Vec::new();
    }
    let outside = asked.iter().filter(|one| one.provider_id.is_none());
    outside.map(|one| ToEnter { name: one.name.clone(), href: format!("{path}/enter/{}", one.id) }).collect()
}

async fn show(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, &text, FormView::default()).await
}

/// The file that shows a quote which the school entered.
async fn evidence(visit: Visit, Path((urn, text, one)): Path<(i32, String, String)>) -> Result<Response> {
    let (_, quote) = found(&visit, urn, &text).await?;
    let Ok(proof) = closed(&quote, visit.now) else { return Err(Error::NotFound) };
    let wanted: AskedId = id(&one)?;
    let answers = store::answers(visit.read(), &proof).await?;
    let answer = answers.into_iter().find(|answer| answer.asked_id == wanted);
    let answer = answer.ok_or(Error::NotFound)?;
    attached(&visit, answer.file_id, answer.file_name).await
}
