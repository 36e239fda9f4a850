//! The administrator's pages of the law's figures: what is in force, what is to come, and the next year's added.

mod topics;

use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::{law, words};
use crate::tender;
use ::entity::law_figure::Topic;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use topics::Choice;

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);
const ON_A_PAGE: u64 = 100;

pub(super) fn routes() -> Routes {
    Routes::new().get("/admin/law", ADMINISTRATOR, show).get("/admin/law/{topic}", ADMINISTRATOR, show_topic).post(
        "/admin/law/{topic}",
        ADMINISTRATOR,
        add,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<LawPage>(), PageSample::of::<TopicPage>()]
}

#[derive(Serialize)]
struct TopicLine {
    title: &'static str,
    href: String,
    /// What is in force in short.
    now: String,
    newest: String,
}

#[derive(Serialize)]
struct LawPage {
    topics: Vec<TopicLine>,
    last_year: i32,
}

impl Page for LawPage {
    const TEMPLATE: &'static str = "tender/law/list.html";
    fn samples() -> Vec<Self> {
        let line = TopicLine {
            title: "Thresholds",
            href: "/admin/law/threshold".to_owned(),
            now: "services: £207,720".to_owned(),
            newest: "1 January 2026".to_owned(),
        };
        vec![Self { topics: vec![line], last_year: 2028 }]
    }
}

async fn show(visit: Visit) -> Result<Response> {
    let (law, today) = (law::current(), words::london_day(visit.now));
    let line = |topic: &Topic| TopicLine {
        title: topics::title(*topic),
        href: format!("/admin/law/{topic}"),
        now: topics::summary(&law, *topic, today),
        newest: law.rows(*topic).map(|row| row.valid_from).max().map(words::short_date).unwrap_or_default(),
    };
    let page = LawPage { topics: Topic::ALL.iter().map(line).collect(), last_year: law.last_year() };
    visit.page(frame("The law as dated figures").seen_by("Administrators"), &page)
}

#[derive(Serialize)]
struct Row {
    name: String,
    value: String,
    from: String,
    /// "In force", "From this day on" or "Replaced".
    state: &'static str,
    kind: &'static str,
    source: String,
}

#[derive(Serialize)]
struct TopicPage {
    form: FormView,
    topic: String,
    title: &'static str,
    meaning: &'static str,
    unit: &'static str,
    names: Vec<Choice>,
    rows: Vec<Row>,
    pages: Paging,
}

impl TopicPage {
    fn of(topic: Topic, rows: Vec<Row>, pages: Paging, form: FormView) -> Self {
        let law = law::current();
        Self {
            form,
            topic: topic.to_string(),
            title: topics::title(topic),
            meaning: topics::meaning(topic),
            unit: topics::unit(topic),
            names: topics::choices(&law, topic),
            rows,
            pages,
        }
    }
}

impl Page for TopicPage {
    const TEMPLATE: &'static str = "tender/law/topic.html";
    fn samples() -> Vec<Self> {
        let row = || Row {
            name: "Services".to_owned(),
            value: "£207,720".to_owned(),
            from: "1 January 2026".to_owned(),
            state: "In force",
            kind: "done",
            source: "Procurement Act 2023".to_owned(),
        };
        let page = |topic: &Topic| {
            let form = FormView::default().refusing("source", topics::SOURCE);
            Self::of(*topic, vec![row()], Paging::of(300, ON_A_PAGE, None, &[]), form)
        };
        Topic::ALL.iter().map(page).collect()
    }
}

#[derive(Default, Deserialize)]
struct Asked {
    page: Option<u64>,
}

fn render(visit: &Visit, topic: &str, asked: Option<u64>, form: FormView) -> Result<Response> {
    let topic: Topic = topic.parse().map_err(|_| Error::NotFound)?;
    let (law, today) = (law::current(), words::london_day(visit.now));
    let mut all: Vec<_> = law.rows(topic).collect();
    all.sort_by(|one, other| (other.valid_from, &one.name).cmp(&(one.valid_from, &other.name)));
    let pages = Paging::of(u64::try_from(all.len()).unwrap_or(u64::MAX), ON_A_PAGE, asked, &[]);
    let skipped = usize::try_from(pages.skipped()).unwrap_or(usize::MAX);
    let shown = all.into_iter().skip(skipped).take(usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX));
    let row = |figure: &law::Figure| {
        let in_force = law.on(topic, &figure.name, today) == Some(figure);
        let (state, kind) = match figure.valid_from > today {
            true => ("To come", "waiting"),
            false if in_force || topic == Topic::Holiday => ("In force", "done"),
            false => ("Replaced", "plain"),
        };
        Row {
            name: topics::name_of(figure),
            value: topics::value(figure),
            from: words::short_date(figure.valid_from),
            state,
            kind,
            source: figure.source.clone(),
        }
    };
    let rows = shown.map(row).collect();
    let head = frame(topics::title(topic)).back("/admin/law", "The law").seen_by("Administrators");
    visit.form_page(head, &form.clone(), &TopicPage::of(topic, rows, pages, form))
}

async fn show_topic(visit: Visit, Path(topic): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    render(&visit, &topic, asked.page, FormView::default())
}

async fn add(visit: Visit, Path(topic): Path<String>, fields: Fields) -> Result<Response> {
    let of: Topic = topic.parse().map_err(|_| Error::NotFound)?;
    let added = match fields.read(|form| topics::read(form, of)) {
        Ok(new) => tender::add_figures(&visit, new).await,
        Err(form) => return render(&visit, &topic, None, form),
    };
    match added {
        Ok(_) => {
            visit.go_saying(format!("/admin/law/{topic}"), "Added. What is published keeps the figures of its day")
        }
        Err(error) => render(&visit, &topic, None, fields.refused(error)?),
    }
}
