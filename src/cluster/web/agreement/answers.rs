//! A body agrees or declines; the chair brings a version into force, or takes it back.

use super::show::{Asked, agreement_page};
use crate::cluster::web::opened;
use crate::cluster::{self as verbs, Refused};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::ids::SchoolId;
use axum::extract::Path;
use axum::response::Response;

/// The school that was chosen; an error beside the field where none was.
fn school(form: &Reader, field: &str, sentence: &str) -> Option<SchoolId> {
    let school = form.optional_parsed::<SchoolId>(field, "Choose a school of the cluster");
    if school.is_none() && form.text(field).is_empty() {
        form.error(field, sentence);
    }
    school
}

const MINUTE: &str = "Enter the reference of the minute, like FGB 12/3";

pub(super) async fn agree(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| {
        let school = school(form, "school", "Choose the school whose body agreed");
        let minute = form.required("minute_reference", MINUTE);
        let agreed_on = form.date("agreed_on", "Enter the day of the meeting");
        Some((school?, minute, agreed_on))
    });
    match read {
        Ok(Some((school, minute, on))) => match verbs::agree(&visit, &cluster, number, school, &minute, on).await {
            Ok(()) => {
                visit.go_saying(format!("/clusters/{slug}/agreement?version={number}"), "The agreement is recorded")
            }
            Err(error) => agreement_page(&visit, &slug, Asked::version(number), fields.refused(error)?).await,
        },
        Ok(None) => agreement_page(&visit, &slug, Asked::version(number), fields.view()).await,
        Err(form) => agreement_page(&visit, &slug, Asked::version(number), form).await,
    }
}

pub(super) async fn decline(
    visit: Visit,
    Path((slug, number)): Path<(String, i32)>,
    fields: Fields,
) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| {
        let school = school(form, "declining_school", "Choose the school whose body declines");
        let reason = form.required("declining_reason", "Enter why the body declines");
        let minute_reference = form.required("declining_minute", MINUTE);
        let declined_on = form.date("declined_on", "Enter the day of the meeting");
        Some(Refused { school: school?, reason, minute_reference, declined_on })
    });
    match read {
        Ok(Some(new)) => match verbs::decline(&visit, &cluster, number, new).await {
            Ok(()) => {
                let said = "The refusal is recorded. This version does not bind the school";
                visit.go_saying(format!("/clusters/{slug}/agreement?version={number}"), said)
            }
            Err(error) => agreement_page(&visit, &slug, Asked::version(number), fields.refused(error)?).await,
        },
        Ok(None) => agreement_page(&visit, &slug, Asked::version(number), fields.view()).await,
        Err(form) => agreement_page(&visit, &slug, Asked::version(number), form).await,
    }
}

pub(super) async fn adopt(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match verbs::adopt(&visit, &cluster, number).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/agreement"), &format!("Version {number} is in force")),
        Err(error) => agreement_page(&visit, &slug, Asked::version(number), fields.refused(error)?).await,
    }
}

pub(super) async fn withdraw(
    visit: Visit,
    Path((slug, number)): Path<(String, i32)>,
    fields: Fields,
) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match fields.read(|form| form.required("withdrawal", "Enter why the version is withdrawn")) {
        Ok(reason) => match verbs::withdraw(&visit, &cluster, number, &reason).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/agreement"), &format!("Version {number} is withdrawn")),
            Err(error) => agreement_page(&visit, &slug, Asked::version(number), fields.refused(error)?).await,
        },
        Err(form) => agreement_page(&visit, &slug, Asked::version(number), form).await,
    }
}

pub(super) async fn answer_by(
    visit: Visit,
    Path((slug, number)): Path<(String, i32)>,
    fields: Fields,
) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match fields.read(|form| form.date("answer_by", "Enter the day by which bodies are asked to answer")) {
        Ok(day) => match verbs::change_answer_by(&visit, &cluster, number, day).await {
            Ok(()) => {
                let said = format!("Bodies are asked to answer version {number} by {}", words::date(day));
                visit.go_saying(format!("/clusters/{slug}/agreement?version={number}"), &said)
            }
            Err(error) => agreement_page(&visit, &slug, Asked::version(number), fields.refused(error)?).await,
        },
        Err(form) => agreement_page(&visit, &slug, Asked::version(number), form).await,
    }
}
