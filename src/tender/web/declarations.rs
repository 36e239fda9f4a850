//! Declarations: any interest in a bidder?

use super::shared::{Tab, sample_tabs, tabs};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::{self, Interest, store};
use ::entity::tender::Model;
use ::entity::{bidder_interest, declaration, provider};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const READERS: Who = Who::May(&[Action::Declare, Action::SeeTenderTeam]);
const DECLARERS: Who = Who::May(&[Action::Declare]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/declarations", READERS, show).post(
        "/tenders/{reference}/declarations",
        DECLARERS,
        declare,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<DeclarationsPage>()]
}

#[derive(Serialize)]
struct Row {
    name: String,
    interest: bool,
    detail: Option<String>,
    at: DateTime<Utc>,
    /// Against the list of bidders, and with whom.
    against_bidders: bool,
    bidders: Vec<String>,
}

/// A bidder to declare against; nothing tells which bid is its.
#[derive(Clone, Serialize)]
struct Bidder {
    name: String,
    tick: String,
    field: String,
}

#[derive(Serialize)]
struct DeclarationsPage {
    form: FormView,
    tabs: Vec<Tab>,
    reference: String,
    title: String,
    may_declare: bool,
    own: Option<Row>,
    /// Everybody's, for those who run or check the tender.
    all: Option<Vec<Row>>,
    /// Appointed to the team and not declared yet.
    missing: Vec<String>,
    /// Once bids are open: those who bid, for those who declare against them.
    bidders: Vec<Bidder>,
}

impl Page for DeclarationsPage {
    const TEMPLATE: &'static str = "tender/declarations.html";
    fn samples() -> Vec<Self> {
        let row = |interest: bool| Row {
            name: "A".to_owned(),
            interest,
            detail: interest.then(|| "My sister works for a bidder".to_owned()),
            at: DateTime::UNIX_EPOCH,
            against_bidders: !interest,
            bidders: if interest { vec!["Alder: my sister works there".to_owned()] } else { Vec::new() },
        };
        let bidder =
            Bidder { name: "Alder".to_owned(), tick: "bidder-alder".to_owned(), field: "detail-alder".to_owned() };
        let page = |form, may_declare, own, all: Option<Vec<Row>>, missing| Self {
            bidders: if all.is_some() { vec![bidder.clone()] } else { Vec::new() },
            form,
            tabs: sample_tabs(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            may_declare,
            own,
            all,
            missing,
        };
        let refused = FormView::default().refusing("detail", "Say what the interest is");
        vec![
            page(refused, true, None, None, vec![]),
            page(FormView::default(), true, Some(row(true)), Some(vec![row(false), row(true)]), vec!["B".to_owned()]),
            page(FormView::default(), false, Some(row(false)), Some(vec![]), vec![]),
        ]
    }
}

fn row((made, name): (declaration::Model, String), of: &[(bidder_interest::Model, String)]) -> Row {
    let own = of.iter().filter(|(row, _)| row.declaration_id == made.id);
    Row {
        name,
        interest: made.has_interest,
        detail: made.detail.filter(|detail| !detail.is_empty()),
        at: made.declared_at,
        against_bidders: made.bidders_declared_at.is_some(),
        bidders: own.map(|(row, bidder)| format!("{bidder}: {}", row.detail)).collect(),
    }
}

/// Those to declare against.
async fn bidders(visit: &Visit, tender: &Model, place: &Place) -> Result<Vec<provider::Model>> {
    let declares = visit.actor.may(Action::Declare, place);
    match declares && tender::declares_bidders(visit.read(), tender, &visit.actor, place).await? {
        true => store::opened_bidders(visit.read(), tender.id).await,
        false => Ok(Vec::new()),
    }
}

fn fields_of(bidder: &provider::Model) -> (String, String) {
    (format!("bidder-{}", bidder.slug), format!("detail-{}", bidder.slug))
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), reference).await?;
    let place = tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    let (declares, reads) = (visit.actor.may(Action::Declare, &place), reads_all(visit, &place));
    if !declares && !reads {
        visit.actor.require_sight(Action::Declare, &place)?;
    }
    let page = page(visit, &tender, &place, form.clone()).await?;
    let frame = frame(format!("Declarations – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(
        frame.seen_by("You; everybody's: the chair, clerk, tender lead, reviewers and the auditor"),
        &form,
        &page,
    )
}

/// Who runs or checks the tender reads everybody's declaration.
fn reads_all(visit: &Visit, place: &Place) -> bool {
    [Action::EditTender, Action::ReviewTender, Action::ReadTenderRecord]
        .into_iter()
        .any(|action| visit.actor.may(action, place))
}

async fn page(visit: &Visit, tender: &Model, place: &Place, form: FormView) -> Result<DeclarationsPage> {
    let declared = store::declarations(visit.read(), tender.id).await?;
    let team = store::team(visit.read(), tender.id).await?;
    let missing = team.iter().filter(|member| !declared.iter().any(|(made, _)| made.account_id == member.account));
    let mut missing: Vec<String> = missing.map(|member| member.name.clone()).collect();
    missing.sort();
    missing.dedup();
    let own = declared.iter().find(|(made, _)| Some(made.account_id) == visit.actor.account).cloned();
    let interests = store::bidder_interests(visit.read(), declared.iter().map(|(made, _)| made.id)).await?;
    let bidder = |one: provider::Model| {
        let (tick, field) = fields_of(&one);
        Bidder { name: one.name, tick, field }
    };
    let reads = reads_all(visit, place);
    Ok(DeclarationsPage {
        form,
        tabs: tabs(visit, tender, place, "Declarations"),
        reference: tender.reference.clone(),
        title: tender.title.clone(),
        may_declare: visit.actor.may(Action::Declare, place),
        own: own.map(|own| row(own, &interests)),
        all: reads.then(|| declared.into_iter().map(|one| row(one, &interests)).collect()),
        bidders: bidders(visit, tender, place).await?.into_iter().map(bidder).collect(),
        missing: if reads { missing } else { Vec::new() },
    })
}

fn typed(form: &Reader, bidders: &[provider::Model]) -> Option<Interest> {
    let mut interest = Interest { detail: form.text("detail"), bidders: Vec::new() };
    for bidder in bidders {
        let (tick, field) = fields_of(bidder);
        let (is_tied, detail) = (form.ticked(&tick), form.text(&field));
        if is_tied && detail.is_empty() {
            form.error(&field, format!("Say what your interest in {} is", bidder.name));
        }
        if is_tied {
            interest.bidders.push((bidder.id, detail));
        }
    }
    match form.text("interest").as_str() {
        "none" if !interest.bidders.is_empty() => {
            form.error("interest", "You ticked a bidder. Choose that you have an interest, or take the tick out");
            None
        }
        "none" => None,
        "some" => {
            if bidders.is_empty() && interest.detail.is_empty() {
                form.error("detail", "Say what the interest is");
            }
            Some(interest)
        }
        _ => {
            form.error("interest", "Choose whether you have an interest");
            None
        }
    }
}

async fn declare(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let place = tender::visible_to(visit.read(), &visit.actor, &tender).await?;
    let bidders = bidders(&visit, &tender, &place).await?;
    match fields.read(|form| typed(form, &bidders)) {
        Ok(interest) => match tender::declare(&visit, &reference, interest).await {
            Ok(()) => visit.go_saying(format!("/tenders/{reference}/declarations"), "Your declaration is recorded"),
            Err(error) => render(&visit, &reference, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, form).await,
    }
}
