//! One waiver, and the decision about it.

use super::decided::{Approval, Decided, attached};
use super::waivers::kind_words;
use super::{APPROVERS, READERS, decision, id, sub_frame};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::{self, store};
use ::entity::ids::WaiverId;
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/waivers/{id}", READERS, show)
        .post("/schools/{urn}/waivers/{id}", APPROVERS, decide)
        .get("/schools/{urn}/waivers/{id}/evidence", READERS, evidence)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<WaiverPage>()]
}

#[derive(Serialize)]
struct WaiverPage {
    form: FormView,
    path: String,
    title: String,
    kind: &'static str,
    value: Money,
    until: Option<NaiveDate>,
    reason: String,
    file: Option<String>,
    quote_href: Option<String>,
    #[serde(flatten)]
    decided: Decided,
}

impl Page for WaiverPage {
    const TEMPLATE: &'static str = "purchase/waiver.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            form: FormView::default(),
            path: "/schools/100123/waivers/1".to_owned(),
            title: "HR advice".to_owned(),
            kind: "Urgency",
            value: Money(150_000_000),
            until: is_full.then(NaiveDate::default),
            reason: "The firm closed".to_owned(),
            file: is_full.then(|| "letter.pdf".to_owned()),
            quote_href: is_full.then(|| "/quotes/1".to_owned()),
            decided: Decided::sample(is_full),
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, urn: i32, text: &str, form: FormView) -> Result<Response> {
    let school = purchase::seen(visit, urn).await?;
    let held = store::waiver(visit.read(), school.id, id::<WaiverId>(text)?).await?.ok_or(Error::NotFound)?;
    let approval = Approval {
        value: held.value,
        asked_by: held.asked_by,
        asked_at: held.asked_at,
        decision: held.decision,
        decided_by: held.decided_by,
        reason: held.decided_reason,
    };
    let page = WaiverPage {
        form: form.clone(),
        path: format!("/schools/{urn}/waivers/{}", held.id),
        kind: kind_words(held.kind),
        value: held.value,
        until: held.until,
        reason: held.reason,
        file: held.file_id.and(held.file_name),
        quote_href: held.quote_id.map(|quote| format!("/schools/{urn}/quotes/{quote}")),
        decided: Decided::of(visit, &school, approval).await?,
        title: held.title,
    };
    visit.form_page(sub_frame(&school, format!("Waiver: {}", page.title), ("waivers", "Waivers")), &form, &page)
}

async fn show(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, &text, FormView::default()).await
}

async fn decide(visit: Visit, Path((urn, text)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::ApprovePurchase).await?;
    let waiver: WaiverId = id(&text)?;
    let (decision, reason) = match decision(&fields) {
        Ok(decided) => decided,
        Err(form) => return render(&visit, urn, &text, form).await,
    };
    match purchase::decide_waiver(&visit, &school, waiver, decision, reason).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/waivers/{waiver}"), "Your decision is recorded"),
        Err(error) => render(&visit, urn, &text, fields.refused(error)?).await,
    }
}

async fn evidence(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let held = store::waiver(visit.read(), school.id, id::<WaiverId>(&text)?).await?.ok_or(Error::NotFound)?;
    attached(&visit, held.file_id, held.file_name).await
}
