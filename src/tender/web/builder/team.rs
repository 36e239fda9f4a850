//! The team: who leads, reviews, holds the keys and scores.

use super::{Builder, TEAM, open, task_frame};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::team::ROLES;
use crate::tender::{self, Appointment, Dossier, Member};
use ::entity::membership::Role;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const CHAIR: Who = Who::May(&[Action::RunTender]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/team", TEAM, show)
        .post("/tenders/{reference}/edit/team", CHAIR, appoint)
        .post("/tenders/{reference}/edit/team/{membership}/remove", CHAIR, dismiss)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<TeamPage>()]
}

#[derive(Serialize)]
struct Row {
    membership: String,
    name: String,
    role: &'static str,
    school: String,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    text: String,
    hint: Option<&'static str>,
}

#[derive(Serialize)]
struct TeamPage {
    form: FormView,
    builder: Builder,
    rows: Vec<Row>,
    lacks: Vec<String>,
    roles: Vec<Choice>,
    schools: Vec<Choice>,
    may_appoint: bool,
}

impl Page for TeamPage {
    const TEMPLATE: &'static str = "tender/edit/team.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            membership: "1".to_owned(),
            name: "A".to_owned(),
            role: Role::TenderLead.title(),
            school: "Rose Hill".to_owned(),
        };
        let page = |form, rows, lacks, may_appoint| Self {
            form,
            builder: Builder::sample(true),
            rows,
            lacks,
            roles: role_choices(),
            schools: vec![Choice { value: "100123".to_owned(), text: "Rose Hill".to_owned(), hint: None }],
            may_appoint,
        };
        let refused = FormView::default().refusing("email", "Enter an email address, like name@example.org");
        vec![
            page(refused, vec![row], vec![], true),
            page(FormView::default(), vec![], vec!["Appoint a tender lead".to_owned()], false),
        ]
    }
}

fn role_choices() -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        value: role.as_str().to_owned(),
        text: role.title().to_owned(),
        hint: match role {
            Role::TenderLead => Some("Runs the tender, checks what bidders had to send, recommends"),
            Role::Reviewer => Some("From another school than the chair's: checks and publishes"),
            Role::KeyHolder => Some("Two, from different schools, open the bids together"),
            _ => Some("Scores the answers alone, then agrees scores with the others"),
        },
    };
    ROLES.iter().map(choice).collect()
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let (dossier, place) = open(visit, reference).await?;
    let school = |school: &::entity::school::Model| Choice {
        value: school.urn.to_string(),
        text: school.name.clone(),
        hint: None,
    };
    let page = TeamPage {
        form: form.clone(),
        builder: Builder::of(visit, &dossier, &place, Task::Team),
        rows: dossier.team.iter().map(|member| row(&dossier, member)).collect(),
        lacks: dossier.lacking(Task::Team, visit.now),
        roles: role_choices(),
        schools: dossier.members.iter().map(school).collect(),
        may_appoint: visit.actor.may(Action::RunTender, &place),
    };
    visit.form_page(task_frame(&dossier, Task::Team.title()), &form, &page)
}

fn row(dossier: &Dossier, member: &Member) -> Row {
    let school = dossier.members.iter().find(|school| Some(school.id) == member.school);
    Row {
        membership: member.membership.to_string(),
        name: member.name.clone(),
        role: member.role.title(),
        school: school.map_or_else(String::new, |school| school.name.clone()),
    }
}

async fn appoint(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| Appointment {
        role: form.choice("role", ROLES, "Choose a role in the team"),
        name: form.required("name", "Enter the person's name"),
        email: form.email("email"),
        urn: form.parsed("school", "Choose a school of the cluster", 0),
    });
    match read {
        Ok(new) => {
            let sentence = format!("{} is now {}", new.name, new.role.title().to_lowercase());
            match tender::appoint(&visit, &reference, new).await {
                Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/team"), &sentence),
                Err(error) => render(&visit, &reference, fields.refused(error)?).await,
            }
        }
        Err(form) => render(&visit, &reference, form).await,
    }
}

async fn dismiss(visit: Visit, Path((reference, id)): Path<(String, String)>, fields: Fields) -> Result<Response> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    match fields.read(|_| ()) {
        Ok(()) => match tender::dismiss(&visit, &reference, id).await {
            Ok(()) => visit.go_saying(format!("/tenders/{reference}/edit/team"), "Removed from the team"),
            Err(error) => render(&visit, &reference, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, form).await,
    }
}
