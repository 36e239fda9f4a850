//! The framework that a tender calls off from: those that are valid for its service, and the evidence for the choice.

use super::{Builder, EDITORS, TEAM, open, task_frame};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::obligations::is_call_off;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::stages;
use crate::tender::{self, NewChoice, Offered, store};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit/framework", TEAM, show).post(
        "/tenders/{reference}/edit/framework",
        EDITORS,
        choose,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<FrameworkPage>()]
}

#[derive(Clone, Serialize)]
struct Choice {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct FrameworkPage {
    form: FormView,
    builder: Builder,
    offered: Vec<Offered>,
    /// How the tender calls off; none while it has another procedure.
    way: Option<&'static str>,
    names: Vec<Choice>,
    documents: Vec<Choice>,
    may_choose: bool,
}

impl Page for FrameworkPage {
    const TEMPLATE: &'static str = "tender/edit/framework.html";
    fn samples() -> Vec<Self> {
        let offered = Offered {
            name: "Outsourced catering services".to_owned(),
            owner: "Listed by the Department for Education".to_owned(),
            url: "https://example.org/catering".to_owned(),
            valid_to: Some("31 August 2028".to_owned()),
            source: "Department for Education".to_owned(),
        };
        let choice = Choice { value: "x".to_owned(), text: "Buying guide".to_owned() };
        let page = |offered: Vec<Offered>, way: Option<&'static str>, documents| Self {
            form: FormView::default(),
            builder: Builder::sample(true),
            names: vec![choice.clone()],
            offered,
            way,
            documents,
            may_choose: way.is_some(),
        };
        vec![
            page(vec![offered.clone()], Some("Framework, direct award"), vec![choice.clone()]),
            page(vec![offered], Some("Framework, direct award"), Vec::new()),
            page(Vec::new(), None, Vec::new()),
        ]
    }
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let offered = tender::frameworks_for(visit, &dossier.category.slug).await?;
    let documents = store::documents(visit.read(), dossier.tender.id).await?;
    let way = dossier.tender.procedure.filter(|procedure| is_call_off(Some(*procedure))).map(stages::title);
    let page = FrameworkPage {
        form: form.clone(),
        names: offered.iter().map(|one| Choice { value: one.name.clone(), text: one.name.clone() }).collect(),
        documents: documents.into_iter().map(|one| Choice { value: one.id.to_string(), text: one.title }).collect(),
        may_choose: way.is_some()
            && visit.actor.may(Action::EditTender, &place)
            && dossier.tender.published_at.is_none(),
        builder: Builder::of(visit, &dossier, &place, Task::Route),
        offered,
        way,
    };
    visit.form_page(task_frame(&dossier, "Framework"), &form, &page)
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    let tender = tender::by_reference(visit.read(), &reference).await?;
    let form = match store::framework_choice(visit.read(), tender.id).await? {
        Some(chosen) => FormView::default()
            .with("name", chosen.name)
            .with("framework_reference", chosen.reference)
            .with("reason", chosen.reason)
            .with("document", chosen.document_id.to_string()),
        None => FormView::default(),
    };
    render(&visit, &reference, form).await
}

async fn choose(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let offered: Vec<String> = {
        let (dossier, _) = open(&visit, &reference).await?;
        let all = tender::frameworks_for(&visit, &dossier.category.slug).await?;
        all.into_iter().map(|one| one.name).collect()
    };
    let read = fields.read(|form| {
        let name = form.required("name", "Choose the framework");
        if !name.is_empty() && !offered.contains(&name) {
            form.error("name", "Choose the framework");
        }
        let document = form.optional_parsed("document", "Choose the document that shows it");
        if document.is_none() {
            form.error("document", "Choose the document that shows it");
        }
        let reference = form.required("framework_reference", "Enter the framework's reference");
        let reason = form.required("reason", "Say why this framework, and why this way");
        document.map(|document| NewChoice { name, reference, reason, document })
    });
    let chosen = match read {
        Ok(Some(new)) => tender::choose_framework(&visit, &reference, new).await,
        Ok(None) => return render(&visit, &reference, fields.view()).await,
        Err(form) => return render(&visit, &reference, form).await,
    };
    match chosen {
        Ok(()) => {
            let said = format!("The framework is recorded, {}", words::moment(visit.now));
            visit.go_saying(format!("/tenders/{reference}/edit/framework"), &said)
        }
        Err(error) => render(&visit, &reference, fields.refused(error)?).await,
    }
}
