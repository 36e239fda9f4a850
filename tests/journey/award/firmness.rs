//! How firm the ranking is, on pages: every figure is worked out again from what the page itself shows.

use clusterbuy::evaluation::{priced_lot, rules::price_weight_breakpoints};
use entity::criterion;
use entity::exact::Exact;
use entity::money::Quantity;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::{Value, json};
use support::deciding::cast_of;
use support::priced::PricedTender;
use support::{Page, World, both};

/// The numbers of a text in their order: "(£108,000 − £36,000) ÷ 60" gives 108000, 36000, 60.
fn numbers(text: &str) -> Vec<Exact> {
    let text = text.replace(',', "");
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|part| part.chars().any(|c| c != '.'));
    parts.map(|part| part.trim_end_matches('.').parse().unwrap()).collect()
}

fn one(text: &str) -> Exact {
    numbers(text).remove(0)
}

/// "700/61".
fn fraction(text: &str) -> Exact {
    let (over, under) = text.split_once('/').unwrap_or((text, "1"));
    one(over) / one(under)
}

/// A bid as the page's own sums describe it.
struct Shown {
    provider: String,
    quality: Exact,
    price: Exact,
}

fn shown(page: &Page) -> Vec<Shown> {
    let read = |row: &Vec<String>| {
        let marks = numbers(&row[1]);
        let pounds = numbers(&row[2]);
        let price = (&pounds[0] - &pounds[1]) / (&pounds[2] - &pounds[3]);
        assert_eq!(price.decimals(6), row[3]);
        let quality = &marks[0] / &marks[1];
        assert_eq!(quality.decimals(6), marks[2].decimals(6));
        let total = &price * Exact::from(40) + &quality * Exact::from(60);
        assert_eq!(total.decimals(6), row[4]);
        Shown { provider: row[0].clone(), quality, price }
    };
    page.table("Quality and price score of each bid")[1..].iter().map(read).collect()
}

