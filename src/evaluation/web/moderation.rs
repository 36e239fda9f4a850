//! Moderation (wireframe W6): all scores side by side, one agreed score and reason for each answer, then prices.

use super::signals::{bias_words, name_of, points, range_words, reason, signal_of, signals};
use super::{Choice, scale};
use crate::evaluation::lot_for;
use crate::evaluation::rules::Signals;
use crate::evaluation::sheet::{Sheet, mark_of, sheet};
use crate::evaluation::{AgreedScore, Confirmed};
use crate::evaluation::{LotAddress, TenderLot};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Frame, Visit, frame};
use ::entity::criterion;
use ::entity::exact::Exact;
use ::entity::tender::TenderState;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

#[derive(Clone, Serialize)]
struct Cell {
    href: String,
    provider: String,
    scores: String,
    agreed: Option<i32>,
    reason: Option<String>,
    /// Why it is to be discussed.
    discuss: Option<String>,
    /// The range given, where the agreed score is outside it.
    outside: Option<String>,
}

/// An answer to talk about before its score is agreed.
#[derive(Clone, Serialize)]
struct Discussion {
    href: String,
    text: String,
    why: String,
}

#[derive(Clone, Serialize)]
struct Row {
    name: String,
    weight: String,
    cells: Vec<Cell>,
}

#[derive(Clone, Serialize)]
struct Bias {
    name: String,
    words: String,
}

#[derive(Serialize)]
pub(super) struct ModerationPage {
    reference: String,
    title: String,
    providers: Vec<String>,
    rows: Vec<Row>,
    biases: Vec<Bias>,
    discuss: Vec<Discussion>,
    evaluators: usize,
    left: usize,
    open: bool,
    confirmed_by: Vec<String>,
}

impl Page for ModerationPage {
    const TEMPLATE: &'static str = "evaluation/moderation.html";
    fn samples() -> Vec<Self> {
        let cell = |agreed: Option<i32>| Cell {
            href: "/x".to_owned(),
            provider: "Provider A".to_owned(),
            scores: "4 4 3".to_owned(),
            agreed,
            reason: agreed.map(|_| "Clear".to_owned()),
            discuss: agreed.is_none().then(|| "The scores are 2 points apart: discuss".to_owned()),
            outside: agreed.map(|_| "2 to 3".to_owned()),
        };
        let row = Row { name: "Menus".to_owned(), weight: "20".to_owned(), cells: vec![cell(None), cell(Some(4))] };
        let page = |left, open| Self {
            reference: "DA-2027-001".to_owned(),
            title: "Catering".to_owned(),
            providers: vec!["Provider A".to_owned(), "Provider B".to_owned()],
            rows: vec![row.clone()],
            discuss: if left > 0 {
                let why = "The scores are 2 points apart: discuss".to_owned();
                vec![Discussion { href: "/x".to_owned(), text: "Menus, Provider A".to_owned(), why }]
            } else {
                Vec::new()
            },
            biases: vec![Bias { name: "A".to_owned(), words: "0.5 above the middle".to_owned() }],
            evaluators: 3,
            left,
            open,
            confirmed_by: vec!["A".to_owned()],
        };
        vec![page(1, true), page(0, true), page(0, false)]
    }
}

#[derive(Clone, Serialize)]
struct Given {
    evaluator: String,
    score: i32,
    words: &'static str,
    reason: String,
}

#[derive(Serialize)]
pub(super) struct AgreePage {
    form: FormView,
    action: String,
    provider: String,
    name: String,
    weight: String,
    question: String,
    answer: String,
    given: Vec<Given>,
    signal: Option<String>,
    /// "Range 3 to 4, median 4, variance 0.33."
    spread: Option<String>,
    scale: Vec<Choice>,
}

impl Page for AgreePage {
    const TEMPLATE: &'static str = "evaluation/agree.html";
    fn samples() -> Vec<Self> {
        let given = Given { evaluator: "A".to_owned(), score: 4, words: "good", reason: "Clear".to_owned() };
        let page = |signal: Option<&str>| Self {
            form: FormView::default().refusing("reason", "Enter a reason"),
            action: "/x".to_owned(),
            provider: "Provider A".to_owned(),
            name: "Menus".to_owned(),
            weight: "20".to_owned(),
            question: "How?".to_owned(),
            answer: "So.".to_owned(),
            given: vec![given.clone()],
            signal: signal.map(str::to_owned),
            spread: signal.map(|_| "Range 3 to 4, median 4, variance 0.33.".to_owned()),
            scale: scale(5),
        };
        vec![page(None), page(Some("The scores are 3 points apart: discuss"))]
    }
}

