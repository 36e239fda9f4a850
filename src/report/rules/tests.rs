//! What each audience reads, and that every figure comes from the rows that it cites.

use super::*;
use crate::savings::rules::Status;
use ::entity::cluster_report::Audience;
use ::entity::exact::Exact;
use chrono::NaiveDate;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap()
}

fn saving(urn: i32, slug: &str, status: Status, amounts: (Option<i32>, i32)) -> Saving {
    Saving {
        status,
        school: format!("School {urn}"),
        urn,
        area: if urn < 5 { "335" } else { "336" }.to_owned(),
        service: slug.to_owned(),
        slug: slug.to_owned(),
        before: amounts.0.map(Exact::from),
        after: Exact::from(amounts.1),
        source: format!("contract:1/school:{urn}"),
        is_open: status != Status::Forecast,
        agrees: urn == 1,
    }
}

fn money(purpose: &str, amount: i32) -> Money {
    Money { source: format!("cluster_money:{purpose}"), purpose: purpose.to_owned(), amount: Exact::from(amount) }
}

fn rated(slug: &str, score: i32) -> Rated {
    Rated { source: format!("contract_rating:{score}"), service: slug.to_owned(), slug: slug.to_owned(), score }
}

fn facts() -> Facts {
    let part =
        |urn: i32| (format!("school_schedule:{urn}"), format!("School {urn}"), "335".to_owned(), Exact::from(100));
    Facts {
        cluster: "Northgate".to_owned(),
        period: "Autumn term 2026".to_owned(),
        today: day(12, 1),
        bought: vec![Bought {
            source: "contract:1".to_owned(),
            title: "Finance".to_owned(),
            provider: "Alder".to_owned(),
            on: day(9, 9),
            parts: vec![part(1), part(2)],
        }],
        decided: vec![Decided {
            source: "ballot:1".to_owned(),
            question: "Award catering?".to_owned(),
            on: day(10, 1),
            outcome: "Carried".to_owned(),
            is_told: false,
        }],
        under_way: Vec::new(),
        savings: vec![
            saving(1, "finance", Status::Realised, (Some(1000), 1420)),
            saving(2, "finance", Status::Realised, (Some(3000), 2000)),
            saving(6, "hr", Status::Realised, (Some(500), 400)),
            saving(2, "catering", Status::Forecast, (Some(900), 300)),
            saving(3, "finance", Status::Realised, (None, 700)),
        ],
        money_year: "2026 to 2027".to_owned(),
        running: vec![money("Clerk", 300), money("Host", 70)],
        funding: vec![money("Grant", 15_000)],
        ratings: vec![rated("finance", 5), rated("finance", 4), rated("finance", 4), rated("hr", 1)],
        coming: vec![Coming { on: day(12, 31), what: "Notice".to_owned() }],
        meetings: vec![Coming { on: day(12, 20), what: "Meeting 4 of the committee".to_owned() }],
    }
}

#[test]
fn every_figure_of_every_audience_is_worked_out_again_from_its_rows() {
    for audience in Audience::ALL {
        let content = compose(&facts(), *audience);
        assert!(content.figures.len() > 20, "{}", content.figures.len());
        for (id, figure) in &content.figures {
            assert_eq!(figure.recomputed().as_ref(), Some(&figure.value), "{audience}: {id}");
        }
    }
}

#[test]
fn every_cell_and_every_sentence_names_a_figure_that_is_there() {
    for audience in Audience::ALL {
        let content = compose(&facts(), *audience);
        let tables = content.sections.iter().flat_map(|section| &section.tables);
        for spot in tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
            if let Spot::Figure(id) = spot {
                assert!(content.figures.contains_key(id), "{audience}: {id}");
            }
        }
        let words = content.sections.iter().flat_map(|section| &section.words);
        assert!(words.into_iter().all(|sentence| !content.said(sentence).contains('{')), "{audience}");
    }
}

#[test]
fn stages_stand_apart_and_both_sides_are_told() {
    let content = compose(&facts(), Audience::Governors);
    let words = |id: &str| content.figures[id].words();
    assert_eq!((words("realised-before"), words("realised-after")), ("£4,500".to_owned(), "£3,820".to_owned()));
    assert_eq!(words("realised-change"), "£680 less");
    assert_eq!(
        (words("realised-less-schools"), words("realised-more-schools")),
        ("2 schools".to_owned(), "1 school".to_owned())
    );
    assert_eq!((words("realised-less-by"), words("realised-more-by")), ("£1,100".to_owned(), "£420".to_owned()));
    assert_eq!(words("forecast-change"), "£600 less");
    assert_eq!((words("running-cost"), words("running-net")), ("£370".to_owned(), "£310".to_owned()));
    assert_eq!(words("funding-total"), "£15,000");
    assert_eq!(words("quality-finance-mean"), "4.3 of 5");
    assert!(!content.figures.contains_key("quality-hr-mean"), "one school's rating is its own");
}

#[test]
fn others_are_told_neither_of_prices_that_are_the_schools_own_nor_of_votes_before_the_bidders() {
    for audience in [Audience::Authority, Audience::Public] {
        let content = compose(&facts(), audience);
        assert!(!content.figures.contains_key("forecast-change"), "{audience}");
        assert_eq!(content.figures["decided-votes"].value, "0", "{audience}");
    }
}

#[test]
fn the_public_reads_a_schools_name_only_where_its_body_agrees() {
    let content = compose(&facts(), Audience::Public);
    let text = serde_json::to_string(&content).unwrap();
    assert!(text.contains("School 1") && !text.contains("School 2") && !text.contains("School 6"), "{text}");
    let mut silent = facts();
    silent.savings[0].agrees = false;
    let text = serde_json::to_string(&compose(&silent, Audience::Public)).unwrap();
    assert!(!text.contains("School 1"), "{text}");
}

#[test]
fn members_and_the_authority_read_of_meetings_to_come_and_everybody_else_does_not() {
    for (audience, is_told) in [(Audience::Governors, true), (Audience::Authority, true), (Audience::Public, false)] {
        let text = serde_json::to_string(&compose(&facts(), audience)).unwrap();
        assert!(text.contains("Notice"), "{audience}");
        assert_eq!(text.contains("Meeting 4 of the committee"), is_told, "{audience}");
    }
}

#[test]
fn an_authority_reads_the_names_of_its_own_schools() {
    let content = compose(&facts(), Audience::Authority).for_area("335");
    let text = serde_json::to_string(&content).unwrap();
    assert!(text.contains("School 2") && !text.contains("School 6"), "{text}");
    assert!(text.contains("A school of another area"));
}

#[test]
fn a_figure_that_changed_after_publication_shows_as_since_then() {
    let then = compose(&facts(), Audience::Governors);
    assert!(since(&then, &then).is_empty());
    let mut later = facts();
    later.running[0].amount = Exact::from(400);
    let found = since(&then, &compose(&later, Audience::Governors));
    let told: Vec<_> = found.iter().map(|one| (one.label.as_str(), one.then.as_str(), one.now.as_deref())).collect();
    assert!(told.contains(&("Cost of running the cluster", "£370", Some("£470"))), "{told:?}");
}

#[test]
fn a_cluster_that_costs_more_than_it_saves_says_so() {
    let mut facts = facts();
    facts.running[0].amount = Exact::from(2000);
    let content = compose(&facts, Audience::Governors);
    assert_eq!(content.figures["running-short"].words(), "£1,390");
    assert!(!content.figures.contains_key("running-net"));
}
