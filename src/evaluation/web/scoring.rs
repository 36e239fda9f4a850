//! An evaluator's own scores: bidders masked, no price, nobody else's scores.

use super::{Choice, scale};
use crate::evaluation::NewScore;
use crate::evaluation::lot_for;
use crate::evaluation::rules::panel;
use crate::evaluation::sheet::{Sheet, mark_of, sheet};
use crate::evaluation::store;
use crate::evaluation::{LotAddress, TenderLot};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use ::entity::criterion::CriterionKind;
use ::entity::ids::AccountId;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Cell {
    href: String,
    provider: String,
    score: Option<i32>,
}

#[derive(Clone, Serialize)]
struct Question {
    name: String,
    weight: String,
    /// "Presentation", where it is not answered in writing.
    presented: bool,
    /// Presentations wait until the written answers' scores are submitted.
    waits: bool,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
pub(super) struct ScoringPage {
    form: FormView,
    reference: String,
    title: String,
    questions: Vec<Question>,
    scored: usize,
    all: usize,
    submitted: bool,
    /// Written answers and presentations are scored in this tender, one after the other.
    in_turn: bool,
    /// The written answers' scores are submitted, so the firms are known.
    presentations: bool,
    /// Why there is no bid to score, where there is none.
    nothing: Option<&'static str>,
    /// Why this person cannot score.
    refusal: Option<String>,
    needs_declaration: bool,
}

impl Page for ScoringPage {
    const TEMPLATE: &'static str = "evaluation/scoring.html";
    fn samples() -> Vec<Self> {
        let cell = |score| Cell { href: "/x".to_owned(), provider: "Provider A".to_owned(), score };
        let question = Question {
            name: "Menus".to_owned(),
            weight: "20".to_owned(),
            presented: false,
            waits: false,
            cells: vec![cell(None), cell(Some(4))],
        };
        let waiting = Question { presented: true, waits: true, ..question.clone() };
        let page = |submitted, refusal: Option<&str>| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            questions: vec![question.clone(), waiting.clone()],
            scored: 1,
            all: 2,
            submitted,
            in_turn: true,
            presentations: false,
            nothing: None,
            refusal: refusal.map(str::to_owned),
            needs_declaration: refusal.is_some(),
        };
        let presenting = Self { presentations: true, ..page(false, None) };
        let plain = Self { in_turn: false, ..page(false, None) };
        let early = Self { nothing: Some(nothing(TenderState::Compliance)), ..page(false, None) };
        vec![
            page(false, None),
            page(true, None),
            page(false, Some("Declare your interests before you score")),
            presenting,
            plain,
            early,
        ]
    }
}

#[derive(Serialize)]
pub(super) struct ScorePage {
    form: FormView,
    action: String,
    provider: String,
    name: String,
    question: String,
    weight: String,
    minimum: Option<i32>,
    /// A presentation: the firm is known, and there is no written answer.
    presented: bool,
    answer: String,
    words: usize,
    word_limit: i32,
    scale: Vec<Choice>,
    /// The scores are submitted, or not given yet: this one can be read only. What it was, in words.
    locked: Option<String>,
}

impl Page for ScorePage {
    const TEMPLATE: &'static str = "evaluation/score.html";
    fn samples() -> Vec<Self> {
        let page = |minimum| Self {
            form: FormView::default().with("score", "4").refusing("reason", "Enter a reason"),
            action: "/x".to_owned(),
            provider: "Provider A".to_owned(),
            name: "Menus".to_owned(),
            question: "How will you plan menus?".to_owned(),
            weight: "20".to_owned(),
            minimum,
            presented: minimum.is_some(),
            answer: "With pupils.\nEvery term.".to_owned(),
            words: 4,
            word_limit: 500,
            scale: scale(5),
            locked: None,
        };
        let locked = Self { locked: Some("4 – good".to_owned()), ..page(None) };
        vec![page(None), page(Some(2)), locked]
    }
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Score).await?;
    overview(&visit, &of, FormView::default()).await
}

