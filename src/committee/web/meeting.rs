//! One meeting: its agenda and papers, and what came of it.

use super::{Choice, May, SEE, choice, inside, with_date};
use crate::committee::rules::{self, Phase};
use crate::committee::{self as verbs, Meeting, store};
use crate::platform::error::{Error, Result};
use crate::platform::http::download;
use crate::platform::http::page::{FormView, Page, PageSample};
use crate::platform::http::routes::Routes;
use crate::platform::http::visit::Visit;
use crate::platform::ics::{Entry, When, calendar};
use crate::platform::words;
use ::entity::agreement::SharingRule;
use ::entity::cluster;
use ::entity::committee_item::{DecisionKind, ItemPurpose};
use axum::extract::Path;
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;

/// How long a calendar keeps free for a meeting.
const HOURS: i64 = 2;
/// What a clerk puts on an agenda; an election brings its own item.
pub(super) const PURPOSES: [ItemPurpose; 3] =
    [ItemPurpose::Information, ItemPurpose::Discussion, ItemPurpose::Decision];

pub(super) fn routes() -> Routes {
    Routes::new().get("/clusters/{slug}/meetings/{number}", SEE, show).get(
        "/clusters/{slug}/meetings/{number}/meeting.ics",
        SEE,
        ics,
    )
}

pub(super) fn pages() -> Vec<PageSample> {
    vec![PageSample::of::<MeetingPage>()]
}

#[derive(Clone, Serialize)]
struct ItemRow {
    position: i32,
    title: String,
    words: String,
    purpose: &'static str,
    kind: Option<&'static str>,
    rule: Option<&'static str>,
    election: Option<String>,
    /// Of a decision, once somebody was asked.
    outcome: Option<String>,
    carried: bool,
    papers: Vec<PaperRow>,
}

#[derive(Clone, Serialize)]
struct PaperRow {
    id: String,
    name: String,
    at: DateTime<Utc>,
    /// It came after the notice.
    is_late: bool,
}

#[derive(Serialize)]
struct MeetingPage {
    form: FormView,
    slug: String,
    cluster: String,
    number: i32,
    at: DateTime<Utc>,
    place: String,
    state: &'static str,
    kind: &'static str,
    urgent_reason: Option<String>,
    called_off_reason: Option<String>,
    /// "Call it by Tuesday 8 December 2026: 7 clear days".
    call_by: Option<String>,
    items: Vec<ItemRow>,
    /// Papers of no item.
    papers: Vec<PaperRow>,
    /// Who came, once it is recorded.
    present: Vec<String>,
    attending: Vec<String>,
    /// "5 of 9 schools were there; the quorum is 5".
    quorum: String,
    is_quorate: bool,
    minutes: Option<String>,
    approved_at: Option<DateTime<Utc>>,
    /// Meetings that can approve the minutes.
    approvers: Vec<Choice>,
    purposes: Vec<Choice>,
    kinds: Vec<Choice>,
    rules: Vec<Choice>,
    /// The agenda to choose an item of.
    positions: Vec<Choice>,
    step: Step,
    may: May,
}

/// Where the meeting stands, for the template.
#[derive(Clone, Copy, Default, Serialize)]
struct Step {
    planned: bool,
    coming: bool,
    begun: bool,
    published: bool,
    takes_papers: bool,
    can_be_called_off: bool,
}

impl Step {
    fn of(phase: Phase) -> Self {
        Self {
            planned: phase == Phase::Planned,
            coming: phase == Phase::Coming,
            begun: phase == Phase::MinutesDue,
            published: matches!(phase, Phase::Published | Phase::Approved),
            takes_papers: matches!(phase, Phase::Planned | Phase::Coming | Phase::MinutesDue),
            can_be_called_off: matches!(phase, Phase::Planned | Phase::Coming),
        }
    }
}

pub(super) fn purpose_words(purpose: ItemPurpose) -> &'static str {
    match purpose {
        ItemPurpose::Information => "For information",
        ItemPurpose::Discussion => "For discussion",
        ItemPurpose::Decision => "For decision",
        ItemPurpose::Election => "Election",
    }
}

pub(super) fn item_choices() -> (Vec<Choice>, Vec<Choice>, Vec<Choice>) {
    (
        PURPOSES.iter().map(|purpose| choice(purpose, purpose_words(*purpose))).collect(),
        DecisionKind::ALL.iter().map(|kind| choice(kind, kind.title())).collect(),
        SharingRule::ALL.iter().map(|rule| choice(rule, rule.title())).collect(),
    )
}

