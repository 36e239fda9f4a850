//! Which mail comes when: what can wait comes at the pace that somebody chose, the rest at once.

use crate::account;
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use ::entity::mail_choice::{MailKind, MailPace};
use axum::response::Response;
use serde::Serialize;

const PATH: &str = "/account/notifications";

pub(super) fn routes() -> Routes {
    Routes::new().get(PATH, Who::SignedIn, show).post(PATH, Who::SignedIn, choose)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<NotificationsPage>()]
}

#[derive(Serialize)]
struct Pace {
    value: &'static str,
    text: &'static str,
}

fn paces() -> Vec<Pace> {
    let words = |pace: &MailPace| match pace {
        MailPace::Immediate => "At once",
        MailPace::Daily => "Every day at 7am",
        MailPace::Weekly => "Mondays at 7am",
        MailPace::None => "Never",
    };
    MailPace::ALL.iter().map(|pace| Pace { value: pace.as_str(), text: words(pace) }).collect()
}

#[derive(Serialize)]
struct NotificationsPage {
    form: FormView,
    /// Only who sells is told of new tenders.
    sells: bool,
    paces: Vec<Pace>,
}

impl Page for NotificationsPage {
    const TEMPLATE: &'static str = "account/notifications.html";
    fn samples() -> Vec<Self> {
        let page = |sells| Self { form: FormView::default().with("new_tenders", "daily"), sells, paces: paces() };
        vec![page(true), page(false)]
    }
}

async fn render(visit: &Visit, form: FormView) -> Result<Response> {
    let page = NotificationsPage { form: form.clone(), sells: visit.actor.may_somewhere(Action::Bid), paces: paces() };
    visit.form_page(frame("Your mail").back("/account", "Your account"), &form, &page)
}

async fn show(visit: Visit) -> Result<Response> {
    let pace = account::pace_of(&visit, MailKind::NewTenders).await?;
    render(&visit, FormView::default().with(MailKind::NewTenders.as_str(), pace.as_str())).await
}

async fn choose(visit: Visit, fields: Fields) -> Result<Response> {
    let kind = MailKind::NewTenders;
    match fields.read(|form| form.choice(kind.as_str(), MailPace::ALL, "Choose how often")) {
        Ok(pace) => {
            account::choose_pace(&visit, kind, pace).await?;
            visit.go_saying(PATH, "Your choice is saved")
        }
        Err(form) => render(&visit, form).await,
    }
}
