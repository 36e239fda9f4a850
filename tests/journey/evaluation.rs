//! Moderation: where scores differ, who is far from the others, who scores high or low; figures worked out again from the
//! scores that the page shows.

use clusterbuy::account::Grant;
use clusterbuy::evaluation::{self, NewScore};
use clusterbuy::platform::access::Action;
use clusterbuy::platform::error::Error;
use clusterbuy::tender::{LotAddress, TenderLot};
use entity::criterion::{self, CriterionKind};
use entity::exact::Exact;
use entity::membership::Role;
use entity::tender::{self, TenderState};
use entity::{lot, score};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use support::moderating::moderated;
use support::priced::PricedTender;
use support::{Person, World, both};

/// "Ann Lee 5, Bo Day 4, Col Fay 3".
fn scores(cell: &str) -> Vec<(String, Exact)> {
    let one = |part: &str| {
        let (name, score) = part.rsplit_once(' ').unwrap();
        (name.to_owned(), score.parse().unwrap())
    };
    cell.split(", ").map(one).collect()
}

fn given() -> NewScore {
    NewScore { score: 4, reason: "Clear".to_owned() }
}

/// The tender while its panel scores: "menus" is presented, everything else is written.
async fn presenting(world: &World) -> (PricedTender, Vec<Person>) {
    let (priced, evaluators) = moderated(world).await;
    let tx = world.app.db.begin_write().await.unwrap();
    score::Entity::delete_many().exec(&tx).await.unwrap();
    let presented =
        criterion::Entity::update_many().col_expr(criterion::Column::Kind, Expr::value(CriterionKind::Presentation));
    presented.filter(criterion::Column::Code.eq("menus")).exec(&tx).await.unwrap();
    let scoring = Expr::value(TenderState::Scoring);
    lot::Entity::update_many().col_expr(lot::Column::State, scoring.clone()).exec(&tx).await.unwrap();
    tender::Entity::update_many().col_expr(tender::Column::State, scoring).exec(&tx).await.unwrap();
    tx.commit().await.unwrap();
    for person in &evaluators {
        world.declare(priced.tender.id, person).await;
    }
    (priced, evaluators)
}

/// Scores everything of a kind.
async fn score(world: &World, person: &Person, kind: CriterionKind) -> TenderLot {
    let context = person.context(world).await;
    let of = evaluation::lot_for(&context, &LotAddress::from("DA-2027-001"), Action::Score).await.unwrap();
    let criteria = criterion::Entity::find().filter(criterion::Column::Kind.eq(kind));
    for criterion in criteria.all(world.app.db.read()).await.unwrap() {
        for mark in ["a", "b", "c"] {
            evaluation::save_score(&context, &of, mark, &criterion.code, given()).await.unwrap();
        }
    }
    of
}

