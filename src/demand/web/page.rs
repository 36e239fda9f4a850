//! What the page of one sheet shows, and the form that it starts from.

use super::standing;
use crate::demand::rules::{self, Step};
use crate::demand::{self as verbs, Sheet};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::{Visit, frame};
use crate::platform::words;
use ::entity::demand::DemandState;
use ::entity::money::{Money, Quantity};
use axum::response::Response;
use chrono::Datelike as _;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(super) struct Row {
    item: String,
    label: String,
    hint: Option<String>,
    last_year: Option<Quantity>,
    this_year: Option<Quantity>,
    note: Option<String>,
    /// "12 more", "no change"; none without both years.
    change: Option<String>,
    is_large: bool,
    /// What is typed is not what is saved.
    differs: bool,
}

#[derive(Clone, Serialize)]
struct Mandate {
    limit: Money,
    minute: String,
    at: DateTime<Utc>,
}

/// What may be done to the sheet now, by this reader.
#[derive(Clone, Default, Serialize)]
struct May {
    fill: bool,
    take_back: bool,
    sign: bool,
    send_back: bool,
    authorise: bool,
    decline: bool,
    take_part: bool,
}

#[derive(Clone, Serialize)]
pub(super) struct SheetPage {
    form: FormView,
    action: String,
    urn: i32,
    school: String,
    service: String,
    category: String,
    title: String,
    cluster: String,
    cluster_slug: String,
    reference: String,
    due_at: DateTime<Utc>,
    saved_at: DateTime<Utc>,
    state: &'static str,
    kind: &'static str,
    /// Why nothing can be changed any more.
    closed: Option<String>,
    rows: Vec<Row>,
    /// "18,810 meals a year".
    yearly: Vec<String>,
    asks_kitchen: bool,
    kitchen: Option<bool>,
    contract_ends_on: Option<NaiveDate>,
    notice_by: Option<NaiveDate>,
    note: Option<String>,
    signed_at: Option<DateTime<Utc>>,
    mandate: Option<Mandate>,
    /// Rows of a spreadsheet that were filled in and are not saved yet.
    pasted: usize,
    may: May,
}

impl Page for SheetPage {
    const TEMPLATE: &'static str = "demand/sheet.html";
    fn samples() -> Vec<Self> {
        let at = DateTime::UNIX_EPOCH;
        let draft = Self::a_draft();
        let sent = Self {
            form: FormView::default(),
            note: Some("New kitchen".to_owned()),
            pasted: 0,
            may: May { take_back: true, sign: true, send_back: true, authorise: true, ..May::default() },
            ..draft.clone()
        };
        let mandate = Mandate { limit: Money(60_000_000), minute: "FGB 7".to_owned(), at };
        let locked = Self {
            closed: Some("Demand is locked".to_owned()),
            signed_at: Some(at),
            mandate: Some(mandate),
            notice_by: Some(NaiveDate::default()),
            contract_ends_on: None,
            kitchen: None,
            yearly: Vec::new(),
            may: May::default(),
            ..sent.clone()
        };
        let declined = Self {
            state: "Not taking part",
            asks_kitchen: false,
            may: May { take_part: true, ..May::default() },
            ..sent.clone()
        };
        vec![draft, sent, locked, declined]
    }
}

impl SheetPage {
    fn a_draft() -> Self {
        let at = DateTime::UNIX_EPOCH;
        let row = |last_year: Option<Quantity>| Row {
            item: "meals_paid".to_owned(),
            label: "Meals a day, paid".to_owned(),
            hint: last_year.map(|_| "Paid by parents".to_owned()),
            last_year,
            this_year: last_year,
            note: last_year.map(|_| "More pupils".to_owned()),
            change: last_year.map(|_| "12 more".to_owned()),
            is_large: last_year.is_some(),
            differs: true,
        };
        Self {
            form: FormView::default().refusing("quantity-meals_paid", "Enter a number"),
            action: "/schools/100123/demand/NG-2027-004".to_owned(),
            urn: 100123,
            school: "Canal Side Primary".to_owned(),
            service: "Catering".to_owned(),
            category: "catering".to_owned(),
            title: "Catering 2027 to 2030".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            cluster_slug: "northgate".to_owned(),
            reference: "NG-2027-004".to_owned(),
            due_at: at,
            saved_at: at,
            state: "To fill in",
            kind: "waiting",
            closed: None,
            rows: vec![row(Some(Quantity(90_000))), row(None)],
            yearly: vec!["18,810 meals a year".to_owned()],
            asks_kitchen: true,
            kitchen: Some(true),
            contract_ends_on: Some(NaiveDate::default()),
            notice_by: None,
            note: None,
            signed_at: None,
            mandate: None,
            pasted: 2,
            may: May { fill: true, decline: true, ..May::default() },
        }
    }
}

/// The page with what was typed, or with what is stored.
pub(super) async fn sheet_page(
    visit: &Visit,
    sheet: &Sheet,
    form: Option<FormView>,
    pasted: usize,
) -> Result<Response> {
    let form = form.unwrap_or_else(|| stored_form(sheet)).with("seen", seen(sheet));
    let page = page_of(visit, sheet, form.clone(), pasted);
    let title = format!("{} demand, {}", sheet.category.name, sheet.school.name);
    let framed = frame(title).back(format!("/schools/{}/demand", sheet.school.urn), "Demand").seen_by(format!(
        "{} staff and governors. The numbers also by the other schools of {}",
        sheet.school.name, sheet.cluster.name
    ));
    visit.form_page(framed, &form, &page)
}

