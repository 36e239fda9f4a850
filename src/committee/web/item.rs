//! One item of an agenda: what it moves, who withdrew, how schools voted, and what it came to.

use super::agenda::read_item;
use super::meeting::{item_choices, purpose_words};
use super::{CALL, Choice, MINUTE, May, SEE, choice, inside, meeting};
use crate::committee::rules::{self, Phase};
use crate::committee::{self as verbs, ItemRecord, ItemStanding, Meeting, NewInterest, store};
use crate::platform::error::{Error, Result};
use crate::platform::http::fields::{Fields, Reader};
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use ::entity::agreement::SharingRule;
use ::entity::cluster;
use ::entity::committee_item::{DecisionKind, ItemPurpose};
use ::entity::ids::SchoolId;
use ::entity::vote::{Capacity, Choice as Vote};
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/clusters/{slug}/meetings/{number}/items/{position}", SEE, show)
        .post("/clusters/{slug}/meetings/{number}/items/{position}", CALL, change)
        .post("/clusters/{slug}/meetings/{number}/items/{position}/record", MINUTE, record)
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<ItemPage>()]
}

/// A school that was there, with the fields of its line.
#[derive(Clone, Serialize)]
struct Line {
    school: String,
    /// "vote-…".
    field: String,
    people: Vec<PersonLine>,
}

#[derive(Clone, Serialize)]
struct PersonLine {
    name: String,
    capacity: &'static str,
    /// "interest-…_representative".
    field: String,
}

#[derive(Clone, Serialize)]
pub(super) struct ExtractRow {
    pub urn: i32,
    pub school: String,
    pub words: String,
}

#[derive(Serialize)]
struct ItemPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    position: i32,
    title: String,
    words: String,
    purpose: &'static str,
    kind: Option<&'static str>,
    rule: Option<&'static str>,
    is_decision: bool,
    /// "For 5, Against 1, Abstain 1".
    count: Option<String>,
    outcome: Option<String>,
    carried: bool,
    interests: Vec<String>,
    lines: Vec<Line>,
    votes: Vec<Choice>,
    needs_casting_vote: bool,
    casting: Vec<Choice>,
    /// Each school's, once the minutes are published.
    extracts: Vec<ExtractRow>,
    purposes: Vec<Choice>,
    kinds: Vec<Choice>,
    rules: Vec<Choice>,
    can_record: bool,
    can_change: bool,
}

impl Page for ItemPage {
    const TEMPLATE: &'static str = "committee/item.html";
    fn samples() -> Vec<Self> {
        let line = Line {
            school: "Canal Side Primary".to_owned(),
            field: "vote-1".to_owned(),
            people: vec![PersonLine {
                name: "A. Example".to_owned(),
                capacity: "representative",
                field: "interest-1_representative".to_owned(),
            }],
        };
        let row = ExtractRow { urn: 100123, school: "Canal Side Primary".to_owned(), words: "For".to_owned() };
        let page = |can_record, can_change, full: bool| {
            let (purposes, kinds, rules) = item_choices();
            Self {
                form: FormView::default().refusing("vote-1", "Canal Side was not there, so it has no vote"),
                slug: "northgate".to_owned(),
                cluster: "Northgate Schools".to_owned(),
                number: 2,
                position: 1,
                title: "Catering".to_owned(),
                words: "The schools tender catering.".to_owned(),
                purpose: "For decision",
                kind: full.then_some("Start a tender"),
                rule: full.then_some("The same percentage for all"),
                is_decision: full,
                count: full.then(|| "For 5, Against 1, Abstain 1".to_owned()),
                outcome: full.then(|| "Carried".to_owned()),
                carried: full,
                interests: if full { vec!["School 1, representative: owns a bidder".to_owned()] } else { Vec::new() },
                lines: if full { vec![line.clone()] } else { Vec::new() },
                votes: votes(),
                needs_casting_vote: full,
                casting: casting(),
                extracts: if full { vec![row.clone()] } else { Vec::new() },
                purposes,
                kinds,
                rules,
                can_record,
                can_change,
            }
        };
        vec![page(true, false, true), page(true, false, false), page(false, true, false), page(false, false, true)]
    }
}

