//! The pages of the decision as people read them.

use clusterbuy::award as verbs;
use entity::ballot::Motion;
use entity::ids::{AwardId, LotId, TenderId, VariationId};
use entity::membership::Role;
use entity::vote::Choice;
use entity::{award, lot, opened_bid, school_variation, tender};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, IntoActiveModel};
use support::deciding::{Cast, REFERENCE, cast_of, closing, of};
use support::{World, both};

/// Decisions like the first one, on tenders of their own.
async fn more_decisions(world: &World, cast: &Cast, numbers: std::ops::Range<i32>) {
    let first = award::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
    let tx = world.app.db.begin_write().await.unwrap();
    for number in numbers {
        let reference = format!("DA-2027-{number:03}");
        let tender = tender::Model { id: TenderId::new(world.now()), reference, ..cast.priced.tender.clone() };
        let lot = lot::Model { id: LotId::new(world.now()), tender_id: tender.id, ..cast.priced.lot.clone() };
        let award = award::Model { id: AwardId::new(world.now()), lot_id: lot.id, ..first.clone() };
        tender.into_active_model().insert(&tx).await.unwrap();
        lot.into_active_model().insert(&tx).await.unwrap();
        award.into_active_model().insert(&tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What a school needs beyond the core, and Alder's charge of £120 for that school alone.
async fn halal_menus_at_salisbury(world: &World, cast: &Cast) {
    let school = cast.priced.darlaston.school("salisbury");
    let tx = world.app.db.begin_write().await.unwrap();
    let row = school_variation::Model {
        id: VariationId::new(world.now()),
        tender_id: cast.priced.tender.id,
        school_id: school.id,
        code: "variation-1".to_owned(),
        title: "Halal menus".to_owned(),
        description: "40 meals a day".to_owned(),
        added_by: cast.lead.account,
        added_at: world.now(),
    };
    row.into_active_model().insert(&tx).await.unwrap();
    let bid = opened_bid::Entity::find_by_id(cast.priced.bids["alder"].id).one(&tx).await.unwrap().unwrap();
    let mut price: serde_json::Value = serde_json::from_str(bid.price.as_deref().unwrap()).unwrap();
    let charge = serde_json::json!({ "id": "variation-1", "component": "food", "scope": "school", "kind": "fixed",
        "amount": "120", "applies_to": { "schools": [school.urn.to_string()] } });
    price["charges"].as_array_mut().unwrap().push(charge);
    let mut bid = bid.into_active_model();
    bid.price = Set(Some(price.to_string()));
    bid.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn the_decision_shows_what_each_bid_asks_for_a_schools_own_needs(world: World) {
        let mut cast = cast_of(&world).await;
        halal_menus_at_salisbury(&world, &cast).await;
        cast.recommend(&world).await;
        cast.lead.get(&cast.priced.page("decision")).await;
        cast.lead.gets(200).sees("What single schools need beyond the core");
        let table = cast.lead.page().table("What single schools need beyond the core");
        let row = table.iter().find(|row| row.iter().any(|cell| cell == "Halal menus")).unwrap();
        assert!(row.contains(&"£120".to_owned()) && row.contains(&"£0".to_owned()), "{row:?}");
        world.letters().await;
    }

    async fn a_list_of_decisions_asks_as_often_for_nineteen_as_for_three_and_is_paged(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let mut counts = Vec::new();
        for numbers in [2..4, 4..20] {
            more_decisions(&world, &cast, numbers).await;
            let mut voter = world.person("Rep rowley view", &[]).await;
            let before = world.statements();
            voter.get("/decisions").await;
            voter.gets(200);
            counts.push(world.statements() - before);
        }
        assert_eq!(counts[0], counts[1]);
        more_decisions(&world, &cast, 20..30).await;
        let mut voter = world.person("Rep rowley view", &[]).await;
        voter.get("/decisions").await;
        voter.follow("Next page of decisions").await;
        voter.gets(200).sees("Page 2 of 2");
    }

    async fn the_lead_recommends_and_the_decision_page_has_the_demonstrations_figures(world: World) {
        let cast = cast_of(&world).await;
        let page = cast.priced.page("decision");
        let mut lead = cast.lead.clone();
        lead.get(&cast.priced.page("recommend")).await;
        lead.gets(200).sees("Alder Catering is ranked first with 84.29 of 100 marks");
        lead.form("Recommend Alder Catering").submit().await;
        lead.gets(422).is_told("Enter the reasons for the recommendation");
        lead.form("Recommend Alder Catering").fill("Why this bid", "It feeds every school well.").submit().await;
        lead.gets(200).is_at(&page);
        assert_eq!(lead.page().heading(), "Award catering to Alder Catering?");

        let mut head = cast.head(&world, "pinfold-street").await;
        head.get(&page).await;
        head.gets(200).sees("Alder Catering has the best total, 84.29 of 100; it is not the cheapest.");
        let scores = head.page().table("Scores");
        assert_eq!(scores[0], ["Criterion", "Alder Catering", "Cedar Kitchens", "Birch Meals"]);
        assert_eq!(scores[7], ["Total (of 100)", "84.29", "80.14", "73.29"]);
        assert_eq!(scores[8], ["Whole contract", "£36,000", "£46,800", "£29,700"]);
        head.sees("8 schools would pay £24,000 less a year, no school would pay more");
        let schools = head.page().table("What each school would pay in year 1");
        let shares = &cast.priced.darlaston.figures["expected"]["sharing_rules"]["catering"]["proportional"]["shares"];
        let own = schools.iter().find(|row| row[0].starts_with("Pinfold Street")).unwrap();
        assert_eq!(shares["pinfold-street"], "1697.64");
        assert_eq!(own[0], "Pinfold Street your school");
        assert_eq!((own[2].as_str(), own[3].as_str()), ("£1,697.64", "£3,395.26 less"));
        assert!(schools[1][0].starts_with("Rowley View"), "the smallest gain stands first: {:?}", schools[1]);
        let cases = head.page().table("The same bid, if things turn out differently");
        let opened = |figure: &str| figure.split(':').next().unwrap_or_default().to_owned();
        assert_eq!(opened(&cases[1][1]), "£12,000");
        assert_eq!(cases[1][2..5], ["£36,000", "10p", "8 less, 0 more"]);
        assert_eq!(cases[2][0], "King's Hill and Old Church leave");
        assert_eq!(opened(&cases[2][1]), "£9,863.10", "£4,800 + 6 × £450 + 3p × 78,770 meals");
        assert_eq!(opened(&cases[3][1]), "£11,640", "3p × 12,000 meals less");
        head.sees("Birch Meals: The price is far below the other bids. Asked to explain on 23 November 2026, explained on 23 November 2026, accepted: The panel checked the staffing");
    }

    async fn the_decision_page_divides_the_bill_by_the_rule_that_is_agreed(world: World) {
        let cast = cast_of(&world).await;
        world.agree_on(entity::agreement::SharingRule::TwoPart).await;
        cast.recommend(&world).await;
        let mut head = cast.head(&world, "pinfold-street").await;
        head.get(&format!("/tenders/{REFERENCE}/decision")).await;
        head.gets(200).sees("in two parts: standing charges equally, the rest by use, nobody above what it pays now");
        let table = head.page().table("What each school would pay in year 1");
        let told = &cast.priced.darlaston.figures;
        for (id, share) in told["expected"]["sharing_rules"]["catering"]["two_part"]["shares"].as_object().unwrap() {
            let name = &cast.priced.darlaston.school(id).name;
            let row = table.iter().find(|row| row[0].starts_with(name.as_str())).unwrap();
            let pounds = row[2].trim_start_matches('£').replace(',', "");
            assert_eq!(pounds.parse::<entity::exact::Exact>().unwrap().pounds(), share.as_str().unwrap(), "{id}");
        }
    }

    async fn a_representative_votes_in_two_steps_from_the_mail_and_sees_no_result_before_closing(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let mut voter = cast.representatives[2].clone();
        let letter = world.letter_to(&voter.email, "Vote by 5pm 1 December").await;
        let path = letter.text.lines().find_map(|line| line.strip_prefix("http://localhost")).unwrap().to_owned();
        voter.get(path.split('#').next().unwrap()).await;
        voter.gets(200).sees("0 of 9 schools have voted; quorum 5");
        voter.form("Confirm vote").submit().await;
        voter.gets(422).is_told("Choose For, Against or Abstain");
        voter.form("Confirm vote").choose("choice", "Against").fill("Reason (optional)", "Our own cook stays").submit().await;
        voter.gets(200).sees("1 of 9 schools have voted; quorum 5. How they voted shows after closing");
        voter.sees("You voted Against for Pinfold Street");
        assert!(voter.page_loads() <= 4);

        let mut clerk = cast.clerk.clone();
        clerk.get(&cast.priced.page("decision")).await;
        clerk.sees("1 of 9 schools have voted").does_not_see("Our own cook stays").does_not_see("Against 1");
        let stolen = clerk.tamper("/tenders/DA-2027-001/decision/vote", &[("choice", "for")]).await;
        assert_eq!(stolen.status, 403);
        for representative in 3..8 {
            cast.votes(&world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        let mut clerk = world.person("Cleo Clerk", &[]).await;
        clerk.get("/home").await;
        clerk.follow("Record the vote: Catering").await;
        clerk.sees("For 5, Against 1, Abstain 0. Carried.");
        clerk.form("Record the decision").submit().await;
        clerk.gets(422).is_told("Enter the reason as it goes into the minute");
        clerk.form("Record the decision").fill("minute_reason", "Best for every school").submit().await;
        clerk.gets(200).sees("The decision is recorded: Carried").sees("Our own cook stays");
        let votes = clerk.page().table("How the schools voted in vote 1");
        assert_eq!(votes[3], ["Pinfold Street", "Against, by its representative", "Our own cook stays"]);
        assert_eq!(votes[1][1], "did not vote");
        clerk.sees("8 of 8 schools are in, 0 still to decide, 0 not joining");
    }

    async fn the_clerk_opens_a_vote_and_the_chair_sends_the_outcomes_from_pages(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get("/home").await;
        clerk.follow("Open the vote: Catering").await;
        assert_eq!(clerk.form("Open the vote").value("hour"), "17");
        clerk.form("Open the vote").date("closes", "28 11 2026").submit().await;
        clerk.gets(422).is_told("Deadline must be on a working day between 9am and 5pm");
        assert_eq!(clerk.form("Open the vote").value("closes-day"), "28");
        clerk.form("Open the vote").date("closes", "1 12 2026").submit().await;
        clerk.gets(200).sees("Vote 1 is open");
        for representative in 0..5 {
            cast.votes(&world, representative, Choice::For).await;
        }
        world.clock.set(closing());
        verbs::record_vote(&of(&cast.clerk, &world).await, REFERENCE, support::deciding::recording()).await.unwrap();
        let mut chair = world.person("Chris Chair", &[]).await;
        chair.get("/home").await;
        chair.follow("Send the outcomes: Catering").await;
        chair.gets(200).sees("Not successful, ranked 3. Total 73.29").sees("birch on menus").sees("Thursday 10 December 2026");
        chair.form("Send the outcomes and start the standstill").submit().await;
        chair.gets(200).sees("Every bidder is told. The standstill runs until the end of Thursday 10 December 2026");
        world.letters().await;
    }

    async fn decisions_are_listed_for_members_and_not_for_strangers_or_bidders(world: World) {
        let cast = cast_of(&world).await;
        cast.recommend(&world).await;
        cast.open(&world, Motion::Accept).await;
        let mut voter = cast.representatives[0].clone();
        voter.get("/decisions").await;
        voter.gets(200).sees("Schools deciding");
        voter.follow("Vote catering").await;
        voter.gets(200).is_at(&cast.priced.page("decision"));
        voter.get("/clusters/darlaston/decisions").await;
        voter.gets(200).sees("Decisions of Darlaston Schools' Cluster");

        let elsewhere = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        for page in ["/tenders/DA-2027-001/decision", "/clusters/darlaston/decisions", "/tenders/DA-2027-001/challenges"] {
            stranger.get(page).await;
            assert!([403, 404].contains(&stranger.page().status), "{page}: {}", stranger.page().status);
        }
        stranger.get("/decisions").await;
        stranger.gets(200).sees("No decisions yet");
        let mut bidder = cast.bidder(&world, "alder").await;
        bidder.get("/tenders/DA-2027-001/decision").await;
        bidder.gets(403);
        world.letters().await;
    }
}
