//! One school's sheet: filled in, pasted, sent, signed off, authorised, declined.

use super::page::{SheetPage, asks_kitchen, sheet_page, stored_form};
use crate::demand::{self as verbs, Filled, Sheet, rules};
use crate::platform::access::Action;
use crate::platform::csv_out::Cell;
use crate::platform::error::Result;
use crate::platform::http::download;
use crate::platform::http::fields::{Fields, Reader, Upload};
use crate::platform::http::page::{FormView, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::rows::{error_file, refusing, rows_of};
use crate::platform::http::visit::Visit;
use ::entity::money::Quantity;
use axum::extract::Path;
use axum::response::Response;

const SEE: Who = Who::May(&[Action::SeeSchool]);
const EDIT: Who = Who::May(&[Action::EditDemand]);
const SIGN: Who = Who::May(&[Action::SignDemand]);
const AUTHORISE: Who = Who::May(&[Action::RecordMandate]);

const LARGEST_FILE: usize = 1024 * 1024;

type Address = Path<(i32, String)>;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/schools/{urn}/demand/{reference}", SEE, show)
        .get("/schools/{urn}/demand/{reference}/template.csv", SEE, template)
        .post("/schools/{urn}/demand/{reference}", EDIT, fill)
        .post_files("/schools/{urn}/demand/{reference}/rows", EDIT, LARGEST_FILE, fill_from_file)
        .post("/schools/{urn}/demand/{reference}/rows/errors", EDIT, errors)
        .post("/schools/{urn}/demand/{reference}/take-back", EDIT, take_back)
        .post("/schools/{urn}/demand/{reference}/sign-off", SIGN, sign)
        .post("/schools/{urn}/demand/{reference}/return", SIGN, send_back)
        .post("/schools/{urn}/demand/{reference}/mandate", AUTHORISE, authorise)
        .post("/schools/{urn}/demand/{reference}/not-taking-part", SIGN, decline)
        .post("/schools/{urn}/demand/{reference}/taking-part", SIGN, take_part)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<SheetPage>()]
}

async fn show(visit: Visit, Path((urn, reference)): Address) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    sheet_page(&visit, &sheet, None, 0).await
}

/// Saves; or sends what was saved; or fills in pasted rows, unsaved.
async fn fill(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    if fields.get("then") == Some("paste") {
        return paste(&visit, &sheet, &fields).await;
    }
    let is_sent = fields.get("then") == Some("send");
    let filled = match fields.read(|form| typed(&sheet, form)) {
        Ok(filled) => filled,
        Err(form) => return sheet_page(&visit, &sheet, Some(form), 0).await,
    };
    if let Err(error) = verbs::save(&visit, &sheet, filled).await {
        return again(&visit, &sheet, fields.refused(error)?).await;
    }
    if is_sent { send(&visit, &sheet, &fields).await } else { visit.go_saying(sheet.path(), "Draft saved") }
}

/// Fills the rows of a chosen file into what is stored, unsaved.
async fn fill_from_file(visit: Visit, Path((urn, reference)): Address, upload: Upload) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let stored = stored_form(&sheet);
    let fields = match rows_of(upload, "paste", "file", rules::MOST_ROWS).await? {
        Ok(fields) => fields,
        Err(form) => return sheet_page(&visit, &sheet, Some(with_errors(stored, form)), 0).await,
    };
    match rules::pasted(&sheet.category.shape, fields.get("paste").unwrap_or_default()) {
        Ok(found) => {
            let pasted = found.len();
            let fill = |form: FormView, (item, quantity): (String, Quantity)| {
                form.with(format!("quantity-{item}"), quantity.to_string())
            };
            sheet_page(&visit, &sheet, Some(found.into_iter().fold(stored, fill)), pasted).await
        }
        Err(faults) => {
            let sent = stored.with("paste", fields.get("paste").unwrap_or_default());
            sheet_page(&visit, &sheet, Some(refusing(sent, "paste", faults)), 0).await
        }
    }
}

/// The rows with what is wrong with each, as a file.
async fn errors(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let faults = rules::pasted(&sheet.category.shape, fields.get("paste").unwrap_or_default()).err();
    error_file("demand", &fields, "paste", &faults.unwrap_or_default(), 2)
}

fn with_errors(stored: FormView, refused: FormView) -> FormView {
    FormView { errors: refused.errors, ..stored }
}

/// The sheet's items with last year's numbers, to fill in and send back.
async fn template(visit: Visit, Path((urn, reference)): Address) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let number = |quantity: Option<Quantity>| quantity.map_or_else(Cell::empty, Cell::number);
    let row = |item: &::entity::category::Item| {
        let line = sheet.lines.get(&item.id);
        let last = line.and_then(|line| line.last_year);
        vec![Cell::text(&item.label), number(last), number(line.and_then(|line| line.quantity))]
    };
    let headings = vec![Cell::text("Item"), Cell::text("Last year"), Cell::text("This year")];
    let rows: Vec<_> = std::iter::once(headings).chain(sheet.category.shape.items.iter().map(row)).collect();
    download::csv(&format!("demand-{urn}-{}", sheet.category.slug), &rows)
}

