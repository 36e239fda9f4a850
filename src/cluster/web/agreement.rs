//! The agreement: what it says, which bodies agreed and when, its versions side by side.

use super::{Choice, RECORD, SEE, choice, inside, opened};
use crate::cluster::rules::{Line, side_by_side};
use crate::cluster::{self as verbs, NewVersion, store};
use crate::platform::access::{Action, Place};
use crate::platform::error::Result;
use crate::platform::http::fields::Fields;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::{Routes, Who};
use crate::platform::http::visit::Visit;
use ::entity::agreement::{self, Majority, SharingRule};
use ::entity::ids::SchoolId;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

const AGREE: Who = Who::May(&[Action::AgreeForBody, Action::RecordAgreement]);
const ADOPT: Who = Who::May(&[Action::AdoptAgreement]);
const LONGEST_TEXT: usize = 40_000;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/agreement", SEE, show)
        .post("/clusters/{slug}/agreement", RECORD, record)
        .get("/clusters/{slug}/agreement/new", RECORD, new)
        .post("/clusters/{slug}/agreement/{version}", AGREE, agree)
        .post("/clusters/{slug}/agreement/{version}/in-force", ADOPT, adopt)
        .post("/clusters/{slug}/agreement/{version}/withdrawn", RECORD, withdraw)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<AgreementPage>(), PageSample::of::<NewPage>()]
}

#[derive(Clone, Serialize)]
struct Version {
    number: i32,
    /// "In force", "Proposed", "Withdrawn" or "Replaced".
    state: &'static str,
    kind: &'static str,
    sharing: &'static str,
    majority: &'static str,
    tie: &'static str,
    recorded_at: DateTime<Utc>,
    adopted_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct BodyRow {
    school: String,
    body: String,
    minute: Option<String>,
    agreed_on: Option<NaiveDate>,
    recorded_at: Option<DateTime<Utc>>,
}

#[derive(Serialize)]
struct Compared {
    old: i32,
    new: i32,
    lines: Vec<ComparedLine>,
    changes: usize,
}

#[derive(Serialize)]
struct ComparedLine {
    old: Option<String>,
    new: Option<String>,
    is_same: bool,
}

#[derive(Serialize)]
struct AgreementPage {
    form: FormView,
    slug: String,
    cluster: String,
    shown: Option<Version>,
    paragraphs: Vec<String>,
    bodies: Vec<BodyRow>,
    agreed: usize,
    versions: Vec<Version>,
    compared: Option<Compared>,
    /// Schools that the reader may record an agreement for.
    signable: Vec<Choice>,
    may_record: bool,
    may_adopt: bool,
    may_withdraw: bool,
    /// The version that holds while a proposal is shown.
    holds: Option<i32>,
}

impl Page for AgreementPage {
    const TEMPLATE: &'static str = "cluster/agreement.html";
    fn samples() -> Vec<Self> {
        let at = DateTime::UNIX_EPOCH;
        let version = Version {
            number: 2,
            state: "Proposed",
            kind: "waiting",
            sharing: SharingRule::Proportional.sentence(),
            majority: majority_words(Majority::Simple),
            tie: tie_words(false),
            recorded_at: at,
            adopted_at: Some(at),
        };
        let body = |agreed: bool| BodyRow {
            school: "Canal Side Primary".to_owned(),
            body: "Governing body of Canal Side Primary".to_owned(),
            minute: agreed.then(|| "FGB 12/3".to_owned()),
            agreed_on: agreed.then(NaiveDate::default),
            recorded_at: agreed.then_some(at),
        };
        let line = |old: Option<&str>, new: Option<&str>| ComparedLine {
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
            is_same: old == new,
        };
        let lines = vec![line(Some("a"), Some("a")), line(Some("b"), None), line(None, Some("c"))];
        let empty = |may_record| Self {
            form: FormView::default(),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            shown: None,
            paragraphs: Vec::new(),
            bodies: Vec::new(),
            agreed: 0,
            versions: Vec::new(),
            compared: None,
            signable: Vec::new(),
            may_record,
            may_adopt: false,
            may_withdraw: false,
            holds: None,
        };
        let full = |may_adopt, signable| Self {
            shown: Some(version.clone()),
            paragraphs: vec!["1. We buy together.".to_owned()],
            bodies: vec![body(true), body(false)],
            agreed: 1,
            versions: vec![version.clone(), Version { number: 1, adopted_at: None, ..version.clone() }],
            signable,
            may_adopt,
            may_withdraw: !may_adopt,
            holds: may_adopt.then_some(1),
            ..empty(true)
        };
        let compared = Some(Compared { old: 1, new: 2, lines, changes: 2 });
        let signable = vec![choice("1", "Canal Side Primary")];
        vec![empty(false), empty(true), Self { compared, ..full(false, signable) }, full(true, Vec::new())]
    }
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

#[derive(Default, Deserialize)]
struct Asked {
    version: Option<i32>,
    old: Option<i32>,
    new: Option<i32>,
}

async fn show(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    agreement_page(&visit, &slug, asked, FormView::default()).await
}

async fn agreement_page(visit: &Visit, slug: &str, asked: Asked, form: FormView) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    let all = store::agreements(visit.read(), cluster.id).await?;
    let in_force = all.iter().filter(|version| version.adopted_at.is_some()).map(|version| version.version).max();
    let stands = all.iter().find(|version| version.withdrawn_at.is_none()).or(all.first());
    let newest = stands.map(|version| version.version);
    let shown = all.iter().find(|version| Some(version.version) == asked.version.or(newest));
    let members = store::members(visit.read(), cluster.id).await?;
    let signatures = store::signatures(visit.read(), shown.map(|shown| shown.id)).await?;
    let bodies: Vec<BodyRow> = members.iter().map(|member| body_row(member, &signatures)).collect();
    let agreed = bodies.iter().filter(|body| body.agreed_on.is_some()).count();
    let is_open =
        shown.is_some_and(|shown| shown.withdrawn_at.is_none() && [newest, in_force].contains(&Some(shown.version)));
    let waiting = members.iter().zip(&bodies).filter(|(_, body)| body.agreed_on.is_none()).map(|(member, _)| member);
    let signable = |member: &&store::Member| is_open && may_sign(visit, &place, member.school.id);
    let is_proposed = is_open && shown.is_some_and(|shown| shown.adopted_at.is_none());
    let page = AgreementPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        shown: shown.map(|shown| version(shown, in_force)),
        paragraphs: shown.map(|shown| paragraphs(&shown.text)).unwrap_or_default(),
        signable: waiting.filter(signable).map(|member| choice(member.school.id, member.school.name.clone())).collect(),
        may_adopt: is_proposed && agreed == bodies.len() && visit.actor.may(Action::AdoptAgreement, &place),
        agreed,
        bodies,
        compared: compared(&all, &asked),
        versions: all.iter().map(|each| version(each, in_force)).collect(),
        may_record: visit.actor.may(Action::RecordAgreement, &place),
        may_withdraw: is_proposed && visit.actor.may(Action::RecordAgreement, &place),
        holds: in_force.filter(|_| is_proposed),
    };
    visit.form_page(inside("Agreement", &cluster), &form, &page)
}

