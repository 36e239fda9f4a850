//! Who keeps the key to the bids: the custody, each key-holder's recovery key, its test, shares for those who come later.

use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::{Visit, frame};
use crate::tender::rules::custody::Holder;
use crate::tender::{self, Given, KeyDesk};
use ::entity::tender_key::Custody;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;

const TEAM: Who = Who::May(&[Action::SeeTenderTeam]);
const CHAIR: Who = Who::May(&[Action::RunTender]);
const KEY_HOLDERS: Who = Who::May(&[Action::ConfirmOpening]);
const SEEN_BY: &str = "the tender's team";

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/tenders/{reference}/keys", TEAM, show)
        .post("/tenders/{reference}/keys/custody", CHAIR, choose)
        .post("/tenders/{reference}/keys/recovery", KEY_HOLDERS, make)
        .post("/tenders/{reference}/keys/test", KEY_HOLDERS, test)
        .post("/tenders/{reference}/keys/share", KEY_HOLDERS, share)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<KeysPage>(), PageSample::of::<RecoveryPage>()]
}

#[derive(Clone, Serialize)]
struct HolderRow {
    name: String,
    state: &'static str,
}

#[derive(Clone, Serialize)]
struct Choice {
    value: &'static str,
    text: &'static str,
    hint: &'static str,
}

#[derive(Clone, Serialize)]
struct KeysPage {
    form: FormView,
    reference: String,
    title: String,
    is_split: bool,
    /// What bids are sealed to, once it was published.
    recipient: Option<String>,
    holders: Vec<HolderRow>,
    lacks: Vec<String>,
    choices: Vec<Choice>,
    may_choose: bool,
    /// "none", "missing", "untested" or "tested": the reader's own recovery key.
    own: &'static str,
    /// Can the reader give a share to those who have none?
    may_share: bool,
    needs_share: bool,
    half_given: bool,
    opened: bool,
}

impl Page for KeysPage {
    const TEMPLATE: &'static str = "tender/keys.html";
    fn samples() -> Vec<Self> {
        let row = |state| HolderRow { name: "Asha".to_owned(), state };
        let page = |own, is_split: bool| Self {
            form: FormView::default(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            is_split,
            recipient: None,
            holders: if is_split { vec![row("Recovery key tested"), row("No recovery key yet")] } else { Vec::new() },
            lacks: if is_split { vec!["Asha must make a recovery key and test it".to_owned()] } else { Vec::new() },
            choices: choices(),
            may_choose: own == "none",
            own,
            may_share: false,
            needs_share: false,
            half_given: false,
            opened: false,
        };
        let shared = |half_given| Self {
            recipient: Some("age1".to_owned()),
            may_share: half_given,
            needs_share: true,
            half_given,
            ..page("tested", true)
        };
        let refused = FormView::default().refusing("recovery_key", "This key does not open the test");
        vec![
            page("none", false),
            page("none", true),
            page("missing", true),
            Self { form: refused, ..page("untested", true) },
            page("tested", true),
            shared(true),
            shared(false),
        ]
    }
}

/// The key, shown this once, to be printed or written down.
#[derive(Serialize)]
struct RecoveryPage {
    form: FormView,
    reference: String,
    title: String,
    holder: String,
    key: String,
}

impl Page for RecoveryPage {
    const TEMPLATE: &'static str = "tender/recovery_key.html";
    fn samples() -> Vec<Self> {
        vec![Self {
            form: FormView::default(),
            reference: "NG-2027-004".to_owned(),
            title: "Catering".to_owned(),
            holder: "Asha".to_owned(),
            key: "AGE-SECRET-KEY-1".to_owned(),
        }]
    }
}

fn choices() -> Vec<Choice> {
    vec![
        Choice {
            value: Custody::Standard.as_str(),
            text: "Standard: this service keeps the key, outside its database",
            hint: "Two key-holders of different schools open the bids by confirming. Nobody needs a key of their own",
        },
        Choice {
            value: Custody::Split.as_str(),
            text: "Split: the key-holders keep the key, two of them open it together",
            hint: "For tenders of high value. Three key-holders each print a recovery key and test it before publication",
        },
    ]
}

fn state(holder: &Holder, is_given_out: bool) -> &'static str {
    match (&holder.recipient, holder.is_tested, holder.has_share) {
        (None, _, _) => "No recovery key yet",
        (Some(_), false, _) => "Recovery key made, not tested",
        (Some(_), true, false) if is_given_out => "Recovery key tested, no share of the key yet",
        (Some(_), true, _) => "Recovery key tested",
    }
}

