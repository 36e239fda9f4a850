//! A new version: it starts from the newest, or from the text of a form.

use super::{majority_words, with_answer_by};
use crate::cluster::rules::form::{Form, Kind, committee_defaults, recommended};
use crate::cluster::rules::refresh::{LONGEST_NOTICE, SetDay};
use crate::cluster::rules::{draft, usual_answer_by};
use crate::cluster::web::{Choice, choice, inside, opened};
use crate::cluster::{self as verbs, NewVersion, store};
use crate::platform::access::Action;
use crate::platform::error::Result;
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page};
use crate::platform::http::visit::Visit;
use crate::platform::words;
use ::entity::agreement::{self, Majority, SharingRule};
use ::entity::ids::ProviderId;
use axum::extract::{Path, Query};
use axum::response::Response;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const LONGEST_TEXT: usize = 40_000;

#[derive(Serialize)]
pub(super) struct NewPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    forms: Vec<Choice>,
    sharing: Vec<Choice>,
    majority: Vec<Choice>,
    months: Vec<Choice>,
    /// Authorities of the schools' areas that can be asked to sign.
    authorities: Vec<Choice>,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "cluster/agreement_new.html";
    fn samples() -> Vec<Self> {
        let page = |authorities| Self {
            form: FormView::default().refusing("text", "Enter the text of the agreement"),
            slug: "northgate".to_owned(),
            cluster: "Northgate Schools".to_owned(),
            number: 2,
            forms: forms(),
            sharing: vec![choice("proportional", "In proportion")],
            majority: vec![choice("simple", "More votes for than against")],
            months: months(),
            authorities,
        };
        vec![page(Vec::new()), page(vec![choice("1", "Northgate Council")])]
    }
}

fn forms() -> Vec<Choice> {
    Form::ALL.iter().map(|form| choice(form, form.title())).collect()
}

fn months() -> Vec<Choice> {
    let day = |month| NaiveDate::from_ymd_opt(2027, month, 1).unwrap_or_default();
    (1..=12).map(|month| choice(month, day(month).format("%B").to_string())).collect()
}

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    form: Option<String>,
}

pub(super) async fn new(visit: Visit, Path(slug): Path<String>, Query(asked): Query<Asked>) -> Result<Response> {
    let form = asked.form.and_then(|word| word.parse().ok());
    new_page(&visit, &slug, form, None).await
}

async fn new_page(visit: &Visit, slug: &str, asked: Option<Form>, form: Option<FormView>) -> Result<Response> {
    let (cluster, place) = opened(visit, slug).await?;
    visit.actor.require(Action::RecordAgreement, &place)?;
    let members = store::members(visit.read(), cluster.id).await?;
    let form = match form {
        Some(form) => form,
        None => {
            let newest = store::newest_agreement(visit.read(), cluster.id).await?;
            let form = first_form(newest.as_ref(), asked, &members);
            with_answer_by(form, usual_answer_by(words::london_day(visit.now)))
        }
    };
    let areas = members.iter().filter_map(|member| member.school.la_code.clone()).collect();
    let authorities = store::authorities(visit.read(), areas).await?;
    let page = NewPage {
        form: form.clone(),
        slug: cluster.slug.clone(),
        cluster: cluster.name.clone(),
        number: store::next_version(visit.read(), cluster.id).await?,
        forms: forms(),
        sharing: SharingRule::ALL.iter().map(|rule| choice(rule, rule.sentence())).collect(),
        majority: Majority::ALL.iter().map(|majority| choice(majority, majority_words(*majority))).collect(),
        months: months(),
        authorities: authorities.into_iter().map(|found| choice(found.id, found.name)).collect(),
    };
    let framed = inside("New version of the agreement", &cluster);
    visit.form_page(framed.back(format!("/clusters/{slug}/agreement"), "Agreement"), &form, &page)
}