#[derive(Serialize)]
pub(super) struct ConfirmPage {
    form: FormView,
    reference: String,
    left: usize,
    confirmed_by: Vec<String>,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "evaluation/confirm_prices.html";
    fn samples() -> Vec<Self> {
        let page = |left, names: &[&str]| Self {
            form: FormView::default(),
            reference: "DA-2027-001".to_owned(),
            left,
            confirmed_by: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![page(2, &[]), page(0, &["A"]), page(0, &[])]
    }
}

fn row(sheet: &Sheet, signals: &Signals, of: &TenderLot, criterion: &criterion::Model) -> Row {
    let cells = sheet.bids.iter().map(|bid| {
        let signal = signal_of(signals, &bid.bid.to_string(), &criterion.id.to_string());
        let given = sheet.scores.iter().filter(|score| score.bid_id == bid.bid && score.criterion_id == criterion.id);
        let agreed = sheet.agreed_of(bid.bid, criterion.id);
        Cell {
            href: of.address().page(&format!("moderation/{}/{}", mark_of(&bid.label), criterion.code)),
            provider: bid.label.clone(),
            scores: given.map(|score| score.score.to_string()).collect::<Vec<_>>().join(" "),
            agreed: agreed.map(|agreed| agreed.score),
            reason: agreed.map(|agreed| agreed.reason.clone()),
            discuss: signal.and_then(|cell| reason(sheet, cell)),
            outside: signal.filter(|cell| cell.consensus_outside_range).map(range_words),
        }
    });
    Row { name: criterion.name.clone(), weight: criterion.weight.to_string(), cells: cells.collect() }
}

fn biases(sheet: &Sheet, signals: &Signals) -> Vec<Bias> {
    let bias = |(account, bias): &(String, Option<Exact>)| {
        Some(Bias { name: name_of(sheet, account), words: bias_words(bias.as_ref()?) })
    };
    signals.evaluator_bias.iter().filter_map(bias).collect()
}

/// The answers to talk about, each with why.
fn to_discuss(sheet: &Sheet, signals: &Signals, of: &TenderLot) -> Vec<Discussion> {
    let found = sheet.cells().filter_map(|(bid, criterion)| {
        let cell = signal_of(signals, &bid.bid.to_string(), &criterion.id.to_string())?;
        Some(Discussion {
            href: of.address().page(&format!("moderation/{}/{}", mark_of(&bid.label), criterion.code)),
            text: format!("{}, {}", criterion.name, bid.label),
            why: reason(sheet, cell)?,
        })
    });
    found.collect()
}

async fn confirmed_by(visit: &Visit, sheet: &Sheet) -> Result<Vec<String>> {
    crate::evaluation::confirmed_by(visit, sheet.lot.id).await
}

pub(super) fn panel_frame(title: String, of: &TenderLot) -> Frame {
    frame(title)
        .back(format!("/tenders/{}", of.tender.reference), "Back to the tender")
        .seen_by("the tender lead and the evaluators")
}

/// The panel reads each other's scores only once everybody has submitted.
pub(super) async fn moderated(visit: &Visit, at: &LotAddress) -> Result<(TenderLot, Sheet)> {
    let of = lot_for(visit, at, Action::Moderate).await?;
    let sheet = sheet(visit.read(), &of.tender, of.lot.id).await?;
    if matches!(sheet.lot.state, TenderState::Compliance | TenderState::Scoring) {
        let names: Vec<String> = sheet.awaited().iter().map(|one| one.name.clone()).collect();
        let sentence = format!("Moderation opens when every evaluator has finished. Awaited: {}", names.join(", "));
        return Err(crate::platform::error::Error::Forbidden(sentence));
    }
    Ok((of, sheet))
}

pub(super) async fn show(visit: Visit, at: LotAddress) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    let signals = signals(&sheet);
    let page = ModerationPage {
        reference: of.tender.reference.clone(),
        title: of.title(),
        providers: sheet.bids.iter().map(|bid| bid.label.clone()).collect(),
        rows: sheet.criteria.iter().map(|criterion| row(&sheet, &signals, &of, criterion)).collect(),
        biases: biases(&sheet, &signals),
        discuss: to_discuss(&sheet, &signals, &of),
        evaluators: sheet.evaluators.len(),
        left: sheet.left_to_agree(),
        open: sheet.lot.state == TenderState::Moderation,
        confirmed_by: confirmed_by(&visit, &sheet).await?,
    };
    let frame = panel_frame(format!("Agree the scores: {}", of.title()), &of).beside(of.sections("moderation"));
    visit.page(frame, &page)
}

