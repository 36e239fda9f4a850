//! Every movement of a fund with what was at the bank after it; one movement with its lines.

use super::{InFund, KEEP, ROWS_OF_A_PAGE, SEE, attached, inside, opened, parsed, path_of, school_names};
use crate::fund::{self, Seen, store};
use crate::platform::access::Action;
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::paging::Paging;
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::fund_account::AccountKind;
use ::entity::fund_entry::{self, EntryKind};
use ::entity::ids::FundAccountId;
use ::entity::money::{Money, plain_price};
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/funds/{id}/movements", SEE, list)
        .get("/clusters/{slug}/funds/{id}/movements/{number}", SEE, show)
        .get("/clusters/{slug}/funds/{id}/movements/{number}/evidence", SEE, evidence)
        .post("/clusters/{slug}/funds/{id}/movements/{number}/reverse", KEEP, reverse)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MovementsPage>(), PageSample::of::<MovementPage>()]
}

fn kind_words(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Contribution => "Money from a school",
        EntryKind::Grant => "Grant",
        EntryKind::Charge => "Charge a pupil",
        EntryKind::Premium => "Premiums",
        EntryKind::Matching => "Match",
        EntryKind::Penalty => "Charge for not taking part",
        EntryKind::Payment => "Payment",
        EntryKind::Claim => "Claim paid",
        EntryKind::Return => "Surplus paid back",
        EntryKind::TransferOut => "To another fund",
        EntryKind::TransferIn => "From another fund",
        EntryKind::YearEnd => "Year's end",
        EntryKind::Reversal => "Taken back",
    }
}

pub(super) fn account_words(kind: AccountKind, name: &str) -> String {
    match kind {
        AccountKind::Bank => "Bank".to_owned(),
        AccountKind::Owed => "Owed by the school".to_owned(),
        AccountKind::Contributions => "Contributions".to_owned(),
        AccountKind::Grants => "Grants".to_owned(),
        AccountKind::Reserve => "Reserve".to_owned(),
        AccountKind::Returned => "Surplus given back".to_owned(),
        AccountKind::Penalties => "Charges for not taking part".to_owned(),
        AccountKind::Transfers => "Other funds".to_owned(),
        AccountKind::YearEnd => "Year's end".to_owned(),
        AccountKind::Spending => format!("Spent: {name}"),
    }
}

#[derive(Clone, Serialize)]
struct Row {
    number: i32,
    href: String,
    day: NaiveDate,
    kind: &'static str,
    reason: String,
    evidence: String,
    bank_after: Money,
}

fn moved(amount: Money) -> String {
    let pounds = |amount: Money| plain_price(&amount.exact());
    match amount.0 {
        0 => "–".to_owned(),
        1.. => format!("{} in", pounds(amount)),
        _ => format!("{} out", pounds(Money(-amount.0))),
    }
}

/// A movement in the list.
#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    row: Row,
    /// "£175 in", "£600 out"; a dash where the bank is not touched.
    moved: String,
}

fn row(path: &str, entry: fund_entry::Model) -> Row {
    Row {
        href: format!("{path}/movements/{}", entry.number),
        number: entry.number,
        day: entry.day,
        kind: kind_words(entry.kind),
        reason: entry.reason,
        evidence: entry.evidence,
        bank_after: entry.bank_after,
    }
}

#[derive(Serialize)]
struct MovementsPage {
    path: String,
    rows: Vec<Listed>,
    pages: Paging,
}

impl Page for MovementsPage {
    const TEMPLATE: &'static str = "fund/movements.html";
    fn samples() -> Vec<Self> {
        let row = Row {
            number: 1,
            href: "/clusters/northgate/funds/1/movements/1".to_owned(),
            day: NaiveDate::default(),
            kind: kind_words(EntryKind::Grant),
            reason: "National funding".to_owned(),
            evidence: "Letter of 4 May".to_owned(),
            bank_after: Money(150_000_000),
        };
        let page = |rows| Self {
            path: "/clusters/northgate/funds/1".to_owned(),
            rows,
            pages: Paging::of(60, ROWS_OF_A_PAGE, Some(2), &[]),
        };
        let out = Listed { row: row.clone(), moved: moved(Money(-10_000)) };
        vec![page(vec![out, Listed { row, moved: moved(Money(0)) }]), page(Vec::new())]
    }
}

#[derive(Deserialize)]
struct Asked {
    page: Option<u64>,
}

/// A page of movements from one more than it shows: the last tells only what was at the bank before.
fn rows(path: &str, found: Vec<fund_entry::Model>) -> Vec<Listed> {
    let before: Vec<Money> = found.iter().skip(1).map(|entry| entry.bank_after).chain([Money(0)]).collect();
    let shown = usize::try_from(ROWS_OF_A_PAGE).unwrap_or(usize::MAX);
    let listed = |(entry, before): (fund_entry::Model, Money)| Listed {
        moved: moved(Money(entry.bank_after.0 - before.0)),
        row: row(path, entry),
    };
    found.into_iter().zip(before).take(shown).map(listed).collect()
}

async fn list(visit: Visit, Path(at): Path<InFund>, Query(asked): Query<Asked>) -> Result<Response> {
    let seen = opened(&visit, &at).await?;
    let (connection, path) = (visit.read(), path_of(&seen));
    let pages = Paging::of(store::count_entries(connection, seen.fund.id).await?, ROWS_OF_A_PAGE, asked.page, &[]);
    let found = store::entries(connection, seen.fund.id, pages.skipped(), ROWS_OF_A_PAGE + 1).await?;
    let page = MovementsPage { rows: rows(&path, found), path: path.clone(), pages };
    visit.page(inside("Movements", &seen, "movements"), &page)
}