fn votes() -> Vec<Choice> {
    [(Vote::For, "For"), (Vote::Against, "Against"), (Vote::Abstain, "Abstain")]
        .map(|(vote, text)| choice(vote, text))
        .to_vec()
}

fn casting() -> Vec<Choice> {
    [(Vote::For, "For"), (Vote::Against, "Against"), (Vote::Abstain, "The chair uses none: the tie is not carried")]
        .map(|(vote, text)| choice(vote, text))
        .to_vec()
}

fn vote_field(school: SchoolId) -> String {
    format!("vote-{school}")
}

fn interest_field(school: SchoolId, capacity: Capacity) -> String {
    format!("interest-{school}_{capacity}")
}

fn lines(meeting: &Meeting) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for person in meeting.people.iter().filter(|person| person.came) {
        let of_person = PersonLine {
            name: person.name.clone(),
            capacity: person.capacity.as_str(),
            field: interest_field(person.school, person.capacity),
        };
        let field = vote_field(person.school);
        match lines.last_mut().filter(|line| line.field == field) {
            Some(line) => line.people.push(of_person),
            None => lines.push(Line { school: person.school_name.clone(), field, people: vec![of_person] }),
        }
    }
    lines
}

/// What was recorded, as typed; or the item as it stands on the agenda.
fn first_form(standing: &ItemStanding) -> FormView {
    let item = &standing.item;
    let mut form = FormView::default()
        .with("purpose", item.purpose.as_str())
        .with("title", item.title.clone())
        .with("words", item.words.clone())
        .with("kind", item.kind.map(|kind| kind.as_str()).unwrap_or_default())
        .with("sharing_rule", item.sharing_rule.map(|rule| rule.as_str()).unwrap_or_default())
        .with("casting_vote", item.casting_vote.map(|vote| vote.as_str()).unwrap_or_default());
    for interest in &standing.interests {
        form = form.with(interest_field(interest.school_id, interest.capacity), interest.words.clone());
    }
    for line in &standing.schools {
        form = form.with(vote_field(line.school), line.choice.map(|vote| vote.as_str()).unwrap_or_default());
    }
    form
}

pub(super) async fn found(
    visit: &Visit,
    slug: &str,
    number: i32,
    position: i32,
) -> Result<(cluster::Model, May, Meeting, ItemStanding)> {
    let (cluster, place, meeting) = verbs::meeting(visit, slug, number).await?;
    let standing = meeting.items.iter().find(|each| each.item.position == position).cloned().ok_or(Error::NotFound)?;
    Ok((cluster, May::of(visit, &place), meeting, standing))
}

async fn render(visit: &Visit, (slug, number, position): (&str, i32, i32), form: Option<FormView>) -> Result<Response> {
    let (cluster, may, meeting, standing) = found(visit, slug, number, position).await?;
    let form = form.unwrap_or_else(|| first_form(&standing));
    let page = page(visit, (slug, &cluster), (&meeting, &standing), (form.clone(), may)).await?;
    let framed = inside(&format!("{}, meeting {number}", standing.item.title), &cluster);
    let back = format!("/clusters/{slug}/meetings/{number}");
    visit.form_page(framed.back(back, format!("Meeting {number}")), &form, &page)
}

