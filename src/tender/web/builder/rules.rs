//! "Rules that apply": each with its source, and the grounds that somebody relied on where a rule is a legal question.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::frozen::{Frozen, Rule};
use crate::tender::rules::obligations::{is_call_off, question_words};
use crate::tender::rules::readiness::Task;
use crate::tender::{self, store};
use ::entity::legal_ground::Question;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const TITLE: &str = "Rules that apply";

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit/rules", TEAM, show).post(
        "/tenders/{reference}/edit/rules",
        EDITORS,
        record,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RulesPage>()]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Clone, Serialize)]
struct Ground {
    question: &'static str,
    ground: String,
    /// "Ann Lee, 10am on Monday 1 February 2027".
    by: String,
}

#[derive(Serialize)]
struct RulesPage {
    form: FormView,
    builder: Builder,
    /// "Those of 1 February 2027, when it was published".
    of: String,
    rules: Vec<Rule>,
    questions: Vec<Choice>,
    grounds: Vec<Ground>,
    may_record: bool,
}

impl Page for RulesPage {
    const TEMPLATE: &'static str = "tender/edit/rules.html";
    fn samples() -> Vec<Self> {
        let rule = Rule {
            title: "Threshold".to_owned(),
            text: "A contract of £663,540 or more is covered".to_owned(),
            source: "Procurement Act 2023 Sch 1".to_owned(),
            valid_from: chrono::NaiveDate::default(),
        };
        let ground = Ground {
            question: question_words(Question::SlaWithoutTender),
            ground: "The authority is the same body".to_owned(),
            by: "Ann Lee".to_owned(),
        };
        let page = |rules, grounds, may_record| Self {
            form: FormView::default(),
            builder: Builder::sample(true),
            of: "Those in force today".to_owned(),
            rules,
            questions: questions(true),
            grounds,
            may_record,
        };
        vec![page(vec![rule], vec![ground], true), page(Vec::new(), Vec::new(), false)]
    }
}

fn questions(is_call_off: bool) -> Vec<Choice> {
    let asked = |question: &&Question| is_call_off || **question != Question::FrameworkIsOpenToUs;
    let choice = |question: &Question| Choice { value: question.as_str(), text: question_words(*question) };
    Question::ALL.iter().filter(asked).map(choice).collect()
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let law = tender::law_of(visit, &dossier).await?;
    let grounds = store::grounds(visit.read(), dossier.tender.id).await?;
    let names = tender::names_of(visit.read(), grounds.iter().map(|ground| ground.recorded_by)).await?;
    let ground = |row: ::entity::legal_ground::Model| Ground {
        question: question_words(row.question),
        by: format!("{}, {}", names.get(&row.recorded_by).cloned().unwrap_or_default(), words::moment(row.recorded_at)),
        ground: row.ground,
    };
    let is_published = dossier.tender.published_at.is_some();
    let page = RulesPage {
        form: form.clone(),
        of: law.as_ref().map(|law| of_words(law, is_published)).unwrap_or_default(),
        rules: law.map(|law| law.rules).unwrap_or_default(),
        questions: questions(is_call_off(dossier.tender.procedure)),
        grounds: grounds.into_iter().map(ground).collect(),
        may_record: visit.actor.may(Action::EditTender, &place),
        builder: Builder::of(visit, &dossier, &place, Task::Route),
    };
    visit.form_page(task_frame(&dossier, TITLE), &form, &page)
}

fn of_words(law: &Frozen, is_published: bool) -> String {
    let day = words::date(law.on);
    if is_published {
        format!("Those of {day}, when the tender was published. It keeps them, whatever changes later.")
    } else {
        format!("Those in force today, {day}. The tender keeps the figures of the day on which it is published.")
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn record(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let question = form.choice("question", Question::ALL, "Choose the question");
        (question, form.required("ground", "Enter the ground that you rely on"))
    });
    let recorded = match read {
        Ok((question, ground)) => tender::record_ground(&visit, &reference, question, &ground).await,
        Err(form) => return render(&visit, &reference, form).await,
    };
    match recorded {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/rules"), "The ground is on the record"),
        Err(error) => render(&visit, &reference, fields.refused(error)?).await,
    }
}
