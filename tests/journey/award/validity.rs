//! Bids that would lapse before the decision is through are kept open when their bidders agree.

use clusterbuy::award;
use support::both;
use support::deciding::{REFERENCE, cast_of, of, refusal};

both! {
    async fn a_bid_that_lapsed_is_not_awarded_until_its_bidder_keeps_it_open(world: World) {
        let cast = cast_of(&world).await;
        cast.ratified(&world).await;
        let (alder, cedar) = (cast.bidder(&world, "alder").await, cast.bidder(&world, "cedar").await);
        let page = format!("/bids/{}/validity", cast.priced.bids["alder"].id);
        world.clock.set("2027-07-05T09:00:00Z".parse().unwrap());
        let mut alder = alder.returning(&world).await;
        alder.get(&page).await;
        alder.gets(404);
        let lapsed = "The bid of Alder Catering could be accepted until Wednesday 30 June 2027. Ask its bidder to keep it open";
        let chair = of(&cast.chair, &world).await;
        assert_eq!(refusal(award::send_outcomes_and_start_standstill(&chair, REFERENCE).await), lapsed);
        let mut lead = cast.lead.returning(&world).await;
        lead.get(&cast.priced.page("decision")).await;
        lead.follow("How long the bids stand").await;
        lead.sees("Lapsed");
        lead.form("Ask the bidders").submit().await;
        lead.gets(422).is_told("Enter the day until which the bids should stand");
        lead.form("Ask the bidders").date("until", "1 7 2027").submit().await;
        lead.gets(422).is_told("Enter a day after Monday 5 July 2027");
        lead.form("Ask the bidders").date("until", "31 8 2027").submit().await;
        lead.gets(200).sees("The bidders were asked to keep their bids open until Tuesday 31 August 2027");
        assert!(world.letter_to("bo.alder@example.org", "Keep your bid open").await.text.contains(&page));
        alder.get("/home").await;
        alder.follow("Keep your bid open until Tuesday 31 August 2027: Catering").await;
        alder.sees("30 June 2027");
        alder.form("Keep our bid open until Tuesday 31 August 2027").submit().await;
        alder.gets(200).sees("Your bid can be accepted until Tuesday 31 August 2027").sees("Your bid stands until Tuesday 31 August 2027 already");
        alder.get("/home").await;
        alder.does_not_see("Keep your bid open");
        let mut cedar = cedar.returning(&world).await;
        cedar.get(&page).await;
        cedar.gets(404);
        award::send_outcomes_and_start_standstill(&of(&cast.chair, &world).await, REFERENCE).await.unwrap();
        world.letters().await;
    }
}
