//! Sign in and out, invitations, passwords, acting as.

mod code;
mod factor;
mod notifications;
mod people;

use super::factor::Standing;
use super::store;
use crate::platform::app::App;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::serve::Peer;
use crate::platform::http::session;
use crate::platform::http::sign_in::{Kept, Persona, SignInPage};
use crate::platform::http::visit::{Visit, frame};
use ::entity::account_token::Purpose;
use ::entity::ids::*;
use axum::extract::{Extension, Path, Query};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", Who::Public, show_sign_in)
        .post("/sign-in", Who::Public, sign_in)
        .post("/sign-in/demonstration", Who::Public, sign_in_demonstration)
        .post("/sign-out", Who::SignedIn, sign_out)
        .get("/invitation/{token}", Who::Public, show_invitation)
        .post("/invitation/{token}", Who::Public, accept_invitation)
        .get("/reset", Who::Public, show_ask_reset)
        .post("/reset", Who::Public, ask_reset)
        .get("/reset/{token}", Who::Public, show_reset)
        .post("/reset/{token}", Who::Public, reset)
        .get("/account", Who::SignedIn, show_account)
        .post("/account/password", Who::SignedIn, change_password)
        .get("/account/acting-as", Who::SignedIn, show_acting_as)
        .post("/account/acting-as", Who::SignedIn, act_as)
        .merge(code::routes())
        .merge(factor::routes())
        .merge(notifications::routes())
        .merge(people::routes())
}

pub fn pages() -> Vec<PageSample> {
    let own = vec![
        PageSample::of::<SignInPage>(),
        PageSample::of::<ContinuePage>(),
        PageSample::of::<PasswordPage>(),
        PageSample::of::<AskResetPage>(),
        PageSample::of::<AccountPage>(),
        PageSample::of::<ActingAsPage>(),
        PageSample::of::<people::PeoplePage>(),
    ];
    [own, code::pages(), factor::pages(), notifications::pages()].concat()
}

/// After signing in again: the interrupted form, to be sent with one click.
#[derive(Serialize)]
struct ContinuePage {
    action: String,
    kept: Vec<Kept>,
}

impl Page for ContinuePage {
    const TEMPLATE: &'static str = "account/continue.html";
    fn samples() -> Vec<Self> {
        let kept = vec![Kept { name: "title".to_owned(), value: "Catering".to_owned() }];
        vec![Self { action: "/tenders".to_owned(), kept }]
    }
}

/// A new password by a mailed link.
#[derive(Serialize)]
struct PasswordPage {
    form: FormView,
    heading: &'static str,
    action: String,
}

impl Page for PasswordPage {
    const TEMPLATE: &'static str = "account/password.html";
    fn samples() -> Vec<Self> {
        let form = FormView::default().refusing("password", "Use a password of 12 characters or more");
        vec![Self { form, heading: "Choose a password", action: "/reset/abc".to_owned() }]
    }
}

#[derive(Serialize)]
struct AskResetPage {
    form: FormView,
    sent: bool,
}

impl Page for AskResetPage {
    const TEMPLATE: &'static str = "account/ask_reset.html";
    fn samples() -> Vec<Self> {
        vec![Self { form: FormView::default(), sent: false }, Self { form: FormView::default(), sent: true }]
    }
}

#[derive(Serialize)]
struct AccountPage {
    form: FormView,
    name: String,
    email: String,
    roles: Vec<String>,
    has_second_step: bool,
}

impl Page for AccountPage {
    const TEMPLATE: &'static str = "account/account.html";
    fn samples() -> Vec<Self> {
        let roles = vec!["Clerk, Northgate".to_owned()];
        let page = |has_second_step| Self {
            form: FormView::default(),
            name: "A".to_owned(),
            email: "a@example.org".to_owned(),
            roles: roles.clone(),
            has_second_step,
        };
        vec![page(false), page(true)]
    }
}

#[derive(Serialize)]
struct HatOption {
    value: String,
    text: String,
}

#[derive(Serialize)]
struct ActingAsPage {
    form: FormView,
    hats: Vec<HatOption>,
}

impl Page for ActingAsPage {
    const TEMPLATE: &'static str = "account/acting_as.html";
    fn samples() -> Vec<Self> {
        let hat = HatOption { value: "1".to_owned(), text: "Clerk, Northgate".to_owned() };
        vec![Self { form: FormView::default(), hats: vec![hat] }]
    }
}

#[derive(Deserialize)]
struct Next {
    next: Option<String>,
}

