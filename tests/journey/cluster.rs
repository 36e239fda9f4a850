//! A cluster is founded, joined, agreed and run.

use clusterbuy::account::Grant;
use clusterbuy::catalogue;
use clusterbuy::cluster::{self, Appointment};
use clusterbuy::platform::error::Error;
use entity::cluster_form::Form;
use entity::listing::{ListingKind, PriceVisibility};
use entity::membership::Role;
use entity::{agreement_signature, cluster_member};
use support::both;
use support::darlaston::TestOffer;

both! {
    async fn a_headteacher_starts_a_cluster_and_appoints_its_chair_who_adds_a_school(world: World) {
        let schools = world.schools(2).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &schools[0]).await;
        head.get("/clusters").await;
        head.follow("Start a cluster").await;
        head.form("Start the cluster")
            .fill("Name of the cluster", "Northgate Schools")
            .fill("reference_prefix", "northgate")
            .submit()
            .await;
        head.gets(422).is_told("Enter two or three letters, like NG");
        assert_eq!(head.form("Start the cluster").value("Name of the cluster"), "Northgate Schools");
        head.form("Start the cluster").fill("reference_prefix", "ng").submit().await;
        head.is_at("/clusters/northgate-schools/officers").sees("Northgate Schools is there. Appoint its chair");
        let chair = world.person("Cara Chair", &[]).await;
        head.form("Appoint")
            .choose("Office", "Cluster chair")
            .fill("Name", "Cara Chair")
            .fill("Email address", &chair.email)
            .submit()
            .await;
        head.gets(200).sees("Cara Chair is cluster chair now");
        assert!(!head.offers("Appoint"), "only the first chair is the founder's to appoint");

        let mut chair = world.person("Cara Chair", &[]).await;
        chair.get("/clusters/northgate-schools/members").await;
        chair.form("Find").fill("find", "chool 2").submit().await;
        chair.sees("1 school found for “chool 2”");
        chair.form("Add School 2").submit().await;
        chair.gets(200).sees("School 2 is in the cluster");
        assert_eq!(chair.page().table("Schools in the cluster").len(), 3);

        let mut anybody = world.visitor();
        anybody.get("/clusters/northgate-schools").await;
        anybody.gets(200).sees("2 schools buy services together").does_not_see("Cara Chair");
        anybody.get("/clusters/northgate-schools/members").await;
        anybody.is_at("/sign-in?next=%2Fclusters%2Fnorthgate-schools%2Fmembers");
    }

    async fn somebody_of_another_school_finds_nothing_inside_a_cluster(world: World) {
        let northgate = world.cluster_of(2).await;
        let stranger = world.school(200_001, "Elsewhere Primary").await;
        let mut head = world.at_school("Sam Stranger", Role::Headteacher, &stranger).await;
        for page in ["members", "officers", "agreement", "money", "plans", "members/100001"] {
            head.get(&format!("/clusters/northgate/{page}")).await;
            head.gets(404);
        }
        let mut member = world.at_school("Mia Member", Role::BusinessManager, &northgate.schools[1]).await;
        member.get("/clusters/northgate/members").await;
        member.gets(200).sees("School 2");
        assert!(!member.offers("Find"), "a member does not add schools");
        let page = member.tamper("/clusters/northgate/members", &[("urn", "200001")]).await;
        assert_eq!(page.status, 403);
    }

    async fn a_school_in_the_cluster_is_not_added_twice_and_an_unknown_urn_is_told(world: World) {
        let mut northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let twice = cluster::add_school(&chair, &northgate.cluster, 100_002).await;
        assert!(matches!(twice, Err(Error::Refused { sentence, .. }) if sentence == "School 2 is in the cluster already"));
        northgate.chair.get("/clusters/northgate/members").await;
        let page = northgate.chair.tamper("/clusters/northgate/members", &[("urn", "999999")]).await;
        assert_eq!((page.status, page.errors()), (422, vec!["No school in the register has this URN".to_owned()]));
    }

    async fn a_school_names_its_voter_and_a_new_one_takes_over(world: World) {
        let northgate = world.cluster_of(2).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        head.get("/clusters/northgate/members/100002").await;
        for name in ["Rae One", "Rae Two"] {
            head.form("Appoint")
                .choose("Role", "Representative")
                .fill("Name", name)
                .fill("Email address", &format!("{}@example.org", name.to_lowercase().replace(' ', ".")))
                .submit()
                .await;
            head.gets(200).sees(&format!("{name} is representative now"));
        }
        assert_eq!(head.page().value_of("Representative"), "Rae Two");
        let form = head.form("Appoint").choose("Role", "Substitute").fill("Name", "Rae Two");
        form.fill("Email address", "rae.two@example.org").submit().await;
        head.gets(422).is_told("This person is the school's representative. Choose somebody else");
        head.get("/clusters/northgate/members/100001").await;
        assert!(!head.offers("Appoint"), "another school's voter is not this head's to name");
        assert_eq!(world.letters().await.len(), 2, "each new person is invited");
    }

    async fn the_agreement_comes_into_force_when_every_body_has_agreed(world: World) {
        let mut northgate = world.cluster_of(2).await;
        northgate.chair.get("/clusters/northgate/agreement").await;
        northgate.chair.follow("Record the agreement").await;
        northgate.chair.form("Propose version 1").fill("Text", "").submit().await;
        northgate.chair.gets(422).is_told("Enter the text of the agreement").is_told("Enter why this form");
        northgate.chair
            .form("Propose version 1")
            .fill("Text", "1. We buy together.\n2. A school leaves with a year's notice.")
            .fill("Form of the arrangement", "Steering group by agreement")
            .fill("Why this form", "We begin by contract")
            .choose("How are joint costs shared?", "Everyone pays what they pay today; what is left over comes back at year end.")
            .choose("What carries a vote?", "More votes for than against")
            .submit()
            .await;
        northgate.chair.gets(200).sees("0 of 2 bodies have agreed").sees("Not yet: no tender can pool demand under it");
        assert!(!northgate.chair.offers("Bring version 1 into force"));

        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        head.get("/home").await;
        head.follow("Record your governing body's agreement to Northgate Schools").await;
        let form = head.form("Record agreement").fill("Reference of the minute", "FGB 12/3");
        form.date("agreed_on", "24 11 2026").submit().await;
        head.gets(422).is_told("Enter the day of the meeting, today or earlier");
        head.form("Record agreement").date("agreed_on", "20 11 2026").submit().await;
        head.gets(200).sees("1 of 2 bodies have agreed");

        let early = cluster::adopt(&northgate.chair.context(&world).await, &northgate.cluster, 1).await;
        assert!(matches!(early, Err(Error::Refused { sentence, .. }) if sentence.ends_with("Waiting for School 1")));
        northgate.chair.get("/clusters/northgate/agreement").await;
        let form = northgate.chair.form("Record agreement").fill("Reference of the minute", "FGB 4");
        form.date("agreed_on", "19 11 2026").submit().await;
        northgate.chair.form("Bring version 1 into force").submit().await;
        northgate.chair.gets(200).sees("Version 1 is in force");
        let in_force = cluster::agreement_in_force(world.app.db.read(), northgate.cluster.id).await.unwrap().unwrap();
        assert_eq!(in_force.adopted_at, Some(world.now()));
    }

    async fn versions_stand_side_by_side_and_a_later_one_replaces_a_proposal(world: World) {
        let mut northgate = world.cluster_of(1).await;
        northgate.agrees(&world).await;
        northgate.chair.get("/clusters/northgate/agreement/new").await;
        let form = northgate.chair.form("Propose version 2");
        assert_eq!(form.value("Text"), "We buy together.");
        form.fill("Text", "We buy together.\nWe share a clerk.").tick("casting_vote").submit().await;
        northgate.chair.follow("Compare with version 1").await;
        northgate.chair.sees("2 paragraphs differ").sees("We share a clerk.");
        northgate.chair.get("/clusters/northgate/agreement?version=1").await;
        northgate.chair.sees("In force");
        northgate.chair.get("/clusters/northgate/agreement/new").await;
        northgate.chair.form("Propose version 3").submit().await;
        let (chair, today) = (northgate.chair.context(&world).await, world.now().date_naive());
        let late = cluster::agree(&chair, &northgate.cluster, 2, northgate.schools[0].id, "FGB 2", today).await;
        assert_eq!(late.unwrap_err().to_string(), "Version 3 replaces this one. Use that version");
    }

    async fn a_proposed_version_is_withdrawn_with_a_reason_and_asks_nobody_any_more(world: World) {
        let mut northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        northgate.chair.get("/clusters/northgate/agreement/new").await;
        northgate.chair.form("Propose version 2").fill("Text", "We share a clerk.").submit().await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let asked = "Record your governing body's agreement to Northgate Schools";
        assert!(head.get("/home").await.says(asked));
        northgate.chair.sees("stays in force until this one comes into force");
        northgate.chair.form("Withdraw this version").submit().await;
        northgate.chair.gets(422).is_told("Enter why the version is withdrawn");
        let form = northgate.chair.form("Withdraw this version");
        form.fill("Why it is withdrawn", "The clerk retires").submit().await;
        northgate.chair.gets(200).sees("Version 2 is withdrawn").sees("Version 1 In force");
        assert!(!head.get("/home").await.says(asked));
        let chair = northgate.chair.context(&world).await;
        let again = cluster::withdraw(&chair, &northgate.cluster, 1, "No").await.unwrap_err();
        assert_eq!(again.to_string(), "This version is in force already");
        northgate.chair.get("/clusters/northgate/agreement/new").await;
        assert!(northgate.chair.offers("Propose version 3"), "a number is not used again");
    }

    async fn two_who_record_one_bodys_agreement_at_once_leave_one_signature(world: World) {
        let northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let terms = cluster::NewVersion::usual(Form::SteeringGroup, "It is for all of us", "We buy together.");
        cluster::record_version(&chair, &northgate.cluster, terms).await.unwrap();
        let (school, day) = (northgate.schools[1].id, world.now().date_naive());
        let head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await.context(&world).await;
        let governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[1]).await.context(&world).await;
        let (one, other) = tokio::join!(
            cluster::agree(&head, &northgate.cluster, 1, school, "FGB 1", day),
            cluster::agree(&governor, &northgate.cluster, 1, school, "FGB 1", day),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(world.count_of::<agreement_signature::Entity>().await, 1);
    }

    async fn a_school_that_leaves_takes_its_voters_with_it_and_the_host_cannot_leave(world: World) {
        let mut northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let rep = world.person("Rae Voter", &[]).await;
        let appointment = Appointment {
            role: Role::Representative,
            school: Some(northgate.schools[1].id),
            name: "Rae Voter".to_owned(),
            email: rep.email.clone(),
        };
        cluster::appoint(&chair, &northgate.cluster, appointment).await.unwrap();
        northgate.chair.get("/clusters/northgate/members/100001").await;
        assert!(!northgate.chair.offers("Record that it left"));
        northgate.chair.get("/clusters/northgate/members/100002").await;
        northgate.chair.form("Record that it left").date("left_on", "23 11 2026").submit().await;
        northgate.chair.gets(422).is_told("Enter why the school leaves");
        northgate.chair.form("Record that it left").fill("Reason", "Joined a trust").submit().await;
        northgate.chair.gets(200).sees("School 2 has left the cluster").sees("Schools that left");
        assert_eq!(cluster::members(world.app.db.read(), northgate.cluster.id).await.unwrap().len(), 1);
        assert!(rep.context(&world).await.actor.hats().is_empty());
        cluster::add_school(&northgate.chair.context(&world).await, &northgate.cluster, 100_002).await.unwrap();
        assert_eq!(world.count_of::<cluster_member::Entity>().await, 2, "it comes back to its place");
    }

    async fn a_planned_offer_replaces_the_one_before_in_its_category(world: World) {
        let mut northgate = world.cluster_of(1).await;
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let catering = catalogue::category_by_slug(world.app.db.read(), "catering").await.unwrap().unwrap();
        for provider in ["Alder Catering", "Birch Meals"] {
            let (kind, visibility) = (ListingKind::Offer, PriceVisibility::Public);
            let schedule = serde_json::json!({ "term_years": 3, "charges": [] });
            world.offer(&catering, TestOffer { provider, kind, visibility, schedule }).await;
        }
        northgate.chair.get("/clusters/northgate/plans").await;
        northgate.chair.form("Show offers").fill("Service", "Catering").submit().await;
        northgate.chair.form("Record plan").fill("note", "Until we know more").submit().await;
        northgate.chair.gets(422).is_told("Choose an offer");
        assert_eq!(northgate.chair.form("Record plan").value("note"), "Until we know more");
        for (offer, sure) in [("Alder Catering", "Possible: an idea"), ("Birch Meals", "Expected: a tender is under way")] {
            northgate.chair.get("/clusters/northgate/plans?category=catering").await;
            let label = northgate.chair.page().texts("label").into_iter().find(|it| it.starts_with(offer)).unwrap();
            let form = northgate.chair.form("Record plan").choose("offer", &label);
            form.choose("How sure is it?", sure).submit().await;
            northgate.chair.gets(200).sees("The plan is recorded");
        }
        let in_use = cluster::plans(world.app.db.read(), northgate.cluster.id, true).await.unwrap();
        let named: Vec<&str> = in_use.iter().map(|(_, offer)| offer.as_ref().unwrap().provider.name.as_str()).collect();
        assert_eq!(named, ["Birch Meals"]);
        northgate.chair.form("End the plan for Catering").submit().await;
        northgate.chair.gets(200).sees("The plan is ended");
        assert!(cluster::plans(world.app.db.read(), northgate.cluster.id, true).await.unwrap().is_empty());
    }

    async fn costs_and_funding_are_kept_by_year_and_a_wrong_entry_is_taken_out_with_its_reason(world: World) {
        let mut northgate = world.cluster_of(2).await;
        northgate.chair.get("/clusters/northgate/money").await;
        for (kind, purpose, amount) in
            [("Running cost", "Clerk", "£1,250.50"), ("Funding received", "Match funding", "500")]
        {
            let form = northgate.chair.form("Record").choose("Kind", kind).fill("What it is for", purpose);
            form.fill("Amount", amount).submit().await;
        }
        northgate.chair.sees("£1,250.50").sees("Financial year 2026 to 2027");
        northgate.chair.form("Record").choose("Kind", "Running cost").fill("What it is for", "Room").submit().await;
        northgate.chair.gets(422).is_told("Enter an amount in pounds and pence, like 1250 or 1250.50");
        northgate.chair.form("Take out Match funding").submit().await;
        northgate.chair.gets(422).is_told("Enter why the entry is wrong");
        let wrong = northgate.chair.form("Take out Match funding");
        wrong.fill("Why Match funding, £500, is wrong", "Paid to the host").submit().await;
        let left = cluster::money_in(world.app.db.read(), northgate.cluster.id, 2026).await.unwrap();
        assert_eq!(left.iter().map(|entry| entry.purpose.as_str()).collect::<Vec<_>>(), ["Clerk"]);
        let grant = Grant::school(Role::BusinessManager, northgate.schools[1].id);
        let mut manager = world.person("Mia Member", &[grant]).await;
        manager.get("/clusters/northgate/money").await;
        assert!(manager.gets(200).page().says("£1,250.50") && !manager.offers("Record"));
    }
}
