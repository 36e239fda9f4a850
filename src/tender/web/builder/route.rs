//! The route check: the whole-life value against the threshold in force, and the official notice where one is needed.

use super::{Builder, EDITORS, Form, TEAM, save_form, show_form};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::readiness::Task;
use crate::tender::rules::route::{self, RouteCheck};
use crate::tender::rules::stages;
use crate::tender::web::shared::{version, with_date};
use crate::tender::{Dossier, Edit, frameworks_for, paid_now};
use ::entity::money::Money;
use ::entity::tender::{Procedure, Route};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new().get("/tenders/{reference}/edit/route", TEAM, show_form::<RoutePage>).post(
        "/tenders/{reference}/edit/route",
        EDITORS,
        save_form::<RoutePage>,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<RoutePage>()]
}

/// The answer of the check, in words.
#[derive(Serialize)]
struct Answer {
    title: &'static str,
    meaning: &'static str,
    value: Money,
    /// Whole pounds.
    threshold: i64,
    source: String,
    code: Option<String>,
    light_touch: Option<String>,
    needs_notice: bool,
}

impl Answer {
    fn of(value: Money, check: RouteCheck) -> Self {
        Self {
            title: route::title(check.route),
            meaning: route::meaning(check.route),
            value,
            threshold: check.threshold.pounds,
            source: check.threshold.source,
            code: check.code,
            light_touch: check.light_touch_title,
            needs_notice: route::needs_notice(check.route),
        }
    }
}

/// One line of the sum behind the value.
#[derive(Serialize)]
struct Line {
    text: String,
    amount: String,
}

#[derive(Serialize)]
struct RoutePage {
    form: FormView,
    builder: Builder,
    term_years: i32,
    /// What the schools pay now, over the term, VAT included.
    now: Option<Money>,
    lines: Vec<Line>,
    unknown: Vec<String>,
    answer: Option<Answer>,
    /// The procedures that the value allows.
    lawful: Vec<&'static str>,
    /// How many frameworks are valid for the service.
    frameworks: usize,
}

impl Page for RoutePage {
    const TEMPLATE: &'static str = "tender/edit/route.html";
    fn samples() -> Vec<Self> {
        let page = |form, editable, answer| Self {
            form,
            builder: Builder::sample(editable),
            term_years: 3,
            now: Some(Money(1_296_000_000)),
            lines: vec![Line { text: "Rose Hill (Invoices)".to_owned(), amount: "£36,000".to_owned() }],
            unknown: Vec::new(),
            answer,
            lawful: vec![stages::title(Procedure::Open)],
            frameworks: 2,
        };
        let answer = |needs_notice: bool| Answer {
            title: route::title(Route::LightTouch),
            meaning: route::meaning(Route::LightTouch),
            value: Money(1_296_000_000),
            threshold: 663_540,
            source: "Procurement Act 2023".to_owned(),
            code: Some("55524000-9".to_owned()),
            light_touch: needs_notice.then(|| "School catering services".to_owned()),
            needs_notice,
        };
        let refused = FormView::default().refusing("value", "Enter the whole-life value in pounds, like 129600");
        let unknown =
            Self { now: None, lines: Vec::new(), unknown: vec!["Rose Hill".to_owned()], ..page(refused, true, None) };
        let without_code = Answer { code: None, ..answer(false) };
        vec![
            page(FormView::default(), true, Some(answer(true))),
            page(FormView::default(), false, Some(without_code)),
            unknown,
        ]
    }
}

impl Form for RoutePage {
    const TASK: Task = Task::Route;

    fn stored(dossier: &Dossier) -> FormView {
        let tender = &dossier.tender;
        let form = FormView::default().with("notice_number", tender.notice_number.clone().unwrap_or_default());
        let form = tender.estimated_value.iter().fold(form, |form, value| form.with("value", value.to_string()));
        with_date(form, "notice_published", tender.notice_published_on)
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        fields.read(|form| {
            let edit = Edit::Route {
                value: form.money("value", "Enter the whole-life value in pounds, like 129600"),
                notice_number: form.optional("notice_number"),
                notice_published_on: form.optional_date("notice_published", "Enter the day the notice was published"),
            };
            (version(form), edit)
        })
    }

    async fn page(visit: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        let today = words::london_day(visit.now);
        let paid = paid_now(visit.read(), dossier, today).await?;
        let now = paid.whole_life(dossier.tender.term_years);
        let form = match now {
            Some(now) if !form.values.contains_key("value") => form.with("value", now.to_string()),
            _ => form,
        };
        let checked = |value: Money| route::check(value, &dossier.category.shape.cpv_codes, today);
        let answer = match dossier.tender.estimated_value.or(now) {
            Some(value) => Some(Answer::of(value, checked(value).map_err(Error::refused)?)),
            None => None,
        };
        let line = |paid: &crate::tender::Paid| Line {
            text: format!("{} ({})", paid.school, paid.source),
            amount: entity::money::plain_price(&paid.amount.half_up(2)),
        };
        let lawful = stages::lawful(dossier.tender.route).iter().map(|each| stages::title(*each)).collect();
        let frameworks = frameworks_for(visit, &dossier.category.slug).await?.len();
        let lines = paid.known.iter().map(line).collect();
        Ok(Self {
            form,
            builder,
            term_years: dossier.tender.term_years,
            now,
            lines,
            unknown: paid.unknown,
            answer,
            lawful,
            frameworks,
        })
    }
}
