//! Who holds which role in an organisation, for its own people and for the administrator.

use crate::platform::access::{Action, Place};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::provider::rules::roles_of;
use crate::provider::{self, Held, Invited, store};
use ::entity::ids::MembershipId;
use ::entity::membership::Role;
use ::entity::provider::Model;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/organisation/people", Who::May(&[Action::SeeOrganisation]), show)
        .post("/organisation/people", Who::May(&[Action::EditOrganisation]), invite)
        .post("/organisation/people/{id}/end", Who::May(&[Action::EditOrganisation]), end)
        .get("/admin/providers/{slug}", ADMINISTRATOR, show_admin)
        .post("/admin/providers/{slug}", ADMINISTRATOR, invite_admin)
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

impl From<Held> for Person {
    fn from(held: Held) -> Self {
        Person {
            id: held.membership.id.to_string(),
            name: held.account.name,
            email: held.account.email,
            role: held.membership.role.title(),
            is_invited: held.account.password_hash.is_none(),
            since: held.membership.since,
        }
    }
}

#[derive(Serialize)]
struct RoleOption {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
}

fn role_option(role: &Role) -> RoleOption {
    let hint = match role {
        Role::LaSeller => "Publishes the authority's price lists and listings, bids, and invites others",
        Role::LaOfficer => "Sees awards and risks of schools in the area; has no part in selling",
        _ => "Writes listings and bids, and invites others",
    };
    RoleOption { value: role.as_str(), text: role.title(), hint }
}

#[derive(Serialize)]
struct PeoplePage {
    form: FormView,
    path: String,
    name: String,
    /// Where roles are ended; none where they cannot be.
    end_path: Option<String>,
    people: Vec<Person>,
    may_invite: bool,
    roles: Vec<RoleOption>,
}

impl Page for PeoplePage {
    const TEMPLATE: &'static str = "provider/people.html";
    fn samples() -> Vec<Self> {
        let person = |is_invited| Person {
            id: "1".to_owned(),
            name: "A".to_owned(),
            email: "a@example.org".to_owned(),
            role: "Provider staff",
            is_invited,
            since: chrono::DateTime::UNIX_EPOCH,
        };
        let page = |may_invite: bool, form| Self {
            form,
            path: "/organisation/people".to_owned(),
            end_path: may_invite.then(|| "/organisation/people".to_owned()),
            name: "Provider A".to_owned(),
            people: vec![person(true), person(false)],
            may_invite,
            roles: roles_of(::entity::provider::ProviderKind::Authority).iter().map(role_option).collect(),
        };
        let wrong = FormView::default().refusing("email", "Enter an email address, like name@example.org");
        vec![page(true, wrong), page(false, FormView::default())]
    }
}

/// The organisation whose people are shown, and who looks at them.
struct Seen {
    provider: Model,
    path: String,
    is_own: bool,
}

async fn own(visit: &Visit) -> Result<Seen> {
    Ok(Seen { provider: provider::own(visit).await?, path: "/organisation/people".to_owned(), is_own: true })
}

async fn administered(visit: &Visit, slug: &str) -> Result<Seen> {
    let provider = store::by_slug(visit.read(), slug).await?.ok_or(Error::NotFound)?;
    Ok(Seen { provider, path: format!("/admin/providers/{slug}"), is_own: false })
}

async fn render(visit: &Visit, seen: &Seen, form: FormView) -> Result<Response> {
    let provider = &seen.provider;
    let may_edit = visit.actor.may(Action::EditOrganisation, &Place::provider(provider.id));
    let page = PeoplePage {
        form: form.clone(),
        path: seen.path.clone(),
        end_path: (seen.is_own && may_edit).then(|| seen.path.clone()),
        name: provider.name.clone(),
        people: provider::people(visit, provider.id).await?.into_iter().map(Person::from).collect(),
        may_invite: may_edit || !seen.is_own,
        roles: roles_of(provider.kind).iter().map(role_option).collect(),
    };
    let (back, text) = if seen.is_own { ("/organisation", "Organisation") } else { ("/admin/providers", "Providers") };
    let frame = frame(format!("People at {}", provider.name)).back(back, text);
    visit.form_page(frame.seen_by(format!("{} staff and administrators", provider.name)), &form, &page)
}

async fn invite_to(visit: &Visit, seen: Seen, fields: &Fields) -> Result<Response> {
    let roles = roles_of(seen.provider.kind);
    let read = fields.read(|form| {
        let name = form.required("name", "Enter the person's name");
        (Invited { name, email: form.email("email") }, form.choice("role", roles, "Choose a role"))
    });
    let (person, role) = match read {
        Ok(read) => read,
        Err(form) => return render(visit, &seen, form).await,
    };
    match provider::invite(visit, &seen.provider, &person, role).await {
        Ok(_) => {
            let saying = format!("{} is now {} of {}", person.name, role.title().to_lowercase(), seen.provider.name);
            visit.go_saying(&seen.path, &saying)
        }
        Err(error) => render(visit, &seen, fields.refused(error)?).await,
    }
}

async fn show(visit: Visit) -> Result<Response> {
    render(&visit, &own(&visit).await?, FormView::default()).await
}

async fn invite(visit: Visit, fields: Fields) -> Result<Response> {
    let seen = own(&visit).await?;
    invite_to(&visit, seen, &fields).await
}

async fn show_admin(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    render(&visit, &administered(&visit, &slug).await?, FormView::default()).await
}

async fn invite_admin(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let seen = administered(&visit, &slug).await?;
    invite_to(&visit, seen, &fields).await
}

async fn end(visit: Visit, Path(id): Path<String>, fields: Fields) -> Result<Response> {
    let seen = own(&visit).await?;
    let id: MembershipId = id.parse().map_err(|_| Error::NotFound)?;
    match provider::end_role(&visit, seen.provider.id, id).await {
        Ok(()) => visit.go_saying(&seen.path, "The role has ended"),
        Err(error) => render(&visit, &seen, fields.refused(error)?).await,
    }
}
