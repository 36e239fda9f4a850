//! Pages about organisations that sell: the administrator's, their own, and the public one.

mod admin;
mod answers;
mod evidence;
mod organisation;
mod people;
mod public;

use super::rules::{authority_name, kind_words};
use crate::platform::http::page::PageSample;
use crate::platform::http::routes::Routes;
use ::entity::provider;
use serde::Serialize;

pub fn routes() -> Routes {
    Routes::new()
        .merge(public::routes())
        .merge(organisation::routes())
        .merge(evidence::routes())
        .merge(answers::routes())
        .merge(people::routes())
        .merge(admin::routes())
}

pub fn pages() -> Vec<PageSample> {
    [public::pages(), organisation::pages(), answers::pages(), evidence::pages(), people::pages(), admin::pages()]
        .concat()
}

/// One fact in a list of facts.
#[derive(Serialize)]
struct Fact {
    key: &'static str,
    value: String,
    href: Option<String>,
    action: Option<String>,
}

fn fact(key: &'static str, value: impl Into<String>) -> Fact {
    Fact { key, value: value.into(), href: None, action: None }
}

/// "Local authority (Walsall, 335)", "Firm".
fn kind_of(provider: &provider::Model) -> String {
    let kind = kind_words(provider.kind);
    match provider.la_code.as_deref() {
        Some(code) => format!("{kind} ({}, {code})", authority_name(code).unwrap_or("code")),
        None => kind.to_owned(),
    }
}

/// What anybody may know of an organisation; what it has not said is left out.
fn public_facts(provider: &provider::Model) -> Vec<Fact> {
    let said = [
        ("Company number", &provider.company_number),
        ("Address", &provider.address),
        ("Contact", &provider.contact_name),
        ("Email address", &provider.contact_email),
    ];
    let said = said.into_iter().filter_map(|(key, value)| Some(fact(key, value.clone()?)));
    std::iter::once(fact("Kind", kind_of(provider))).chain(said).collect()
}

/// An organisation for samples of pages.
fn sample() -> provider::Model {
    provider::Model {
        id: ::entity::ids::ProviderId::new(chrono::DateTime::UNIX_EPOCH),
        slug: "provider-a".to_owned(),
        name: "Provider A".to_owned(),
        kind: provider::ProviderKind::Authority,
        la_code: Some("335".to_owned()),
        urn: None,
        company_number: None,
        address: Some("1 High Street".to_owned()),
        contact_name: None,
        contact_email: None,
        description: "Sells meals.".to_owned(),
        created_at: chrono::DateTime::UNIX_EPOCH,
    }
}
