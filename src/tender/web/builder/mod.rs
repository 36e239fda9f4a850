//! The builder of a tender: a task list, and a page for each task.

mod check;
mod conditions;
mod criteria;
mod documents;
mod engagement;
mod framework;
mod lots;
mod notices;
mod overview;
mod plan;
mod price;
mod route;
mod rules;
mod stages;
mod tasks;
mod team;
mod terms;
mod variations;

use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use crate::platform::sections::Sections;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::states;
use crate::tender::web::shared::refused;
use crate::tender::{self, Dossier, Edit, LotAddress, is_editable};
use axum::response::Response;
use serde::Serialize;

/// Who opens the builder's pages: the team reads, editors write.
const TEAM: Who = Who::May(&[Action::SeeTenderTeam]);
const EDITORS: Who = Who::May(&[Action::EditTender]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(tasks::routes())
        .merge(overview::routes())
        .merge(plan::routes())
        .merge(terms::routes())
        .merge(stages::routes())
        .merge(engagement::routes())
        .merge(lots::routes())
        .merge(price::routes())
        .merge(route::routes())
        .merge(conditions::routes())
        .merge(criteria::routes())
        .merge(variations::routes())
        .merge(team::routes())
        .merge(documents::routes())
        .merge(check::routes())
        .merge(rules::routes())
        .merge(notices::routes())
        .merge(framework::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    [
        tasks::pages(),
        overview::pages(),
        plan::pages(),
        terms::pages(),
        stages::pages(),
        engagement::pages(),
        lots::pages(),
        price::pages(),
        route::pages(),
        conditions::pages(),
        criteria::pages(),
        variations::pages(),
        team::pages(),
        documents::pages(),
        check::pages(),
        rules::pages(),
        notices::pages(),
        framework::pages(),
    ]
    .concat()
}

/// What every page of the builder shows of its tender.
#[derive(Clone, Serialize)]
struct Builder {
    reference: String,
    title: String,
    /// "/tenders/NG-2027-004/edit".
    base: String,
    editable: bool,
    /// Why it cannot be edited, where it cannot.
    locked: String,
}

impl Builder {
    fn of(visit: &Visit, dossier: &Dossier, place: &Place, task: Task) -> Self {
        let tender = &dossier.tender;
        let phase = states::phase(tender, visit.now);
        let state = states::words(phase).to_lowercase();
        let may_edit = visit.actor.may(Action::EditTender, place);
        let locked = if may_edit {
            format!("This cannot be changed now. The tender's state is: {state}.")
        } else {
            "The chair, the clerk and the tender lead can change this.".to_owned()
        };
        Self {
            reference: tender.reference.clone(),
            title: tender.title.clone(),
            base: format!("/tenders/{}/edit", tender.reference),
            editable: may_edit && is_editable(phase, task),
            locked,
        }
    }

    fn sample(editable: bool) -> Self {
        Self {
            reference: "NG-2027-004".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            base: "/tenders/NG-2027-004/edit".to_owned(),
            editable,
            locked: "This cannot be changed now. The tender's state is: in review.".to_owned(),
        }
    }
}

/// The dossier for somebody of the team.
async fn open(visit: &Visit, at: impl Into<LotAddress>) -> Result<(Dossier, Place)> {
    let (dossier, place) = tender::open_dossier(visit, at).await?;
    visit.actor.require_sight(Action::SeeTenderTeam, &place)?;
    Ok((dossier, place))
}

/// The frame of a task's page.
fn task_frame(dossier: &Dossier, title: &str) -> Frame {
    let reference = &dossier.tender.reference;
    frame(format!("{title} – {reference}"))
        .back(format!("/tenders/{reference}/edit"), format!("All tasks of {reference}"))
        .seen_by("The tender's team, the cluster's officers and the auditor")
}

/// A task that is one form: shown from what is stored, read into one edit.
trait Form: Page + Send + Sync + Sized {
    const TASK: Task;
    /// Whether every lot has its own.
    const IS_OF_A_LOT: bool = false;

    /// What is stored, as the form shows it.
    fn stored(dossier: &Dossier) -> FormView;

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView>;

    fn page(
        visit: &Visit,
        dossier: &Dossier,
        builder: Builder,
        form: FormView,
    ) -> impl Future<Output = Result<Self>> + Send;
}

async fn show_form<F: Form>(visit: Visit, at: LotAddress) -> Result<Response> {
    let (dossier, place) = open(&visit, &at).await?;
    let form = F::stored(&dossier).with("version", dossier.tender.version.to_string());
    render_form::<F>(&visit, &dossier, &place, form).await
}

async fn render_form<F: Form>(visit: &Visit, dossier: &Dossier, place: &Place, form: FormView) -> Result<Response> {
    let builder = Builder::of(visit, dossier, place, F::TASK);
    let page = F::page(visit, dossier, builder, form.clone()).await?;
    let frame = task_frame(dossier, F::TASK.title());
    let beside = if F::IS_OF_A_LOT {
        dossier.at_lot().sections(&format!("edit/{}", F::TASK.slug()))
    } else {
        Sections::default()
    };
    visit.form_page(frame.beside(beside), &form, &page)
}

async fn save_form<F: Form>(visit: Visit, at: LotAddress, fields: Fields) -> Result<Response> {
    let form = match F::read(&fields) {
        Ok((version, edit)) => match tender::edit(&visit, &at, version, edit).await {
            Ok(()) => return saved(&visit, &at.reference, F::TASK),
            Err(error) => {
                let stored = tender::by_reference(visit.read(), &at.reference).await?.version;
                refused(&fields, error, stored)?
            }
        },
        Err(form) => form,
    };
    let (dossier, place) = open(&visit, &at).await?;
    render_form::<F>(&visit, &dossier, &place, form).await
}

fn saved(visit: &Visit, reference: &str, task: Task) -> Result<Response> {
    visit.go_saying(format!("/tenders/{reference}/edit"), &format!("Saved: {}", task.title()))
}
