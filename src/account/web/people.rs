//! The administrator finds people and invites the first of a school, auditors and other administrators.

use crate::account::{self, Grant, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::membership::{Role, Scope};
use axum::extract::Query;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);
const PEOPLE_OF_A_PAGE: u64 = 50;
/// A school's own people invite the others; providers are registered with their first person.
const ROLES: [Role; 4] = [Role::BusinessManager, Role::Headteacher, Role::Auditor, Role::Administrator];
const URN: &str = "Enter the school's URN, six digits, like 104176";

pub(super) fn routes() -> Routes {
    Routes::new().get("/admin/people", ADMINISTRATOR, show).post("/admin/people", ADMINISTRATOR, invite)
}

#[derive(Serialize)]
struct Row {
    name: String,
    email: String,
    roles: String,
    /// The account has no password yet: the invitation waits.
    is_invited: bool,
    account: String,
    has_second_step: bool,
}

#[derive(Serialize)]
struct RoleOption {
    value: &'static str,
    text: &'static str,
}

#[derive(Serialize)]
pub(super) struct PeoplePage {
    form: FormView,
    beginning: String,
    rows: Vec<Row>,
    pages: Paging,
    roles: Vec<RoleOption>,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "account/people.html";
    fn samples() -> Vec<Self> {
        let row = |is_invited| Row {
            name: "A".to_owned(),
            email: "a@example.org".to_owned(),
            roles: "Clerk, Northgate".to_owned(),
            is_invited,
            account: "00000000-0000-0000-0000-000000000000".to_owned(),
            has_second_step: !is_invited,
        };
        let page = |rows, form| Self {
            form,
            beginning: "a".to_owned(),
            rows,
            pages: Paging::of(90, PEOPLE_OF_A_PAGE, None, &[]),
            roles: roles(),
        };
        let wrong = FormView::default().refusing("urn", URN);
        vec![page(vec![row(true), row(false)], wrong), page(vec![], FormView::default())]
    }
}

fn roles() -> Vec<RoleOption> {
    ROLES.iter().map(|role| RoleOption { value: role.as_str(), text: role.title() }).collect()
}

#[derive(Default, Deserialize)]
struct Sought {
    #[serde(default)]
    email: String,
    page: Option<u64>,
}

async fn render(visit: &Visit, sought: Sought, form: FormView) -> Result<Response> {
    let beginning = sought.email.trim().to_lowercase();
    let count = store::count(visit.read(), &beginning).await?;
    let pages = Paging::of(count, PEOPLE_OF_A_PAGE, sought.page, &[("email", &beginning)]);
    let people = store::listed(visit.read(), &beginning, pages.skipped(), PEOPLE_OF_A_PAGE).await?;
    let mut hats = store::hats_of(visit.read(), people.iter().map(|person| person.id)).await?;
    let row = |person: ::entity::account::Model| {
        let labels = hats.remove(&person.id).unwrap_or_default().into_iter().map(|hat| hat.label);
        let roles = labels.collect::<Vec<_>>().join("; ");
        Row {
            account: person.id.to_string(),
            is_invited: person.password_hash.is_none(),
            has_second_step: person.factor_secret.is_some(),
            name: person.name,
            email: person.email,
            roles,
        }
    };
    let rows = people.into_iter().map(row).collect();
    let page = PeoplePage { form: form.clone(), beginning, rows, pages, roles: roles() };
    visit.form_page(frame("People").seen_by("Administrators"), &form, &page)
}

async fn show(visit: Visit, Query(sought): Query<Sought>) -> Result<Response> {
    render(&visit, sought, FormView::default()).await
}

/// A new person as typed.
struct NewPerson {
    name: String,
    email: String,
    role: Role,
    urn: Option<i32>,
}

async fn invite(visit: Visit, fields: Fields) -> Result<Response> {
    let read = fields.read(|form| {
        let role = form.choice("role", &ROLES, "Choose a role");
        let urn = form.optional_parsed("urn", URN);
        NewPerson { name: form.required("name", "Enter the person's name"), email: form.email("email"), role, urn }
    });
    let new = match read {
        Ok(new) => new,
        Err(form) => return render(&visit, Sought::default(), form).await,
    };
    let invited = match grant(&visit, &new).await {
        Ok(grant) => account::invite(&visit, &new.email, &new.name, grant).await,
        Err(error) => Err(error),
    };
    match invited {
        Ok(_) => {
            let saying = format!("{} is now {}", new.name, new.role.title().to_lowercase());
            visit.go_saying("/admin/people", &saying)
        }
        Err(error) => render(&visit, Sought::default(), fields.refused(error)?).await,
    }
}

async fn grant(visit: &Visit, new: &NewPerson) -> Result<Grant> {
    match (new.role.scope(), new.urn) {
        (Scope::Platform, None) => Ok(Grant::platform(new.role)),
        (Scope::Platform, Some(_)) => Err(Error::field("urn", "Leave the URN empty: this role is not at a school")),
        (_, None) => Err(Error::field("urn", URN)),
        (_, Some(urn)) => {
            let school = store::school_by_urn(visit.read(), urn).await?;
            let school = school.ok_or_else(|| Error::field("urn", format!("No school has the URN {urn}")))?;
            Ok(Grant::school(new.role, school.id))
        }
    }
}