pub(super) async fn show_one(
    visit: Visit,
    at: LotAddress,
    Path((_, mark, code)): Path<(String, String, String)>,
) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    let agreed = sheet.agreed_of(sheet.bid(&mark)?.bid, sheet.criterion(&code)?.id);
    let form = agreed.map_or_else(FormView::default, |agreed| {
        FormView::default()
            .with("score", agreed.score.to_string())
            .with("reason", agreed.reason.clone())
            .with("explanation", agreed.explanation.clone().unwrap_or_default())
            .with("higher", agreed.higher.clone().unwrap_or_default())
    });
    one(&visit, &of, &sheet, &mark, &code, form)
}

fn one(visit: &Visit, of: &TenderLot, sheet: &Sheet, mark: &str, code: &str, form: FormView) -> Result<Response> {
    let (bid, criterion) = (sheet.bid(mark)?, sheet.criterion(code)?);
    let name = |account| sheet.evaluators.iter().find(|one| one.account == account).map(|one| one.name.clone());
    let given = sheet.scores.iter().filter(|score| score.bid_id == bid.bid && score.criterion_id == criterion.id);
    let signals = signals(sheet);
    let signal = signal_of(&signals, &bid.bid.to_string(), &criterion.id.to_string());
    let page = AgreePage {
        form: form.clone(),
        action: format!("{}{}", visit.path(), of.address().keep()),
        provider: bid.label.clone(),
        name: criterion.name.clone(),
        weight: criterion.weight.to_string(),
        question: criterion.question.clone(),
        answer: bid.package.answers.get(code).cloned().unwrap_or_default(),
        given: given
            .map(|score| Given {
                evaluator: name(score.evaluator_id).unwrap_or_default(),
                score: score.score,
                words: crate::evaluation::rules::panel::scale_words(score.score, criterion.scale_max),
                reason: score.reason.clone(),
            })
            .collect(),
        signal: signal.and_then(|cell| reason(sheet, cell)),
        spread: signal.and_then(|cell| {
            let median = cell.median.as_ref()?;
            Some(format!(
                "Range {}, median {}, variance {}.",
                range_words(cell),
                points(median),
                points(&cell.variance)
            ))
        }),
        scale: scale(criterion.scale_max),
    };
    visit.form_page(panel_frame(format!("{}: {}", criterion.name, bid.label), of), &form, &page)
}

pub(super) async fn agree(
    visit: Visit,
    at: LotAddress,
    Path((_, mark, code)): Path<(String, String, String)>,
    fields: Fields,
) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    let read = fields.read(|form| AgreedScore {
        score: form.parsed("score", "Choose the agreed score", 0),
        reason: form.text("reason"),
        explanation: form.optional("explanation"),
        higher: form.optional("higher"),
    });
    let outcome = match read {
        Ok(agreed) => {
            crate::evaluation::agree(&visit, &of, &mark, &code, agreed).await.map_err(|error| fields.refused(error))
        }
        Err(form) => Err(Ok(form)),
    };
    match outcome {
        Ok(()) => visit.go_saying(at.page("moderation"), "Score agreed"),
        Err(form) => one(&visit, &of, &sheet, &mark, &code, form?),
    }
}

pub(super) async fn show_confirm(visit: Visit, at: LotAddress) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    confirm_page(&visit, &of, &sheet, FormView::default()).await
}

async fn confirm_page(visit: &Visit, of: &TenderLot, sheet: &Sheet, form: FormView) -> Result<Response> {
    let page = ConfirmPage {
        form: form.clone(),
        reference: of.tender.reference.clone(),
        left: sheet.left_to_agree(),
        confirmed_by: confirmed_by(visit, sheet).await?,
    };
    let frame = panel_frame("Open the prices".to_owned(), of).beside(of.sections("moderation/prices"));
    visit.form_page(frame, &form, &page)
}

pub(super) async fn confirm(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let (of, sheet) = moderated(&visit, &at).await?;
    match crate::evaluation::confirm_prices(&visit, &of).await {
        Ok(Confirmed::PricesOpen) => visit.go_saying(at.page("prices"), "Prices are open. Quality scores are locked"),
        Ok(Confirmed::WaitingForAnother) => {
            visit.go_saying(at.page("moderation"), "Confirmed. Prices open when the other person confirms too")
        }
        Err(error) => confirm_page(&visit, &of, &sheet, fields.refused(error)?).await,
    }
}
