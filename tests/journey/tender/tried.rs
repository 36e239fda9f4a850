//! The price method tried with made-up bids, before and after publication; the page's figures are worked out again.

use clusterbuy::tender::{Edit, PriceMethodName, PriceRule};
use entity::exact::Exact;
use entity::money::{Money, Quantity};
use support::Page;
use support::both;
use support::drafts::at;

fn numbers(text: &str) -> Vec<Exact> {
    let text = text.replace(',', "");
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|part| part.chars().any(|c| c != '.'));
    parts.map(|part| part.parse().unwrap()).collect()
}

/// The rows of the result, each price mark and total worked out again from the sum, the weight of 40 and the quality shown.
fn checked(page: &Page) -> Vec<Vec<String>> {
    let rows = page.table("Marks of the made-up bids")[1..].to_vec();
    for row in &rows {
        let sum = numbers(&row[3]);
        let score = match sum.as_slice() {
            [ceiling, price, top, target] => (ceiling - price) / (top - target),
            [lowest, price] => lowest / price,
            other => panic!("{other:?}"),
        };
        assert_eq!(score.decimals(6), row[4], "{row:?}");
        let mark = (score * Exact::from(40)).half_up(2);
        assert_eq!(mark.decimals(2), row[5], "{row:?}");
        assert_eq!((mark + numbers(&row[6])[0].clone()).decimals(2), row[7], "{row:?}");
    }
    rows
}

fn rule(method: PriceMethodName) -> Edit {
    let rule = PriceRule {
        ceiling: Some(Money(1_080_000_000)),
        target: Some(Money(240_000_000)),
        method,
        ..PriceRule::starting(Quantity(40_000))
    };
    Edit::Price { rule, quality_minimum: None, low_bid_percent: 10 }
}

both! {
    async fn the_chair_tries_the_method_with_made_up_bids_and_compares_other_ways(world: World) {
        let mut draft = world.draft().await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/edit/price")).await;
        chair.follow("Try it with made-up bids").await;
        chair.gets(200).sees("These three are examples").sees("One quality mark is worth £2,100: (£108,000 − £24,000) ÷ 40, whatever anybody bids");
        assert_eq!(checked(chair.page()).len(), 3);
        let form = chair.form("Score these bids").fill("Price of bid A", "£36,000").fill("Quality marks of bid A", "50");
        let form = form.fill("Price of bid B", "29700").fill("Quality marks of bid B", "36");
        form.fill("Price of bid C", "46800").fill("Quality marks of bid C", "51").submit().await;
        chair.gets(200).sees("Bid A is first").does_not_see("These three are examples");
        let rows = checked(chair.page());
        let told: Vec<_> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str(), row[7].as_str(), row[8].as_str())).collect();
        assert_eq!(told, [("1", "A", "84.29", "£2,100"), ("2", "C", "80.14", "£2,100"), ("3", "B Price questioned", "73.29", "–")]);
        chair.sees("Taking out any one losing bid leaves the same bid first.");
        let ways = chair.page().table("The same bids, scored in other ways");
        assert_eq!(ways.len(), 8);
        assert!(ways[1][0].contains("saved") && ways[1][1] == "Bid A, 84.29 of 100");
        assert_eq!(ways[2][1], "Bid A, 83.00 of 100", "29,700 ÷ 36,000 × 40 + 50");
        assert_eq!(ways[4][1], "Bid B, 76.00 of 100", "the lowest price earns all 40");
        assert_eq!(ways[7][1], "Enter what one quality mark is worth in pounds, like 500");
    }

    async fn a_method_that_depends_on_other_bids_warns_and_names_the_losing_bid_that_decides(world: World) {
        let mut draft = world.draft().await;
        draft.edit(&world, rule(PriceMethodName::MinMax)).await;
        let chair = &mut draft.cluster.chair;
        chair.get(&format!("{}?price_a=30000&quality_a=40&price_b=40000&quality_b=51&price_c=90000&quality_c=10", at("/try"))).await;
        chair.gets(200).sees("A bid's marks for price depend on the other bids").sees("Bid B is first");
        chair.sees("A losing bid decides who is first: without bid C, bid A is first.");
        draft.edit(&world, rule(PriceMethodName::LowestRatio)).await;
        let chair = &mut draft.cluster.chair;
        chair.get(&format!("{}?price_a=30000&quality_a=40&price_b=40000&quality_b=51&price_c=90000&quality_c=10", at("/try"))).await;
        let rows = checked(chair.page());
        let costs: Vec<&str> = rows.iter().map(|row| row[8].as_str()).collect();
        assert_eq!(costs, ["£1,000", "–", "£2,250"], "10,000 ÷ 10 marks, and 60,000 ÷ 26.67: equal pounds are not equal marks");
    }

    async fn what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(world: World) {
        let mut draft = world.draft().await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/try")).await;
        let form = chair.form("Score these bids").fill("Price of bid A", "cheap").fill("Quality marks of bid B", "61");
        form.fill("Price of bid C", "").submit().await;
        chair.is_told("Enter the price of bid A in pounds, like 36000");
        chair.is_told("Enter quality marks of bid B from 0 to 60");
        chair.is_told("Enter the price of bid C in pounds, like 36000");
        assert_eq!(chair.form("Score these bids").value("Price of bid A"), "cheap");
        chair.get(&format!("{}?price_a=30000&quality_a=40", at("/try"))).await;
        chair.is_told("Make up three bids at least, each with a price and quality marks");
        let bare = PriceRule::starting(Quantity(40_000));
        draft.edit(&world, Edit::Price { rule: PriceRule { method: PriceMethodName::PricePerQualityPoint, weight: Quantity::ZERO, ..bare }, quality_minimum: None, low_bid_percent: 10 }).await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/try")).await;
        chair.gets(200).sees("price ÷ quality marks, lowest first");
    }

    async fn bidders_use_it_too_once_the_tender_is_published_and_nobody_before(world: World) {
        let draft = world.draft().await;
        let mut anybody = world.visitor();
        anybody.get(&at("/try")).await;
        anybody.gets(404);
        draft.commit_demand(&world).await;
        let chair = draft.cluster.chair.context(&world).await;
        clusterbuy::tender::pool(&chair, &draft.reference).await.unwrap();
        draft.commit_demand(&world).await;
        clusterbuy::tender::send_to_review(&chair, &draft.reference).await.unwrap();
        clusterbuy::tender::publish(&draft.reviewer.context(&world).await, &draft.reference).await.unwrap();
        world.letters().await;
        anybody.get(&at("")).await;
        anybody.follow("Try the scoring with made-up bids").await;
        anybody.gets(200).sees("Bid").does_not_see("Compare other ways").does_not_see("Back to how prices are scored");
        assert_eq!(checked(anybody.page()).len(), 3);
    }
}