/// The version of the sheet that a form was filled from.
fn seen(sheet: &Sheet) -> String {
    sheet.demand.updated_at.to_rfc3339_opts(SecondsFormat::Nanos, true)
}

fn page_of(visit: &Visit, sheet: &Sheet, form: FormView, pasted: usize) -> SheetPage {
    let demand = &sheet.demand;
    let (state, kind) = standing(demand);
    let mandate = |limit| Some(Mandate { limit, minute: demand.mandate_minute.clone()?, at: demand.mandate_at? });
    SheetPage {
        action: sheet.path(),
        urn: sheet.school.urn,
        school: sheet.school.name.clone(),
        service: sheet.category.name.clone(),
        category: sheet.category.slug.clone(),
        title: sheet.tender.title.clone(),
        cluster: sheet.cluster.name.clone(),
        cluster_slug: sheet.cluster.slug.clone(),
        reference: sheet.tender.reference.clone(),
        due_at: demand.due_at,
        saved_at: demand.updated_at,
        state,
        kind,
        closed: rules::is_open(demand, sheet.tender.state).err().map(|refusal| refusal.to_string()),
        rows: sheet.category.shape.items.iter().map(|item| row(sheet, item, &form)).collect(),
        yearly: yearly(sheet),
        asks_kitchen: asks_kitchen(sheet),
        kitchen: demand.kitchen_on_site,
        contract_ends_on: demand.contract_ends_on,
        notice_by: demand.notice_by,
        note: demand.note.clone(),
        signed_at: demand.signed_at,
        mandate: demand.mandate_limit.and_then(mandate),
        pasted,
        may: may(visit, sheet),
        form,
    }
}

/// Meals are cooked in kitchens; nothing else is.
pub(super) fn asks_kitchen(sheet: &Sheet) -> bool {
    sheet.category.shape.main_unit == "meal"
}

fn may(visit: &Visit, sheet: &Sheet) -> May {
    let place = Place::school(sheet.school.id);
    let may = |action, step| {
        visit.actor.may(action, &place)
            && rules::is_open(&sheet.demand, sheet.tender.state).is_ok()
            && rules::after(step, sheet.demand.state).is_ok()
    };
    May {
        fill: may(Action::EditDemand, Step::Save),
        take_back: may(Action::EditDemand, Step::TakeBack),
        sign: may(Action::SignDemand, Step::Sign),
        send_back: may(Action::SignDemand, Step::Return),
        authorise: may(Action::RecordMandate, Step::RecordMandate),
        decline: may(Action::SignDemand, Step::Decline),
        take_part: may(Action::SignDemand, Step::TakePart),
    }
}

fn row(sheet: &Sheet, item: &::entity::category::Item, form: &FormView) -> Row {
    let line = sheet.lines.get(&item.id);
    let (last_year, this_year) = (line.and_then(|line| line.last_year), line.and_then(|line| line.quantity));
    let typed = form.values.get(&format!("quantity-{}", item.id));
    let saved = this_year.map(|quantity| quantity.to_string()).unwrap_or_default();
    Row {
        differs: typed.is_some_and(|typed| *typed != saved),
        item: item.id.clone(),
        label: item.label.clone(),
        hint: item.hint.clone(),
        last_year,
        this_year,
        note: line.and_then(|line| line.note.clone()),
        change: verbs::change_words(last_year, this_year),
        is_large: this_year.is_some_and(|this_year| rules::asks_for_a_note(last_year, this_year)),
    }
}

fn yearly(sheet: &Sheet) -> Vec<String> {
    let known = sheet.lines.iter().filter_map(|(item, line)| Some((item.clone(), line.quantity?))).collect();
    let volumes = rules::yearly(&sheet.category.shape, &known, sheet.school.pupils);
    let words_of = |unit: &::entity::category::Unit| {
        let volume = volumes.get(&unit.id).filter(|_| unit.factors.len() > 1)?;
        let number = words::number(volume.to_string().parse().ok()?);
        Some(format!("{number} {} a year", if number == "1" { &unit.one } else { &unit.many }))
    };
    sheet.category.shape.units.iter().filter_map(words_of).collect()
}

/// The form as it is stored.
pub(super) fn stored_form(sheet: &Sheet) -> FormView {
    let mut form = FormView::default();
    for (item, line) in &sheet.lines {
        form = form.with(format!("quantity-{item}"), line.quantity.map(|it| it.to_string()).unwrap_or_default());
        form = form.with(format!("note-{item}"), line.note.clone().unwrap_or_default());
    }
    if sheet.demand.state != DemandState::NotTakingPart {
        form = form.with("note", sheet.demand.note.clone().unwrap_or_default());
    }
    if let Some(kitchen) = sheet.demand.kitchen_on_site {
        form = form.with("kitchen", if kitchen { "yes" } else { "no" });
    }
    for (name, day) in [("contract_ends", sheet.demand.contract_ends_on), ("notice_by", sheet.demand.notice_by)] {
        let Some(day) = day else { continue };
        form = form
            .with(format!("{name}-day"), day.day().to_string())
            .with(format!("{name}-month"), day.month().to_string())
            .with(format!("{name}-year"), day.year().to_string());
    }
    form
}
