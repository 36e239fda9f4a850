//! One options appraisal: its models side by side, the recommendation, its versions compared.

use crate::partner::rules::{Appraised, Criterion, Model, ranking};
use crate::partner::{self, Compared};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::chart::{BarChart, Heading, Measure};
use crate::platform::http::download;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::pdf::{self, Block, Column, Document, Row, Table};
use ::entity::ids::AppraisalId;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub(super) fn routes() -> Routes {
    Routes::new().get("/authorities/{code}/appraisals/{id}", Who::May(&[Action::KeepAppraisal]), show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AppraisalPage>()]
}

#[derive(Serialize)]
struct Version {
    number: i32,
    saved_at: DateTime<Utc>,
    current: bool,
}

#[derive(Serialize)]
struct Link {
    href: String,
    text: String,
}

#[derive(Serialize)]
struct AppraisalPage {
    path: String,
    number: i32,
    document: Document,
    versions: Vec<Version>,
    surveys: Vec<Link>,
}

impl Page for AppraisalPage {
    const TEMPLATE: &'static str = "partner/appraisal.html";
    fn samples() -> Vec<Self> {
        let document = || Document { title: "School meals".to_owned(), blocks: vec![Block::paragraph("How?")] };
        let version = |number: i32| Version { number, saved_at: DateTime::UNIX_EPOCH, current: number == 2 };
        let page = |versions, surveys| Self {
            path: "/authorities/335/appraisals/1".to_owned(),
            number: 2,
            document: document(),
            versions,
            surveys,
        };
        let link = Link { href: "/authorities/335/surveys/1".to_owned(), text: "Meals".to_owned() };
        vec![page(vec![version(2), version(1)], vec![link]), page(vec![version(2)], Vec::new())]
    }
}

#[derive(Deserialize)]
struct Asked {
    version: Option<i32>,
    with: Option<i32>,
}

