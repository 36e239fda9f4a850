//! The committee of the demonstration: terms of reference, a meeting that decides and elects, one too small to decide, one
//! that decides on funds, and one that is to come.

use super::stage::{Stage, at, day};
use crate::committee::rules::{NewTerms, defaults};
use crate::committee::{self, Attendance, ItemRecord, MeetingBallots, NewElection, NewItem, NewMeeting, NewPaper};
use crate::platform::error::Result;
use ::entity::committee_item::{DecisionKind, ItemPurpose};
use ::entity::ids::SchoolId;
use ::entity::membership::Role;
use ::entity::vote::{Capacity, Choice};
use chrono::{Duration, NaiveDate};

/// A paper that anybody can open.
const PAPER: &[u8] = b"What,Year,Pounds\nFinance support,2026 to 2027,24960\nHR and legal,2026 to 2027,13000\n";

/// Terms of reference, the autumn's meeting with its election, and a meeting in the snow.
pub async fn first_year(stage: &Stage) -> Result<()> {
    let slug = stage.cast.cluster;
    set_terms(stage).await?;
    let first = plan(stage, day(2025, 10, 20)).await?;
    let items = [
        (
            ItemPurpose::Information,
            "What the schools buy in",
            "Each school's contracts, as its register has them.",
            None,
        ),
        (
            ItemPurpose::Decision,
            "Working together",
            "The schools ask for the national money that is matched by what they put in.",
            Some(DecisionKind::Other),
        ),
    ];
    put(stage, first, &items).await?;
    let paper = NewPaper { name: "what-we-buy.csv".to_owned(), bytes: PAPER.to_vec(), position: Some(1) };
    committee::add_paper(&stage.clerk().await?, slug, first, paper).await?;
    let election = NewElection {
        office: Role::Chair,
        nominations_until: at(day(2025, 10, 17), 17),
        closes_at: None,
        meeting: Some(first),
        term_ends_on: day(2027, 8, 31),
    };
    let election = committee::open_election(&stage.clerk().await?, slug, election).await?;
    let chair = stage.account(stage.staff(stage.cast.chair)?.head).await?;
    committee::put_forward(&stage.governor(stage.cast.chair).await?, slug, election, chair).await?;
    committee::call(&stage.clerk().await?, slug, first, None).await?;

    stage.go_to_instant(at(day(2025, 10, 20), 17));
    let came = schools(stage, 9).await?;
    attend(stage, first, &came, Capacity::Representative).await?;
    let choice = |at: usize| if at == 4 { Choice::Against } else { Choice::For };
    let votes = came.iter().enumerate().map(|(at, school)| (*school, choice(at))).collect();
    let record = ItemRecord { votes, ..ItemRecord::default() };
    committee::record_item(&stage.clerk().await?, slug, first, 2, record).await?;
    let ballots: MeetingBallots = came.iter().map(|school| (*school, Some(chair))).collect();
    committee::record_election(&stage.clerk().await?, slug, election, &ballots).await?;
    publish(stage, first).await?;
    too_few(stage, first).await
}

/// Four of nine schools come, which decides nothing but notes that minutes are right.
async fn too_few(stage: &Stage, first: i32) -> Result<()> {
    stage.go_to_instant(at(day(2026, 1, 12), 9));
    let second = plan(stage, day(2026, 1, 26)).await?;
    let motion = "The cluster takes on a clerk for two hours a week.";
    put(stage, second, &[(ItemPurpose::Decision, "Clerking", motion, Some(DecisionKind::Other))]).await?;
    committee::call(&stage.clerk().await?, stage.cast.cluster, second, None).await?;
    stage.go_to_instant(at(day(2026, 1, 26), 17));
    let came = schools(stage, 4).await?;
    attend(stage, second, &came, Capacity::Substitute).await?;
    let votes = came.into_iter().map(|school| (school, Choice::For)).collect();
    let record = ItemRecord { votes, ..ItemRecord::default() };
    committee::record_item(&stage.clerk().await?, stage.cast.cluster, second, 1, record).await?;
    publish(stage, second).await?;
    let (_, _, second) = committee::meeting(&stage.clerk().await?, stage.cast.cluster, second).await?;
    committee::approve(&stage.clerk().await?, stage.cast.cluster, first, second.meeting.id).await
}

/// What the autumn's meeting decides: three funds and what is commissioned first. Each fund is opened by its item.
const DECIDED: [(&str, &str, Option<DecisionKind>); 4] = [
    (
        "A fund for running the cluster",
        "The cluster opens a fund for clerking, meetings and commissioning: £1 a pupil a year.",
        Some(DecisionKind::OpenFund),
    ),
    (
        "A fund for working together",
        "The cluster opens a fund for the national money that is matched by what the schools put in.",
        Some(DecisionKind::OpenFund),
    ),
    (
        "A pool for absence",
        "The cluster opens a pool for the cover of long absence, with premiums by own and pooled cost.",
        Some(DecisionKind::OpenFund),
    ),
    (
        "What we commission first",
        "Speech therapy for one day a week is commissioned first, shared by need.",
        Some(DecisionKind::Other),
    ),
];

