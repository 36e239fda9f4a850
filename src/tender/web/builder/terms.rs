//! The plain tasks: what is bought, who may leave, the dates, conflicts and the authority.

use super::{Builder, EDITORS, Form, TEAM, save_form, show_form};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::words;
use crate::tender::rules::planner::Step;
use crate::tender::rules::readiness::Task;
use crate::tender::web::shared::{read_instant, version, with_instant};
use crate::tender::{self, Dossier, Edit, Found};
use ::entity::tender::{AuthorityHat, LeaveRule};
use serde::Serialize;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/edit/what", TEAM, show_form::<WhatPage>)
        .post("/tenders/{reference}/edit/what", EDITORS, save_form::<WhatPage>)
        .get("/tenders/{reference}/edit/leaving", TEAM, show_form::<LeavingPage>)
        .post("/tenders/{reference}/edit/leaving", EDITORS, save_form::<LeavingPage>)
        .get("/tenders/{reference}/edit/dates", TEAM, show_form::<DatesPage>)
        .post("/tenders/{reference}/edit/dates", EDITORS, save_form::<DatesPage>)
        .get("/tenders/{reference}/edit/conflicts", TEAM, show_form::<ConflictsPage>)
        .post("/tenders/{reference}/edit/conflicts", EDITORS, save_form::<ConflictsPage>)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![
        PageSample::of::<WhatPage>(),
        PageSample::of::<LeavingPage>(),
        PageSample::of::<DatesPage>(),
        PageSample::of::<ConflictsPage>(),
    ]
}

macro_rules! plain_form_page {
    ($($(#[$doc:meta])* $name:ident, $template:literal, $field:literal, $sentence:literal)+) => {$(
        $(#[$doc])*
        #[derive(Serialize)]
        struct $name {
            form: FormView,
            builder: Builder,
            /// What the page says of this tender beside its fields.
            known: Vec<String>,
        }

        impl Page for $name {
            const TEMPLATE: &'static str = $template;
            fn samples() -> Vec<Self> {
                let page = |form, editable, known| Self { form, builder: Builder::sample(editable), known };
                let refused = FormView::default().refusing($field, $sentence);
                vec![
                    page(FormView::default(), true, vec!["Catering".to_owned()]),
                    page(refused, true, vec![]),
                    page(FormView::default(), false, vec![]),
                ]
            }
        }
    )+};
}

plain_form_page! {
    /// What is bought, in the buyer's words.
    WhatPage, "tender/edit/what.html", "title", "Enter a title, like Catering 2027 to 2030"
    /// How many schools there must be.
    LeavingPage, "tender/edit/leaving.html", "minimum_schools", "Enter the smallest number of schools"
    /// When questions and bids close.
    DatesPage, "tender/edit/dates.html", "deadline-day", "Deadline must be on a working day between 9am and 5pm"
    /// Conflicts of interest, and what the authority is.
    ConflictsPage, "tender/edit/conflicts.html", "asked", "Say who was asked"
}

impl Form for WhatPage {
    const TASK: Task = Task::What;

    fn stored(dossier: &Dossier) -> FormView {
        FormView::default().with("title", &dossier.tender.title).with("need", &dossier.tender.need)
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        fields.read(|form| {
            let title = form.required("title", "Enter a title, like Catering 2027 to 2030");
            (version(form), Edit::What { title, need: form.required("need", "Say what you need") })
        })
    }

    async fn page(_: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        Ok(Self { form, builder, known: vec![dossier.category.name.clone()] })
    }
}

impl Form for LeavingPage {
    const TASK: Task = Task::Leaving;

    fn stored(dossier: &Dossier) -> FormView {
        let least = dossier.tender.minimum_schools;
        let form = FormView::default().with("leave_rule", dossier.tender.leave_rule.as_str());
        if least > 0 { form.with("minimum_schools", least.to_string()) } else { form }
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        fields.read(|form| {
            let edit = Edit::Leaving {
                minimum_schools: form.whole("minimum_schools", 1..=500, "Enter the smallest number of schools, like 6"),
                leave_rule: form.choice("leave_rule", LeaveRule::ALL, "Choose what happens if a school leaves"),
            };
            (version(form), edit)
        })
    }

    async fn page(_: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        Ok(Self { form, builder, known: vec![dossier.buyers().len().to_string()] })
    }
}

impl Form for DatesPage {
    const TASK: Task = Task::Dates;

    fn stored(dossier: &Dossier) -> FormView {
        let form = with_instant(FormView::default(), "deadline", dossier.tender.deadline_at);
        with_instant(form, "questions", dossier.tender.questions_close_at)
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        const SENTENCE: &str = "Enter the deadline for bids";
        fields.read(|form| {
            let deadline = read_instant(form, "deadline", SENTENCE);
            if deadline.is_none() && fields.get("deadline-day").is_none_or(str::is_empty) {
                form.error("deadline-day", SENTENCE);
            }
            let questions_close_at = read_instant(form, "questions", "Enter the day questions close");
            (version(form), Edit::Dates { questions_close_at, deadline_at: deadline.unwrap_or_default() })
        })
    }

    async fn page(visit: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        let mut known = dossier.lacking(Task::Dates, visit.now);
        known.extend(proposal(visit, dossier).await?);
        Ok(Self { form, builder, known })
    }
}

/// What the plan back from the contract's start proposes.
async fn proposal(visit: &Visit, dossier: &Dossier) -> Result<Option<String>> {
    let planned = tender::planned(visit.read(), dossier, visit.now).await?;
    let Some(Ok(plan)) = planned.map(|planned| planned.plan) else { return Ok(None) };
    let row = plan.rows.iter().find(|row| row.step == Step::Open);
    Ok(row.map(|row| {
        let (from, by) = (words::date(row.from), words::date(row.by));
        format!("The plan proposes: published by {from}, bids close at midday on {by}.")
    }))
}

impl Form for ConflictsPage {
    const TASK: Task = Task::Conflicts;

    fn stored(dossier: &Dossier) -> FormView {
        let form = dossier.assessments.first().map_or_else(FormView::default, |held| {
            FormView::default()
                .with("asked", &held.asked)
                .with("found", &held.found)
                .with("mitigation", &held.mitigation)
        });
        dossier.tender.authority_hat.iter().fold(form, |form, hat| form.with("hat", hat.as_str()))
    }

    fn read(fields: &Fields) -> std::result::Result<(i32, Edit), FormView> {
        fields.read(|form| {
            let assessment = Found {
                asked: form.required("asked", "Say who was asked"),
                found: form.required("found", "Say what interests were found, or None"),
                mitigation: form.required("mitigation", "Say what follows from them"),
            };
            let edit = Edit::Conflicts {
                assessment,
                hat: form.choice("hat", AuthorityHat::ALL, "Choose what the authority is in this tender"),
            };
            (version(form), edit)
        })
    }

    async fn page(visit: &Visit, dossier: &Dossier, builder: Builder, form: FormView) -> Result<Self> {
        let mut known = Vec::new();
        if let Some(held) = dossier.assessments.first() {
            let who = tender::name_of(visit, held.made_by).await?;
            known.push(format!("Recorded by {who}, {}.", words::moment(held.made_at)));
        }
        Ok(Self { form, builder, known })
    }
}