#[derive(Clone, Serialize)]
struct LineRow {
    account: String,
    school: String,
    amount: Money,
}

#[derive(Serialize)]
struct MovementPage {
    form: FormView,
    path: String,
    entry: Row,
    file: Option<String>,
    by: String,
    at: DateTime<Utc>,
    lines: Vec<LineRow>,
    sum: Money,
    payment: Option<String>,
    reversed_by: Option<i32>,
    may_reverse: bool,
}

impl Page for MovementPage {
    const TEMPLATE: &'static str = "fund/movement.html";
    fn samples() -> Vec<Self> {
        let page = |is_full: bool| Self {
            form: FormView::default(),
            path: "/clusters/northgate/funds/1".to_owned(),
            entry: Row {
                number: 1,
                href: "/clusters/northgate/funds/1/movements/1".to_owned(),
                day: NaiveDate::default(),
                kind: kind_words(EntryKind::Payment),
                reason: "Clerking".to_owned(),
                evidence: "Invoice 7".to_owned(),
                bank_after: Money(10_000),
            },
            file: is_full.then(|| "invoice.pdf".to_owned()),
            by: "Cleo".to_owned(),
            at: DateTime::UNIX_EPOCH,
            lines: vec![LineRow { account: "Bank".to_owned(), school: String::new(), amount: Money(-10_000) }],
            sum: Money(0),
            payment: is_full.then(|| "/clusters/northgate/funds/1/payments/1".to_owned()),
            reversed_by: (!is_full).then_some(2),
            may_reverse: is_full,
        };
        vec![page(true), page(false)]
    }
}

async fn lines(visit: &Visit, seen: &Seen, entry: &fund_entry::Model) -> Result<Vec<LineRow>> {
    let accounts = store::accounts(visit.read(), [seen.fund.id]).await?;
    let accounts: HashMap<FundAccountId, String> =
        accounts.into_iter().map(|account| (account.id, account_words(account.kind, &account.name))).collect();
    let names = school_names(visit, seen.cluster.id).await?;
    let found = store::lines_of(visit.read(), entry.id).await?;
    Ok(found
        .into_iter()
        .map(|line| LineRow {
            account: accounts.get(&line.account_id).cloned().unwrap_or_default(),
            school: line.school_id.and_then(|school| names.get(&school).cloned()).unwrap_or_default(),
            amount: line.amount,
        })
        .collect())
}

type InMovement = (String, String, i32);

async fn found(visit: &Visit, (slug, id, number): &InMovement) -> Result<(Seen, fund_entry::Model)> {
    let seen = fund::seen(visit, slug, parsed(id)?).await?;
    let entry = store::entry(visit.read(), seen.fund.id, *number).await?.ok_or(Error::NotFound)?;
    Ok((seen, entry))
}

async fn render(visit: &Visit, at: &InMovement, form: FormView) -> Result<Response> {
    let (seen, entry) = found(visit, at).await?;
    let lines = lines(visit, &seen, &entry).await?;
    let by = fund::names_of(visit.read(), [entry.recorded_by]).await?;
    let reversed_by = store::reversal_of(visit.read(), entry.id).await?.map(|reversal| reversal.number);
    let path = path_of(&seen);
    let can_be = !matches!(entry.kind, EntryKind::Reversal | EntryKind::TransferIn | EntryKind::TransferOut);
    let page = MovementPage {
        form: form.clone(),
        file: entry.file_name.clone(),
        by: by.get(&entry.recorded_by).cloned().unwrap_or_default(),
        at: entry.recorded_at,
        sum: lines.iter().map(|line| line.amount).sum(),
        lines,
        payment: entry
            .payment_id
            .map(|id| format!("{path}/payments/{id}"))
            .filter(|_| entry.kind != EntryKind::TransferIn),
        may_reverse: can_be && reversed_by.is_none() && visit.actor.may(Action::KeepFund, &seen.place),
        reversed_by,
        entry: row(&path, entry),
        path,
    };
    let title = format!("Movement {}", page.entry.number);
    visit.form_page(inside(&title, &seen, "movements"), &form, &page)
}

async fn show(visit: Visit, Path(at): Path<InMovement>) -> Result<Response> {
    render(&visit, &at, FormView::default()).await
}

async fn evidence(visit: Visit, Path(at): Path<InMovement>) -> Result<Response> {
    let (_, entry) = found(&visit, &at).await?;
    attached(&visit, entry.file_id, entry.file_name).await
}

async fn reverse(visit: Visit, Path(at): Path<InMovement>, fields: Fields) -> Result<Response> {
    let (seen, entry) = found(&visit, &at).await?;
    let reason = match fields.read(|form| form.required("reason", "Enter what is wrong with it")) {
        Ok(reason) => reason,
        Err(form) => return render(&visit, &at, form).await,
    };
    match fund::reverse(&visit, &seen.cluster, seen.fund.id, entry.number, reason).await {
        Ok(()) => visit.go_saying(format!("{}/movements", path_of(&seen)), "The movement is taken back"),
        Err(error) => render(&visit, &at, fields.refused(error)?).await,
    }
}
