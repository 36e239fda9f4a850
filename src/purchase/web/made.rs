//! One recorded purchase, and the decision about it.

use super::decided::{Approval, Decided, attached};
use super::purchases::way_words;
use super::{APPROVERS, READERS, decision, id, sub_frame};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::rules::Purchase;
use crate::purchase::{self, store};
use ::entity::ids::PurchaseId;
use ::entity::money::Money;
use axum::extract::Path;
use axum::response::Response;
use chrono::NaiveDate;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/purchases/{id}", READERS, show)
        .post("/schools/{urn}/purchases/{id}", APPROVERS, decide)
        .get("/schools/{urn}/purchases/{id}/evidence", READERS, evidence)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PurchasePage>()]
}

#[derive(Serialize)]
struct PurchasePage {
    form: FormView,
    path: String,
    title: String,
    provider: String,
    way: &'static str,
    framework: Option<String>,
    reference: Option<String>,
    asked: String,
    yearly: Money,
    years: i32,
    value: Money,
    starts: NaiveDate,
    reason: String,
    file: Option<String>,
    #[serde(flatten)]
    decided: Decided,
}

impl Page for PurchasePage {
    const TEMPLATE: &'static str = "purchase/purchase.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            form: FormView::default(),
            path: "/schools/100123/purchases/1".to_owned(),
            title: "Payroll".to_owned(),
            provider: "Provider A".to_owned(),
            way: "Directly",
            framework: is_full.then(|| "HR and payroll".to_owned()),
            reference: is_full.then(|| "RM1, lot 2".to_owned()),
            asked: "Two firms by phone".to_owned(),
            yearly: Money(10_000_000),
            years: 1,
            value: Money(10_000_000),
            starts: NaiveDate::default(),
            reason: "Known to us".to_owned(),
            file: is_full.then(|| "terms.pdf".to_owned()),
            decided: Decided::sample(is_full),
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, urn: i32, text: &str, form: FormView) -> Result<Response> {
    let school = purchase::seen(visit, urn).await?;
    let held = store::purchase(visit.read(), school.id, id::<PurchaseId>(text)?).await?.ok_or(Error::NotFound)?;
    let value = Purchase { yearly: held.yearly, years: held.term_years, is_one_off: false }.value();
    let value = value.unwrap_or(Money(i64::MAX));
    let approval = Approval {
        value,
        asked_by: held.recorded_by,
        asked_at: held.recorded_at,
        decision: held.decision,
        decided_by: held.decided_by,
        reason: held.decided_reason,
    };
    let page = PurchasePage {
        form: form.clone(),
        path: format!("/schools/{urn}/purchases/{}", held.id),
        title: held.title,
        provider: held.provider_name,
        way: way_words(held.way),
        framework: held.framework,
        reference: held.reference,
        asked: held.asked,
        yearly: held.yearly,
        years: held.term_years,
        value,
        starts: held.starts_on,
        reason: held.reason,
        file: held.file_id.and(held.file_name),
        decided: Decided::of(visit, &school, approval).await?,
    };
    let frame = sub_frame(&school, page.title.clone(), ("purchases", "Recorded purchases"));
    visit.form_page(frame, &form, &page)
}

async fn show(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    render(&visit, urn, &text, FormView::default()).await
}

async fn decide(visit: Visit, Path((urn, text)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::ApprovePurchase).await?;
    let made: PurchaseId = id(&text)?;
    let (decision, reason) = match decision(&fields) {
        Ok(decided) => decided,
        Err(form) => return render(&visit, urn, &text, form).await,
    };
    match purchase::decide_purchase(&visit, &school, made, decision, reason).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/purchases/{made}"), "Your decision is recorded"),
        Err(error) => render(&visit, urn, &text, fields.refused(error)?).await,
    }
}

async fn evidence(visit: Visit, Path((urn, text)): Path<(i32, String)>) -> Result<Response> {
    let school = purchase::seen(&visit, urn).await?;
    let held = store::purchase(visit.read(), school.id, id::<PurchaseId>(&text)?).await?.ok_or(Error::NotFound)?;
    attached(&visit, held.file_id, held.file_name).await
}
