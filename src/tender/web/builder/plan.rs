//! The plan: every step from demand to contract, backwards from the start, and what is too late already.

use super::{Builder, EDITORS, TEAM, open};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use crate::tender::rules::planner::{Counted, Length, Plan, Row};
use crate::tender::rules::readiness::Task;
use crate::tender::rules::states;
use crate::tender::web::shared::{Tab, sample_tabs, sees_cluster, tabs};
use crate::tender::{self, Dated, Planned};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/plan", TEAM, show)
        .post("/tenders/{reference}/plan", EDITORS, save)
        .post("/tenders/{reference}/plan/publish", EDITORS, publish)
        .get("/tenders/{reference}/plan.ics", Who::Public, download)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PlanPage>()]
}

#[derive(Serialize)]
struct StepRow {
    title: &'static str,
    end: &'static str,
    from: NaiveDate,
    by: NaiveDate,
    takes: String,
    source: &'static str,
    status: String,
    kind: &'static str,
}

/// What could be shorter, and on what ground it may be.
#[derive(Serialize)]
struct Shorter {
    title: &'static str,
    sentence: String,
}

#[derive(Serialize)]
struct PlanPage {
    form: FormView,
    builder: Builder,
    tabs: Vec<Tab>,
    start: Option<NaiveDate>,
    demand_by: Option<NaiveDate>,
    rows: Vec<StepRow>,
    warnings: Vec<String>,
    shorter: Vec<Shorter>,
    assumptions: Vec<String>,
    slug: String,
    sees_cluster: bool,
    published_at: Option<DateTime<Utc>>,
    may_edit: bool,
}

impl Page for PlanPage {
    const TEMPLATE: &'static str = "tender/plan.html";
    fn samples() -> Vec<Self> {
        let day = NaiveDate::default();
        let row = |status: &str, kind| StepRow {
            title: "Open for bids",
            end: "Bids close",
            from: day,
            by: day,
            takes: "30 days".to_owned(),
            source: "Procurement Act 2023, section 54",
            status: status.to_owned(),
            kind,
        };
        let page = |start, rows: Vec<StepRow>, published_at: Option<DateTime<Utc>>| Self {
            form: FormView::default(),
            builder: Builder::sample(true),
            tabs: sample_tabs(),
            start,
            demand_by: start,
            warnings: if rows.is_empty() { Vec::new() } else { vec!["3 days too late".to_owned()] },
            shorter: vec![Shorter { title: "Open for bids", sentence: "5 days fewer".to_owned() }],
            assumptions: vec!["Usual term dates".to_owned()],
            rows,
            slug: "northgate".to_owned(),
            sees_cluster: published_at.is_none(),
            published_at,
            may_edit: published_at.is_none(),
        };
        vec![
            page(Some(day), vec![row("Done", "done"), row("3 days late", "problem")], None),
            page(Some(day), vec![row("To come", "plain")], Some(DateTime::UNIX_EPOCH)),
            page(None, vec![], None),
        ]
    }
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, None).await
}

async fn render(visit: &Visit, reference: &str, refused: Option<FormView>) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let planned = tender::planned(visit.read(), &dossier, visit.now).await?;
    let transfer = planned.as_ref().is_none_or(|planned| planned.facts.staff_transfer);
    let form = refused.unwrap_or_else(|| FormView::default().with("staff", if transfer { "yes" } else { "no" }));
    let mut page = PlanPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::Dates),
        tabs: tabs(visit, &dossier.tender, &place, "Plan"),
        start: dossier.tender.contract_start,
        demand_by: None,
        rows: Vec::new(),
        warnings: Vec::new(),
        shorter: Vec::new(),
        assumptions: Vec::new(),
        slug: dossier.cluster.slug.clone(),
        sees_cluster: sees_cluster(visit, &place),
        published_at: None,
        may_edit: visit.actor.may(Action::EditTender, &place) && !states::is_final(dossier.tender.state),
    };
    if let Some(planned) = planned {
        fill(&mut page, planned, dossier.tender.deadline_at);
    }
    let frame = frame(format!("Plan – {reference}"))
        .back(format!("/tenders/{reference}/edit"), format!("All tasks of {reference}"))
        .seen_by("The tender's team, the cluster's officers and the auditor; its calendar everybody, once published");
    visit.form_page(frame, &form, &page)
}

fn fill(page: &mut PlanPage, planned: Planned, deadline: Option<DateTime<Utc>>) {
    page.published_at = planned.published.as_ref().map(|published| published.at);
    page.assumptions = assumptions(&planned);
    match &planned.plan {
        Ok(plan) => {
            page.demand_by = Some(plan.demand_by);
            page.warnings = warnings(&planned, plan, deadline);
            page.shorter = plan.rows.iter().filter(|row| !row.done).filter_map(shorter).collect();
            page.rows = plan.rows.iter().map(step_row).collect();
        }
        Err(beyond) => page.warnings.push(beyond.to_string()),
    }
}

fn days(count: u32, counted: Counted) -> String {
    let count = i64::from(count);
    match counted {
        Counted::School => words::plural(count, "school day", "school days"),
        Counted::Working => words::plural(count, "working day", "working days"),
        Counted::Calendar => words::plural(count, "day", "days"),
    }
}

