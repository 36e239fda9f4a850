//! Comparisons saved for governors: each has an address of its own, and its figures stay as they were.

use super::super::seen_by;
use super::page::Figures;
use super::{Asked, pack, render, title};
use crate::catalogue::compare::{MOST_COMPARED, Sort, of};
use crate::catalogue::saved::{self, Saved};
use crate::catalogue::store;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::Page;
use crate::platform::http::paging::Paging;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::pdf;
use ::entity::ids::SavedComparisonId;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

const ROWS_OF_A_PAGE: u64 = 20;

#[derive(Serialize)]
pub(super) struct SavedPage {
    title: String,
    note: Option<String>,
    figures: Value,
    by: Option<String>,
    at: DateTime<Utc>,
    /// The comparison as it stands now.
    now_path: String,
    /// The same on paper.
    pack_path: String,
}

impl Page for SavedPage {
    const TEMPLATE: &'static str = "catalogue/saved.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            title: "Catering: what each offer would cost Canal Side Primary".to_owned(),
            note: is_full.then(|| "For the meeting in June".to_owned()),
            figures: serde_json::to_value(Figures::sample(is_full)).unwrap_or_default(),
            by: is_full.then(|| "Mo Manager".to_owned()),
            at: DateTime::UNIX_EPOCH,
            now_path: "/schools/100123/compare/catering".to_owned(),
            pack_path: "/schools/100123/comparisons/1.pdf".to_owned(),
        };
        vec![page(true), page(false)]
    }
}

#[derive(Serialize)]
struct Line {
    href: String,
    title: String,
    note: Option<String>,
    by: Option<String>,
    at: DateTime<Utc>,
}

#[derive(Serialize)]
pub(super) struct SavedListPage {
    school: String,
    rows: Vec<Line>,
    pages: Paging,
    compare_path: String,
}

impl Page for SavedListPage {
    const TEMPLATE: &'static str = "catalogue/saved_list.html";
    fn samples() -> Vec<Self> {
        let line = |is_full: bool| Line {
            href: "/schools/100123/comparisons/1".to_owned(),
            title: "Catering".to_owned(),
            note: is_full.then(|| "For the meeting in June".to_owned()),
            by: is_full.then(|| "Mo Manager".to_owned()),
            at: DateTime::UNIX_EPOCH,
        };
        let page = |rows| Self {
            school: "Canal Side Primary".to_owned(),
            rows,
            pages: Paging::of(21, ROWS_OF_A_PAGE, None, &[]),
            compare_path: "/schools/100123/compare".to_owned(),
        };
        vec![page(vec![line(true), line(false)]), page(Vec::new())]
    }
}

/// What is typed when a comparison is saved.
struct Typed {
    note: Option<String>,
    chosen: Vec<String>,
    sort: Sort,
}

pub(super) async fn save(visit: Visit, Path((urn, slug)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    crate::catalogue::school_opened(&visit, urn, Action::EditSchool).await?;
    let read = fields.read(|form| Typed {
        note: Some(form.text_up_to("note", 500)).filter(|note| !note.is_empty()),
        chosen: form.many("offer").into_iter().take(MOST_COMPARED).collect(),
        sort: if form.text("sort") == "name" { Sort::Name } else { Sort::Cost },
    });
    let typed = match read {
        Ok(typed) => typed,
        Err(form) => return render(&visit, urn, &slug, Asked { chosen: Vec::new(), sort: Sort::Cost }, form).await,
    };
    let comparison = of(&visit, urn, &slug, &typed.chosen, typed.sort).await?;
    let content = serde_json::to_value(Figures::of(&comparison, typed.sort))?;
    let id = saved::save(&visit, &comparison, title(&comparison), typed.note, content).await?;
    visit.go_saying(format!("/schools/{urn}/comparisons/{id}"), "Saved. Its figures stay as they are now")
}

/// The page; with ".pdf" at the end of its address, the pack for governors.
pub(super) async fn show(visit: Visit, Path((urn, address)): Path<(i32, String)>) -> Result<Response> {
    let (id, is_pack) = address.strip_suffix(".pdf").map_or((address.as_str(), false), |id| (id, true));
    let id: SavedComparisonId = id.parse().map_err(|_| Error::NotFound)?;
    let (school, saved) = saved::saved(&visit, urn, id).await?;
    if is_pack {
        let bytes = pdf::render(&pack::document(&school, &saved)?)?;
        return Ok(download::attachment(&format!("{urn}-governors-pack.pdf"), pdf::MEDIA_TYPE, bytes));
    }
    let Saved { row, by } = saved;
    let category = store::category_by_id(visit.read(), row.category_id).await?;
    let slug = category.map(|category| category.slug).unwrap_or_default();
    let page = SavedPage {
        title: row.title,
        note: row.note,
        figures: row.content,
        by,
        at: row.saved_at,
        now_path: format!("/schools/{urn}/compare/{slug}"),
        pack_path: format!("/schools/{urn}/comparisons/{id}.pdf"),
    };
    let back = format!("/schools/{urn}/comparisons");
    visit.page(frame(page.title.clone()).back(back, "Saved comparisons").seen_by(seen_by(&school)), &page)
}

#[derive(Deserialize)]
pub(super) struct AskedPage {
    page: Option<u64>,
}

pub(super) async fn list(visit: Visit, Path(urn): Path<i32>, Query(asked): Query<AskedPage>) -> Result<Response> {
    let school = crate::catalogue::school_seen(&visit, urn).await?;
    let count = store::count_saved(visit.read(), school.id).await?;
    let pages = Paging::of(count, ROWS_OF_A_PAGE, asked.page, &[]);
    let line = |saved: Saved| Line {
        href: format!("/schools/{urn}/comparisons/{}", saved.row.id),
        title: saved.row.title,
        note: saved.row.note,
        by: saved.by,
        at: saved.row.saved_at,
    };
    let found = saved::all(&visit, school.id, pages.skipped(), ROWS_OF_A_PAGE).await?;
    let page = SavedListPage {
        rows: found.into_iter().map(line).collect(),
        pages,
        compare_path: format!("/schools/{urn}/compare"),
        school: school.name.clone(),
    };
    let frame = frame("Saved comparisons").back(format!("/schools/{urn}/compare"), "All services");
    visit.page(frame.seen_by(seen_by(&school)), &page)
}
