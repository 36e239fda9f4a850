//! The staff pack: the team's terms and the log of readers, the rows that schools and the present provider give, and what
//! bidders read who accepted confidentiality.

use super::shared::{Tab, sample_tabs, tabs};
use crate::platform::access::{Action, Place};
use crate::platform::csv_out::Cell;
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::staff::{as_pasted, sites};
use crate::tender::staff::{self, Giver, Terms, pension_words, risk_words};
use crate::tender::{self, store};
use ::entity::staff_pack::{PensionRoute, RiskBearer};
use ::entity::staff_row::{Model as StaffRow, PensionScheme};
use ::entity::tender::Model;
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const READERS: Who = Who::SignedIn;
const EDITORS: Who = Who::May(&[Action::EditTender]);
const BIDDERS: Who = Who::May(&[Action::Bid]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/staff", READERS, show)
        .post("/tenders/{reference}/staff", EDITORS, set_terms)
        .post("/tenders/{reference}/staff/rows", READERS, give)
        .post("/tenders/{reference}/staff/access", BIDDERS, accept)
        .get("/tenders/{reference}/staff/rows.csv", BIDDERS, download_rows)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<StaffPage>()]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
}

#[derive(Clone, Serialize)]
struct Row {
    role: String,
    site: String,
    hours: String,
    pay_band: String,
    service: i32,
    pension: &'static str,
    terms: String,
}

#[derive(Clone, Serialize)]
struct Reading {
    organisation: String,
    person: String,
    downloaded: bool,
    at: DateTime<Utc>,
}

#[derive(Serialize)]
struct StaffPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    edits: bool,
    /// For whom the reader gives rows.
    gives_for: Option<&'static str>,
    own_rows: usize,
    /// The team reads all rows; a bidder once it accepted confidentiality.
    rows: Option<Vec<Row>>,
    may_accept: bool,
    readings: Option<Vec<Reading>>,
    routes: Vec<Choice>,
    risks: Vec<Choice>,
}

fn route_choices() -> Vec<Choice> {
    PensionRoute::ALL.iter().map(|route| Choice { value: route.as_str(), text: pension_words(*route) }).collect()
}

fn risk_choices() -> Vec<Choice> {
    RiskBearer::ALL.iter().map(|risk| Choice { value: risk.as_str(), text: risk_words(*risk) }).collect()
}

impl Page for StaffPage {
    const TEMPLATE: &'static str = "tender/staff.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            role: "Cook".to_owned(),
            site: "One of the smaller sites".to_owned(),
            hours: "25".to_owned(),
            pay_band: "Scale 4".to_owned(),
            service: 12,
            pension: "LGPS",
            terms: "Term time only".to_owned(),
        };
        let reading = Reading {
            organisation: "Larder".to_owned(),
            person: "Asha".to_owned(),
            downloaded: true,
            at: DateTime::UNIX_EPOCH,
        };
        let page = |edits: bool, gives_for: Option<&'static str>, rows: Option<Vec<Row>>, may_accept| Self {
            form: FormView::default().refusing("rows", "Row 2, hours: enter the hours a week"),
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            edits,
            own_rows: usize::from(gives_for.is_some()),
            gives_for,
            rows,
            may_accept,
            readings: edits.then(|| vec![reading.clone()]),
            routes: route_choices(),
            risks: risk_choices(),
        };
        vec![
            page(true, Some("your school"), Some(vec![row.clone()]), false),
            page(false, None, None, true),
            page(false, None, Some(vec![row]), false),
            page(true, None, Some(Vec::new()), false),
        ]
    }
}

fn scheme(pension: PensionScheme) -> &'static str {
    match pension {
        PensionScheme::Lgps => "LGPS",
        PensionScheme::Tps => "TPS",
        PensionScheme::Other => "Other",
        PensionScheme::None => "None",
    }
}