/// The page as typed, with the sheet as it is stored now.
async fn again(visit: &Visit, sheet: &Sheet, form: FormView) -> Result<Response> {
    let stored = verbs::sheet(visit, sheet.school.urn, &sheet.tender.reference).await?;
    sheet_page(visit, &stored, Some(form), 0).await
}

fn typed(sheet: &Sheet, form: &Reader) -> Filled {
    form.text("then");
    form.text_up_to("paste", 20_000);
    let line = |item: &::entity::category::Item| {
        let sentence = format!("Enter a number for “{}”, like 190", item.label);
        let quantity = form.optional_quantity(&format!("quantity-{}", item.id), &sentence);
        (item.id.clone(), (quantity, form.optional(&format!("note-{}", item.id))))
    };
    let kitchen = if asks_kitchen(sheet) { form.optional("kitchen") } else { None };
    Filled {
        items: sheet.category.shape.items.iter().map(line).collect(),
        contract_ends_on: form.optional_date("contract_ends", "Enter the day the contract ends"),
        notice_by: form.optional_date("notice_by", "Enter the last day to give notice"),
        kitchen_on_site: kitchen.map(|answer| answer == "yes"),
        note: form.optional("note"),
        seen: form.optional_parsed("seen", "Reload the page and type your changes again"),
    }
}

async fn send(visit: &Visit, sheet: &Sheet, fields: &Fields) -> Result<Response> {
    let stored = verbs::sheet(visit, sheet.school.urn, &sheet.tender.reference).await?;
    let faults = rules::faults(&stored.category.shape, &stored.lines);
    if !faults.is_empty() {
        let form = faults.into_iter().fold(fields.view(), |form, (field, sentence)| form.refusing(field, sentence));
        return sheet_page(visit, &stored, Some(form), 0).await;
    }
    match verbs::send(visit, &stored).await {
        Ok(()) => visit.go_saying(sheet.path(), "Saved, and sent to the headteacher to sign off"),
        Err(error) => again(visit, sheet, fields.refused(error)?).await,
    }
}

async fn paste(visit: &Visit, sheet: &Sheet, fields: &Fields) -> Result<Response> {
    match rules::pasted(&sheet.category.shape, fields.get("paste").unwrap_or_default()) {
        Ok(found) => {
            let pasted = found.len();
            let fill = |form: FormView, (item, quantity): (String, ::entity::money::Quantity)| {
                form.with(format!("quantity-{item}"), quantity.to_string())
            };
            let form = found.into_iter().fold(fields.view().with("paste", ""), fill);
            sheet_page(visit, sheet, Some(form), pasted).await
        }
        Err(faults) => sheet_page(visit, sheet, Some(refusing(fields.view(), "paste", faults)), 0).await,
    }
}

/// Goes on after a step, or shows the page again with what was typed and why it was refused.
async fn stepped(visit: &Visit, sheet: &Sheet, fields: &Fields, done: Result<()>, said: &str) -> Result<Response> {
    match done {
        Ok(()) => visit.go_saying(sheet.path(), said),
        Err(error) => {
            let form = fields.refused(error)?;
            again(visit, sheet, form).await
        }
    }
}

async fn take_back(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let done = verbs::take_back(&visit, &sheet).await;
    stepped(&visit, &sheet, &fields, done, "The sheet is yours again").await
}

async fn sign(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let done = verbs::sign(&visit, &sheet).await;
    stepped(&visit, &sheet, &fields, done, "Signed off").await
}

async fn send_back(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    match fields.read(|form| form.required("reason", "Enter what has to be changed")) {
        Ok(reason) => {
            let done = verbs::send_back(&visit, &sheet, &reason).await;
            stepped(&visit, &sheet, &fields, done, "Returned to be changed").await
        }
        Err(form) => sheet_page(&visit, &sheet, Some(form), 0).await,
    }
}

async fn authorise(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let read = fields.read(|form| {
        let limit = form.money("limit", "Enter the most your school may pay a year, in pounds, like 6000");
        (limit, form.required("minute", "Enter the reference of the minute, like FGB 12/3"))
    });
    match read {
        Ok((limit, minute)) => {
            let done = verbs::record_mandate(&visit, &sheet, limit, &minute).await;
            stepped(&visit, &sheet, &fields, done, "The mandate is recorded").await
        }
        Err(form) => sheet_page(&visit, &sheet, Some(form), 0).await,
    }
}

async fn decline(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    match fields.read(|form| form.required("why_not", "Enter why the school does not take part")) {
        Ok(reason) => {
            let done = verbs::decline(&visit, &sheet, &reason).await;
            stepped(&visit, &sheet, &fields, done, "The school does not take part").await
        }
        Err(form) => sheet_page(&visit, &sheet, Some(form), 0).await,
    }
}

async fn take_part(visit: Visit, Path((urn, reference)): Address, fields: Fields) -> Result<Response> {
    let sheet = verbs::sheet(&visit, urn, &reference).await?;
    let done = verbs::take_part(&visit, &sheet).await;
    stepped(&visit, &sheet, &fields, done, "The school takes part").await
}
