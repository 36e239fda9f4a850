//! What the page of the agreement shows.

use super::{majority_words, notice_words, tie_words};
use crate::cluster::web::{Choice, choice};
use crate::platform::http::page::{FormView, Page};
use ::entity::agreement::{Majority, SharingRule};
use ::entity::agreement_promise::{self, Promiser};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

#[derive(Clone, Serialize)]
pub(super) struct Version {
    pub(super) number: i32,
    /// "In force", "Proposed", "Withdrawn" or "Replaced".
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
    pub(super) form: &'static str,
    pub(super) form_reason: String,
    pub(super) sharing: &'static str,
    pub(super) majority: &'static str,
    pub(super) tie: &'static str,
    pub(super) notice: String,
    pub(super) set_day: String,
    pub(super) answer_by: NaiveDate,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) adopted_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Serialize)]
pub(super) struct BodyRow {
    pub(super) school: String,
    pub(super) body: String,
    /// "Agreed", "Declined", "Waiting" or, when the time is over, "No answer".
    pub(super) answer: &'static str,
    pub(super) kind: &'static str,
    pub(super) minute: Option<String>,
    pub(super) on: Option<NaiveDate>,
    /// Why it declined; kept when it agrees afterwards.
    pub(super) reason: Option<String>,
    pub(super) recorded_at: Option<DateTime<Utc>>,
}

/// The authority that is asked to sign.
#[derive(Clone, Serialize)]
pub(super) struct Authority {
    pub(super) name: String,
    pub(super) signatory: Option<String>,
    pub(super) office: Option<String>,
    pub(super) signed_on: Option<NaiveDate>,
}

#[derive(Clone, Serialize)]
pub(super) struct Promise {
    pub(super) id: String,
    pub(super) words: String,
    pub(super) minimum: String,
    pub(super) until: NaiveDate,
    pub(super) has_ended: bool,
}

/// What each side promises, side by side.
#[derive(Clone, Default, Serialize)]
pub(super) struct Promises {
    pub(super) schools: Vec<Promise>,
    pub(super) authority: Vec<Promise>,
}

impl Promises {
    pub(super) fn of(rows: Vec<agreement_promise::Model>, today: NaiveDate) -> Self {
        let mut all = Self::default();
        for row in rows {
            let promise = Promise {
                id: row.id.to_string(),
                has_ended: row.until < today,
                words: row.words,
                minimum: row.minimum,
                until: row.until,
            };
            match row.promiser {
                Promiser::Schools => all.schools.push(promise),
                Promiser::Authority => all.authority.push(promise),
            }
        }
        all
    }

    pub(super) fn sample() -> Self {
        let promise = |has_ended, minimum: &str| Promise {
            id: "1".to_owned(),
            words: "Finance support stays open to every school".to_owned(),
            minimum: minimum.to_owned(),
            until: NaiveDate::default(),
            has_ended,
        };
        let authority = vec![promise(false, "One visit a month"), promise(true, "")];
        Self { schools: vec![promise(false, "")], authority }
    }
}

#[derive(Serialize)]
pub(super) struct Compared {
    pub(super) old: i32,
    pub(super) new: i32,
    pub(super) lines: Vec<ComparedLine>,
    pub(super) changes: usize,
}

#[derive(Serialize)]
pub(super) struct ComparedLine {
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
    pub(super) is_same: bool,
}

#[derive(Serialize)]
pub(super) struct AgreementPage {
    pub(super) form: FormView,
    pub(super) slug: String,
    pub(super) cluster: String,
    pub(super) shown: Option<Version>,
    pub(super) paragraphs: Vec<String>,
    pub(super) bodies: Vec<BodyRow>,
    pub(super) agreed: usize,
    pub(super) declined: usize,
    /// Schools whose body said nothing until the time was over: the version does not bind them.
    pub(super) silent: Vec<String>,
    pub(super) authority: Option<Authority>,
    pub(super) promises: Promises,
    pub(super) versions: Vec<Version>,
    /// Any two of them can be compared.
    pub(super) numbers: Vec<Choice>,
    pub(super) compared: Option<Compared>,
    /// Schools that the reader may record an agreement for, and a refusal.
    pub(super) signable: Vec<Choice>,
    pub(super) declinable: Vec<Choice>,
    pub(super) may_record: bool,
    pub(super) may_adopt: bool,
    pub(super) may_withdraw: bool,
    /// The version that holds while a proposal is shown.
    pub(super) holds: Option<i32>,
}