fn may_sign(visit: &Visit, place: &Place, school: SchoolId) -> bool {
    visit.actor.may(Action::RecordAgreement, place) || visit.actor.may(Action::AgreeForBody, &Place::school(school))
}

fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn version(row: &agreement::Model, in_force: Option<i32>) -> Version {
    let (state, kind) = match row.adopted_at {
        _ if row.withdrawn_at.is_some() => ("Withdrawn", "plain"),
        Some(_) if Some(row.version) == in_force => ("In force", "done"),
        None if in_force.is_none_or(|in_force| row.version > in_force) => ("Proposed", "waiting"),
        _ => ("Replaced", "plain"),
    };
    Version {
        number: row.version,
        state,
        kind,
        sharing: row.sharing_rule.sentence(),
        majority: majority_words(row.majority),
        tie: tie_words(row.casting_vote),
        recorded_at: row.recorded_at,
        adopted_at: row.adopted_at,
    }
}

fn body_row(member: &store::Member, signatures: &[::entity::agreement_signature::Model]) -> BodyRow {
    let signature = signatures.iter().find(|signature| signature.school_id == member.school.id);
    BodyRow {
        school: member.school.name.clone(),
        body: signature.map_or_else(|| member.school.body_name(), |signature| signature.body_name.clone()),
        minute: signature.map(|signature| signature.minute_reference.clone()),
        agreed_on: signature.map(|signature| signature.agreed_on),
        recorded_at: signature.map(|signature| signature.recorded_at),
    }
}

fn compared(all: &[agreement::Model], asked: &Asked) -> Option<Compared> {
    let find = |number: Option<i32>| all.iter().find(|version| Some(version.version) == number);
    let (old, new) = (find(asked.old)?, find(asked.new)?);
    let shown = |line: Line| ComparedLine { is_same: line.is_same(), old: line.old, new: line.new };
    let lines: Vec<ComparedLine> = side_by_side(&terms(old), &terms(new)).into_iter().map(shown).collect();
    let changes = lines.iter().filter(|line| !line.is_same).count();
    Some(Compared { old: old.version, new: new.version, lines, changes })
}

/// The text and the rules that stand beside it.
fn terms(version: &agreement::Model) -> String {
    let rules = [
        format!("Sharing: {}", version.sharing_rule.sentence()),
        format!("Majority: {}", majority_words(version.majority)),
        format!("Ties: {}", tie_words(version.casting_vote)),
    ];
    format!("{}\n{}", rules.join("\n"), version.text)
}