impl Page for MeetingPage {
    const TEMPLATE: &'static str = "committee/meeting.html";
    fn samples() -> Vec<Self> {
        let paper =
            |is_late| PaperRow { id: "1".to_owned(), name: "offer.pdf".to_owned(), at: DateTime::UNIX_EPOCH, is_late };
        let item = |position, decided: bool| ItemRow {
            position,
            title: "Catering".to_owned(),
            words: "The schools tender catering.".to_owned(),
            purpose: "For decision",
            kind: decided.then_some("Start a tender"),
            rule: decided.then_some("The same percentage for all"),
            election: (!decided).then(|| "1".to_owned()),
            outcome: decided.then(|| "Carried".to_owned()),
            carried: decided,
            papers: vec![paper(decided)],
        };
        let page = |phase: Phase, may: May, full: bool| {
            let (purposes, kinds, rules) = item_choices();
            Self {
                form: FormView::default().refusing("title", "Enter what the item is about"),
                slug: "northgate".to_owned(),
                cluster: "Northgate Schools".to_owned(),
                number: 2,
                at: DateTime::UNIX_EPOCH,
                place: "Canal Side".to_owned(),
                state: phase.words().0,
                kind: phase.words().1,
                urgent_reason: full.then(|| "The contract ends".to_owned()),
                called_off_reason: (!full).then(|| "Snow".to_owned()),
                call_by: full.then(|| "Call it by Tuesday 8 December 2026".to_owned()),
                items: if full { vec![item(1, true), item(2, false)] } else { Vec::new() },
                papers: vec![paper(false)],
                present: if full { vec!["A. Example for School 1 (representative)".to_owned()] } else { Vec::new() },
                attending: if full { vec!["B. Example (observer)".to_owned()] } else { Vec::new() },
                quorum: "5 of 9 schools were there; the quorum is 5".to_owned(),
                is_quorate: full,
                minutes: full.then(|| "Minutes".to_owned()),
                approved_at: full.then_some(DateTime::UNIX_EPOCH),
                approvers: if full { vec![choice("1", "Meeting 3")] } else { Vec::new() },
                purposes,
                kinds,
                rules,
                positions: vec![choice("1", "1. Catering")],
                step: Step::of(phase),
                may,
            }
        };
        vec![
            page(Phase::Planned, May::ALL, true),
            page(Phase::Coming, May::ALL, true),
            page(Phase::MinutesDue, May::ALL, true),
            page(Phase::MinutesDue, May::ALL, false),
            page(Phase::Published, May::ALL, true),
            page(Phase::Approved, May::default(), true),
            page(Phase::CalledOff, May::default(), false),
        ]
    }
}

async fn show(visit: Visit, Path((slug, number)): Path<(String, i32)>) -> Result<Response> {
    render(&visit, &slug, number, None).await
}

pub(super) async fn render(visit: &Visit, slug: &str, number: i32, form: Option<FormView>) -> Result<Response> {
    let (cluster, place, meeting) = verbs::meeting(visit, slug, number).await?;
    let form = form.unwrap_or_else(|| {
        let form = with_date(FormView::default(), "starts", words::london_day(meeting.meeting.starts_at));
        let time = words::time(meeting.meeting.starts_at);
        form.with("starts_time", time).with("place", meeting.meeting.place.clone()).with("purpose", "decision")
    });
    let may = May::of(visit, &place);
    let approvers = approvers(visit, &cluster, &meeting, may).await?;
    let page = page(slug, &cluster, &meeting, (form.clone(), may, approvers));
    let framed = inside(&format!("Meeting {number}"), &cluster);
    let seen_by = match meeting.meeting.called_at {
        Some(_) => format!("people of {} and its member schools", cluster.name),
        None => format!("the chair, the vice-chair and the clerk of {}, until it is called", cluster.name),
    };
    visit.form_page(framed.seen_by(seen_by).back(format!("/clusters/{slug}/meetings"), "Meetings"), &form, &page)
}

async fn approvers(visit: &Visit, cluster: &cluster::Model, meeting: &Meeting, may: May) -> Result<Vec<Choice>> {
    if meeting.phase != Phase::Published || !may.minute {
        return Ok(Vec::new());
    }
    let recent = store::recent(visit.read(), cluster.id).await?;
    let may_approve =
        |by: &&::entity::committee_meeting::Model| rules::may_approve(&meeting.meeting, by, visit.now).is_ok();
    let option = |by: &::entity::committee_meeting::Model| {
        choice(by.id, format!("Meeting {}, {}", by.number, words::short_date(words::london_day(by.starts_at))))
    };
    Ok(recent.iter().filter(may_approve).map(option).collect())
}