async fn show(
    visit: Visit,
    Path((code, segment)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (id, as_pdf) = match segment.strip_suffix(".pdf") {
        Some(id) => (id, true),
        None => (segment.as_str(), false),
    };
    let id: AppraisalId = id.parse().map_err(|_| Error::NotFound)?;
    let found = partner::compared(&visit, &code, id, asked.version, asked.with).await?;
    let document = document(&found);
    if as_pdf {
        let bytes = pdf::render(&document)?;
        return Ok(download::attachment("options-appraisal.pdf", pdf::MEDIA_TYPE, bytes));
    }
    let frame = frame(found.appraisal.title.clone())
        .back(format!("/authorities/{code}/appraisals"), "Options appraisals")
        .seen_by(format!("Officers of {}", found.authority.name));
    let version = |version: &::entity::appraisal_version::Model| Version {
        number: version.number,
        saved_at: version.saved_at,
        current: version.number == found.version.number,
    };
    let survey = |survey: &::entity::survey::Model| Link {
        href: format!("/authorities/{code}/surveys/{}", survey.id),
        text: survey.title.clone(),
    };
    let page = AppraisalPage {
        path: format!("/authorities/{code}/appraisals/{id}"),
        number: found.version.number,
        versions: found.versions.iter().map(version).collect(),
        surveys: found.surveys.iter().map(survey).collect(),
        document,
    };
    visit.page(frame, &page)
}

fn document(found: &Compared) -> Document {
    let content = &found.content;
    let mut blocks = vec![Block::lead(content.question.clone())];
    if let Some(model) = content.models.get(content.recommended) {
        blocks.push(Block::heading(2, "recommended", format!("Recommended: {}", model.name)));
        blocks.push(Block::paragraph(content.reasons.clone()));
    }
    blocks.push(Block::heading(2, "compared", "The models side by side"));
    blocks.push(Block::Table(marks(content)));
    blocks.extend(chart(content).map(|chart| Block::Bars { chart, of_changes: false }));
    if let Some((number, other)) = &found.other {
        blocks.push(Block::heading(2, "versions", format!("Against version {number}")));
        blocks.push(Block::Table(against(content, *number, other, found.version.number)));
    }
    for (place, model) in (1..).zip(&content.models) {
        blocks.push(Block::heading(2, format!("model-{place}"), model.name.clone()));
        blocks.push(Block::paragraph(model.what.clone()));
        blocks.push(Block::Table(reasons(place, model)));
    }
    let title = format!("{}: options appraisal, version {}", found.appraisal.title, found.version.number);
    Document { title, blocks }
}

fn marks(content: &Appraised) -> Table {
    let ranked = ranking(content);
    let criteria = Criterion::ALL.iter().map(|criterion| {
        let weight = content.weights.get(criterion).copied().unwrap_or_default();
        Column::number(criterion.words(), format!("of {weight}"))
    });
    let rows = ranked.iter().filter_map(|one| {
        let model = content.models.get(one.at)?;
        let marks = Criterion::ALL.iter().map(|criterion| one.marks.get(criterion).map(|mark| mark.decimals(1)));
        let cells = std::iter::once(Some(model.name.clone())).chain(marks).chain([Some(one.total.decimals(1))]);
        Some(Row::plain(cells.map(Option::unwrap_or_default)))
    });
    Table {
        id: "marks".to_owned(),
        caption: "Marks by criterion".to_owned(),
        note: "A mark is weight × score ÷ 5. The best total first.".to_owned(),
        columns: std::iter::once(Column::text("Model"))
            .chain(criteria)
            .chain([Column::number("Total", "of 100")])
            .collect(),
        rows: rows.collect(),
    }
}

fn chart(content: &Appraised) -> Option<BarChart> {
    let ranked = ranking(content);
    let measure = |one: &crate::partner::rules::Ranked| {
        Some(Measure {
            label: content.models.get(one.at)?.name.clone(),
            amount: i64::try_from(one.total.half_up_mantissa(1)).ok()?,
            words: format!("{} of 100", one.total.decimals(1)),
        })
    };
    let best = ranked.first()?;
    let heading = Heading {
        id: "totals".to_owned(),
        finding: format!("{} has the best total: {} of 100", content.models.get(best.at)?.name, best.total.decimals(1)),
        table: "Marks by criterion".to_owned(),
    };
    BarChart::against(heading, &ranked.iter().filter_map(measure).collect::<Vec<_>>(), None)
}

fn reasons(place: usize, model: &Model) -> Table {
    let row = |criterion: &Criterion| {
        let given = model.scores.get(criterion);
        Row::plain([
            criterion.words().to_owned(),
            given.map(|given| given.score.to_string()).unwrap_or_default(),
            given.map(|given| given.reason.clone()).unwrap_or_default(),
        ])
    };
    Table {
        id: format!("reasons-{place}"),
        caption: format!("Scores of {}", model.name),
        note: "1 poor to 5 excellent".to_owned(),
        columns: vec![Column::text("Criterion"), Column::number("Score", "of 5"), Column::text("Reason")],
        rows: Criterion::ALL.iter().map(row).collect(),
    }
}

/// Each model's total in both versions; models are the same if they have the same name.
fn against(content: &Appraised, number: i32, other: &Appraised, own: i32) -> Table {
    let total = |of: &Appraised, name: &str| {
        let at = of.models.iter().position(|model| model.name == name)?;
        ranking(of).into_iter().find(|one| one.at == at).map(|one| one.total.decimals(1))
    };
    let mut names: Vec<&str> = content.models.iter().map(|model| model.name.as_str()).collect();
    for model in &other.models {
        if !names.contains(&model.name.as_str()) {
            names.push(&model.name);
        }
    }
    let absent = || "Not in it".to_owned();
    let row = |name: &&str| {
        let (before, after) = (total(other, name).unwrap_or_else(absent), total(content, name).unwrap_or_else(absent));
        Row::plain([(*name).to_owned(), before, after])
    };
    Table {
        id: "against".to_owned(),
        caption: format!("Totals in version {number} and in version {own}"),
        note: String::new(),
        columns: vec![
            Column::text("Model"),
            Column::number(format!("Version {number}"), "of 100"),
            Column::number(format!("Version {own}"), "of 100"),
        ],
        rows: names.iter().map(row).collect(),
    }
}
