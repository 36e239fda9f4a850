//! A school's own page: what the register says of it, and where its pages are.

use super::{STAFF, seen_by};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::page::{Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use ::entity::school;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}", STAFF, show)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ProfilePage>()]
}

/// One fact of the register.
#[derive(Serialize)]
struct Fact {
    key: &'static str,
    value: String,
    href: Option<String>,
    action: Option<String>,
}

#[derive(Serialize)]
struct Person {
    name: String,
    role: &'static str,
}

#[derive(Serialize)]
struct ProfilePage {
    name: String,
    path: String,
    facts: Vec<Fact>,
    people: Vec<Person>,
}

impl Page for ProfilePage {
    const TEMPLATE: &'static str = "school/profile.html";
    fn samples() -> Vec<Self> {
        let page = |people| Self {
            name: "Canal Side Primary".to_owned(),
            path: "/schools/100123".to_owned(),
            facts: vec![fact("Phase", Some("Primary".to_owned())), fact("Pupils", None)],
            people,
        };
        vec![page(vec![Person { name: "A".to_owned(), role: "Headteacher" }]), page(Vec::new())]
    }
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    let school = crate::school::seen(&visit, urn).await?;
    let people = crate::school::people(&visit, &school).await?;
    let person = |held: crate::school::Held| Person { name: held.account.name, role: held.membership.role.title() };
    let page = ProfilePage {
        path: format!("/schools/{urn}"),
        facts: facts(&school),
        people: people.into_iter().map(person).collect(),
        name: school.name.clone(),
    };
    let who = if visit.actor.may(Action::EditSchool, &crate::school::place_of(&school)) { "You, and " } else { "" };
    visit.page(frame(school.name.clone()).seen_by(format!("{who}{}", seen_by(&school))), &page)
}

fn facts(school: &school::Model) -> Vec<Fact> {
    let ages = school.low_age.zip(school.high_age).map(|(low, high)| format!("{low} to {high}"));
    let address = [&school.street, &school.locality, &school.town, &school.postcode];
    let address = address.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    vec![
        fact("Unique reference number", Some(school.urn.to_string())),
        fact("Phase", Some(sentence_case(school.phase.as_str()))),
        fact("Type", school.type_name.clone().or_else(|| Some(sentence_case(school.legal_type.as_str())))),
        fact("Contracts are signed by", Some(school.body_name())),
        fact("Local authority", school.la_name.clone()),
        fact("Federation", school.federation_name.clone()),
        fact("Pupils", school.pupils.map(|count| count.to_string())),
        fact("Ages", ages),
        fact("Religious character", school.religious_character.clone()),
        fact("Address", Some(address).filter(|address| !address.is_empty())),
        fact("Website", school.website.clone()),
    ]
    .into_iter()
    .filter(|fact| !fact.value.is_empty())
    .collect()
}

fn fact(key: &'static str, value: Option<String>) -> Fact {
    Fact { key, value: value.unwrap_or_default(), href: None, action: None }
}

/// "voluntary_aided" → "Voluntary aided".
fn sentence_case(word: &str) -> String {
    let text = word.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
