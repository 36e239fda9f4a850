//! One concern for both its sides: what was said, and what the reader can do next.

use super::concerns::{MOST_BYTES, attached, words};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Upload};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words as said;
use crate::quality::concern::{self, Seen, Side, Subject, Words};
use crate::quality::rules::{
    ConcernEvent, DAYS_TO_ANSWER, DAYS_TO_REVIEW, LONGEST_CONCERN_WORDS, is_final, state_words,
};
use ::entity::concern::ConcernState;
use ::entity::concern_step;
use ::entity::ids::ConcernId;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde::Serialize;

const SEE: Who = Who::May(&[Action::SeeConcern]);
const HOLD: Who = Who::May(&[Action::RaiseConcern]);
const ANSWER: Who = Who::May(&[Action::AnswerSchools]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/concerns/{id}", SEE, show)
        .get("/concerns/{id}/files/{number}", SEE, file)
        .post("/concerns/{id}/warn", HOLD, warn)
        .post_files("/concerns/{id}/plan", ANSWER, MOST_BYTES, plan)
        .post("/concerns/{id}/improved", HOLD, improved)
        .post("/concerns/{id}/not-improved", HOLD, not_improved)
        .post("/concerns/{id}/exit", HOLD, ask_to_exit)
        .post("/concerns/{id}/exit/confirm", HOLD, confirm_exit)
        .post("/concerns/{id}/exit/stay", HOLD, stay_on)
        .post("/concerns/{id}/withdraw", HOLD, withdraw)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConcernPage>()]
}

#[derive(Serialize)]
struct Step {
    state: &'static str,
    by: String,
    words: String,
    at: DateTime<Utc>,
    file: Option<String>,
    file_href: String,
}

impl Step {
    fn of(step: &concern_step::Model, seen: &Seen) -> Self {
        Step {
            state: state_words(step.state).0,
            by: if step.of_provider { seen.provider.clone() } else { seen.holder.clone() },
            words: step.words.clone(),
            at: step.at,
            file: step.file_name.clone(),
            file_href: format!("/concerns/{}/files/{}", step.concern_id, step.number),
        }
    }
}

#[derive(Default, Serialize)]
struct May {
    warn: bool,
    plan: bool,
    decide: bool,
    ask_to_exit: bool,
    confirm_exit: bool,
    stay_on: bool,
    withdraw: bool,
}

impl May {
    fn of(seen: &Seen, is_first: bool) -> Self {
        let can = |event: ConcernEvent| {
            let side = if event.is_of_provider() { Side::Provider } else { Side::Holder };
            seen.may_act && seen.side == side && event.from(seen.concern.state).is_some()
        };
        May {
            warn: can(ConcernEvent::Warn),
            plan: can(ConcernEvent::Plan),
            decide: can(ConcernEvent::FindImproved),
            ask_to_exit: can(ConcernEvent::AskToExit),
            confirm_exit: can(ConcernEvent::ConfirmExit) && !is_first,
            stay_on: can(ConcernEvent::StayOn),
            withdraw: can(ConcernEvent::Withdraw),
        }
    }
}

#[derive(Serialize)]
struct ConcernPage {
    form: FormView,
    path: String,
    measure: String,
    title: String,
    holder: String,
    provider: String,
    state: &'static str,
    kind: &'static str,
    is_final: bool,
    is_provider: bool,
    answer_by: Option<NaiveDate>,
    review_on: Option<NaiveDate>,
    /// The day to look at it again has passed, and nobody has.
    is_overdue: bool,
    exit_on: Option<NaiveDate>,
    /// The reader proposed to give notice, so somebody else confirms it.
    asked_by_reader: bool,
    /// Where a contract of a cluster is ended.
    end_path: Option<String>,
    steps: Vec<Step>,
    may: May,
}