fn own(desk: &KeyDesk) -> &'static str {
    let is_needed = desk.custody == Custody::Split && desk.tender.opened_at.is_none();
    match desk.own.as_ref().filter(|_| is_needed) {
        None => "none",
        Some(holder) if holder.recipient.is_none() => "missing",
        Some(holder) if !holder.is_tested => "untested",
        Some(_) => "tested",
    }
}

async fn render(visit: &Visit, reference: &str, form: FormView) -> Result<Response> {
    let desk = tender::key_desk(visit, reference).await?;
    let is_given_out = desk.recipient.is_some();
    let row = |holder: &Holder| HolderRow { name: holder.name.clone(), state: state(holder, is_given_out) };
    let is_split = desk.custody == Custody::Split;
    let page = KeysPage {
        form: form.clone().with("custody", desk.custody.as_str()),
        reference: desk.tender.reference.clone(),
        title: desk.tender.title.clone(),
        is_split,
        holders: if is_split { desk.holders.iter().map(row).collect() } else { Vec::new() },
        lacks: if is_given_out { Vec::new() } else { desk.lacks.clone() },
        choices: choices(),
        may_choose: desk.may_choose,
        own: own(&desk),
        may_share: desk.needs_share && desk.own.as_ref().is_some_and(|own| own.has_share),
        needs_share: desk.needs_share,
        half_given: !desk.givers.is_empty(),
        opened: desk.tender.opened_at.is_some(),
        recipient: desk.recipient,
    };
    let head = frame(format!("Who keeps the key – {reference}")).back(format!("/tenders/{reference}"), "Notice");
    visit.form_page(head.seen_by(SEEN_BY), &form, &page)
}

async fn show(visit: Visit, Path(reference): Path<String>) -> Result<Response> {
    render(&visit, &reference, FormView::default()).await
}

fn path(reference: &str) -> String {
    format!("/tenders/{reference}/keys")
}

async fn choose(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.choice("custody", Custody::ALL, "Choose who keeps the key")) {
        Ok(custody) => match tender::choose_custody(&visit, &reference, custody).await {
            Ok(()) => visit.go_saying(path(&reference), "Your choice is saved"),
            Err(error) => render(&visit, &reference, fields.refused(error)?).await,
        },
        Err(form) => render(&visit, &reference, form).await,
    }
}

async fn make(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    if let Err(form) = fields.read(|_| ()) {
        return render(&visit, &reference, form).await;
    }
    match tender::make_recovery_key(&visit, &reference).await {
        Ok(key) => {
            let desk = tender::key_desk(&visit, &reference).await?;
            let page = RecoveryPage {
                form: FormView::default(),
                holder: visit.actor.name.clone(),
                title: desk.tender.title,
                key,
                reference: reference.clone(),
            };
            visit.page(frame("Your recovery key").back(path(&reference), "Who keeps the key").seen_by("you"), &page)
        }
        Err(error) => render(&visit, &reference, fields.refused(error)?).await,
    }
}

/// A secret that was typed is never shown again.
fn without_key(mut form: FormView) -> FormView {
    form.values.remove("recovery_key");
    form
}

async fn test(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("recovery_key", "Enter your recovery key")) {
        Ok(key) => match tender::test_recovery_key(&visit, &reference, &key).await {
            Ok(()) => visit.go_saying(path(&reference), "Your recovery key works. Keep it where only you find it"),
            Err(error) => render(&visit, &reference, without_key(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, &reference, without_key(form)).await,
    }
}

async fn share(visit: Visit, Path(reference): Path<String>, fields: Fields) -> Result<Response> {
    match fields.read(|form| form.required("recovery_key", "Enter your recovery key")) {
        Ok(key) => match tender::give_share(&visit, &reference, &key).await {
            Ok(Given::Shared) => visit.go_saying(path(&reference), "Every key-holder has a share of the key now"),
            Ok(Given::WaitsForAnother) => visit
                .go_saying(path(&reference), "Your half is given. Another key-holder with a share must give theirs"),
            Err(error) => render(&visit, &reference, without_key(fields.refused(error)?)).await,
        },
        Err(form) => render(&visit, &reference, without_key(form)).await,
    }
}