fn step_row(row: &Row) -> StepRow {
    let (status, kind) = match row {
        Row { done: true, .. } => ("Done".to_owned(), "done"),
        Row { late, .. } if *late > 0 => (format!("{} late", words::plural(*late, "day", "days")), "problem"),
        _ => ("To come".to_owned(), "plain"),
    };
    let Length { usual, counted, source, .. } = row.length;
    StepRow {
        title: row.step.title(),
        end: row.step.end(),
        from: row.from,
        by: row.by,
        takes: if usual == 0 { "No time".to_owned() } else { days(usual, counted) },
        source,
        status,
        kind,
    }
}

fn shorter(row: &Row) -> Option<Shorter> {
    let Length { usual, least, counted, .. } = row.length;
    let title = row.step.title();
    let sentence = match (usual - least.min(usual), least) {
        (0, _) => return None,
        (_, 0) => format!("It may be left out: {} fewer", days(usual, counted)),
        (saved, least) => format!("{} at least: {} fewer", days(least, counted), days(saved, counted)),
    };
    Some(Shorter { title, sentence })
}

fn warnings(planned: &Planned, plan: &Plan, deadline: Option<DateTime<Utc>>) -> Vec<String> {
    let start = planned.facts.contract_start;
    let mut all = Vec::new();
    if let Some(row) = plan.rows.iter().find(|row| row.late > 0) {
        let late = words::plural(row.late, "day", "days");
        all.push(format!("Too late by {late}: {} by {}.", row.step.end().to_lowercase(), words::date(row.by)));
    }
    if plan.notice_late > 0 {
        let late = words::plural(plan.notice_late, "day", "days");
        all.push(format!(
            "Notice on what a school buys now is too late by {late}: that contract goes on until its next end. Agree \
             another end with its provider, or start later.",
        ));
    }
    if plan.usual_start > start {
        all.push(later(plan, start));
    }
    let closes = plan.rows.iter().find(|row| row.step.end() == "Bids close").map(|row| row.by);
    let set = deadline.map(words::london_day);
    if let Some((set, closes)) = set.zip(closes).filter(|(set, closes)| set > closes) {
        let days = words::plural((set - closes).num_days(), "day", "days");
        all.push(format!("Bids close on {}, which is {days} later than this plan has room for.", words::date(set)));
    }
    all
}

/// When it could start instead, as usual and at its shortest.
fn later(plan: &Plan, start: NaiveDate) -> String {
    let usual = words::date(plan.usual_start);
    if plan.shortest_start <= start {
        format!(
            "From today, with the usual time for each step, the contract would start on {usual}. Shortened as below, it can still start on {}.",
            words::date(start)
        )
    } else {
        let (shortest, days) = (words::date(plan.shortest_start), (plan.shortest_start - start).num_days());
        let days = words::plural(days, "day", "days");
        format!(
            "Even with every step as short as it may be, the contract can start on {shortest} at the earliest: {days} after the day that is set. As usual it would start on {usual}."
        )
    }
}

fn assumptions(planned: &Planned) -> Vec<String> {
    let mut all = Vec::new();
    let years: Vec<String> = planned.assumed.iter().map(|year| format!("{year} to {}", year + 1)).collect();
    if !years.is_empty() {
        let years = words::listed(&years);
        all.push(format!("For {years} usual school holidays are assumed: your cluster has not typed its term dates."));
    }
    all.push(match planned.facts.notice_by {
        Some(day) => format!(
            "Notice on what the schools buy now has to be given by {}, the earliest date in their demand sheets, \
             contract registers and their authority's buy-back window. The vote comes before it.",
            words::date(day)
        ),
        None => "No notice date is known: none is in the schools' demand sheets or contract registers, and their \
                 authority names no buy-back window."
            .to_owned(),
    });
    if planned.facts.regime.is_none() {
        all.push(
            "The value is below the threshold, or is not worked out yet: no tendering period is prescribed.".to_owned(),
        );
    }
    all
}

async fn save(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| match form.text("staff").as_str() {
        "no" => false,
        "yes" => true,
        _ => {
            form.error("staff", "Choose whether staff move to another employer");
            true
        }
    });
    match read {
        Ok(transfer) => match tender::set_staff_transfer(&visit, &reference, transfer).await {
            Ok(()) => visit.go_saying(format!("/tenders/{reference}/plan"), "The plan is worked out again"),
            Err(error) => render(&visit, &reference, Some(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, &reference, Some(form)).await,
    }
}

async fn publish(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match tender::publish_calendar(&visit, &reference).await {
        Ok(()) => {
            let said = "The calendar is published: it stands on the notice as soon as that is public";
            visit.go_saying(format!("/tenders/{reference}/plan"), said)
        }
        Err(error) => {
            let refused = fields.refused(error)?;
            render(&visit, &reference, Some(refused)).await
        }
    }
}

/// The team takes the plan as it is worked out now; everybody else the calendar that was published.
async fn download(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let (dossier, place) = tender::open_dossier(&visit, &reference).await?;
    let published = tender::published_calendar(visit.read(), dossier.tender.id).await?;
    let dates: Vec<Dated> = if visit.actor.may(Action::SeeTenderTeam, &place) {
        let planned = tender::planned(visit.read(), &dossier, visit.now).await?.ok_or(Error::NotFound)?;
        planned.plan.map_err(Error::refused)?.rows.iter().map(Dated::from).collect()
    } else {
        published.ok_or(Error::NotFound)?.dates
    };
    let mut response = tender::ics(&reference, &dossier.tender.title, &dates, visit.now).into_response();
    let disposition = format!("attachment; filename=\"{reference}.ics\"");
    for (name, value) in
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CONTENT_DISPOSITION, &disposition)]
    {
        let value = HeaderValue::from_str(value).map_err(|_| Error::internal("a header with control characters"))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}
