//! What is offered, for anybody to see: the categories, what is found by words, and the listings of one category. Each list
//! is a file too, at the same address with an ending.

mod asked;
mod page;
mod row;
mod words;

use crate::catalogue::find::{self, List, ROWS_OF_A_PAGE, Sought};
use crate::catalogue::store;
use crate::catalogue::{self, Reader, reader};
use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::export::{Form, MOST_ROWS};
use crate::platform::http::download;
use crate::platform::http::page::PageSample;
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words as days;
use ::entity::ids::CategoryId;
use ::entity::{category, school};
use asked::Asked;
use axum::extract::Path;
use axum::response::Response;
use page::{CategoriesPage, CategoryRow, Facts, ListPage, count_words};
use row::Row;

const ALL: &str = "/services";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(ALL, Who::Public, show_all)
        .get("/services.csv", Who::Public, show_all)
        .get("/services.xlsx", Who::Public, show_all)
        .get("/services.json", Who::Public, show_all)
        .get("/services/{category}", Who::Public, show_category)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CategoriesPage>(), PageSample::of::<ListPage>()]
}

/// Every category, or, where words are searched for, what is found in all of them.
async fn show_all(visit: Visit) -> Result<Response> {
    let asked = Asked::of(visit.uri.query());
    let (_, form) = Form::of(visit.path());
    let chosen = asked.get("category");
    if form.is_none() && (!chosen.is_empty() || asked.is_untidy) {
        let path = if chosen.is_empty() { ALL.to_owned() } else { format!("{ALL}/{chosen}") };
        return visit.go(asked.address(&path, &[("category", "")]));
    }
    if asked.get("q").is_empty() && form.is_none() {
        return show_categories(&visit, &asked).await;
    }
    show_list(&visit, &asked, None, form).await
}

async fn show_category(visit: Visit, Path(address): Path<String>) -> Result<Response> {
    let asked = Asked::of(visit.uri.query());
    let (slug, form) = Form::of(&address);
    let category = catalogue::held_category(visit.context(), slug).await?.ok_or(Error::NotFound)?;
    if form.is_none() && (asked.is_untidy || !asked.get("category").is_empty()) {
        let chosen = if asked.get("category").is_empty() { slug } else { asked.get("category") };
        return visit.go(asked.address(&format!("{ALL}/{chosen}"), &[("category", "")]));
    }
    show_list(&visit, &asked, Some(category), form).await
}

async fn show_categories(visit: &Visit, asked: &Asked) -> Result<Response> {
    let wanted = asked.sought(None, None, days::london_day(visit.now)).wanted;
    let categories = catalogue::held_categories(visit).await?.to_vec();
    let ids: Vec<CategoryId> = categories.iter().map(|category| category.id).collect();
    let counts = store::count_offered(visit.read(), &ids, &wanted).await?;
    let row = |category: category::Model| CategoryRow {
        href: asked.address(&format!("{ALL}/{}", category.slug), &[]),
        listings: count_words(counts.get(&category.id).copied().unwrap_or_default()),
        name: category.name,
    };
    let rows = categories.into_iter().map(row).collect();
    visit.page(frame("Services and prices"), &CategoriesPage::of(rows, asked.form()))
}

async fn show_list(
    visit: &Visit,
    asked: &Asked,
    category: Option<category::Model>,
    form: Option<Form>,
) -> Result<Response> {
    let reader = reader(visit).await?;
    let school = asked.school(&reader.schools);
    let sought = asked.sought(category.as_ref(), school, days::london_day(visit.now));
    if let Some(form) = form {
        return send_file(visit, category.as_ref(), (&sought, &reader), form).await;
    }
    let kept = asked.kept();
    let paged = |total| Paging::of(total, ROWS_OF_A_PAGE, asked.page(), &kept);
    let list = find::list(visit, &sought, |total| (paged(total).skipped(), ROWS_OF_A_PAGE)).await?;
    let path = category.as_ref().map_or_else(|| ALL.to_owned(), |category| format!("{ALL}/{}", category.slug));
    let categories = if category.is_some() { Vec::new() } else { catalogue::held_categories(visit).await?.to_vec() };
    let edits = |school: &school::Model| visit.actor.may(Action::EditSchool, &Place::school(school.id));
    let edits = school.is_some_and(edits);
    let facts = Facts { asked, reader: &reader, school, edits, path, category: category.as_ref(), categories };
    let pages = paged(list.total);
    let said = words::said(&list, asked, &facts.path);
    let (total, is_capped) = (list.total, list.is_capped);
    let rows = rows(visit, list, &reader).await?;
    let page = ListPage::of(facts, rows, (total, is_capped), pages, said);
    let title = category.map_or_else(|| "Services found".to_owned(), |category| format!("{} services", category.name));
    visit.form_page(frame(title).back(ALL, "Services"), &page.form, &page)
}

/// The listings with their scores. One query, where any is rated.
async fn rows(visit: &Visit, list: List, reader: &Reader) -> Result<Vec<Row>> {
    let today = days::london_day(visit.now);
    let rated =
        list.hits.iter().map(|hit| &hit.named.listing).filter(|listing| listing.is_rated).map(|listing| listing.id);
    let scores = catalogue::scores_of(visit, rated).await?;
    let score = |hit: &find::Hit| scores.get(&hit.named.listing.id).copied().unwrap_or_default();
    list.hits.into_iter().map(|hit| Row::of(score(&hit), hit, reader.is_of_a_school, today)).collect()
}

async fn send_file(
    visit: &Visit,
    category: Option<&category::Model>,
    (sought, reader): (&Sought, &Reader),
    form: Form,
) -> Result<Response> {
    if category.is_none() && sought.words.is_empty() {
        return Err(Error::refused("Search for something, or open one service, and then ask for the file"));
    }
    let list = find::list(visit, sought, |_| (0, MOST_ROWS)).await?;
    let mut notes = vec![format!("Services as published on {}.", days::london_day(visit.now).format("%-d %B %Y"))];
    if list.is_capped {
        notes.push(format!("Only the first {MOST_ROWS} are in this file: narrow the list to see others."));
    }
    let rows = rows(visit, list, reader).await?;
    let name = category.map_or("services", |category| category.slug.as_str());
    download::sheet(form, &row::sheet(name, rows, sought.school.as_ref(), notes))
}