fn page(
    slug: &str,
    cluster: &cluster::Model,
    meeting: &Meeting,
    (form, may, approvers): (FormView, May, Vec<Choice>),
) -> MeetingPage {
    let row = &meeting.meeting;
    let facts = meeting.facts(&cluster.name, &Default::default());
    let (state, kind) = meeting.phase.words();
    let (purposes, kinds, rules) = item_choices();
    let step = Step::of(meeting.phase);
    let items: Vec<ItemRow> = meeting.items.iter().map(|item| item_row(item, meeting)).collect();
    let is_counted = !meeting.attendance.is_empty() || step.published;
    MeetingPage {
        form,
        slug: slug.to_owned(),
        cluster: cluster.name.clone(),
        number: row.number,
        at: row.starts_at,
        place: row.place.clone(),
        state,
        kind,
        urgent_reason: row.urgent_reason.clone(),
        called_off_reason: row.called_off_reason.clone(),
        call_by: meeting.terms.as_ref().filter(|_| step.planned).map(|terms| {
            let last = rules::last_day_to_call(words::london_day(row.starts_at), terms.notice_days);
            format!("Call it by {}: the terms ask for {} clear days' notice", words::date(last), terms.notice_days)
        }),
        papers: papers(meeting, None),
        present: facts.present,
        attending: facts.attending,
        quorum: format!(
            "{} of {} schools were there; the quorum is {}",
            meeting.schools_present, meeting.voting_members, meeting.quorum
        ),
        is_quorate: is_counted && meeting.schools_present >= meeting.quorum,
        minutes: row.minutes.clone().filter(|_| step.published),
        approved_at: row.approved_at,
        approvers,
        purposes,
        kinds,
        rules,
        positions: items
            .iter()
            .map(|item| choice(item.position, format!("{}. {}", item.position, item.title)))
            .collect(),
        items,
        step,
        may,
    }
}

fn papers(meeting: &Meeting, item: Option<::entity::ids::CommitteeItemId>) -> Vec<PaperRow> {
    let row = |paper: &::entity::committee_paper::Model| PaperRow {
        id: paper.file_id.to_string(),
        name: paper.name.clone(),
        at: paper.added_at,
        is_late: meeting.meeting.called_at.is_some_and(|called| paper.added_at > called),
    };
    meeting.papers.iter().filter(|paper| paper.item_id == item).map(row).collect()
}

fn item_row(standing: &verbs::ItemStanding, meeting: &Meeting) -> ItemRow {
    let item = &standing.item;
    let is_begun = matches!(meeting.phase, Phase::MinutesDue | Phase::Published | Phase::Approved);
    let counted = standing.counted.as_ref().filter(|_| is_begun && !meeting.attendance.is_empty());
    ItemRow {
        position: item.position,
        title: item.title.clone(),
        words: item.words.clone(),
        purpose: purpose_words(item.purpose),
        kind: item.kind.map(DecisionKind::title),
        rule: item.sharing_rule.map(SharingRule::sentence),
        election: item.election_id.map(|id| id.to_string()),
        outcome: counted.map(|counted| counted.outcome.clone()),
        carried: counted.is_some_and(|counted| counted.carried),
        papers: papers(meeting, Some(item.id)),
    }
}

async fn ics(visit: Visit, Path((slug, number)): Path<(String, i32)>) -> Result<Response> {
    let (cluster, _, meeting) = verbs::meeting(&visit, &slug, number).await?;
    let row = &meeting.meeting;
    if row.called_at.is_none() {
        return Err(Error::NotFound);
    }
    let agenda: Vec<String> =
        meeting.items.iter().map(|item| format!("{}. {}", item.item.position, item.item.title)).collect();
    let entry = Entry {
        name: format!("{slug}-meeting-{number}"),
        when: When::Hours(row.starts_at, row.starts_at + Duration::hours(HOURS)),
        summary: format!("{}: meeting {number}", cluster.name),
        description: agenda.join("\n"),
        place: Some(row.place.clone()),
        is_off: row.called_off_at.is_some(),
    };
    let file = calendar("meeting of a committee", &cluster.name, &[entry], visit.now);
    Ok(download::attachment(&format!("{slug}-meeting-{number}.ics"), "text/calendar; charset=utf-8", file.into_bytes()))
}