/// The rows as anybody reads them: without names, a small site without its name.
async fn anonymous(visit: &Visit, tender: &Model, rows: &[StaffRow]) -> Result<Vec<Row>> {
    let members = crate::tender::dossier_of(visit.read(), tender.clone()).await?.members;
    let named = |id| members.iter().find(|school| school.id == id).map(|school| school.name.as_str());
    let row = |(row, site): (&StaffRow, String)| Row {
        role: row.role.clone(),
        site,
        hours: row.hours.to_string(),
        pay_band: row.pay_band.clone(),
        service: row.service_years,
        pension: scheme(row.pension),
        terms: row.terms.clone().unwrap_or_default(),
    };
    Ok(rows.iter().zip(sites(rows, named)).map(row).collect())
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let pack = store::staff_pack(visit.read(), tender.id).await?;
    let form = FormView::default();
    let form = match pack {
        None => form.with("risk", "shared").with("pension", "not_needed"),
        Some(pack) => {
            let present = match pack.present_provider {
                Some(id) => tender::provider_by_id(visit.read(), id).await?.map(|one| one.slug).unwrap_or_default(),
                None => String::new(),
            };
            form.with("transfers", if pack.transfers { "yes" } else { "no" })
                .with("pension", pack.pension.as_str())
                .with("contribution", pack.contribution.map(|rate| rate.to_string()).unwrap_or_default())
                .with("bond", pack.bond.map(|bond| bond.to_string()).unwrap_or_default())
                .with("risk", pack.risk.as_str())
                .with("note", pack.note.unwrap_or_default())
                .with("present_provider", present)
        }
    };
    render(&visit, &tender, form).await
}

async fn render(visit: &Visit, tender: &Model, form: FormView) -> Result<Response> {
    let place = tender::visible_to(visit.read(), &visit.actor, tender).await?;
    let page = page(visit, tender, &place, form.clone()).await?;
    if !page.edits && page.gives_for.is_none() && !page.may_accept && page.rows.is_none() {
        return Err(Error::Forbidden(
            "The staff pack is for the tender's team, the schools that take part and providers that bid".to_owned(),
        ));
    }
    let frame = frame(format!("Staff who may transfer – {}", tender.reference))
        .back(format!("/tenders/{}", tender.reference), "Notice")
        .seen_by("the tender's team, and providers that accepted confidentiality. A school sees how many rows it gave");
    visit.form_page(frame, &form, &page)
}

async fn page(visit: &Visit, tender: &Model, place: &Place, form: FormView) -> Result<StaffPage> {
    let team = visit.actor.may(Action::SeeTenderTeam, place);
    let giver = staff::giver(visit, tender, place).await?;
    let rows = store::staff(visit.read(), tender.id).await?;
    let is_own = |row: &&StaffRow| match giver {
        Some(Giver::School(school)) => row.school_id == Some(school) && !row.by_provider,
        Some(Giver::PresentProvider) => row.by_provider,
        None => false,
    };
    let own: Vec<&StaffRow> = rows.iter().filter(is_own).collect();
    let own_rows = own.len();
    let form = match own.is_empty() || form.values.contains_key("rows") {
        true => form,
        false => form.with("rows", as_pasted(&own)),
    };
    let bidder = staff::bidder_access(visit, tender).await?;
    let shown = match (team, bidder) {
        (true, _) => Some(anonymous(visit, tender, &rows).await?),
        (false, Some(true)) => {
            let rows = staff::read(visit, tender, false).await?;
            Some(anonymous(visit, tender, &rows).await?)
        }
        _ => None,
    };
    let readings = match team {
        true => Some(store::staff_readings(visit.read(), tender.id).await?.into_iter().map(reading).collect()),
        false => None,
    };
    Ok(StaffPage {
        form,
        tabs: tabs(visit, tender, place, "Staff"),
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        edits: visit.actor.may(Action::EditTender, place),
        gives_for: giver.map(|giver| match giver {
            Giver::School(_) => "your school",
            Giver::PresentProvider => "your organisation, which does this work now",
        }),
        own_rows,
        may_accept: bidder == Some(false),
        rows: shown,
        readings,
        routes: route_choices(),
        risks: risk_choices(),
    })
}