/// A new version starts from the newest.
#[derive(Serialize)]
struct NewPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    sharing: Vec<Choice>,
    majority: Vec<Choice>,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "cluster/agreement_new.html";
    fn samples() -> Vec<Self> {
        vec![Self {
            form: FormView::default().refusing("text", "Enter the text of the agreement"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            number: 2,
            sharing: vec![choice("proportional", "In proportion")],
            majority: vec![choice("simple", "More votes for than against")],
        }]
    }
}

async fn new_page(visit: &Visit, slug: &str, form: Option<FormView>) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    visit.actor.require(Action::RecordAgreement, &place)?;
    let newest = store::newest_agreement(visit.read(), cluster.id).await?;
    let form = form.unwrap_or_else(|| first_form(newest.as_ref()));
    let page = NewPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        number: store::next_version(visit.read(), cluster.id).await?,
        sharing: SharingRule::ALL.iter().map(|rule| choice(rule, rule.sentence())).collect(),
        majority: Majority::ALL.iter().map(|majority| choice(majority, majority_words(*majority))).collect(),
    };
    let framed = inside("New version of the agreement", &cluster);
    visit.form_page(framed.back(format!("/clusters/{slug}/agreement"), "Agreement"), &form, &page)
}

fn first_form(newest: Option<&agreement::Model>) -> FormView {
    let Some(newest) = newest else { return FormView::default() };
    let form = FormView::default()
        .with("text", newest.text.clone())
        .with("sharing_rule", newest.sharing_rule.as_str())
        .with("majority", newest.majority.as_str());
    if newest.casting_vote { form.with("casting_vote", "yes") } else { form }
}

async fn new(visit: Visit, Path(slug): Path<String>) -> Result<Response> {
    new_page(&visit, &slug, None).await
}

async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let read = fields.read(|form| {
        let text = form.text_up_to("text", LONGEST_TEXT);
        if text.is_empty() {
            form.error("text", "Enter the text of the agreement");
        }
        NewVersion {
            text,
            sharing_rule: form.choice("sharing_rule", SharingRule::ALL, "Choose how costs are shared"),
            majority: form.choice("majority", Majority::ALL, "Choose the majority that carries a vote"),
            casting_vote: form.ticked("casting_vote"),
        }
    });
    match read {
        Ok(new) => match verbs::record_version(&visit, &cluster, new).await {
            Ok(number) => {
                let said = format!("Version {number} is proposed. Each school's body can agree to it now");
                visit.go_saying(format!("/clusters/{slug}/agreement"), &said)
            }
            Err(error) => new_page(&visit, &slug, Some(fields.refused(error)?)).await,
        },
        Err(form) => new_page(&visit, &slug, Some(form)).await,
    }
}

async fn agree(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let shown = Asked { version: Some(number), ..Asked::default() };
    let read = fields.read(|form| {
        let school = form.optional_parsed::<SchoolId>("school", "Choose a school of the cluster");
        if school.is_none() && form.text("school").is_empty() {
            form.error("school", "Choose the school whose body agreed");
        }
        let minute = form.required("minute_reference", "Enter the reference of the minute, like FGB 12/3");
        Some((school?, minute, form.date("agreed_on", "Enter the day of the meeting")))
    });
    match read {
        Ok(Some((school, minute, on))) => match verbs::agree(&visit, &cluster, number, school, &minute, on).await {
            Ok(()) => {
                visit.go_saying(format!("/clusters/{slug}/agreement?version={number}"), "The agreement is recorded")
            }
            Err(error) => agreement_page(&visit, &slug, shown, fields.refused(error)?).await,
        },
        Ok(None) => agreement_page(&visit, &slug, shown, fields.view()).await,
        Err(form) => agreement_page(&visit, &slug, shown, form).await,
    }
}

async fn adopt(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match verbs::adopt(&visit, &cluster, number).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/agreement"), &format!("Version {number} is in force")),
        Err(error) => {
            let shown = Asked { version: Some(number), ..Asked::default() };
            agreement_page(&visit, &slug, shown, fields.refused(error)?).await
        }
    }
}

async fn withdraw(visit: Visit, Path((slug, number)): Path<(String, i32)>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    let shown = Asked { version: Some(number), ..Asked::default() };
    match fields.read(|form| form.required("withdrawal", "Enter why the version is withdrawn")) {
        Ok(reason) => match verbs::withdraw(&visit, &cluster, number, &reason).await {
            Ok(()) => visit.go_saying(format!("/clusters/{slug}/agreement"), &format!("Version {number} is withdrawn")),
            Err(error) => agreement_page(&visit, &slug, shown, fields.refused(error)?).await,
        },
        Err(form) => agreement_page(&visit, &slug, shown, form).await,
    }
}
