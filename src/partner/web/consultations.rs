//! Who was consulted on an award or on the withdrawal of a service, what they said, and what it does to groups of people.

use crate::partner::{self, Consulted, Subject};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/consultations", Who::May(&[Action::SeeReport]), of_tender)
        .post("/tenders/{reference}/consultations", Who::May(&[Action::RecordConsultation]), record_for_tender)
        .get("/organisation/listings/{id}/consultations", Who::May(&[Action::SeeOrganisation]), of_listing)
        .post("/organisation/listings/{id}/consultations", Who::May(&[Action::EditListings]), record_for_listing)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConsultationsPage>()]
}

#[derive(Serialize)]
struct Row {
    who: String,
    from: NaiveDate,
    to: NaiveDate,
    how: String,
    said: String,
    effect: String,
    mitigation: String,
}

#[derive(Serialize)]
struct ConsultationsPage {
    form: FormView,
    path: String,
    title: String,
    rows: Vec<Row>,
    may_record: bool,
}

impl Page for ConsultationsPage {
    const TEMPLATE: &'static str = "partner/consultations.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            who: "Parents".to_owned(),
            from: NaiveDate::default(),
            to: NaiveDate::default(),
            how: "A meeting".to_owned(),
            said: "Keep halal menus".to_owned(),
            effect: "Pupils with special diets".to_owned(),
            mitigation: "Written into the contract".to_owned(),
        };
        let page = |rows, may_record| Self {
            form: FormView::default(),
            path: "/tenders/NG-2027-004/consultations".to_owned(),
            title: "Catering".to_owned(),
            rows,
            may_record,
        };
        vec![page(vec![row], true), page(Vec::new(), false)]
    }
}

fn path_of(subject: &Subject) -> String {
    match subject {
        Subject::Tender(reference) => format!("/tenders/{reference}/consultations"),
        Subject::Listing(id) => format!("/organisation/listings/{id}/consultations"),
    }
}

fn back_of(subject: &Subject) -> (String, &'static str, &'static str) {
    match subject {
        Subject::Tender(reference) => (
            format!("/tenders/{reference}/decision"),
            "The decision",
            "the member schools of the cluster, the tender team and the auditor; the tender's record shows it to everybody",
        ),
        Subject::Listing(id) => (
            format!("/organisation/listings/{id}"),
            "The listing",
            "people of your organisation, and the schools that hold the service once it is withdrawn",
        ),
    }
}

async fn render(visit: &Visit, subject: &Subject, form: FormView) -> Result<Response> {
    let (found, title, may_record) = partner::consultations(visit, subject).await?;
    let row = |one: ::entity::consultation::Model| Row {
        who: one.who,
        from: one.from_on,
        to: one.to_on,
        how: one.how,
        said: one.said,
        effect: one.effect,
        mitigation: one.mitigation,
    };
    let page = ConsultationsPage {
        form: form.clone(),
        path: path_of(subject),
        title,
        rows: found.into_iter().map(row).collect(),
        may_record,
    };
    let (back, text, seen_by) = back_of(subject);
    visit.form_page(frame("Consultation and equality").back(back, text).seen_by(seen_by), &form, &page)
}

fn read(form: &Reader) -> Consulted {
    Consulted {
        who: form.required("who", "Enter who was consulted, for example parents and kitchen staff"),
        from: form.date("from", "Enter the first day of the consultation"),
        to: form.date("to", "Enter its last day"),
        how: form.required("how", "Enter how they were consulted"),
        said: form.required("said", "Enter what they said"),
        effect: form.required("effect", "Enter which groups of people are affected and how, or that none is"),
        mitigation: form.required("mitigation", "Enter what is done about it, or that nothing is needed"),
    }
}

async fn keep(visit: &Visit, subject: &Subject, fields: &Fields) -> Result<Response> {
    match fields.read(read) {
        Ok(new) => match partner::record(visit, subject, new).await {
            Ok(()) => visit.go_saying(path_of(subject), "The consultation is recorded"),
            Err(error) => render(visit, subject, fields.refused(error)?).await,
        },
        Err(form) => render(visit, subject, form).await,
    }
}

async fn of_tender(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &Subject::Tender(reference), FormView::default()).await
}

async fn record_for_tender(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    keep(&visit, &Subject::Tender(reference), &fields).await
}

fn listing(id: &str) -> Result<Subject> {
    id.parse().map(Subject::Listing).map_err(|_| Error::NotFound)
}

async fn of_listing(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    render(&visit, &listing(&id)?, FormView::default()).await
}

async fn record_for_listing(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    keep(&visit, &listing(&id)?, &fields).await
}
