//! Decisions that something waits for: starting a tender, changing how costs are shared, opening a fund.

use super::{committee_of, told};
use clusterbuy::catalogue;
use clusterbuy::cluster::{self, NewVersion};
use clusterbuy::committee;
use clusterbuy::fund;
use clusterbuy::platform::change::Change;
use clusterbuy::tender::{self, NewTender};
use entity::agreement::SharingRule;
use entity::cluster_form::Form;
use entity::committee_item::DecisionKind;
use support::both;
use support::client::form::Form as Filling;

fn catering() -> NewTender {
    NewTender {
        category: "catering".to_owned(),
        title: "Catering".to_owned(),
        contract_start: "2027-09-01".parse().unwrap(),
        term_years: 3,
    }
}

const WAITS: &str = "The committee decides first: “Open a fund” needs a carried decision of that kind in published minutes. Ask \
                     the clerk to put it on the agenda of a meeting";

fn filled<'a>(form: Filling<'a>, name: &str) -> Filling<'a> {
    let form = form.choose("What kind of fund is it?", "Running the cluster").fill("Name", name);
    let form = form.fill("What the money is for", "A clerk").fill("What is to come of it", "Heads have time");
    let form = form.fill("School that holds the money", "School 1").fill("per_pupil", "1");
    let form = form.choose("How spending and grants are shared between schools", "By pupils");
    let form = form.choose("Who approves a payment", "One person of another school than the one that asks");
    form.choose("At the year's end", "A surplus goes to the reserve; a deficit comes out of it")
}

fn version(rule: SharingRule) -> NewVersion {
    let usual = NewVersion::usual(Form::SteeringGroup, "It is for every kind of school", "We buy together.");
    NewVersion { sharing_rule: rule, ..usual }
}