/// What the newest version says; where another form is asked for, or there is no version yet, the text of that form.
fn first_form(newest: Option<&agreement::Model>, asked: Option<Form>, members: &[store::Member]) -> FormView {
    let kinds = members.iter().map(|member| Kind::of(&member.school)).collect();
    let form = asked.or(newest.map(|newest| newest.form)).unwrap_or_else(|| recommended(&kinds));
    let usual = NewVersion::usual(form, "", draft(form));
    filled(&match newest {
        None => usual,
        Some(newest) if newest.form == form => of_version(newest),
        Some(newest) => of_other_form(newest, usual),
    })
}

fn of_version(row: &agreement::Model) -> NewVersion {
    NewVersion {
        text: row.text.clone(),
        form: row.form,
        form_reason: row.form_reason.clone(),
        sharing_rule: row.sharing_rule,
        majority: row.majority,
        casting_vote: row.casting_vote,
        notice_months: row.notice_months,
        set_day: SetDay::stored(row.refresh_month, row.refresh_day),
        authority: row.authority_id,
        answer_by: None,
    }
}

/// The terms stay; the form brings its text and, where a rule sets it, how votes are carried.
fn of_other_form(row: &agreement::Model, usual: NewVersion) -> NewVersion {
    let before = of_version(row);
    let (majority, casting_vote) = match committee_defaults(usual.form).by_regulation {
        true => (usual.majority, usual.casting_vote),
        false => (before.majority, before.casting_vote),
    };
    NewVersion { text: usual.text, form: usual.form, form_reason: String::new(), majority, casting_vote, ..before }
}

fn filled(version: &NewVersion) -> FormView {
    let form = FormView::default()
        .with("text", version.text.clone())
        .with("form", version.form.as_str())
        .with("form_reason", version.form_reason.clone())
        .with("sharing_rule", version.sharing_rule.as_str())
        .with("majority", version.majority.as_str())
        .with("notice_months", version.notice_months.to_string())
        .with("refresh_day", version.set_day.day.to_string())
        .with("refresh_month", version.set_day.month.to_string())
        .with("authority", version.authority.map(|id| id.to_string()).unwrap_or_default());
    if version.casting_vote { form.with("casting_vote", "yes") } else { form }
}

pub(super) async fn record(visit: Visit, Path(slug): Path<String>, fields: Fields) -> Result<Response> {
    let (cluster, _) = opened(&visit, &slug).await?;
    match fields.read(read) {
        Ok(new) => match verbs::record_version(&visit, &cluster, new).await {
            Ok(number) => {
                let said = format!("Version {number} is proposed. Each school's body can answer it now");
                visit.go_saying(format!("/clusters/{slug}/agreement"), &said)
            }
            Err(error) => new_page(&visit, &slug, None, Some(fields.refused(error)?)).await,
        },
        Err(form) => new_page(&visit, &slug, None, Some(form)).await,
    }
}

fn read(form: &Reader) -> NewVersion {
    let text = form.text_up_to("text", LONGEST_TEXT);
    if text.is_empty() {
        form.error("text", "Enter the text of the agreement");
    }
    let months = format!("Enter a number of months from 0 to {LONGEST_NOTICE}");
    let part = |name: &str, most: i32, sentence: &str| u32::try_from(form.whole(name, 1..=most, sentence)).unwrap_or(1);
    NewVersion {
        text,
        form: form.choice("form", Form::ALL, "Choose the form of the arrangement"),
        form_reason: form.required("form_reason", "Enter why this form"),
        sharing_rule: form.choice("sharing_rule", SharingRule::ALL, "Choose how costs are shared"),
        majority: form.choice("majority", Majority::ALL, "Choose the majority that carries a vote"),
        casting_vote: form.ticked("casting_vote"),
        notice_months: form.whole("notice_months", 0..=LONGEST_NOTICE, &months),
        set_day: SetDay {
            day: part("refresh_day", 31, "Enter a day that every year has, like 31 March"),
            month: part("refresh_month", 12, "Choose the month"),
        },
        authority: form.optional_parsed::<ProviderId>("authority", "Choose an authority that one of the schools is in"),
        answer_by: form.optional_date("answer_by", "Enter the day by which bodies are asked to answer"),
    }
}