async fn overview(visit: &Visit, of: &TenderLot, form: FormView) -> Result<Response> {
    let account = visit.actor.require_account()?;
    let sheet = sheet(visit.read(), &of.tender, of.lot.id).await?;
    let submitted = sheet.has_submitted(account);
    let standing = store::standing(visit.read(), of.tender.id, account, submitted).await?;
    let refusal = panel::may_score(standing).err().filter(|refusal| *refusal != panel::Refusal::AlreadySubmitted);
    let questions = questions(&sheet, of, account);
    let all = sheet.cells().count();
    let page = ScoringPage {
        form: form.clone(),
        reference: of.tender.reference.clone(),
        title: of.title(),
        scored: questions.iter().flat_map(|question| &question.cells).filter(|cell| cell.score.is_some()).count(),
        questions,
        all,
        nothing: (all == 0).then(|| nothing(of.lot.state)),
        submitted,
        in_turn: CriterionKind::ALL.iter().all(|kind| sheet.of_kind(*kind).next().is_some()),
        presentations: sheet.scoring_now(account) == Some(CriterionKind::Presentation),
        needs_declaration: refusal == Some(panel::Refusal::NoDeclaration),
        refusal: refusal.map(|refusal| refusal.to_string()),
    };
    let frame = frame(format!("Score the bids: {}", of.title()))
        .back(format!("/tenders/{}", of.tender.reference), "Back to the tender")
        .beside(of.sections("evaluation"))
        .seen_by("you: nobody sees your scores until every evaluator has finished");
    visit.form_page(frame, &form, &page)
}

/// Why a lot has no bid to score.
fn nothing(state: TenderState) -> &'static str {
    match state {
        TenderState::Sealed | TenderState::Compliance => {
            "There is nothing to score yet: the tender lead checks the bids first. You are told on your home page."
        }
        _ => "No bid came to be scored.",
    }
}

fn questions(sheet: &Sheet, of: &TenderLot, account: AccountId) -> Vec<Question> {
    let question = |criterion: &::entity::criterion::Model| Question {
        name: criterion.name.clone(),
        weight: criterion.weight.to_string(),
        presented: criterion.kind == CriterionKind::Presentation,
        waits: criterion.kind == CriterionKind::Presentation && !sheet.may_know_firms(account),
        cells: sheet
            .bids
            .iter()
            .map(|bid| Cell {
                href: of.address().page(&format!("evaluation/{}/{}", mark_of(&bid.label), criterion.code)),
                provider: shown_as(&bid.label, &bid.provider_name, criterion.kind, sheet.may_know_firms(account)),
                score: sheet.score_of(account, bid.bid, criterion.id).map(|score| score.score),
            })
            .collect(),
    };
    sheet.criteria.iter().map(question).collect()
}

/// Masked, but where the firm itself is before the panel.
fn shown_as(label: &str, firm: &str, kind: CriterionKind, known: bool) -> String {
    match kind {
        CriterionKind::Presentation if known => format!("{firm} ({label})"),
        _ => label.to_owned(),
    }
}

pub(super) async fn show_one(
    visit: Visit,
    at: LotAddress,
    Path((_, mark, code)): Path<(String, String, String)>,
) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Score).await?;
    let account = visit.actor.require_account()?;
    let sheet = sheet(visit.read(), &of.tender, of.lot.id).await?;
    let saved = sheet.score_of(account, sheet.bid(&mark)?.bid, sheet.criterion(&code)?.id);
    let form = saved.map_or_else(FormView::default, |saved| {
        FormView::default().with("score", saved.score.to_string()).with("reason", saved.reason.clone())
    });
    one(&visit, &of, &sheet, &mark, &code, form)
}

