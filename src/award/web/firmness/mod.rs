//! How firm the ranking is, with every sum: price weights, single scores, worst cases, losing bids, low prices.

mod view;
pub(super) mod words;

pub(super) use view::FirmnessPage;

use crate::award::LotAddress;
use crate::award::{self, Doubt};
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::FormView;
use crate::platform::http::visit::{Visit, frame};
use ::entity::exact::Exact;
use axum::extract::Query;
use axum::response::Response;

/// The most points and percentage points that a worst case may ask for, in thousandths.
const MOST: i64 = 100_000;

pub(super) async fn show(visit: Visit, at: LotAddress, Query(asked): Query<Vec<(String, String)>>) -> Result<Response> {
    let mut fields = Fields::default();
    asked.into_iter().filter(|(name, _)| name != "lot").for_each(|(name, value)| fields.push(name, value));
    let (doubt, form) = match fields.read(doubt) {
        Ok(doubt) => (doubt, fields.view()),
        Err(form) => (Doubt::default(), form),
    };
    let (of, priced, firm) = award::firmness(&visit, &at, doubt).await?;
    let form = if form.is_sound() { filled(&firm.doubt) } else { form };
    let page = FirmnessPage::of(&of, &priced, &firm, form.clone());
    let frame = frame(format!("How firm the ranking is: {}", of.title()))
        .back(format!("/tenders/{}", of.tender.reference), "Back to the tender")
        .beside(of.sections("firmness"))
        .seen_by(
            "the panel, the chair, the clerk and the reviewer; the member schools and the auditor once a bid is \
             recommended; not the bidders",
        );
    visit.form_page(frame, &form, &page)
}

fn filled(doubt: &Doubt) -> FormView {
    FormView::default().with("points", words::short(&doubt.points, 3)).with("weights", words::short(&doubt.weights, 3))
}

fn doubt(form: &Reader) -> Doubt {
    let usual = Doubt::default();
    let read = |name: &str, sentence: &str, usual: Exact| match form.optional_quantity(name, sentence) {
        Some(typed) if (0..=MOST).contains(&typed.0) => typed.exact(),
        Some(_) => {
            form.error(name, sentence);
            usual
        }
        None => usual,
    };
    Doubt {
        points: read("points", "Enter points from 0 to 100, like 0.5", usual.points),
        weights: read("weights", "Enter percentage points from 0 to 100, like 5", usual.weights),
    }
}
