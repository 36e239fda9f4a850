//! Which arrangement fits which schools.

use super::{becomes, proposed};
use clusterbuy::cluster::{self, NewVersion};
use entity::cluster_form::Form;
use entity::membership::Role;
use entity::school::LegalType;
use support::both;
use support::deciding::refusal;

both! {
    async fn anybody_ticks_kinds_of_school_and_sees_which_form_is_for_them_and_by_which_rule(world: World) {
        let mut anybody = world.visitor();
        anybody.get("/clusters").await;
        anybody.follow("Which arrangement fits which schools").await;
        anybody.gets(200).does_not_see("Joint committee");
        let ticked = anybody.form("Show forms").tick("Community school or community special school");
        ticked.tick("Further education or sixth-form college").submit().await;
        anybody.sees("Joint committee Start here").sees("SI 2003/1962").sees("SI 2007/1321");
        anybody.sees("At least 3 must be present");
        anybody.form("Show forms").tick("Academy or free school").submit().await;
        anybody.sees("Steering group by agreement Start here");
        anybody.sees("Not for academy or free school: an academy is run by its trust");
        anybody.sees("It is no legal advice");
    }

    async fn a_cluster_with_an_academy_agrees_by_contract_and_a_joint_committee_is_refused_by_its_name(world: World) {
        let mut northgate = world.cluster_of(3).await;
        becomes(&world, northgate.schools[2].id, LegalType::Academy).await;
        northgate.chair.get("/clusters/northgate/form").await;
        northgate.chair.sees("No form is chosen yet").sees("Not for School 3: an academy is run by its trust");
        northgate.chair.follow("Write an agreement of this form: Steering group by agreement").await;
        let form = northgate.chair.form("Propose version 1");
        assert!(form.value("Text").contains("A steering group of one representative a school"));
        let form = form.fill("Form of the arrangement", "Joint committee").fill("Why this form", "We want votes");
        form.tick("casting_vote").submit().await;
        let told = "The form “joint committee” is not for School 3: an academy is run by its trust, and the rule is for \
                    governing bodies of maintained schools. A steering group by agreement is for every kind of school";
        northgate.chair.is_told(told);
        assert_eq!(northgate.chair.form("Propose version 1").value("Why this form"), "We want votes");
        let form = northgate.chair.form("Propose version 1");
        form.fill("Form of the arrangement", "Steering group by agreement").submit().await;
        northgate.chair.gets(200).sees("Version 1 is proposed");
        assert!(northgate.chair.page().value_of("Form").starts_with("Steering group by agreement"));
        northgate.chair.get("/clusters/northgate/form").await;
        northgate.chair.sees("Proposed by version 1: Steering group by agreement. Why: We want votes");
    }

    async fn a_joint_committee_takes_the_terms_that_its_regulations_set(world: World) {
        let northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let usual = NewVersion::usual(Form::JointCommittee, "All of us are maintained", "We delegate.");
        let tied = NewVersion { casting_vote: false, ..usual.clone() };
        let told = refusal(cluster::record_version(&chair, &northgate.cluster, tied).await);
        assert_eq!(told, "The chair of a joint committee has a casting vote, say the regulations of 2003");
        cluster::record_version(&chair, &northgate.cluster, usual).await.unwrap();
    }

    async fn a_school_that_no_longer_fits_the_form_is_the_chairs_to_settle_and_cannot_agree(world: World) {
        let mut northgate = world.cluster_of(2).await;
        let chair = northgate.chair.context(&world).await;
        let usual = NewVersion::usual(Form::JointCommittee, "All of us are maintained", "We delegate.");
        cluster::record_version(&chair, &northgate.cluster, usual).await.unwrap();
        let today = world.now().date_naive();
        for school in &northgate.schools {
            cluster::agree(&chair, &northgate.cluster, 1, school.id, "FGB 1", today).await.unwrap();
        }
        cluster::adopt(&chair, &northgate.cluster, 1).await.unwrap();
        let academy = world.school(200_001, "Grace Academy").await;
        becomes(&world, academy.id, LegalType::Academy).await;
        cluster::add_school(&chair, &northgate.cluster, academy.urn).await.unwrap();
        let refused = cluster::agree(&chair, &northgate.cluster, 1, academy.id, "FGB 1", today).await;
        assert!(refusal(refused).starts_with("The form “joint committee” is not for Grace Academy"));
        northgate.chair.get("/home").await;
        northgate.chair.follow("Choose a form of arrangement that is for Grace Academy").await;
        northgate.chair.gets(200).sees("In force, by version 1: Joint committee");
        proposed(&world, &northgate).await;
        cluster::agree(&chair, &northgate.cluster, 2, academy.id, "FGB 2", today).await.unwrap();
    }

    async fn a_member_reads_the_form_and_offers_no_agreement_and_a_stranger_finds_nothing(world: World) {
        let northgate = world.cluster_of(2).await;
        let mut member = world.at_school("Mia Member", Role::BusinessManager, &northgate.schools[1]).await;
        member.get("/clusters/northgate/form").await;
        member.gets(200).sees("Joint committee Start here").does_not_see("Write an agreement of this form");
        let stranger = world.school(200_001, "Elsewhere Primary").await;
        let mut head = world.at_school("Sam Stranger", Role::Headteacher, &stranger).await;
        for page in ["form", "agreement/yearly", "agreement/1/promises", "self-evaluation"] {
            head.get(&format!("/clusters/northgate/{page}")).await;
            head.gets(404);
        }
    }
}