fn one(visit: &Visit, of: &TenderLot, sheet: &Sheet, mark: &str, code: &str, form: FormView) -> Result<Response> {
    let (bid, criterion) = (sheet.bid(mark)?, sheet.criterion(code)?);
    let account = visit.actor.require_account()?;
    let presented = criterion.kind == CriterionKind::Presentation;
    if presented && !sheet.may_know_firms(account) {
        return Err(Error::refused(panel::Refusal::WrittenFirst));
    }
    let shown_as = shown_as(&bid.label, &bid.provider_name, criterion.kind, true);
    let answer = bid.package.answers.get(code).cloned().unwrap_or_default();
    let scale = scale(criterion.scale_max);
    let page = ScorePage {
        form: form.clone(),
        locked: locked(of, sheet, account, criterion.kind).then(|| given(&form, &scale)),
        action: format!("{}{}", visit.path(), of.address().keep()),
        provider: shown_as.clone(),
        presented,
        name: criterion.name.clone(),
        question: criterion.question.clone(),
        weight: criterion.weight.to_string(),
        minimum: criterion.minimum,
        words: answer.split_whitespace().count(),
        answer,
        word_limit: criterion.word_limit,
        scale,
    };
    let frame = frame(format!("{}: {shown_as}", criterion.name))
        .back(of.address().page("evaluation"), "Back to all answers")
        .seen_by("you: nobody sees your scores until every evaluator has finished");
    visit.form_page(frame, &form, &page)
}

/// Scores are given in their turn, and stand once they are submitted.
fn locked(of: &TenderLot, sheet: &Sheet, account: AccountId, kind: CriterionKind) -> bool {
    of.lot.state != TenderState::Scoring || sheet.scoring_now(account) != Some(kind)
}

/// "4 – good", or that there is none.
fn given(form: &FormView, scale: &[Choice]) -> String {
    let chosen = form.values.get("score").and_then(|typed| scale.iter().find(|choice| choice.value == *typed));
    chosen.map_or_else(|| "None".to_owned(), |choice| choice.text.clone())
}

pub(super) async fn save(
    visit: Visit,
    at: LotAddress,
    Path((_, mark, code)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Score).await?;
    let read =
        fields.read(|form| NewScore { score: form.parsed("score", "Choose a score", 0), reason: form.text("reason") });
    let outcome = match read {
        Ok(new) => {
            crate::evaluation::save_score(&visit, &of, &mark, &code, new).await.map_err(|error| fields.refused(error))
        }
        Err(form) => Err(Ok(form)),
    };
    let sheet = sheet(visit.read(), &of.tender, of.lot.id).await?;
    match outcome {
        Ok(()) => visit.go_saying(next_of(&visit, &of, &sheet)?, "Score saved"),
        Err(form) => one(&visit, &of, &sheet, &mark, &code, form?),
    }
}

/// The next answer without a score, else the overview.
fn next_of(visit: &Visit, of: &TenderLot, sheet: &Sheet) -> Result<String> {
    let account = visit.actor.require_account()?;
    let now = sheet.scoring_now(account);
    let mut turn = sheet.cells().filter(|(_, criterion)| Some(criterion.kind) == now);
    let next = turn.find(|(bid, criterion)| sheet.score_of(account, bid.bid, criterion.id).is_none());
    let page = next.map(|(bid, criterion)| format!("evaluation/{}/{}", mark_of(&bid.label), criterion.code));
    Ok(of.address().page(page.as_deref().unwrap_or("evaluation")))
}

pub(super) async fn submit(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let of = lot_for(&visit, &at, Action::Score).await?;
    match crate::evaluation::submit_scores(&visit, &of).await {
        Ok(true) => {
            visit.go_saying(at.page("moderation"), "Your scores are submitted. You were the last: moderation is open")
        }
        Ok(false) => visit.go_saying(at.page("evaluation"), "Your scores are submitted"),
        Err(error) => overview(&visit, &of, fields.refused(error)?).await,
    }
}