async fn by_another_method(world: &World, priced: &PricedTender, rule: Value) {
    let mut row = priced.tender.clone().into_active_model();
    row.price_rule = Set(rule);
    let tx = world.app.db.begin_write().await.unwrap();
    row.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn the_price_weights_follow_from_the_quality_and_prices_on_the_page(world: World) {
        let cast = cast_of(&world).await;
        let mut lead = cast.lead.clone();
        lead.get(&cast.priced.page("prices")).await;
        lead.follow("How firm this ranking is").await;
        lead.gets(200).sees("Alder Catering wins for any price weight from 11.5% to 75.7%; the published weight is 40%.");
        lead.sees("Below it Cedar Kitchens would win, above it Birch Meals would win.");
        let page = lead.page();
        let bids = shown(page);
        let of = |name: &str| bids.iter().find(|bid| bid.provider == name).unwrap();
        let level = |one: &Shown, other: &Shown| {
            (&other.quality - &one.quality) * Exact::from(100) / ((&one.price - &one.quality) - (&other.price - &other.quality))
        };
        let (alder, birch, cedar) = (of("Alder Catering"), of("Birch Meals"), of("Cedar Kitchens"));
        let rows = page.table("Who wins at which price weight");
        let told: Vec<(&str, Vec<Exact>)> =
            rows[1..].iter().map(|row| (row[2].as_str(), row[3].split(" to ").map(fraction).collect())).collect();
        let (lower, upper) = (level(alder, cedar), level(alder, birch));
        let wanted = [
            ("Cedar Kitchens", vec![Exact::zero(), lower.clone()]),
            ("Alder Catering published", vec![lower, upper.clone()]),
            ("Birch Meals", vec![upper, Exact::from(100)]),
        ];
        assert_eq!(told, wanted);
        assert_eq!(rows[2][..2], ["11.5%", "75.7%"]);
        let strips = page.texts(".chart-row");
        assert_eq!(strips, ["Alder Catering 11.5% to 75.7%", "Cedar Kitchens 0% to 11.5%", "Birch Meals 75.7% to 100%"]);
    }

    async fn one_score_and_the_worst_case_follow_from_the_lead_on_the_page(world: World) {
        let cast = cast_of(&world).await;
        let mut lead = cast.lead.clone();
        lead.get(&cast.priced.page("firmness")).await;
        lead.sees("No single point would change the result. The least that would is 1.04 points on menus, for Cedar Kitchens.");
        let bids = shown(lead.page());
        let total = |at: usize| &bids[at].price * Exact::from(40) + &bids[at].quality * Exact::from(60);
        let rows = lead.page().table("Points on one score that would change the result");
        for row in &rows[1..] {
            let sum = numbers(&row[2]);
            let rival = bids.iter().position(|bid| bid.provider == row[0]).unwrap();
            assert_eq!((total(0) - total(rival)).decimals(4), sum[0].decimals(4));
            assert_eq!((&sum[0] * &sum[1] / &sum[2]).decimals(2), row[3]);
        }
        assert_eq!(rows[1][..5], ["Cedar Kitchens", "menus", "4.1429 × 5 ÷ 20", "1.04", "No"]);
        assert_eq!(rows[1][5], "Yes");

        // Menus 20 × (½ + ½) ÷ 5, food safety 15 × ½ ÷ 5 since Cedar is at the top, account management and social value.
        let rows = lead.page().table("The first bid against each rival in the worst case");
        let swing = "10.5".parse::<Exact>().unwrap();
        assert_eq!(rows[1][2], format!("behind by {}", (swing - one(&rows[1][1])).decimals(2)));
        lead.sees("with every score half a point wrong against it, the first bid would not stay first");
        lead.form("Work it out").fill("points", "0.1").fill("weights", "1").submit().await;
        lead.gets(200).sees("with every score 0.1 points wrong against it, the first bid would stay first");
        let rows = lead.page().table("The first bid against each rival in the worst case");
        assert_eq!(rows[1][2], "ahead by 2.04", "4.1429 less 2.1, a fifth of 10.5");
        lead.form("Work it out").fill("points", "many").submit().await;
        lead.is_told("Enter points from 0 to 100, like 0.5");
        assert_eq!(lead.form("Work it out").value("points"), "many");
    }

    async fn a_low_price_is_shown_with_the_limit_and_the_enquiry_it_started(world: World) {
        let cast = cast_of(&world).await;
        let mut lead = cast.lead.clone();
        lead.get(&cast.priced.page("firmness")).await;
        let rows = lead.page().table("Prices and enquiries");
        let prices: Vec<Exact> = rows[1..].iter().map(|row| one(&row[1])).collect();
        let mean = prices.iter().sum::<Exact>() / Exact::from(prices.len());
        let limit = &mean * Exact::from(90) / Exact::from(100);
        lead.sees(&format!("The average of 3 bids is £37,500; 10% less is £{}", clusterbuy::platform::words::number(limit.decimals(0).parse().unwrap())));
        for (row, price) in rows[1..].iter().zip(&prices) {
            assert_eq!(row[2] != "None", *price < limit, "{row:?}");
        }
        assert!(rows[2][3].starts_with("Asked to explain on") && rows[2][3].ends_with("accepted: The panel checked the staffing"));
        lead.sees("No losing bid can decide who is first: by this method no bid's marks depend on another's.");
    }

    async fn the_decision_says_in_sentences_how_firm_it_is_and_opens_every_case_to_its_sum(world: World) {
        let cast = cast_of(&world).await;
        let mut member = cast.representatives[1].clone();
        member.get(&cast.priced.page("firmness")).await;
        member.gets(404);
        cast.recommend(&world).await;
        member.get(&cast.priced.page("decision")).await;
        member.sees("Alder Catering wins for any price weight from 11.5% to 75.7%").sees("No single point would change the result");
        member.sees("In year 1 the schools that join would pay between");
        let html = member.page().html();
        for sum in html.select(&support::client::page::selector("#cases details.sum")) {
            let text = support::client::page::read(sum);
            let amounts: Vec<Exact> = sum.select(&support::client::page::selector("dd")).map(|dd| one(&support::client::page::read(dd))).collect();
            let (total, lines) = amounts.split_last().unwrap();
            assert_eq!(lines.iter().sum::<Exact>(), *total, "{text}");
        }
        member.follow("For which price weights it wins, and every sum").await;
        member.gets(200).sees("Who can see this");
        let mut bidder = cast.bidder(&world, "birch").await;
        bidder.get(&cast.priced.page("firmness")).await;
        assert!([403, 404].contains(&bidder.page().status));
        world.letters().await;
    }

    async fn a_method_that_depends_on_other_bids_is_tried_without_each_of_them(world: World) {
        let cast = cast_of(&world).await;
        let mut lead = cast.lead.clone();
        by_another_method(&world, &cast.priced, json!({ "weight": "40", "method": "lowest_ratio" })).await;
        lead.get(&cast.priced.page("firmness")).await;
        lead.sees("Marks for price depend on the other bids, but taking out any one losing bid leaves the same bid first.");
        lead.sees("£29,700 ÷ £36,000").sees("0.825000");
        let rows = lead.page().table("Who is first without each losing bid");
        assert_eq!(rows[1..], [["Cedar Kitchens", "Alder Catering"], ["Birch Meals", "Alder Catering"]]);
    }

    async fn equal_totals_say_what_separated_them_and_that_nothing_exact_does(world: World) {
        let cast = cast_of(&world).await;
        let mut lead = cast.lead.clone();
        // A mark costs £10,800, which is what Cedar asks more than Alder for its one mark more of quality.
        let rule = json!({ "weight": "40", "method": "benchmark", "ceiling": "440000", "target": "8000" });
        by_another_method(&world, &cast.priced, rule).await;
        lead.get(&cast.priced.page("prices")).await;
        lead.sees("Cedar Kitchens is ranked first.").sees("The totals are equal: higher quality decides.");
        lead.get(&cast.priced.page("firmness")).await;
        lead.gets(200).sees("The totals are equal: higher quality decides.").sees("Without any rounding of marks the first bids would be level.");
        lead.does_not_see("Points on one score").does_not_see("in the worst case");
        cast.recommend(&world).await;
        lead.get(&cast.priced.page("decision")).await;
        lead.sees("The totals are equal: higher quality decides.");
        world.letters().await;
    }

    async fn a_method_without_marks_for_price_has_no_price_weight_to_change(world: World) {
        let cast = cast_of(&world).await;
        let tx = world.app.db.begin_write().await.unwrap();
        let criteria = criterion::Entity::find().filter(criterion::Column::LotId.eq(cast.priced.lot.id)).all(&tx).await.unwrap();
        for (row, weight) in criteria.into_iter().zip([40, 20, 20, 20]) {
            let mut row = row.into_active_model();
            row.weight = Set(Quantity(weight * 1_000));
            row.update(&tx).await.unwrap();
        }
        tx.commit().await.unwrap();
        by_another_method(&world, &cast.priced, json!({ "weight": "0", "method": "price_per_quality_point" })).await;
        let mut lead = cast.lead.clone();
        lead.get(&cast.priced.page("firmness")).await;
        lead.gets(200).sees("there is no price weight to change").does_not_see("Who wins at which price weight");
    }

    async fn the_intervals_are_the_published_ones(world: World) {
        let cast = cast_of(&world).await;
        let lot = priced_lot(&world.platform(), &cast.priced.tender, cast.priced.lot.id).await.unwrap();
        let found = price_weight_breakpoints(&lot.evaluation).unwrap();
        let firm = |id: &String| cast.priced.bids.iter().find(|(_, bid)| bid.id.to_string() == *id).unwrap().0.clone();
        let interval = |each: &clusterbuy::evaluation::rules::Interval| {
            json!({ "from": each.from.fraction(), "to": each.to.fraction(), "winners": each.winners.iter().map(firm).collect::<Vec<_>>() })
        };
        let found = json!({
            "intervals": found.intervals.iter().map(interval).collect::<Vec<_>>(),
            "current_weight": found.current_weight.fraction(),
            "change_below": found.change_below.map(|weight| weight.fraction()),
            "change_above": found.change_above.map(|weight| weight.fraction()),
        });
        assert_eq!(found, cast.priced.darlaston.figures["expected"]["price_weight_breakpoints"]);
    }
}