impl Page for ConcernPage {
    const TEMPLATE: &'static str = "quality/concern.html";
    fn samples() -> Vec<Self> {
        let step = |file: Option<&str>| Step {
            state: state_words(ConcernState::Recorded).0,
            by: "Canal Side Primary".to_owned(),
            words: "Cold by noon".to_owned(),
            at: DateTime::UNIX_EPOCH,
            file: file.map(str::to_owned),
            file_href: "/concerns/1/files/1".to_owned(),
        };
        let page = |state: ConcernState, may: May, is_full: bool| Self {
            form: FormView::default().refusing("words", "Say what the provider has to know"),
            path: "/concerns/1".to_owned(),
            measure: "Heat".to_owned(),
            title: "Meals".to_owned(),
            holder: "Canal Side Primary".to_owned(),
            provider: "Provider A".to_owned(),
            state: state_words(state).0,
            kind: state_words(state).1,
            is_final: is_final(state),
            is_provider: !is_full,
            answer_by: is_full.then(NaiveDate::default),
            review_on: is_full.then(NaiveDate::default),
            is_overdue: is_full,
            exit_on: is_full.then(NaiveDate::default),
            asked_by_reader: is_full,
            end_path: is_full.then(|| "/contracts/1/end".to_owned()),
            steps: vec![step(Some("log.pdf")), step(None)],
            may,
        };
        let all = || May {
            warn: true,
            plan: true,
            decide: true,
            ask_to_exit: true,
            confirm_exit: true,
            stay_on: true,
            withdraw: true,
        };
        vec![
            page(ConcernState::ExitAsked, all(), true),
            page(ConcernState::Warned, May::default(), false),
            page(ConcernState::Exited, May::default(), true),
        ]
    }
}

/// The days that are usual, to start from.
fn usual(seen: &Seen, today: NaiveDate) -> FormView {
    let with = |form: FormView, name: &str, day: NaiveDate| {
        form.with(format!("{name}-day"), day.day().to_string())
            .with(format!("{name}-month"), day.month().to_string())
            .with(format!("{name}-year"), day.year().to_string())
    };
    let form = with(FormView::default(), "answer_by", today + Duration::days(DAYS_TO_ANSWER));
    let review = seen.concern.review_on.filter(|day| *day >= today && seen.concern.state != ConcernState::NotImproved);
    with(form, "review_on", review.unwrap_or(today + Duration::days(DAYS_TO_REVIEW)))
}

async fn render(visit: &Visit, id: ConcernId, form: Option<FormView>) -> Result<Response> {
    let seen = concern::seen(visit, id).await?;
    let form = form.unwrap_or_else(|| usual(&seen, said::london_day(visit.now)));
    let concern = &seen.concern;
    let is_provider = seen.side == Side::Provider;
    // What is only thought of is the holder's until notice is given.
    let shown = match concern.state {
        ConcernState::ExitAsked if is_provider => ConcernState::NotImproved,
        state => state,
    };
    let is_first = concern.state == ConcernState::ExitAsked && concern.exit_asked_by == visit.actor.account;
    let (state, kind) = state_words(shown);
    let end_path = match seen.subject {
        Subject::Contract(_, contract) if concern.state == ConcernState::Exited && !is_provider => {
            Some(format!("/contracts/{contract}/end"))
        }
        _ => None,
    };
    let is_waiting = matches!(concern.state, ConcernState::Warned | ConcernState::Planned);
    let page = ConcernPage {
        form: form.clone(),
        path: format!("/concerns/{id}"),
        measure: concern.measure.clone(),
        title: concern.title.clone(),
        holder: seen.holder.clone(),
        provider: seen.provider.clone(),
        state,
        kind,
        is_final: is_final(concern.state),
        is_provider,
        answer_by: concern.answer_by,
        review_on: concern.review_on,
        is_overdue: is_waiting && concern.review_on.is_some_and(|day| day < said::london_day(visit.now)),
        exit_on: concern.exit_on.filter(|_| matches!(shown, ConcernState::Exited | ConcernState::ExitAsked)),
        asked_by_reader: is_first,
        end_path,
        steps: seen.steps.iter().map(|step| Step::of(step, &seen)).collect(),
        may: May::of(&seen, is_first),
    };
    let frame = frame(format!("{}: {}", page.measure, page.title)).back(back(visit, &seen).await?, "Concerns");
    let seen_by = format!("those who speak for {} and for {}", seen.holder, seen.provider);
    visit.form_page(frame.seen_by(seen_by), &form, &page)
}

async fn back(visit: &Visit, seen: &Seen) -> Result<String> {
    Ok(match (seen.side, seen.subject) {
        (Side::Provider, _) => "/organisation/concerns".to_owned(),
        (Side::Holder, Subject::Contract(_, contract)) => format!("/contracts/{contract}/concerns"),
        (Side::Holder, Subject::Entry(school, entry)) => {
            let school = crate::quality::store::schools_by_ids(visit.read(), [school]).await?.remove(&school);
            let urn = school.ok_or(Error::NotFound)?.urn;
            format!("/schools/{urn}/spend/{entry}/concerns")
        }
    })
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, parsed(&id)?, None).await
}

