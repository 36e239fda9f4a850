//! Setting up the second step of signing in, its recovery codes, and an administrator's reset of somebody's.

use super::local;
use crate::account::factor::{self, PAGE, Standing};
use crate::account::store;
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::ids::AccountId;
use axum::extract::{Path, Query};
use axum::response::Response;
use serde::Serialize;

const ADMINISTRATOR: Who = Who::May(&[Action::ManagePlatform]);
const TITLE: &str = "Second step of signing in";
const ONLY_YOU: &str = "Only you";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(PAGE, Who::SignedIn, show)
        .post("/account/second-step/begin", Who::SignedIn, begin)
        .post("/account/second-step", Who::SignedIn, confirm)
        .post("/account/second-step/codes", Who::SignedIn, replace_codes)
        .post("/account/second-step/remove", Who::SignedIn, remove)
        .get("/admin/people/{account}/second-step", ADMINISTRATOR, show_reset)
        .post("/admin/people/{account}/second-step", ADMINISTRATOR, reset)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<FactorPage>(), PageSample::of::<CodesPage>(), PageSample::of::<ResetPage>()]
}

/// The page of the set-up, which goes on to `next`.
pub(super) fn leading_to(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{PAGE}?next={next}")
}

#[derive(Serialize)]
struct FactorPage {
    form: FormView,
    next: String,
    /// "none", "begun" or "set_up".
    standing: &'static str,
    /// The role that does nothing until it is set up.
    needed_by: Option<String>,
    secret: String,
    link: String,
    codes_left: i64,
    /// In the demonstration nobody is asked for a code.
    demonstration: bool,
}

impl Page for FactorPage {
    const TEMPLATE: &'static str = "account/second_step.html";
    fn samples() -> Vec<Self> {
        let page = |standing, needed_by: Option<&str>, codes_left| Self {
            form: FormView::default(),
            next: "/home".to_owned(),
            standing,
            needed_by: needed_by.map(str::to_owned),
            secret: "GEZD GNBV GY3T QOJQ".to_owned(),
            link: "otpauth://totp/clusterbuy:a%40example.org?secret=GEZDGNBVGY3TQOJQ&issuer=clusterbuy".to_owned(),
            codes_left,
            demonstration: false,
        };
        vec![
            page("none", Some("cluster chair"), 0),
            page("none", None, 0),
            Self { demonstration: true, ..page("none", None, 0) },
            page("begun", Some("cluster chair"), 0),
            page("set_up", None, 10),
            page("set_up", None, 2),
        ]
    }
}

/// The recovery codes, shown once.
#[derive(Serialize)]
struct CodesPage {
    codes: Vec<String>,
    next: String,
}

impl Page for CodesPage {
    const TEMPLATE: &'static str = "account/recovery_codes.html";
    fn samples() -> Vec<Self> {
        vec![Self { codes: vec!["ABCDE-FGHJK".to_owned()], next: "/home".to_owned() }]
    }
}

#[derive(Serialize)]
struct ResetPage {
    form: FormView,
    account: String,
    name: String,
    has_second_step: bool,
}

impl Page for ResetPage {
    const TEMPLATE: &'static str = "account/reset_second_step.html";
    fn samples() -> Vec<Self> {
        let page = |has_second_step| Self {
            form: FormView::default(),
            account: "00000000-0000-0000-0000-000000000000".to_owned(),
            name: "A".to_owned(),
            has_second_step,
        };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, next: String, form: FormView) -> Result<Response> {
    let needed_by = visit.actor.waits_for_second_factor().map(|role| role.title().to_lowercase());
    let (standing, secret, link, codes_left) = match factor::standing(visit).await? {
        Standing::None => ("none", String::new(), String::new(), 0),
        Standing::Begun { secret, link } => ("begun", secret, link, 0),
        Standing::SetUp { recovery_codes_left } => {
            ("set_up", String::new(), String::new(), i64::try_from(recovery_codes_left).unwrap_or(i64::MAX))
        }
    };
    let demonstration = visit.app.is_demonstration;
    let form = FormView { values: Default::default(), ..form };
    let page = FactorPage { form: form.clone(), next, standing, needed_by, secret, link, codes_left, demonstration };
    visit.form_page(frame(TITLE).back("/account", "Your account").seen_by(ONLY_YOU), &form, &page)
}

async fn show(visit: Visit, Query(query): Query<super::Next>) -> Result<Response> {
    render(&visit, local(query.next.as_deref()), FormView::default()).await
}

async fn begin(visit: Visit, fields: Fields) -> Result<Response> {
    factor::begin(&visit).await?;
    visit.go(leading_to(&local(fields.get("next"))))
}

fn codes_page(visit: &Visit, codes: Vec<String>, next: String) -> Result<Response> {
    let head = frame("Your recovery codes").seen_by(ONLY_YOU);
    visit.page(head, &CodesPage { codes, next })
}

async fn confirm(visit: Visit, fields: Fields) -> Result<Response> {
    let next = local(fields.get("next"));
    match factor::confirm(&visit, fields.get("code").unwrap_or_default()).await {
        Ok(codes) => codes_page(&visit, codes, next),
        Err(error) => render(&visit, next, fields.refused(error)?).await,
    }
}

async fn replace_codes(visit: Visit, fields: Fields) -> Result<Response> {
    match factor::replace_codes(&visit, fields.get("code").unwrap_or_default()).await {
        Ok(codes) => codes_page(&visit, codes, "/account".to_owned()),
        Err(error) => render(&visit, local(None), fields.refused(error)?).await,
    }
}

async fn remove(visit: Visit, fields: Fields) -> Result<Response> {
    let (password, code) = (fields.get("password").unwrap_or_default(), fields.get("code").unwrap_or_default());
    match factor::remove(&visit, password, code).await {
        Ok(()) => visit.go_saying(PAGE, "Your second step is removed"),
        Err(error) => render(&visit, local(None), fields.refused(error)?).await,
    }
}

async fn render_reset(visit: &Visit, account: &str, form: FormView) -> Result<Response> {
    let id: AccountId = account.parse().map_err(|_| Error::NotFound)?;
    let person = store::by_ids(visit.read(), [id]).await?.into_iter().next().ok_or(Error::NotFound)?;
    let page = ResetPage {
        form: form.clone(),
        account: account.to_owned(),
        has_second_step: person.factor_secret.is_some(),
        name: person.name,
    };
    visit.form_page(
        frame("Reset a second step").back("/admin/people", "People").seen_by("Administrators"),
        &form,
        &page,
    )
}

async fn show_reset(visit: Visit, Path(account): Path<String>) -> Result<Response> {
    render_reset(&visit, &account, FormView::default()).await
}

async fn reset(visit: Visit, Path(account): Path<String>, fields: Fields) -> Result<Response> {
    let id: AccountId = account.parse().map_err(|_| Error::NotFound)?;
    let reset = match fields.read(|form| form.required("reason", "Say how you know that it is them")) {
        Ok(reason) => factor::reset(&visit, id, &reason).await,
        Err(form) => return render_reset(&visit, &account, form).await,
    };
    match reset {
        Ok(()) => visit.go_saying("/admin/people", "The second step is reset, and the person is told by mail"),
        Err(error) => render_reset(&visit, &account, fields.refused(error)?).await,
    }
}
