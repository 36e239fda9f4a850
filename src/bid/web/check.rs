//! Page 6: every answer with its Change link, what is missing, and the one small request that submits.

use super::prices::{Totals, totals, totals_sample};
use super::rows::{Row, rows};
use super::wizard::{Strip, desk, id, sample_strips, show as show_step, strip};
use super::{OWN, SEEN_BY};
use crate::bid::rules::{Missing, Step, missing};
use crate::bid::{self, Desk, Outcome};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::{Visit, frame};
use crate::platform::keys::secret;
use crate::platform::mail::Receiver;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

const STEP: Step = Step::Check;

pub(super) fn routes() -> Routes {
    Routes::new().get("/bids/{id}/check", OWN, open).post("/bids/{id}/submit", OWN, submit)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<CheckPage>(), PageSample::of::<LatePage>()]
}

#[derive(Clone, Serialize)]
struct Section {
    title: &'static str,
    href: String,
    rows: Vec<Row>,
}

/// Something missing: its place in the list, and the page that mends it.
#[derive(Clone, Serialize)]
struct Lack {
    id: String,
    text: String,
    href: String,
    page: &'static str,
}

#[derive(Serialize)]
struct CheckPage {
    strip: Strip,
    form: FormView,
    sections: Vec<Section>,
    totals: Option<Totals>,
    missing: Vec<Lack>,
    /// The hash of what is shown, when it is complete.
    shown: Option<String>,
    key: String,
}

impl Page for CheckPage {
    const TEMPLATE: &'static str = "bid/check.html";
    fn samples() -> Vec<Self> {
        let section =
            Section { title: "Prices", href: "/bids/1/prices".to_owned(), rows: vec![Row::new("Food", "£1")] };
        let lack = Lack {
            id: "missing-1".to_owned(),
            text: "Answer question 3, \"How will you keep staff trained?\"".to_owned(),
            href: "/bids/1/quality#answer-staff".to_owned(),
            page: "Quality answers",
        };
        let page = |(strip, missing, shown): (Strip, Vec<Lack>, Option<String>)| Self {
            strip,
            form: FormView::default(),
            sections: vec![section.clone()],
            totals: shown.as_ref().map(|_| totals_sample()),
            missing,
            shown,
            key: "k".to_owned(),
        };
        let mut strips = sample_strips(STEP).into_iter();
        let states = [(vec![lack], None), (Vec::new(), Some("ab".to_owned())), (Vec::new(), Some("ab".to_owned()))];
        states.into_iter().filter_map(|(lacks, shown)| Some((strips.next()?, lacks, shown))).map(page).collect()
    }
}

#[derive(Serialize)]
struct Contact {
    name: String,
    email: String,
}

/// Bids are closed: what is kept, and whom to ask.
#[derive(Serialize)]
struct LatePage {
    strip: Strip,
    clerks: Vec<Contact>,
}

impl Page for LatePage {
    const TEMPLATE: &'static str = "bid/late.html";
    fn samples() -> Vec<Self> {
        let clerk = || Contact { name: "Kim".to_owned(), email: "kim@example.org".to_owned() };
        sample_strips(STEP)
            .into_iter()
            .zip([vec![clerk()], Vec::new()])
            .map(|(strip, clerks)| Self { strip, clerks })
            .collect()
    }
}

async fn open(visit: Visit, Path(id): Path<String>) -> Result<Response> {
    let desk = desk(&visit, &id).await?;
    if !desk.is_open(visit.now) {
        return late(&visit, &desk, StatusCode::OK).await;
    }
    render(&visit, &desk, FormView::default(), secret())
}

fn render(visit: &Visit, desk: &Desk, form: FormView, key: String) -> Result<Response> {
    let shown = bid::package_now(desk)?.map(|(_, hash)| hash);
    let path = format!("/bids/{}", desk.bid.id);
    let section =
        |step: &Step| Section { title: step.title(), href: format!("{path}/{}", step.slug()), rows: rows(desk, *step) };
    let sections = Step::ALL.iter().filter(|step| **step != STEP).map(section).collect();
    let (totals, missing) = (totals(desk), lacks(desk, &path));
    show_step(visit, desk, STEP, form, |strip, form| CheckPage { strip, form, sections, totals, missing, shown, key })
}

fn lacks(desk: &Desk, path: &str) -> Vec<Lack> {
    let lack = |(at, one): (usize, Missing)| Lack {
        id: format!("missing-{at}"),
        href: format!("{path}/{}#{}", one.step.slug(), one.field),
        page: one.step.title(),
        text: one.sentence,
    };
    (1..).zip(missing(&desk.draft, &desk.asked)).map(lack).collect()
}

async fn submit(visit: Visit, Path(text): Path<String>, fields: Fields) -> Result<Response> {
    let sent = fields.read(|form| (form.text("key"), form.text("shown")));
    let desk = desk(&visit, &text).await?;
    let (key, shown) = match sent {
        Ok(sent) => sent,
        Err(form) => return render(&visit, &desk, form, secret()),
    };
    if shown.is_empty() && desk.is_open(visit.now) {
        return refuse(&visit, &desk, key);
    }
    match bid::submit(&visit, id(&text)?, &key, &shown).await? {
        Outcome::Received(_) => visit.go(format!("/bids/{}/receipt", desk.bid.id)),
        Outcome::Late => late(&visit, &desk, StatusCode::UNPROCESSABLE_ENTITY).await,
    }
}

/// Submitted before it was complete: every gap is told, and leads to its page.
fn refuse(visit: &Visit, desk: &Desk, key: String) -> Result<Response> {
    let lacks = lacks(desk, "").into_iter();
    let form = lacks.fold(FormView::default(), |form, lack| form.refusing(lack.id, lack.text));
    let form = if form.is_sound() { form.refusing("main", "Check your bid again, then submit it") } else { form };
    render(visit, desk, form, key)
}

async fn late(visit: &Visit, desk: &Desk, status: StatusCode) -> Result<Response> {
    let clerks = bid::clerks(visit, desk).await?;
    let contact = |clerk: Receiver| Contact { name: clerk.name, email: clerk.email };
    let page = LatePage { strip: strip(visit, desk, STEP)?, clerks: clerks.into_iter().map(contact).collect() };
    let back = format!("/bids/{}", desk.bid.id);
    visit.page_with(status, frame("Bids are closed").back(back, "Your bid").seen_by(SEEN_BY), &page)
}