both! {
    async fn the_panel_sees_what_to_discuss_before_it_agrees(world: World) {
        let (priced, evaluators) = moderated(&world).await;
        let mut ann = evaluators[0].clone();
        ann.get(&priced.page("moderation")).await;
        ann.gets(200).sees("menus, Provider A. The scores are 2 points apart: discuss.");
        ann.sees("food safety, Provider C. The scores are 2 points apart. Col Fay scored far from the middle, which is 5: discuss.");
        let rows = ann.page().table("Scores by question and bidder");
        assert!(rows[1][1].contains("Discuss") && !rows[1][2].contains("Discuss"), "{rows:?}");
        assert!(rows[1][2].contains("Outside 4"), "everybody gave 4 and 3 was agreed: {rows:?}");
        assert!(!rows[1][1].contains("Outside"), "{rows:?}");
        ann.follow("food safety, Provider C").await;
        ann.gets(200).sees("Range 3 to 5, median 5, variance 1.33.").sees("Col Fay scored far from the middle");
    }

    async fn range_median_variance_and_bias_follow_from_the_scores_on_the_page(world: World) {
        let (priced, evaluators) = moderated(&world).await;
        let mut bo = evaluators[1].clone();
        bo.get(&priced.page("moderation")).await;
        bo.follow("Where the scores differ: range, median and variance").await;
        bo.gets(200).sees("2 answers are to be discussed").sees("2 points of 5 or more apart").sees("Who can see this");
        let rows = bo.page().table("Scores before moderation");
        assert_eq!(rows.len(), 13);
        let mut off: BTreeMap<String, Exact> = BTreeMap::new();
        for row in &rows[1..] {
            let given = scores(&row[2]);
            let mut sorted: Vec<Exact> = given.iter().map(|(_, score)| score.clone()).collect();
            sorted.sort();
            let mean = sorted.iter().sum::<Exact>() / Exact::from(3);
            let square = |score: &Exact| (score - &mean) * (score - &mean);
            let variance = (sorted.iter().map(square).sum::<Exact>() / Exact::from(2)).half_up(2);
            let range = if sorted[0] == sorted[2] { sorted[0].decimals(0) } else { format!("{} to {}", sorted[0].decimals(0), sorted[2].decimals(0)) };
            assert_eq!(row[3..6], [range, sorted[1].decimals(0), variance.terminating().unwrap()], "{row:?}");
            assert_eq!(row[7].contains("Discuss"), &sorted[2] - &sorted[0] >= Exact::from(2), "{row:?}");
            assert_eq!(row[6].contains("Outside"), row[0].starts_with("menus") && row[1] == "Provider B", "{row:?}");
            for (name, score) in given {
                *off.entry(name).or_default() += score - &sorted[1];
            }
        }
        assert_eq!(rows[1][2], "Ann Lee 5, Bo Day 4, Col Fay 3", "widest apart first");
        let biases = bo.page().table("Each evaluator against the middle of the panel");
        let words = |bias: &Exact| match (bias.is_zero(), bias.is_negative()) {
            (true, _) => "in the middle".to_owned(),
            (_, true) => format!("{} below the middle", bias.abs().decimals(2)),
            _ => format!("{} above the middle", bias.decimals(2)),
        };
        for row in &biases[1..] {
            let number = |at: usize| row[at].parse::<Exact>().unwrap();
            let mean = (number(2) - number(3)) / number(1);
            assert_eq!(&mean * number(1), off[&row[0]], "{row:?}");
            assert_eq!(row[4], words(&mean), "{row:?}");
        }
        assert_eq!(biases[3], ["Col Fay", "12", "0", "3", "0.25 below the middle"]);
    }

    async fn nobody_outside_the_panel_reads_individual_scores(world: World) {
        let (priced, _) = moderated(&world).await;
        let grant = Grant::cluster(Role::Representative, priced.cluster.id, Some(priced.school("salisbury")));
        let mut member = world.person("Rae Member", &[grant]).await;
        member.get(&priced.page("disagreement")).await;
        assert!([403, 404].contains(&member.page().status));
        let mut bidder = world.person("Bo Bidder", &[Grant::provider(Role::ProviderStaff, priced.provider("alder"))]).await;
        bidder.get(&priced.page("disagreement")).await;
        assert!([403, 404].contains(&bidder.page().status));
    }

    async fn a_presentation_is_scored_by_name_only_after_the_masked_answers_are_submitted(world: World) {
        let (priced, evaluators) = presenting(&world).await;
        let mut ann = evaluators[0].clone();
        let page = priced.page("evaluation");
        let presented = priced.page("evaluation/a/menus");
        ann.get(&page).await;
        ann.gets(200).sees("Presentations come after").sees("Scored after your scores of the written answers");
        ann.does_not_see("(Provider A)");
        ann.get(&presented).await;
        ann.gets(422).sees("Submit your scores of the written answers first").does_not_see("(Provider A)");
        let of = score(&world, &ann, CriterionKind::Written).await;
        let context = ann.context(&world).await;
        let early = evaluation::save_score(&context, &of, "a", "menus", given()).await;
        assert!(matches!(early, Err(Error::Refused { .. })), "{early:?}");
        ann.get(&page).await;
        ann.form("Submit my scores").submit().await;
        ann.gets(200).sees("Your scores are submitted").sees("the firms are named here").sees("(Provider A)");
        ann.get(&presented).await;
        ann.gets(200).sees("(Provider A)").sees("Answered in a presentation");
        let written = priced.page("evaluation/a/food-safety");
        ann.get(&written).await;
        ann.gets(200).sees("Provider A").does_not_see("(Provider A)");
        ann.sees("they stand as you gave them").does_not_see("Save and next");
        let late = evaluation::save_score(&context, &of, "a", "food-safety", given()).await;
        assert!(matches!(late, Err(Error::Refused { .. })), "submitted scores stand: {late:?}");
        score(&world, &ann, CriterionKind::Presentation).await;
        assert!(!evaluation::submit_scores(&context, &of).await.unwrap(), "another evaluator has not finished");
        ann.get(&page).await;
        ann.gets(200).sees("You have submitted your scores");
    }
}
