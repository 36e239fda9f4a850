//! The answer library: looked through, written, kept version by version.

use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::provider::rules::answers::{LONGEST, ON_A_PAGE, Said, asked};
use crate::provider::{self, store};
use ::entity::ids::{AnswerId, CategoryId};
use ::entity::library_answer::Model as Answer;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const READERS: Who = Who::May(&[Action::SeeOrganisation]);
const EDITORS: Who = Who::May(&[Action::EditOrganisation]);
const LIST: &str = "/organisation/answers";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(LIST, READERS, list)
        .get("/organisation/answers/new", EDITORS, show_new)
        .post("/organisation/answers/new", EDITORS, keep)
        .get("/organisation/answers/{id}", READERS, show)
        .post("/organisation/answers/{id}", EDITORS, change)
        .post("/organisation/answers/{id}/remove", EDITORS, remove)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ListPage>(), PageSample::of::<AnswerPage>()]
}

#[derive(Serialize)]
struct Row {
    href: String,
    topic: String,
    category: Option<String>,
    tags: String,
    words: i32,
    number: i32,
    changed_at: DateTime<Utc>,
    last_used_on: Option<NaiveDate>,
}

impl Row {
    fn of(answer: Answer, categories: &HashMap<CategoryId, String>) -> Self {
        Row {
            href: format!("{LIST}/{}", answer.id),
            topic: answer.topic,
            category: answer.category_id.and_then(|id| categories.get(&id).cloned()),
            tags: answer.tags,
            words: answer.words,
            number: answer.number,
            changed_at: answer.changed_at,
            last_used_on: answer.last_used_on,
        }
    }

    fn sample(is_full: bool) -> Self {
        Row {
            href: "/organisation/answers/1".to_owned(),
            topic: "How will you keep staff trained?".to_owned(),
            category: is_full.then(|| "Catering".to_owned()),
            tags: if is_full { "staff, training" } else { "" }.to_owned(),
            words: 240,
            number: 2,
            changed_at: DateTime::UNIX_EPOCH,
            last_used_on: is_full.then(NaiveDate::default),
        }
    }
}

#[derive(Serialize)]
struct ListPage {
    form: FormView,
    rows: Vec<Row>,
    total: u64,
    is_narrowed: bool,
    may_edit: bool,
    pages: Paging,
}

impl Page for ListPage {
    const TEMPLATE: &'static str = "provider/answers.html";
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<Row>, is_narrowed, may_edit| Self {
            form: FormView::default(),
            total: rows.len() as u64,
            rows,
            is_narrowed,
            may_edit,
            pages: Paging::of(41, ON_A_PAGE, Some(2), &[]),
        };
        vec![
            page(vec![Row::sample(true), Row::sample(false)], true, true),
            page(Vec::new(), true, true),
            page(Vec::new(), false, false),
        ]
    }
}

#[derive(Deserialize)]
struct Asked {
    words: Option<String>,
    page: Option<u64>,
}

async fn names_of_categories(visit: &Visit) -> Result<HashMap<CategoryId, String>> {
    let all = provider::categories(visit).await?;
    Ok(all.into_iter().map(|category| (category.id, category.name)).collect())
}

async fn list(visit: Visit, Query(sought): Query<Asked>) -> Result<Response> {
    let own = provider::own(&visit).await?;
    let typed = sought.words.unwrap_or_default();
    let words = asked(&typed);
    let found = provider::answers(&visit, own.id, &words, sought.page).await?;
    let pages = Paging::of(found.total, ON_A_PAGE, Some(found.page), &[("words", &typed)]);
    let categories = names_of_categories(&visit).await?;
    let page = ListPage {
        form: FormView::default().with("words", typed),
        rows: found.rows.into_iter().map(|answer| Row::of(answer, &categories)).collect(),
        total: found.total,
        is_narrowed: !words.is_empty(),
        may_edit: visit.actor.may(Action::EditOrganisation, &Place::provider(own.id)),
        pages,
    };
    let head = frame("Answer library").back("/organisation", "Organisation");
    visit.page(head.seen_by(format!("{} staff only", own.name)), &page)
}

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct VersionRow {
    number: i32,
    kept_at: DateTime<Utc>,
    by: Option<String>,
    text: String,
}

#[derive(Serialize)]
struct AnswerPage {
    form: FormView,
    heading: String,
    action: String,
    categories: Vec<Choice>,
    /// None where it is new.
    row: Option<Row>,
    /// Earlier words, the newest first.
    versions: Vec<VersionRow>,
    may_edit: bool,
}

impl Page for AnswerPage {
    const TEMPLATE: &'static str = "provider/answer.html";
    fn samples() -> Vec<Self> {
        let version = |by: Option<&str>| VersionRow {
            number: 1,
            kept_at: DateTime::UNIX_EPOCH,
            by: by.map(str::to_owned),
            text: "Every term.".to_owned(),
        };
        let page = |row: Option<Row>, may_edit| Self {
            form: FormView::default().refusing("topic", "Enter the question or topic"),
            heading: "New answer".to_owned(),
            action: "/organisation/answers/new".to_owned(),
            categories: vec![Choice { value: "catering".to_owned(), text: "Catering".to_owned() }],
            versions: if row.is_some() { vec![version(Some("Ann")), version(None)] } else { Vec::new() },
            row,
            may_edit,
        };
        vec![page(Some(Row::sample(true)), true), page(Some(Row::sample(false)), false), page(None, true)]
    }
}

