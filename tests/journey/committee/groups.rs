//! Sub-groups decide within their powers and report to the committee.

use super::{Committee, committee_of, told};
use clusterbuy::committee::{self, NewDecision};
use entity::committee_item::DecisionKind;
use entity::money::Money;
use support::both;

both! {
    async fn a_group_decides_within_its_powers_and_the_next_meeting_is_told(world: World) {
        let committee = committee_of(&world, 3).await;
        let Committee { mut clerk, representatives, .. } = committee;
        clerk.get("/clusters/northgate/committee").await;
        clerk.follow("Sub-groups with powers of their own").await;
        clerk.form("Set up").fill("name", "Finance group").fill("purpose", "Looks after the money").submit().await;
        clerk.is_told("Choose who sits in the group");
        let form = clerk.form("Set up").tick("Rae Voter 1, representative").tick("Rae Voter 2, representative");
        form.fill("chair", "Rae Voter 1, representative").tick("other").fill("limit", "500").submit().await;
        clerk.gets(200).sees("The group is set up").sees("up to £500 in one decision");
        let path = clerk.page().path.clone();

        let mut member = representatives[1].clone();
        member.get(&path).await;
        let form = member.form("Record the decision").choose("kind", "other").fill("title", "Clerk's hours");
        form.fill("words", "Six more hours.").fill("amount", "501").submit().await;
        member.is_told("This group may spend up to £500 in one decision. The committee decides above that");
        member.form("Record the decision").fill("amount", "120").submit().await;
        member.gets(200).sees("To be told at the next meeting");
        let mut other = representatives[2].clone();
        other.get(&path).await;
        assert!(!other.offers("Record the decision") && other.page().says("Clerk's hours"));
        let id = path.rsplit('/').next().unwrap().parse().unwrap();
        let new = NewDecision {
            decided_on: world.now().date_naive(),
            kind: DecisionKind::StartTender,
            title: "Catering".to_owned(),
            words: "Start.".to_owned(),
            amount: Some(Money(0)),
        };
        let wide = committee::decide(&member.context(&world).await, "northgate", id, new.clone()).await;
        assert_eq!(told(wide), "The committee did not give this group decisions of that kind");
        assert!(committee::decide(&other.context(&world).await, "northgate", id, new).await.is_err());

        clerk.get("/clusters/northgate/meetings/new").await;
        let form = clerk.form("Plan the meeting").date("starts", "1 12 2026").fill("starts_time", "4pm");
        form.fill("place", "School 1").submit().await;
        clerk.sees("1. Finance group decided: Clerk's hours").sees("Six more hours. It spends £120.");
        clerk.form("Take off Finance group decided: Clerk's hours").submit().await;
        clerk.get(&path).await;
        clerk.sees("To be told at the next meeting");
        clerk.form("End the group").submit().await;
        clerk.gets(200).sees("the committee took its powers back");
    }
}