/// Only a path of this site.
fn local(next: Option<&str>) -> String {
    let path = next.unwrap_or_default();
    let is_local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    if is_local && path.len() < 500 { path.to_owned() } else { "/home".to_owned() }
}

/// The people of the demonstration with their roles, for the one-click sign-in; elsewhere nobody.
async fn personas(app: &App) -> Result<Vec<Persona>> {
    let mut personas = Vec::new();
    let everybody = if app.is_demonstration { store::everybody(app.db.read()).await? } else { Vec::new() };
    let mut hats_of = store::hats_of(app.db.read(), everybody.iter().map(|person| person.id)).await?;
    for person in everybody {
        let hats = hats_of.remove(&person.id).unwrap_or_default();
        let roles = hats.into_iter().map(|hat| hat.label).collect::<Vec<_>>().join("; ");
        personas.push(Persona { account: person.id.to_string(), name: person.name, roles });
    }
    Ok(personas)
}

async fn show_sign_in(visit: Visit, Query(query): Query<Next>) -> Result<Response> {
    if visit.signed.is_some() {
        return visit.go(local(query.next.as_deref()));
    }
    let page = SignInPage {
        next: local(query.next.as_deref()),
        personas: personas(&visit.app).await?,
        ..SignInPage::default()
    };
    visit.page(frame("Sign in"), &page)
}

async fn sign_in(visit: Visit, peer: Option<Extension<Peer>>, fields: Fields) -> Result<Response> {
    let kept = kept(&fields);
    let next = local(fields.get("next"));
    let (email, password) =
        (fields.get("email").unwrap_or_default().trim().to_lowercase(), fields.get("password").unwrap_or_default());
    let address = peer.map(|Extension(Peer(peer))| peer.ip().to_string()).unwrap_or_default();
    match super::sign_in(&visit, &email, password, &address).await {
        Ok(started) if started.awaits_code => code::ask(&visit, &started.token, next, kept),
        Ok(started) => signed_in(&visit, &started.token, &next, kept).await,
        Err(error) => {
            let mut form = fields.refused(error)?;
            form.values.remove("password");
            let interrupted = !kept.is_empty();
            let page =
                SignInPage { form: form.clone(), next, kept, interrupted, personas: personas(&visit.app).await? };
            visit.form_page(frame("Sign in"), &form, &page)
        }
    }
}

/// The interrupted form that a page of signing in carries.
fn kept(fields: &Fields) -> Vec<Kept> {
    let kept = |(name, value): (&str, &str)| {
        Some(Kept { name: name.strip_prefix("kept-")?.to_owned(), value: value.to_owned() })
    };
    fields.pairs().filter_map(kept).collect()
}

/// Goes on, or shows the interrupted form again, now in the new session. Whose role needs a second factor sets it up
/// first.
async fn signed_in(visit: &Visit, token: &str, next: &str, kept: Vec<Kept>) -> Result<Response> {
    let mut renewed = visit.clone();
    renewed.cookies.session = Some(token.to_owned());
    renewed.signed = session::find(&visit.app, &renewed.cookies).await?.map(std::sync::Arc::new);
    let waits = renewed.signed.as_ref().and_then(|signed| signed.actor.waits_for_second_factor());
    let mut response = if let Some(role) = waits {
        visit.go_saying(factor::leading_to(next), &Error::SecondFactor(role).to_string())?
    } else if kept.is_empty() {
        visit.go(next)?
    } else {
        renewed.page(frame("Send your form"), &ContinuePage { action: next.to_owned(), kept })?
    };
    session::set_session(&visit.app, token, response.headers_mut());
    Ok(response)
}

async fn sign_in_demonstration(visit: Visit, fields: Fields) -> Result<Response> {
    let account: AccountId = fields.get("account").unwrap_or_default().parse().map_err(|_| Error::NotFound)?;
    let token = super::sign_in_as(&visit, account).await?;
    signed_in(&visit, &token, &local(fields.get("next")), Vec::new()).await
}

async fn sign_out(visit: Visit, fields: Fields) -> Result<Response> {
    drop(fields);
    let signed = visit.signed.clone().ok_or(Error::SignIn)?;
    super::sign_out(&visit, signed.session).await?;
    let mut response = visit.go_saying("/", "You are signed out")?;
    session::drop_session(&visit.app, response.headers_mut());
    Ok(response)
}

fn password_page(visit: &Visit, form: FormView, heading: &'static str) -> Result<Response> {
    let page = PasswordPage { form: form.clone(), heading, action: visit.path().to_owned() };
    visit.form_page(frame(heading), &form, &page)
}