async fn render(visit: &Visit, id: Option<AnswerId>, form: Option<FormView>) -> Result<Response> {
    let own = provider::own(visit).await?;
    let may_edit = visit.actor.may(Action::EditOrganisation, &Place::provider(own.id));
    let all = provider::categories(visit).await?;
    let categories = all.iter().map(|one| Choice { value: one.slug.clone(), text: one.name.clone() }).collect();
    let Some(id) = id else {
        let form = form.unwrap_or_default();
        let (heading, action) = ("New answer".to_owned(), format!("{LIST}/new"));
        let page =
            AnswerPage { form: form.clone(), heading, action, categories, row: None, versions: vec![], may_edit };
        let head = frame("New answer").back(LIST, "Answer library").seen_by(format!("{} staff only", own.name));
        return visit.form_page(head, &form, &page);
    };
    let (held, version) = provider::answer(visit, own.id, id).await?;
    let earlier = store::answer_versions(visit.read(), id).await?;
    let people: Vec<_> = earlier.iter().filter_map(|version| version.kept_by).collect();
    let names = provider::names(visit, people).await?;
    let slug = all.iter().find(|one| Some(one.id) == held.category_id).map(|one| one.slug.clone());
    let kept = FormView::default()
        .with("topic", &held.topic)
        .with("text", version.text)
        .with("tags", &held.tags)
        .with("category", slug.unwrap_or_default());
    let form = form.unwrap_or(kept);
    let row = |version: ::entity::library_answer_version::Model| VersionRow {
        by: version.kept_by.and_then(|account| names.get(&account).cloned()),
        number: version.number,
        kept_at: version.kept_at,
        text: version.text,
    };
    let named = all.into_iter().map(|one| (one.id, one.name)).collect();
    let page = AnswerPage {
        form: form.clone(),
        heading: held.topic.clone(),
        action: format!("{LIST}/{id}"),
        categories,
        row: Some(Row::of(held, &named)),
        versions: earlier.into_iter().map(row).collect(),
        may_edit,
    };
    let head = frame(page.heading.clone()).back(LIST, "Answer library");
    visit.form_page(head.seen_by(format!("{} staff only", own.name)), &form, &page)
}

async fn show_new(visit: Visit) -> Result<Response> {
    render(&visit, None, None).await
}

async fn read(visit: &Visit, fields: &Fields) -> Result<std::result::Result<(Said, Option<CategoryId>), FormView>> {
    let all = provider::categories(visit).await?;
    let read = fields.read(|form| {
        let said = Said {
            topic: form.required("topic", "Enter the question or topic"),
            text: form.text_up_to("text", LONGEST),
            tags: form.text_up_to("tags", 500),
        };
        if said.text.is_empty() {
            form.error("text", "Enter the answer");
        }
        let slug = form.optional("category");
        let category = slug.as_ref().and_then(|slug| all.iter().find(|one| one.slug == *slug));
        if slug.is_some() && category.is_none() {
            form.error("category", "Choose a service from the list");
        }
        (said, category.map(|one| one.id))
    });
    Ok(read)
}

async fn keep(visit: Visit, fields: Fields) -> Result<Response> {
    let own = provider::own(&visit).await?;
    let (said, category) = match read(&visit, &fields).await? {
        Ok(read) => read,
        Err(form) => return render(&visit, None, Some(form)).await,
    };
    match provider::keep_answer(&visit, own.id, category, said).await {
        Ok(id) => visit.go_saying(format!("{LIST}/{id}"), "The answer is in your library"),
        Err(error) => render(&visit, None, Some(fields.refused(error)?)).await,
    }
}

fn id_of(text: &str) -> Result<AnswerId> {
    text.parse().map_err(|_| Error::NotFound)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, Some(id_of(&id)?), None).await
}

async fn change(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let (own, id) = (provider::own(&visit).await?, id_of(&id)?);
    let (said, category) = match read(&visit, &fields).await? {
        Ok(read) => read,
        Err(form) => return render(&visit, Some(id), Some(form)).await,
    };
    match provider::change_answer(&visit, own.id, id, category, said).await {
        Ok(()) => visit.go_saying(format!("{LIST}/{id}"), "The answer is changed. Its earlier words are kept"),
        Err(error) => render(&visit, Some(id), Some(fields.refused(error)?)).await,
    }
}

async fn remove(visit: Visit, Path(id): Path<String>, _: Fields) -> Result<Response> {
    let own = provider::own(&visit).await?;
    provider::remove_answer(&visit, own.id, id_of(&id)?).await?;
    visit.go_saying(LIST, "The answer is taken out. Bids that used it keep their words")
}