both! {
    async fn a_tender_waits_for_a_decision_where_the_terms_say_so_and_each_decision_starts_one(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let committee = committee_of(&world, 3).await;
        committee.sets_terms(&world, vec![DecisionKind::StartTender]).await;
        let clerk = committee.clerk.context(&world).await;
        let refused = told(tender::create(&clerk, "northgate", catering()).await);
        assert_eq!(
            refused,
            "The committee decides first: “Start a tender” needs a carried decision of that kind in published minutes. Ask \
             the clerk to put it on the agenda of a meeting"
        );
        let number = committee.meets(&world, DecisionKind::StartTender, None).await;
        committee.votes(&world, number, (3, 2)).await;
        let clerk = committee.clerk.context(&world).await;
        assert_eq!(told(tender::create(&clerk, "northgate", catering()).await), refused, "not minuted yet");
        committee.publishes(&world, number).await;
        let clerk = committee.clerk.context(&world).await;
        tender::create(&clerk, "northgate", catering()).await.unwrap();
        assert_eq!(told(tender::create(&clerk, "northgate", catering()).await), refused, "the decision is used");
    }

    async fn a_motion_that_was_lost_starts_nothing_and_other_acts_go_on(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let committee = committee_of(&world, 3).await;
        let number = committee.meets(&world, DecisionKind::OpenFund, None).await;
        committee.votes(&world, number, (3, 1)).await;
        committee.publishes(&world, number).await;
        let clerk = committee.clerk.context(&world).await;
        let change = Change::begin(&clerk).await.unwrap();
        let cluster = committee.northgate.cluster.id;
        let refused = committee::require(&change, cluster, DecisionKind::OpenFund).await;
        assert!(told(refused).starts_with("The committee decides first: “Open a fund”"));
        committee::require(&change, cluster, DecisionKind::AdoptRules).await.unwrap();
        drop(change);
        tender::create(&clerk, "northgate", catering()).await.unwrap();
    }

    async fn a_fund_is_proposed_without_a_decision_and_opened_by_one(world: World) {
        let mut committee = committee_of(&world, 3).await;
        let chair = &mut committee.northgate.chair;
        chair.get("/clusters/northgate/funds/new").await;
        chair.gets(200).sees("The committee decides first, say its terms of reference");
        filled(chair.form("Propose or open the fund"), "Running us").fill("decision", "Minute 3").submit().await;
        chair.gets(422).is_told(WAITS);
        chair.form("Propose or open the fund").fill("decision", "").submit().await;
        chair.gets(200).sees("The fund is proposed").sees("none is left to open one by. Ask the clerk");
        let proposed = fund::store::funds(world.app.db.read(), committee.northgate.cluster.id).await.unwrap();
        let fund = format!("/clusters/northgate/funds/{}", proposed[0].id);
        chair.form("Open the fund").fill("Minute of the decision", "Minute 3").submit().await;
        chair.gets(422).is_told(WAITS);

        let number = committee.meets(&world, DecisionKind::OpenFund, None).await;
        committee.votes(&world, number, (3, 2)).await;
        committee.publishes(&world, number).await;
        let mut chair = committee.northgate.chair.returning(&world).await;
        chair.get(&fund).await;
        chair.sees("The committee decided “Catering together” on Tuesday 1 December 2026: a fund can be opened by it");
        chair.form("Open the fund").fill("Minute of the decision", "Meeting 1, item 1").submit().await;
        chair.gets(200).sees("The fund is open");
        chair.get("/clusters/northgate/funds/new").await;
        filled(chair.form("Propose or open the fund"), "Another").fill("decision", "Meeting 1, item 1").submit().await;
        chair.gets(422).is_told(WAITS);
        let running = fund::store::funds(world.app.db.read(), committee.northgate.cluster.id).await.unwrap();
        assert_eq!(running.len(), 1, "the decision is used");
    }

    async fn new_terms_of_reference_wait_for_a_decision_where_those_in_force_say_so(world: World) {
        let committee = committee_of(&world, 3).await;
        committee.sets_terms(&world, vec![DecisionKind::AdoptRules]).await;
        let mut clerk = committee.clerk.clone();
        clerk.get("/clusters/northgate/committee/terms").await;
        clerk.gets(200).sees("The committee decides first, say the terms in force");
        clerk.form("Set these terms").fill("notice_days", "5").submit().await;
        clerk.gets(422).is_told(
            "The committee decides first: “Adopt new terms of reference” needs a carried decision of that kind in published \
             minutes. Ask the clerk to put it on the agenda of a meeting",
        );
        let number = committee.meets(&world, DecisionKind::AdoptRules, None).await;
        committee.votes(&world, number, (3, 3)).await;
        committee.publishes(&world, number).await;
        let mut clerk = clerk.returning(&world).await;
        clerk.get("/clusters/northgate/committee/terms").await;
        clerk.sees("new terms can be set by it");
        clerk.form("Set these terms").fill("notice_days", "5").submit().await;
        clerk.gets(200).sees("Version 3 of the terms of reference is recorded");
        clerk.follow("Set new terms").await;
        clerk.form("Set these terms").fill("notice_days", "1").submit().await;
        clerk.gets(422).sees("The committee decides first: “Adopt new terms of reference”");
    }

    async fn the_sharing_rule_is_set_by_vote_and_becomes_the_next_version_of_the_agreement(world: World) {
        let committee = committee_of(&world, 3).await;
        let clerk = committee.clerk.context(&world).await;
        let cluster = &committee.northgate.cluster;
        let refused = told(cluster::record_version(&clerk, cluster, version(SharingRule::TwoPart)).await);
        assert!(refused.starts_with("The committee decides how costs are shared"), "{refused}");
        let same = cluster::record_version(&clerk, cluster, version(SharingRule::Proportional)).await.unwrap();
        assert_eq!(same, 2, "a version that shares costs as before needs no vote");

        let number = committee.meets(&world, DecisionKind::SharingRule, Some(SharingRule::TwoPart)).await;
        committee.votes(&world, number, (3, 2)).await;
        assert_eq!(committee.publishes(&world, number).await, Some(3));
        let newest = cluster::standing(world.app.db.read(), cluster.id).await.unwrap().unwrap();
        assert_eq!((newest.version.sharing_rule, newest.waiting.len()), (SharingRule::TwoPart, 3));
        let in_force = cluster::agreement_in_force(world.app.db.read(), cluster.id).await.unwrap().unwrap();
        assert_eq!(in_force.sharing_rule, SharingRule::Proportional, "nothing binds a body that has not agreed");
        let clerk = committee.clerk.context(&world).await;
        let other = told(cluster::record_version(&clerk, cluster, version(SharingRule::PayAsNow)).await);
        assert!(other.starts_with("The committee decides how costs are shared"), "another rule was voted");
    }

    async fn a_decision_on_sharing_costs_names_its_rule(world: World) {
        let committee = committee_of(&world, 2).await;
        committee.plans(&world, DecisionKind::Other, None).await;
        let mut clerk = committee.clerk.clone();
        clerk.get("/clusters/northgate/meetings/1").await;
        let form = clerk.form("Add the item").fill("title", "Sharing").fill("words", "Share otherwise.");
        form.fill("kind", "sharing_rule").submit().await;
        clerk.is_told("Choose the rule to vote on");
        clerk.form("Add the item").fill("sharing_rule", "two_part").submit().await;
        clerk.gets(200).sees("We split the standing charge equally");
    }
}
