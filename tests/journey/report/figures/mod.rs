//! Every figure of every report, worked out again from the rows that it cites as the database holds them.

mod beside;
mod expected;
mod pack;
mod stored;

use clusterbuy::account::Grant;
use clusterbuy::demo;
use clusterbuy::report::rules::{Cited, Content};
use clusterbuy::report::{TermOf, draft, review};
use entity::cluster_report::{self, Audience};
use entity::contract_rating::Term;
use entity::membership::Role;
use entity::{cluster, exact::Exact};
use expected::{Expected, name};
use stored::{Stored, all};
use support::{World, both};

const AUTUMN: TermOf = TermOf { year: 2026, term: Term::Autumn };

async fn darlaston(world: &World) -> cluster::Model {
    demo::open(&world.app).await.unwrap();
    let found = all::<cluster::Entity>(world).await.into_iter().find(|cluster| cluster.slug == "darlaston");
    found.unwrap()
}

/// The published reports by audience, then the review of the year.
async fn told(world: &World, cluster: &cluster::Model, stored: &Stored) -> Vec<(String, Content, Expected)> {
    let rows = all::<cluster_report::Entity>(world).await;
    let report = |row: cluster_report::Model| {
        let content = serde_json::from_value(row.content).unwrap();
        (format!("for {}", row.audience), content, Expected::report(stored, row.audience, AUTUMN))
    };
    let mut told: Vec<_> = rows.into_iter().map(report).collect();
    let clerk = world.person("Cleo Clerk", &[Grant::cluster(Role::Clerk, cluster.id, None)]).await;
    let reviewed = review::of_year(&clerk.context(world).await, "darlaston", 2026).await.unwrap();
    told.push(("the review".to_owned(), reviewed.content, Expected::review(stored, 2026)));
    told
}

fn more(amount: &str) -> String {
    (amount.parse::<Exact>().unwrap() + Exact::from(1)).terminating().unwrap()
}

/// The report with one of its figures told wrongly, in each way that makes sense for it.
fn told_wrongly(content: &Content, id: &str) -> Vec<(&'static str, Content)> {
    let mut wrong = Vec::new();
    let mut tell = |how: &'static str, change: &dyn Fn(&mut String, &mut Vec<Cited>)| {
        let mut content = content.clone();
        let figure = content.figures.get_mut(id).unwrap();
        change(&mut figure.value, &mut figure.rows);
        wrong.push((how, content));
    };
    tell("another value", &|value, _| *value = more(value));
    if !content.figures[id].rows.is_empty() {
        tell("nothing cited", &|_, rows| rows.clear());
        tell("a row left out", &|_, rows| drop(rows.pop()));
        tell("another source", &|_, rows| rows[0].source.push('0'));
        tell("another row and the value that it gives", &|value, rows| {
            rows[0].amount = more(&rows[0].amount);
            *value = more(value);
        });
    }
    wrong
}

both! {
    async fn every_figure_of_every_report_and_of_the_review_is_that_of_the_stored_rows_it_cites(world: World) {
        let world = world.as_demonstration();
        let cluster = darlaston(&world).await;
        let stored = Stored::of(&world, &cluster).await;
        assert!(!stored.running.is_empty() && stored.running.iter().all(|(source, _)| source.starts_with("fund:")));
        let (mut figures, mut told_of) = (0, Vec::new());
        for (what, content, expected) in told(&world, &cluster, &stored).await {
            let faults = expected.faults(&content);
            assert!(faults.is_empty(), "{what}: {}", faults.join("\n"));
            figures += content.figures.len();
            told_of.push(what);
        }
        assert_eq!(told_of.len(), Audience::ALL.len() + 1, "{told_of:?}");
        assert!(figures > 250, "{figures}");
    }

    async fn a_figure_told_wrongly_or_without_its_rows_is_found_out(world: World) {
        let world = world.as_demonstration();
        let cluster = darlaston(&world).await;
        let stored = Stored::of(&world, &cluster).await;
        for (what, content, expected) in told(&world, &cluster, &stored).await {
            for id in content.figures.keys() {
                for (how, wrong) in told_wrongly(&content, id) {
                    assert!(expected.fault(&wrong, &name(id)).is_some(), "{what}, {id}: {how} is not found out");
                }
            }
        }
    }

    async fn the_reports_of_every_term_of_the_story_are_of_the_rows_that_it_left(world: World) {
        let world = world.as_demonstration();
        let cluster = darlaston(&world).await;
        let chair = world.person("Chris Chair", &[Grant::cluster(Role::Chair, cluster.id, cluster.host_school_id)]).await;
        for _ in 0..20 {
            demo::step(&world.app).await.unwrap();
        }
        let stored = Stored::of(&world, &cluster).await;
        let context = chair.context(&world).await;
        let (mut bought, mut voted) = (0, 0);
        for year in 2026..=2027 {
            for term in Term::ALL.iter().map(|term| TermOf { year, term: *term }) {
                for audience in Audience::ALL {
                    let content = draft(&context, &cluster, term, *audience).await.unwrap();
                    let faults = Expected::report(&stored, *audience, term).faults(&content);
                    assert!(faults.is_empty(), "{} for {audience}: {}", term.words(), faults.join("\n"));
                    bought += content.figures["bought-contracts"].rows.len();
                    voted += content.figures["decided-votes"].rows.len();
                }
            }
        }
        assert_eq!((bought, voted), (3, 3), "catering was voted on and signed, and every audience reads it");
    }
}