async fn page(
    visit: &Visit,
    (slug, cluster): (&str, &cluster::Model),
    (meeting, standing): (&Meeting, &ItemStanding),
    (form, may): (FormView, May),
) -> Result<ItemPage> {
    let item = &standing.item;
    let (purposes, kinds, rules) = item_choices();
    let is_published = matches!(meeting.phase, Phase::Published | Phase::Approved);
    let shown = standing.counted.as_ref().filter(|_| is_published || !meeting.attendance.is_empty());
    let facts = meeting.facts(&cluster.name, &BTreeMap::new());
    let of_item = facts.items.into_iter().find(|facts| facts.item.id == item.id);
    Ok(ItemPage {
        form,
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        number: meeting.meeting.number,
        position: item.position,
        title: item.title.clone(),
        words: item.words.clone(),
        purpose: purpose_words(item.purpose),
        kind: item.kind.map(DecisionKind::title),
        rule: item.sharing_rule.map(SharingRule::sentence),
        is_decision: item.purpose == ItemPurpose::Decision,
        count: shown.map(|counted| {
            format!("For {}, Against {}, Abstain {}", counted.votes_for, counted.votes_against, counted.abstained)
        }),
        outcome: shown.map(|counted| counted.outcome.clone()),
        carried: shown.is_some_and(|counted| counted.carried),
        interests: of_item.map(|facts| facts.interests).unwrap_or_default(),
        lines: lines(meeting),
        votes: votes(),
        needs_casting_vote: standing.needs_casting_vote || item.casting_vote.is_some(),
        casting: casting(),
        extracts: if is_published && standing.counted.is_some() {
            extracts(visit, standing).await?
        } else {
            Vec::new()
        },
        purposes,
        kinds,
        rules,
        can_record: may.minute && meeting.phase == Phase::MinutesDue && item.purpose != ItemPurpose::Election,
        can_change: may.call && meeting.phase == Phase::Planned && item.purpose != ItemPurpose::Election,
    })
}

pub(super) async fn extracts(visit: &Visit, standing: &ItemStanding) -> Result<Vec<ExtractRow>> {
    let ids: Vec<SchoolId> = standing.schools.iter().map(|line| line.school).collect();
    let schools = store::in_schools(visit.read(), &ids).await?;
    let row = |line: &verbs::SchoolVote| {
        let school = schools.iter().find(|school| school.id == line.school)?;
        Some(ExtractRow { urn: school.urn, school: line.name.clone(), words: line.extract() })
    };
    Ok(standing.schools.iter().filter_map(row).collect())
}

async fn show(visit: Visit, Path(at): Path<(String, i32, i32)>) -> Result<Response> {
    render(&visit, (&at.0, at.1, at.2), None).await
}

async fn change(visit: Visit, Path(at): Path<(String, i32, i32)>, fields: Fields) -> Result<Response> {
    let (slug, number, position) = at;
    let new = match fields.read(read_item) {
        Ok(new) => new,
        Err(form) => return render(&visit, (&slug, number, position), Some(form)).await,
    };
    match verbs::change_item(&visit, &slug, number, position, new).await {
        Ok(()) => visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), "The item is changed"),
        Err(error) => render(&visit, (&slug, number, position), Some(fields.refused(error)?)).await,
    }
}

fn read_record(form: &Reader, meeting: &Meeting) -> ItemRecord {
    let mut record = ItemRecord::default();
    for person in meeting.people.iter().filter(|person| person.came) {
        if let Some(words) = form.optional(&interest_field(person.school, person.capacity)) {
            record.interests.push(NewInterest { school: person.school, capacity: person.capacity, words });
        }
        let vote = form.optional_parsed::<Vote>(&vote_field(person.school), "Choose For, Against or Abstain");
        if let Some(vote) = vote {
            record.votes.insert(person.school, vote);
        }
    }
    record.casting_vote = form.optional_parsed("casting_vote", "Choose how the chair breaks the tie");
    record
}

async fn record(visit: Visit, Path(at): Path<(String, i32, i32)>, fields: Fields) -> Result<Response> {
    let (slug, number, position) = at;
    let (_, _, meeting, standing) = found(&visit, &slug, number, position).await?;
    if meeting.phase != Phase::MinutesDue {
        let form = rules::may_record(&meeting.meeting, visit.now).err().map(|refusal| refusal.to_string());
        let form = FormView::default().refusing("main", form.unwrap_or_default());
        return meeting::render(&visit, &slug, number, Some(form)).await;
    }
    let new = match fields.read(|form| read_record(form, &meeting)) {
        Ok(new) => new,
        Err(form) => return render(&visit, (&slug, number, position), Some(form)).await,
    };
    match verbs::record_item(&visit, &slug, number, position, new).await {
        Ok(()) => {
            let said = format!("What happened at item {} is recorded", standing.item.position);
            visit.go_saying(format!("/clusters/{slug}/meetings/{number}"), &said)
        }
        Err(error) => render(&visit, (&slug, number, position), Some(fields.refused(error)?)).await,
    }
}
