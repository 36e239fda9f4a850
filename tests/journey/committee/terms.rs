//! Terms of reference, members, associates, offices, and where a school votes.

use super::{Committee, committee_of, without_terms};
use clusterbuy::cluster::{self, Appointment, NewCluster};
use clusterbuy::committee::rules::{NewTerms, defaults};
use clusterbuy::{award, committee};
use entity::cluster_form::Form;
use entity::committee_item::DecisionKind;
use entity::membership::Role;
use support::both;

both! {
    async fn the_clerk_of_a_joint_committee_sets_terms_that_keep_the_regulations(world: World) {
        let Committee { mut clerk, northgate, .. } = without_terms(&world, 3).await;
        northgate.agrees_as(&world, Form::JointCommittee).await;
        clerk.get("/clusters/northgate/committee").await;
        clerk.gets(200).sees("No terms of reference yet");
        clerk.follow("Set the terms of reference").await;
        clerk.sees("By the agreement in force this is a statutory joint committee");
        let form = clerk.form("Set these terms");
        assert_eq!((form.value("notice_days"), form.value("chair_from")), ("7".to_owned(), "voting_governors".to_owned()));
        form.choose("quorum", "count").fill("quorum_count", "2").submit().await;
        let source = "by the School Governance (Collaboration) (England) Regulations 2003 (SI 2003/1962)";
        clerk.is_told(&format!("A statutory joint committee has a quorum of 3 schools or more, {source}"));
        clerk.form("Set these terms").fill("quorum_count", "3").fill("notice_days", "5").submit().await;
        clerk.is_told(&format!("A statutory joint committee has 7 clear days' notice of a meeting or more, {source}"));
        clerk.form("Set these terms").fill("notice_days", "7").choose("chair_from", "voting_members").submit().await;
        clerk.is_told(&format!("A statutory joint committee is chaired by a governor, {source}. Choose governors"));
        clerk.form("Set these terms").choose("chair_from", "voting_governors").tick("start_tender").submit().await;
        clerk.gets(200).sees("Version 1 of the terms of reference is recorded").sees("3 schools");
        clerk.sees("Statutory joint committee of governing bodies");
        assert!(clerk.page().value_of("Waits for a decision").contains("Start a tender"));

        clerk.follow("Set new terms").await;
        clerk.form("Set these terms").fill("notice_days", "0").submit().await;
        clerk.is_told("Enter the clear days' notice of a meeting, from 1 to 60");
        clerk.form("Set these terms").date("starts", "1 1 2027").fill("notice_days", "10").submit().await;
        clerk.gets(200).sees("Version 2").sees("not in force yet").sees("7 clear days");
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let new = Appointment { role: Role::Clerk, school: None, name: "Hetty Head".to_owned(), email: head.email.clone() };
        let refused = super::told(cluster::appoint(&northgate.chair.context(&world).await, &northgate.cluster, new).await);
        assert_eq!(
            refused,
            format!("The clerk of a statutory joint committee is head of none of its schools, {source}. This person is head of School 2")
        );
    }

    async fn a_committee_by_agreement_is_not_made_a_statutory_one_by_its_terms(world: World) {
        let committee = without_terms(&world, 3).await;
        let mut clerk = committee.clerk.clone();
        clerk.get("/clusters/northgate/committee/terms").await;
        clerk.gets(200).sees("steering group by agreement").sees("these terms are the schools’ own to choose");
        assert!(!clerk.page().says("It is a statutory joint committee"));
        let context = clerk.context(&world).await;
        let start = defaults(true);
        let terms = NewTerms {
            starts_on: world.now().date_naive(),
            statutory: true,
            quorum: start.quorum,
            quorum_count: start.quorum_count,
            notice_days: start.notice_days,
            meetings_a_year: start.meetings_a_year,
            chair_from: start.chair_from,
            independent_clerk: start.independent_clerk,
            gates: start.gates,
        };
        let refused = super::told(committee::set_terms(&context, "northgate", terms).await);
        assert!(refused.starts_with("The agreement in force is of the form “steering group by agreement”."), "{refused}");
    }

    async fn terms_set_before_a_joint_committee_was_agreed_are_said_to_need_new_ones(world: World) {
        let committee = committee_of(&world, 2).await;
        committee.northgate.agrees_as(&world, Form::JointCommittee).await;
        let mut clerk = committee.clerk.clone();
        clerk.get("/home").await;
        clerk.follow("Set new terms of reference for the committee of Northgate Schools").await;
        clerk.get("/clusters/northgate/committee").await;
        clerk.gets(200).sees("At least 3 schools must be present whatever they say");
        let number = committee.plans(&world, DecisionKind::Other, None).await;
        let (_, _, meeting) = committee::meeting(&clerk.context(&world).await, "northgate", number).await.unwrap();
        assert_eq!((meeting.voting_members, meeting.quorum), (2, 3));
    }

    async fn members_stand_with_their_vote_and_associates_without_one(world: World) {
        let Committee { mut clerk, mut representatives, .. } = committee_of(&world, 3).await;
        clerk.get("/clusters/northgate/committee").await;
        let rows = clerk.page().table("Members");
        assert!(rows[1].contains(&"Rae Voter 1".to_owned()) && rows[1].contains(&"Agreed".to_owned()), "{rows:?}");
        clerk.form("Add").fill("Name", "Dana Diocese").submit().await;
        clerk.is_told("Enter where they come from, like the diocese");
        clerk.form("Add").fill("role", "The diocese").submit().await;
        clerk.gets(200).sees("Dana Diocese sits on the committee");
        clerk.form("End the membership of Dana Diocese").submit().await;
        clerk.gets(200).does_not_see("Dana Diocese");

        let voter = &mut representatives[1];
        voter.get("/clusters/northgate/committee").await;
        assert!(!voter.offers("Add") && voter.page().says("One vote each"), "members read");
        assert_eq!(voter.tamper("/clusters/northgate/committee/associates", &[("name", "X"), ("role", "Y")]).await.status, 403);
        let stranger = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &stranger).await;
        for page in ["committee", "meetings", "elections", "groups"] {
            stranger.get(&format!("/clusters/northgate/{page}")).await;
            stranger.gets(404);
        }
    }

    async fn the_terms_say_who_may_chair_and_clerk(world: World) {
        let committee = committee_of(&world, 2).await;
        let chair = committee.northgate.chair.context(&world).await;
        let new = |role: Role, name: &str| Appointment {
            role,
            school: None,
            name: name.to_owned(),
            email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        };
        world.at_school("Bea Manager", Role::BusinessManager, &committee.northgate.schools[1]).await;
        let refused = super::told(cluster::appoint(&chair, &committee.northgate.cluster, new(Role::Clerk, "Bea Manager")).await);
        assert!(refused.ends_with("This person has a role at School 2"), "{refused}");
        let refused = super::told(cluster::appoint(&chair, &committee.northgate.cluster, new(Role::Chair, "Bea Manager")).await);
        assert_eq!(refused, "The cluster chair must be a school's representative or substitute");
        cluster::appoint(&chair, &committee.northgate.cluster, new(Role::ViceChair, "Rae Voter 2")).await.unwrap();
    }

    async fn a_school_in_two_clusters_votes_in_the_one_that_its_body_chose(world: World) {
        let committee = committee_of(&world, 2).await;
        let school = &committee.northgate.schools[1];
        let other = world.school(200_002, "Southgate Primary").await;
        let founder = world.at_school("Fay Founder", Role::Headteacher, &other).await;
        let new = NewCluster { name: "Phase board".to_owned(), slug: "phase".to_owned(), reference_prefix: "PB".to_owned() };
        let phase = cluster::found(&founder.context(&world).await, new).await.unwrap();
        let chair = Appointment {
            role: Role::Chair,
            school: Some(other.id),
            name: "Fay Founder".to_owned(),
            email: founder.email.clone(),
        };
        cluster::appoint(&founder.context(&world).await, &phase, chair).await.unwrap();
        cluster::add_school(&founder.context(&world).await, &phase, school.urn).await.unwrap();
        let seats = |cluster| award::seats(world.app.db.read(), cluster, world.now());
        assert_eq!(seats(committee.northgate.cluster.id).await.unwrap().len(), 2, "it joined Northgate first");

        let mut head = world.at_school("Hetty Head", Role::Headteacher, school).await;
        head.get("/clusters/northgate/committee").await;
        head.gets(200).sees("Votes in Northgate Schools");
        head.form("Choose").fill("votes_in", "Phase board").submit().await;
        head.gets(200).sees("The school's vote counts there from now on").sees("None here: votes in Phase board");
        let left = seats(committee.northgate.cluster.id).await.unwrap();
        assert_eq!(left.iter().map(|seat| seat.name.as_str()).collect::<Vec<_>>(), ["School 1"]);
        let manager = world.at_school("Mo Manager", Role::BusinessManager, school).await;
        let refused = committee::choose_voting_cluster(&manager.context(&world).await, school.id, "northgate").await;
        assert!(refused.is_err(), "a body chooses through its head or a governor");
        let wrong = committee::choose_voting_cluster(&head.context(&world).await, school.id, "unheard-of").await;
        assert_eq!(super::told(wrong), "Choose a cluster that the school is in");
    }
}
