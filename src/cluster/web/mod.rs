//! The pages of clusters.

mod agreement;
mod evaluation;
mod form;
mod members;
mod money;
mod officers;
mod overview;
mod plans;
mod terms;

use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Frame, Visit, frame};
use ::entity::school::LegalType;
use ::entity::{cluster, school};
use serde::Serialize;

const SEE: Who = Who::May(&[Action::SeeCluster]);
const MANAGE: Who = Who::May(&[Action::ManageCluster]);
const RECORD: Who = Who::May(&[Action::RecordAgreement]);

pub fn routes() -> Routes {
    Routes::new()
        .merge(overview::routes())
        .merge(members::routes())
        .merge(officers::routes())
        .merge(form::routes())
        .merge(agreement::routes())
        .merge(evaluation::routes())
        .merge(money::routes())
        .merge(plans::routes())
        .merge(terms::routes())
}

pub fn pages() -> Vec<PageSample> {
    [
        overview::pages(),
        members::pages(),
        officers::pages(),
        form::pages(),
        agreement::pages(),
        evaluation::pages(),
        money::pages(),
        plans::pages(),
        terms::pages(),
    ]
    .concat()
}

/// An answer to choose.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    text: String,
}

fn choice(value: impl ToString, text: impl Into<String>) -> Choice {
    Choice { value: value.to_string(), text: text.into() }
}

/// The cluster of the address, for whoever may see inside it.
async fn opened(visit: &Visit, slug: &str) -> Result<(cluster::Model, Place)> {
    super::within_sight(visit, slug).await
}

/// The frame of a page inside a cluster.
fn inside(title: &str, cluster: &cluster::Model) -> Frame {
    frame(format!("{title}, {}", cluster.name)).seen_by(format!("people of {} and its member schools", cluster.name))
}

/// The register's words for the kind of school.
fn kind_of(school: &school::Model) -> String {
    let plain = match school.legal_type {
        LegalType::Community => "Community school",
        LegalType::VoluntaryAided => "Voluntary aided school",
        LegalType::VoluntaryControlled => "Voluntary controlled school",
        LegalType::Foundation => "Foundation school",
        LegalType::Academy => "Academy",
        LegalType::FreeSchool => "Free school",
        LegalType::Special => "Special school",
        LegalType::Nursery => "Nursery school",
        LegalType::PupilReferralUnit => "Pupil referral unit",
        LegalType::Independent => "Independent school",
        LegalType::College => "College",
        LegalType::Other => "Other school",
    };
    school.type_name.clone().unwrap_or_else(|| plain.to_owned())
}