async fn file(visit: Visit, Path((id, number)): Path<(String, i32)>) -> Result<Response> {
    let (step, bytes) = concern::read_file(&visit, parsed(&id)?, number).await?;
    let (name, media_type) = (step.file_name.unwrap_or_default(), step.media_type.unwrap_or_default());
    Ok(download::attachment(&name, &media_type, bytes))
}

/// Shows the concern with what was done, or the form with what is wrong.
async fn done(visit: &Visit, id: ConcernId, fields: &Fields, result: Result<()>, sentence: &str) -> Result<Response> {
    match result {
        Ok(()) => visit.go_saying(format!("/concerns/{id}"), sentence),
        Err(error) => render(visit, id, Some(fields.refused(error)?)).await,
    }
}

async fn warn(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let read = fields.read(|form| {
        let words = form.text_up_to("words", LONGEST_CONCERN_WORDS);
        if words.is_empty() {
            form.error("words", "Say what the provider has to know");
        }
        let answer_by = form.date("answer_by", "Enter the day by which the provider answers");
        let review_on = form.date("review_on", "Enter the day on which you look at it again");
        (Words { words, file: None }, answer_by, review_on)
    });
    let (words, answer_by, review_on) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let warned = concern::warn(&visit, id, words, answer_by, review_on).await;
    done(&visit, id, &fields, warned, "The provider is warned by mail").await
}

async fn plan(visit: Visit, Path(id): Path<String>, upload: Upload) -> Result<Response> {
    let id = parsed(&id)?;
    let read = upload.fields.read(|form| {
        let words = form.text_up_to("words", LONGEST_CONCERN_WORDS);
        if words.is_empty() {
            form.error("words", "Say what you do about it, step by step, with days");
        }
        (Words { words, file: attached(&upload) }, form.date("review_on", "Enter the day by which it is improved"))
    });
    let (words, review_on) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let planned = concern::plan(&visit, id, words, review_on).await;
    done(&visit, id, &upload.fields, planned, "Your plan is with the buyer").await
}

async fn improved(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    decide(visit, &id, fields, true).await
}

async fn not_improved(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    decide(visit, &id, fields, false).await
}

async fn decide(visit: Visit, id: &str, fields: Fields, improved: bool) -> Result<Response> {
    let id = parsed(id)?;
    let words = match words(&fields, "Say how it shows") {
        Ok(words) => words,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let decided = concern::decide(&visit, id, improved, words).await;
    let told = if improved {
        "It has improved, and the provider knows"
    } else {
        "It has not improved, and the provider knows"
    };
    done(&visit, id, &fields, decided, told).await
}

async fn ask_to_exit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let read = fields.read(|form| {
        let words = form.text_up_to("words", LONGEST_CONCERN_WORDS);
        if words.is_empty() {
            form.error("words", "Say why you give notice");
        }
        (Words { words, file: None }, form.date("exit_on", "Enter the last day of the service"))
    });
    let (words, last_day) = match read {
        Ok(read) => read,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let asked = concern::ask_to_exit(&visit, id, words, last_day).await;
    done(&visit, id, &fields, asked, "A second person can confirm it now").await
}

async fn confirm_exit(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let words = match words(&fields, "Say how notice is given, and when") {
        Ok(words) => words,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let confirmed = concern::confirm_exit(&visit, id, words).await;
    done(&visit, id, &fields, confirmed, "It is recorded that notice is given").await
}

async fn stay_on(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let words = match words(&fields, "Say why you stay") {
        Ok(words) => words,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let stayed = concern::stay_on(&visit, id, words).await;
    done(&visit, id, &fields, stayed, "Notice is not given").await
}

async fn withdraw(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let id = parsed(&id)?;
    let words = match words(&fields, "Say why you take it back") {
        Ok(words) => words,
        Err(form) => return render(&visit, id, Some(form)).await,
    };
    let withdrawn = concern::withdraw(&visit, id, words).await;
    done(&visit, id, &fields, withdrawn, "The concern is taken back").await
}

fn parsed(id: &str) -> Result<ConcernId> {
    id.parse().map_err(|_| Error::NotFound)
}