const WELCOME: &str = "Welcome: choose a password";
const NEW_PASSWORD: &str = "Choose a new password";

async fn show_invitation(visit: Visit) -> Result<Response> {
    password_page(&visit, FormView::default(), WELCOME)
}

async fn accept_invitation(visit: Visit, Path(token): Path<String>, fields: Fields) -> Result<Response> {
    choose_password(&visit, &token, Purpose::Invitation, &fields, WELCOME).await
}

async fn show_reset(visit: Visit) -> Result<Response> {
    password_page(&visit, FormView::default(), NEW_PASSWORD)
}

async fn reset(visit: Visit, Path(token): Path<String>, fields: Fields) -> Result<Response> {
    choose_password(&visit, &token, Purpose::Reset, &fields, NEW_PASSWORD).await
}

async fn choose_password(
    visit: &Visit,
    token: &str,
    purpose: Purpose,
    fields: &Fields,
    heading: &'static str,
) -> Result<Response> {
    let new = fields.get("password").unwrap_or_default();
    match super::set_password(visit, token, purpose, new).await {
        Ok(started) => {
            let next = if started.awaits_code { "/sign-in/code" } else { "/home" };
            let mut response = visit.go_saying(next, "Your password is set")?;
            session::set_session(&visit.app, &started.token, response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let mut form = fields.refused(error)?;
            form.values.clear();
            password_page(visit, form, heading)
        }
    }
}

async fn show_ask_reset(visit: Visit) -> Result<Response> {
    visit.page(frame("Reset your password"), &AskResetPage { form: FormView::default(), sent: false })
}

async fn ask_reset(visit: Visit, fields: Fields) -> Result<Response> {
    let (form, sent) = match fields.read(|form| form.email("email")) {
        Ok(email) => {
            super::request_reset(&visit, &email).await?;
            (fields.view(), true)
        }
        Err(form) => (form, false),
    };
    visit.form_page(frame("Reset your password"), &form.clone(), &AskResetPage { form, sent })
}

async fn account_page(visit: &Visit, form: FormView) -> Result<Response> {
    let signed = visit.signed.clone().ok_or(Error::SignIn)?;
    let account = visit.actor.require_account()?;
    let roles = store::hats(visit.read(), account).await?.into_iter().map(|hat| hat.label).collect();
    let has_second_step = matches!(super::factor::standing(visit).await?, Standing::SetUp { .. });
    let (name, email) = (visit.actor.name.clone(), signed.email.clone());
    let page = AccountPage { form: form.clone(), name, email, roles, has_second_step };
    visit.form_page(frame("Your account"), &form, &page)
}

async fn show_account(visit: Visit) -> Result<Response> {
    account_page(&visit, FormView::default()).await
}

async fn change_password(visit: Visit, fields: Fields) -> Result<Response> {
    let (old, new) = (fields.get("old").unwrap_or_default(), fields.get("password").unwrap_or_default());
    match super::change_password(&visit, old, new).await {
        Ok(token) => {
            let mut response = visit.go_saying("/account", "Your password is changed. Other devices are signed out")?;
            session::set_session(&visit.app, &token, response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let mut form = fields.refused(error)?;
            form.values.clear();
            account_page(&visit, form).await
        }
    }
}

async fn acting_as_page(visit: &Visit, mut form: FormView) -> Result<Response> {
    let account = visit.actor.require_account()?;
    let hats = store::hats(visit.read(), account).await?;
    if let (Some(worn), true) = (&visit.actor.worn, form.values.is_empty()) {
        form = form.with("membership", worn.membership.to_string());
    }
    let option = |hat: session::Worn| Some(HatOption { value: hat.membership?.to_string(), text: hat.label });
    let page = ActingAsPage { form: form.clone(), hats: hats.into_iter().filter_map(option).collect() };
    visit.form_page(frame("Who are you acting as?"), &form, &page)
}

async fn show_acting_as(visit: Visit) -> Result<Response> {
    acting_as_page(&visit, FormView::default()).await
}

async fn act_as(visit: Visit, fields: Fields) -> Result<Response> {
    let signed = visit.signed.clone().ok_or(Error::SignIn)?;
    let Some(membership) = fields.get("membership").and_then(|id| id.parse().ok()) else {
        return acting_as_page(&visit, fields.view().refusing("membership", "Choose who you are acting as")).await;
    };
    let worn = super::wear(&visit, signed.session, membership).await?;
    visit.go_saying("/home", &format!("You are acting as {}", worn.label))
}
