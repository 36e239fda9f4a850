//! The agreement: what it says, which bodies agreed or declined and when, its versions side by side.

mod answers;
mod new;
mod promises;
mod show;
mod view;
mod yearly;

use super::{RECORD, SEE};
use crate::platform::access::{Action, Place};
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::agreement::Majority;
use ::entity::ids::SchoolId;
use chrono::{Datelike as _, NaiveDate};

const AGREE: Who = Who::May(&[Action::AgreeForBody, Action::RecordAgreement]);
const ADOPT: Who = Who::May(&[Action::AdoptAgreement]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/agreement", SEE, show::show)
        .post("/clusters/{slug}/agreement", RECORD, new::record)
        .get("/clusters/{slug}/agreement/new", RECORD, new::new)
        .merge(yearly::routes())
        .post("/clusters/{slug}/agreement/{version}", AGREE, answers::agree)
        .post("/clusters/{slug}/agreement/{version}/declined", AGREE, answers::decline)
        .post("/clusters/{slug}/agreement/{version}/answer-by", RECORD, answers::answer_by)
        .post("/clusters/{slug}/agreement/{version}/in-force", ADOPT, answers::adopt)
        .post("/clusters/{slug}/agreement/{version}/withdrawn", RECORD, answers::withdraw)
        .merge(promises::routes())
}

pub(super) fn pages() -> Vec<PageSample> {
    let own = vec![PageSample::of::<view::AgreementPage>(), PageSample::of::<new::NewPage>()];
    [own, yearly::pages(), promises::pages()].concat()
}

fn majority_words(majority: Majority) -> &'static str {
    match majority {
        Majority::Simple => "More votes for than against",
        Majority::TwoThirds => "At least two thirds of the votes cast",
    }
}

fn tie_words(casting_vote: bool) -> &'static str {
    if casting_vote { "The chair has a casting vote" } else { "A tie is not carried" }
}

/// "6 months", "None".
fn notice_words(months: i32) -> String {
    match months {
        0 => "None: a school can leave at any time".to_owned(),
        months => crate::platform::words::plural(months.into(), "month", "months"),
    }
}

/// The form with the day to answer by in its three fields.
fn with_answer_by(form: FormView, day: NaiveDate) -> FormView {
    form.with("answer_by-day", day.day().to_string())
        .with("answer_by-month", day.month().to_string())
        .with("answer_by-year", day.year().to_string())
}

/// May the reader record what a school's body says?
fn may_sign(visit: &Visit, place: &Place, school: SchoolId) -> bool {
    visit.actor.may(Action::RecordAgreement, place) || visit.actor.may(Action::AgreeForBody, &Place::school(school))
}