fn reading((row, organisation, person): (::entity::staff_reading::Model, String, String)) -> Reading {
    Reading { organisation, person, downloaded: row.downloaded, at: row.read_at }
}

fn typed(form: &Reader) -> (Terms, Option<String>) {
    const RATE: &str = "Enter the contribution as a percentage of pay, like 22.4";
    let transfers = form.text("transfers");
    if !["yes", "no"].contains(&transfers.as_str()) {
        form.error("transfers", "Choose whether staff transfer");
    }
    let terms = Terms {
        transfers: transfers == "yes",
        pension: form.choice("pension", PensionRoute::ALL, "Choose how pensions go on"),
        contribution: form.optional_quantity("contribution", RATE),
        bond: form.optional_money("bond", "Enter the bond in pounds, like 25000"),
        risk: form.choice("risk", RiskBearer::ALL, "Choose who pays if pensions cost more"),
        note: form.optional("note"),
        present_provider: None,
    };
    (terms, form.optional("present_provider"))
}

async fn set_terms(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let (mut terms, slug) = match fields.read(typed) {
        Ok(read) => read,
        Err(form) => return render(&visit, &tender, form).await,
    };
    let done = match &slug {
        None => staff::set_terms(&visit, &reference, terms).await,
        Some(slug) => match tender::provider_by_slug(visit.read(), slug).await? {
            None => Err(Error::field("present_provider", "Enter the last part of the provider's public address")),
            Some(found) => {
                terms.present_provider = Some(found.id);
                staff::set_terms(&visit, &reference, terms).await
            }
        },
    };
    match done {
        Ok(()) => visit.go_saying(format!("/tenders/{reference}/staff"), "Saved. The notice says it too"),
        Err(error) => render(&visit, &tender, fields.refused(error)?).await,
    }
}

async fn give(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let text = match fields.read(|form| form.text_up_to("rows", 200_000)) {
        Ok(text) => text,
        Err(form) => return render(&visit, &tender, form).await,
    };
    match staff::give(&visit, &reference, &text).await {
        Ok(found) if found.faults.is_empty() => {
            let left = found.left_out.join(", ");
            let left = if left.is_empty() { String::new() } else { format!(". Left out: {left}") };
            visit.go_saying(format!("/tenders/{reference}/staff"), &format!("{} rows are kept{left}", found.rows.len()))
        }
        Ok(found) => {
            let first = found.faults.into_iter().take(20).collect::<Vec<_>>().join(". ");
            render(&visit, &tender, fields.view().refusing("rows", first)).await
        }
        Err(error) => render(&visit, &tender, fields.refused(error)?).await,
    }
}

async fn accept(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let ticked = fields.read(|form| {
        if !form.ticked("accepted") {
            form.error("accepted", "Accept confidentiality to read the pack");
        }
    });
    if let Err(form) = ticked {
        return render(&visit, &tender, form).await;
    }
    match staff::accept(&visit, &reference).await {
        Ok(()) => {
            visit.go_saying(format!("/tenders/{reference}/staff"), "You can read the pack. Each reading is logged")
        }
        Err(error) => render(&visit, &tender, fields.refused(error)?).await,
    }
}

async fn download_rows(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    let rows = staff::read(&visit, &tender, true).await?;
    let head = ["Role", "Site", "Hours a week", "Pay band", "Length of service, years", "Pension", "Other terms"];
    let mut lines: Vec<Vec<Cell>> = vec![head.into_iter().map(Cell::text).collect()];
    for row in anonymous(&visit, &tender, &rows).await? {
        lines.push(vec![
            Cell::text(row.role),
            Cell::text(row.site),
            Cell::number(row.hours),
            Cell::text(row.pay_band),
            Cell::number(row.service),
            Cell::text(row.pension),
            Cell::text(row.terms),
        ]);
    }
    download::csv(&format!("{reference}-staff"), &lines)
}