fn a_version() -> Version {
    Version {
        number: 2,
        state: "Proposed",
        kind: "waiting",
        form: "Steering group by agreement",
        form_reason: "One of us is an academy".to_owned(),
        sharing: SharingRule::Proportional.sentence(),
        majority: majority_words(Majority::Simple),
        tie: tie_words(false),
        notice: notice_words(6),
        set_day: "31 March".to_owned(),
        answer_by: NaiveDate::default(),
        recorded_at: DateTime::UNIX_EPOCH,
        adopted_at: Some(DateTime::UNIX_EPOCH),
    }
}

fn a_body(answer: &'static str) -> BodyRow {
    let said = !["Waiting", "No answer"].contains(&answer);
    BodyRow {
        school: "Canal Side Primary".to_owned(),
        body: "Governing body of Canal Side Primary".to_owned(),
        answer,
        kind: "done",
        minute: said.then(|| "FGB 12/3".to_owned()),
        on: said.then(NaiveDate::default),
        reason: (answer == "Declined").then(|| "It is in a trust soon".to_owned()),
        recorded_at: said.then_some(DateTime::UNIX_EPOCH),
    }
}

impl AgreementPage {
    fn empty(may_record: bool) -> Self {
        Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            shown: None,
            paragraphs: Vec::new(),
            bodies: Vec::new(),
            agreed: 0,
            declined: 0,
            silent: Vec::new(),
            authority: None,
            promises: Promises::default(),
            versions: Vec::new(),
            numbers: Vec::new(),
            compared: None,
            signable: Vec::new(),
            declinable: Vec::new(),
            may_record,
            may_adopt: false,
            may_withdraw: false,
            holds: None,
        }
    }

    fn full(may_adopt: bool, signable: Vec<Choice>) -> Self {
        let signed = may_adopt.then(|| "A. Example".to_owned());
        Self {
            shown: Some(a_version()),
            paragraphs: vec!["1. We buy together.".to_owned()],
            bodies: ["Agreed", "Declined", if may_adopt { "No answer" } else { "Waiting" }].map(a_body).into(),
            agreed: 1,
            declined: usize::from(may_adopt),
            silent: signed.iter().map(|_| "Canal Side Primary".to_owned()).collect(),
            authority: Some(Authority {
                name: "Northgate Council".to_owned(),
                office: signed.clone(),
                signed_on: may_adopt.then(NaiveDate::default),
                signatory: signed,
            }),
            promises: if may_adopt { Promises::sample() } else { Promises::default() },
            versions: vec![a_version(), Version { number: 1, adopted_at: None, ..a_version() }],
            numbers: vec![choice(2, "Version 2"), choice(1, "Version 1")],
            declinable: signable.clone(),
            signable,
            may_adopt,
            may_withdraw: !may_adopt,
            holds: may_adopt.then_some(1),
            ..Self::empty(true)
        }
    }
}

impl Page for AgreementPage {
    const TEMPLATE: &'static str = "cluster/agreement.html";
    fn samples() -> Vec<Self> {
        let line = |old: Option<&str>, new: Option<&str>| ComparedLine {
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            is_same: old == new,
        };
        let lines =
            vec![line(Some("a"), Some("a")), line(Some("b"), None), line(None, Some("c")), line(Some("d"), Some("e"))];
        let compared = Some(Compared { old: 1, new: 2, lines, changes: 3 });
        let signable = vec![choice("1", "Canal Side Primary")];
        let one = Self { versions: vec![a_version()], authority: None, ..Self::full(false, Vec::new()) };
        let full = Self { compared, ..Self::full(false, signable) };
        vec![Self::empty(false), Self::empty(true), one, full, Self::full(true, Vec::new())]
    }
}
