//! Whether the school's figures may be in medians.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::standing::rules::{FEWEST_BODIES, FEWEST_SCHOOLS};
use crate::standing::{self, store};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;

const EDITORS: Who = Who::May(&[Action::EditSchool]);

pub(super) fn routes() -> Routes {
    Routes::new().get("/schools/{urn}/standing/consent", EDITORS, show).post(
        "/schools/{urn}/standing/consent",
        EDITORS,
        keep,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ConsentPage>()]
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
}

#[derive(Serialize)]
struct ConsentPage {
    form: FormView,
    path: String,
    choices: Vec<Choice>,
    schools: usize,
    bodies: usize,
    changed_at: Option<DateTime<Utc>>,
}

impl Page for ConsentPage {
    const TEMPLATE: &'static str = "standing/consent.html";
    fn samples() -> Vec<Self> {
        let page = |changed_at| Self::of("/schools/100123/standing/consent".to_owned(), false, changed_at, None);
        vec![page(None), page(Some(DateTime::UNIX_EPOCH))]
    }
}

const COUNTED: &str = "counted";
const WITHHELD: &str = "withheld";

impl ConsentPage {
    fn of(path: String, withholds: bool, changed_at: Option<DateTime<Utc>>, form: Option<FormView>) -> Self {
        let kept = FormView::default().with("figures", if withholds { WITHHELD } else { COUNTED });
        ConsentPage {
            form: form.unwrap_or(kept),
            path,
            choices: vec![
                Choice {
                    value: COUNTED,
                    text: "They may be in medians",
                    hint: "Nobody sees our figure, or that it is ours",
                },
                Choice {
                    value: WITHHELD,
                    text: "Keep them out of every median",
                    hint: "You still see the medians of others",
                },
            ],
            schools: FEWEST_SCHOOLS,
            bodies: FEWEST_BODIES,
            changed_at,
        }
    }
}

async fn render(visit: &Visit, urn: i32, form: Option<FormView>) -> Result<Response> {
    let school = standing::school_opened(visit, urn, Action::EditSchool).await?;
    let consent = store::consent(visit.read(), school.id).await?;
    let withholds = consent.as_ref().is_some_and(|consent| consent.withholds);
    let path = format!("/schools/{urn}/standing/consent");
    let page = ConsentPage::of(path, withholds, consent.map(|consent| consent.changed_at), form);
    let frame = frame("Our figures in medians").back(format!("/schools/{urn}/standing"), "How we stand");
    visit.form_page(frame.seen_by(format!("{} staff and governors", school.name)), &page.form, &page)
}

async fn show(visit: Visit, Path(urn): Path<i32>) -> Result<Response> {
    render(&visit, urn, None).await
}

async fn keep(visit: Visit, Path(urn): Path<i32>, fields: Fields) -> Result<Response> {
    let school = standing::school_opened(&visit, urn, Action::EditSchool).await?;
    let read = fields.read(|form| {
        let figures = form.text("figures");
        if figures != COUNTED && figures != WITHHELD {
            form.error("figures", "Choose what is done with your figures");
        }
        figures == WITHHELD
    });
    let kept = match read {
        Ok(withholds) => standing::set_consent(&visit, &school, withholds).await,
        Err(form) => return render(&visit, urn, Some(form)).await,
    };
    match kept {
        Ok(()) => visit.go_saying(format!("/schools/{urn}/standing"), "Your choice is kept"),
        Err(error) => render(&visit, urn, Some(fields.refused(error)?)).await,
    }
}
