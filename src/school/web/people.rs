//! Who holds which role in a school: invite, end.

use super::{EDITORS, STAFF, seen_by};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::school::{self, ROLES};
use ::entity::ids::MembershipId;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/people", STAFF, show).post("/schools/{urn}/people", EDITORS, invite).post(
        "/schools/{urn}/people/{id}/end",
        EDITORS,
        end,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<PeoplePage>()]
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    email: String,
    role: &'static str,
    /// The account has no password yet: the invitation waits.
    is_invited: bool,
    since: chrono::DateTime<chrono::Utc>,
}

#[derive(Serialize)]
struct RoleOption {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
}

#[derive(Serialize)]
struct PeoplePage {
    form: FormView,
    path: String,
    name: String,
    people: Vec<Person>,
    may_invite: bool,
    roles: Vec<RoleOption>,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "school/people.html";
    fn samples() -> Vec<Self> {
        let person = |is_invited| Person {
            id: "1".to_owned(),
            name: "A".to_owned(),
            email: "a@example.org".to_owned(),
            role: "Governor",
            is_invited,
            since: chrono::DateTime::UNIX_EPOCH,
        };
        let page = |may_invite, form| Self {
            form,
            path: "/schools/100123/people".to_owned(),
            name: "Canal Side Primary".to_owned(),
            people: vec![person(true), person(false)],
            may_invite,
            roles: roles(),
        };
        let wrong = FormView::default().refusing("email", "Enter an email address, like name@example.org");
        vec![page(true, wrong), page(false, FormView::default())]
    }
}

fn roles() -> Vec<RoleOption> {
    let hints = [
        "Keeps the contract register, volumes and demand, and invites others",
        "As the business manager, and signs demand off",
        "Reads everything, and can record what the governing body agreed",
    ];
    ROLES.iter().zip(hints).map(|(role, hint)| RoleOption { value: role.as_str(), text: role.title(), hint }).collect()
}

async fn render(visit: &Visit, urn: i32, form: FormView) -> Result<Response> {
    let school = school::seen(visit, urn).await?;
    let person = |held: crate::school::Held| Person {
        id: held.membership.id.to_string(),
        name: held.account.name,
        email: held.account.email,
        role: held.membership.role.title(),
        is_invited: held.account.password_hash.is_none(),
        since: held.membership.since,
    };
    let page = PeoplePage {
        form: form.clone(),
        path: format!("/schools/{urn}/people"),
        people: school::people(visit, &school).await?.into_iter().map(person).collect(),
        may_invite: visit.actor.may(Action::InviteToSchool, &school::place_of(&school)),
        roles: roles(),
        name: school.name.clone(),
    };
    let frame = frame(format!("People at {}", school.name)).back(format!("/schools/{urn}"), school.name.clone());
    visit.form_page(frame.seen_by(seen_by(&school)), &form, &page)
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, FormView::default()).await
}

async fn invite(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::InviteToSchool).await?;
    let read = fields.read(|form| {
        let name = form.required("name", "Enter the person's name");
        let email = form.email("email");
        (name, email, form.choice("role", &ROLES, "Choose a role"))
    });
    let invited = match read {
        Ok((name, email, role)) => school::invite(&visit, &school, &email, &name, role).await.map(|()| (name, role)),
        Err(form) => return render(&visit, urn, form).await,
    };
    match invited {
        Ok((name, role)) => {
            let saying = format!("{name} is now {} of {}", role.title().to_lowercase(), school.name);
            visit.go_saying(format!("/schools/{urn}/people"), &saying)
        }
        Err(error) => render(&visit, urn, fields.refused(error)?).await,
    }
}

async fn end(visit: Visit, Path((urn, id)): Path<(i32, String)>, fields: Fields) -> Result<Response> {
    let school = school::opened(&visit, urn, Action::InviteToSchool).await?;
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound)?;
    match school::end_role(&visit, &school, id).await {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/people"), "The role has ended"),
        Err(error) => render(&visit, urn, fields.refused(error)?).await,
    }
}
