//! What is done to a request: choose, decide, cancel.

use super::quote::{found, render};
use super::{APPROVERS, BUYERS, decision, id};
use crate::catalogue::form as comparison;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::purchase::{self, Chosen};
use ::entity::ids::AskedId;
use ::entity::quote_choice::Decision;
use axum::extract::Path;
use axum::response::Response;

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/schools/{urn}/quotes/{id}/choose", BUYERS, choose)
        .post("/schools/{urn}/quotes/{id}/decide", APPROVERS, decide)
        .post("/schools/{urn}/quotes/{id}/cancel", BUYERS, cancel)
}

/// The comparison is kept as the page shows it at this instant.
async fn choose(visit: Visit, Path((urn, text)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let (school, quote) = found(&visit, urn, &text).await?;
    visit.actor.require(Action::BuySmall, &purchase::place_of(&school))?;
    let category = purchase::category_by_id(visit.read(), quote.category_id).await?.ok_or(Error::NotFound)?;
    let read = fields.read(|form| {
        let asked: Option<AskedId> = form.optional_parsed("chosen", "Choose one of the quotes");
        if asked.is_none() && form.text("chosen").is_empty() {
            form.error("chosen", "Choose one of the quotes");
        }
        let reason = form.required("reason", "Enter why you choose it");
        (asked, reason, form.required("told", "Enter what the providers are told"))
    });
    let (asked, reason, told) = match read {
        Ok((Some(asked), reason, told)) => (asked, reason, told),
        Ok((None, ..)) => return render(&visit, urn, &text, fields.view()).await,
        Err(form) => return render(&visit, urn, &text, form).await,
    };
    let answers = match purchase::answers(&visit, &school, &category, &quote).await {
        Ok(answers) => answers,
        Err(error) => return render(&visit, urn, &text, fields.refused(error)?).await,
    };
    let content = comparison::written(&answers.comparison)?;
    let chosen = Chosen { asked, reason, told, content };
    match purchase::choose(&visit, &school, &category, quote.id, chosen).await {
        Ok(()) => {
            let said = "Your choice waits for approval by another person";
            visit.go_saying(format!("/schools/{urn}/quotes/{}", quote.id), said)
        }
        Err(error) => render(&visit, urn, &text, fields.refused(error)?).await,
    }
}

async fn decide(visit: Visit, Path((urn, text)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::ApprovePurchase).await?;
    let quote = purchase::quote(&visit, &school, id(&text)?).await?.id;
    let (decision, reason) = match decision(&fields) {
        Ok(decided) => decided,
        Err(form) => return render(&visit, urn, &text, form).await,
    };
    let (done, said) = match decision {
        Decision::Approved => {
            (purchase::approve(&visit, &school, quote).await, "Approved. The contract is on the register")
        }
        Decision::Refused => (purchase::send_back(&visit, &school, quote, reason).await, "Sent back with your reason"),
    };
    match done {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/quotes/{quote}"), said),
        Err(error) => render(&visit, urn, &text, fields.refused(error)?).await,
    }
}

async fn cancel(visit: Visit, Path((urn, text)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = purchase::opened(&visit, urn, Action::BuySmall).await?;
    let quote = purchase::quote(&visit, &school, id(&text)?).await?.id;
    let reason = match fields.read(|form| form.required("cancel_reason", "Enter why you cancel it")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, urn, &text, form).await,
    };
    match purchase::cancel(&visit, &school, quote, reason).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/quotes/{quote}"), "The request is cancelled"),
        Err(error) => render(&visit, urn, &text, fields.refused(error)?).await,
    }
}