/// The meeting of November 2026: all schools but one come, and all four motions are carried.
pub async fn autumn(stage: &Stage) -> Result<()> {
    let slug = stage.cast.cluster;
    let number = plan(stage, day(2026, 11, 26)).await?;
    let items = DECIDED.map(|(title, words, kind)| (ItemPurpose::Decision, title, words, kind));
    put(stage, number, &items).await?;
    committee::call(&stage.clerk().await?, slug, number, None).await?;
    stage.go_to_instant(at(day(2026, 11, 26), 17));
    let came = schools(stage, 8).await?;
    attend(stage, number, &came, Capacity::Representative).await?;
    for position in 1..=4 {
        let choice = |at: i32| if at == 3 && position == 3 { Choice::Against } else { Choice::For };
        let votes = (0..).zip(&came).map(|(at, school)| (*school, choice(at))).collect();
        let record = ItemRecord { votes, ..ItemRecord::default() };
        committee::record_item(&stage.clerk().await?, slug, number, position, record).await?;
    }
    publish(stage, number).await?;
    let (_, _, autumn) = committee::meeting(&stage.clerk().await?, slug, number).await?;
    committee::approve(&stage.clerk().await?, slug, number - 1, autumn.meeting.id).await
}

/// A meeting that is called and still to come when the story begins.
pub async fn coming(stage: &Stage) -> Result<()> {
    stage.go_to_instant(at(day(2027, 1, 8), 9));
    let next = plan(stage, day(2027, 2, 4)).await?;
    let items = [
        (ItemPurpose::Discussion, "Catering: how the tender goes", "The chair reports.", None),
        (
            ItemPurpose::Decision,
            "Clerking",
            "The cluster takes on a clerk for two hours a week.",
            Some(DecisionKind::Other),
        ),
    ];
    put(stage, next, &items).await?;
    committee::call(&stage.clerk().await?, stage.cast.cluster, next, None).await
}

async fn set_terms(stage: &Stage) -> Result<()> {
    let start = defaults(false);
    let terms = NewTerms {
        starts_on: stage.app.clock.now().date_naive(),
        statutory: false,
        quorum: start.quorum,
        quorum_count: start.quorum_count,
        notice_days: start.notice_days,
        meetings_a_year: start.meetings_a_year,
        chair_from: start.chair_from,
        independent_clerk: start.independent_clerk,
        gates: start.gates,
    };
    committee::set_terms(&stage.clerk().await?, stage.cast.cluster, terms).await?;
    let clerk = stage.clerk().await?;
    committee::add_associate(&clerk, stage.cast.cluster, "Dee Diocese-Demo", "The diocese, for church schools").await
}

async fn plan(stage: &Stage, on: NaiveDate) -> Result<i32> {
    let host = stage.school(stage.cast.chair).await?.name;
    let new = NewMeeting { starts_at: at(on, 16), place: format!("{host}, library") };
    committee::plan(&stage.clerk().await?, stage.cast.cluster, new).await
}

type Item<'a> = (ItemPurpose, &'a str, &'a str, Option<DecisionKind>);

async fn put(stage: &Stage, meeting: i32, items: &[Item<'_>]) -> Result<()> {
    for (purpose, title, words, kind) in items {
        let item = NewItem {
            purpose: *purpose,
            title: (*title).to_owned(),
            words: (*words).to_owned(),
            kind: *kind,
            sharing_rule: None,
        };
        committee::add_item(&stage.clerk().await?, stage.cast.cluster, meeting, item).await?;
    }
    Ok(())
}

/// The first so many schools in the cluster's order.
async fn schools(stage: &Stage, count: usize) -> Result<Vec<SchoolId>> {
    let mut schools = Vec::new();
    for staff in stage.cast.staff.iter().take(count) {
        schools.push(stage.school(staff.school).await?.id);
    }
    Ok(schools)
}

async fn attend(stage: &Stage, meeting: i32, came: &[SchoolId], capacity: Capacity) -> Result<()> {
    let schools = came.iter().map(|school| (*school, capacity)).collect();
    let attendance = Attendance { schools, ..Attendance::default() };
    committee::record_attendance(&stage.clerk().await?, stage.cast.cluster, meeting, attendance).await
}

async fn publish(stage: &Stage, meeting: i32) -> Result<()> {
    stage.go_to_instant(stage.app.clock.now() + Duration::days(2));
    committee::save_minutes(&stage.clerk().await?, stage.cast.cluster, meeting, None).await?;
    committee::publish(&stage.clerk().await?, stage.cast.cluster, meeting).await?;
    Ok(())
}
