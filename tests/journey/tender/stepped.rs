use super::refusal;
use clusterbuy::tender::{self, phase};
use entity::membership::Role;
use entity::tender::TenderState;
use support::both;
use support::drafts::at;

both! {
    async fn a_tender_goes_from_draft_to_open_by_its_chair_and_its_reviewer(world: World) {
        let mut draft = world.draft().await;
        let check = at("/edit/check");
        draft.cluster.chair.get(&check).await;
        draft.cluster.chair.sees("Ask the schools for their demand");
        draft.cluster.chair.form("Ask schools for their demand").submit().await;
        draft.cluster.chair.gets(200).sees("The schools have been asked").sees("0 of 3 schools have committed");
        draft.cluster.chair.form("Lock demand and send to review").submit().await;
        draft.cluster.chair.gets(422)
            .sees("Every school's demand must be committed. Not yet: School 1, School 2, School 3");
        draft.commit_demand(&world).await;
        world.letters().await;
        draft.cluster.chair.form("Lock demand and send to review").submit().await;
        draft.cluster.chair.gets(200).sees("Demand is locked").sees("This waits for a reviewer from another school");
        assert!(world.letter_to(&draft.reviewer.email, "Review NG-2026-001").await.text.contains("/edit/check"));

        draft.reviewer.get("/home").await;
        draft.reviewer.follow("Review NG-2026-001 Catering 2027 to 2030").await;
        draft.reviewer.form("Return to draft").submit().await;
        draft.reviewer.is_told("Enter what has to change");
        draft.reviewer.form("Publish").submit().await;
        draft.reviewer.is_at(&at("")).sees("Published: bids can be made from now on");
        let stored = draft.stored(&world).await;
        assert_eq!((stored.state, stored.published_at), (TenderState::Open, Some(world.now())));

        let mut anybody = world.visitor();
        anybody.get("/tenders").await;
        anybody.follow("Catering 2027 to 2030").await;
        anybody.sees("midday GMT on Tuesday 12 January 2027").sees("Cooked meals every day").sees("School 3");
        anybody.sees("One quality mark is worth £2,100").sees("Start a bid");
    }

    async fn a_reviewer_returns_it_with_a_reason_that_the_chair_reads(world: World) {
        let mut draft = world.reviewed_draft().await;
        world.letters().await;
        draft.reviewer.get(&at("/edit/check")).await;
        draft.reviewer.form("Return to draft").fill("What has to change", "Say how many kitchens").submit().await;
        assert_eq!(draft.stored(&world).await.state, TenderState::Draft);
        let letter = world.letter_to(&draft.cluster.chair.email, "Returned to draft").await;
        assert!(letter.text.contains("Say how many kitchens"));
    }

    async fn who_may_not_take_a_step_is_refused_with_a_sentence(world: World) {
        let draft = world.reviewed_draft().await;
        let chair = draft.cluster.chair.context(&world).await;
        let reviewer = draft.reviewer.context(&world).await;
        let of = &draft.reference;
        let needs_reviewer = "You need the role of reviewer for this.";
        assert_eq!(refusal(tender::publish(&chair, of).await), needs_reviewer);
        assert_eq!(refusal(tender::return_to_draft(&chair, of, "x").await), needs_reviewer);
        let needs_chair = "You need the role of cluster chair for this.";
        assert_eq!(refusal(tender::pool(&reviewer, of).await), needs_chair);
        assert_eq!(refusal(tender::send_to_review(&reviewer, of).await), needs_chair);
        assert_eq!(refusal(tender::withdraw(&reviewer, of, "x", None).await), needs_chair);
        let now = "This cannot be done now. The tender's state is: in review.";
        assert!(refusal(tender::pool(&chair, of).await).starts_with(now));
        assert!(refusal(tender::withdraw(&chair, of, "x", None).await).ends_with("It is the turn of the reviewer."));
    }

    async fn publishing_names_everything_that_is_missing(world: World) {
        let mut draft = world.reviewed_draft().await;
        let team = tender::team(world.app.db.read(), draft.stored(&world).await.id).await.unwrap();
        let chair = draft.cluster.chair.context(&world).await;
        for member in team.iter().filter(|member| member.role == Role::KeyHolder) {
            tender::dismiss(&chair, &draft.reference, member.membership).await.unwrap();
        }
        draft.reviewer.get(&at("/edit/check")).await;
        draft.reviewer.sees("Before it can be published").sees("Appoint two key-holders from different schools");
        draft.reviewer.form("Publish").submit().await;
        draft.reviewer.gets(422).sees("This cannot be published yet. Appoint two key-holders from different schools");
        assert_eq!(draft.stored(&world).await.state, TenderState::Review);
    }

    async fn two_who_publish_at_once_leave_one_publication(world: World) {
        let draft = world.reviewed_draft().await;
        let reviewer = draft.reviewer.context(&world).await;
        let both = futures::future::join(
            tender::publish(&reviewer, &draft.reference),
            tender::publish(&reviewer, &draft.reference),
        );
        let (one, other) = both.await;
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let mut clerk = draft.clerk;
        clerk.get(&format!("/tenders/{}/record", draft.reference)).await;
        assert_eq!(clerk.page().text().matches("Tender published").count(), 1);
    }

    async fn a_tender_is_seen_by_its_team_then_its_members_then_everybody(world: World) {
        let mut draft = world.draft().await;
        let mut member =
            world.at_school("Mia Member", Role::BusinessManager, &draft.cluster.schools[1]).await;
        let elsewhere = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        let notice = at("");
        let mut anybody = world.visitor();
        anybody.get(&notice).await;
        let hidden = anybody.page().clone();
        anybody.get("/tenders/NG-2026-999").await;
        assert_eq!((hidden.status, anybody.page().status), (404, 404), "a tender in the making is as none");
        assert_eq!(hidden.text(), anybody.page().text());
        assert_eq!(draft.lead.get(&notice).await.status, 200);
        assert_eq!(member.get(&notice).await.status, 404);
        tender::pool(&draft.cluster.chair.context(&world).await, &draft.reference).await.unwrap();
        assert_eq!(member.get(&notice).await.status, 200);
        assert_eq!(member.get(&at("/edit")).await.status, 403);
        assert_eq!(stranger.get(&notice).await.status, 404);
        assert_eq!(stranger.get(&at("/edit/team")).await.status, 403);
        draft.commit_demand(&world).await;
        tender::send_to_review(&draft.cluster.chair.context(&world).await, &draft.reference).await.unwrap();
        tender::publish(&draft.reviewer.context(&world).await, &draft.reference).await.unwrap();
        assert_eq!(stranger.get(&notice).await.status, 200);
        assert_eq!(anybody.get(&notice).await.status, 200);
    }

    async fn the_deadline_closes_a_tender_and_a_clock_that_is_put_back_does_not_open_it(world: World) {
        let draft = world.published_draft().await;
        let chair = draft.cluster.chair.context(&world).await;
        world.clock.set(support::drafts::DEADLINE.parse().unwrap());
        let late = clusterbuy::platform::context::Context { now: world.now(), ..chair.clone() };
        assert_eq!(phase(&draft.stored(&world).await, world.now()), TenderState::Sealed);
        let told = refusal(tender::withdraw(&late, &draft.reference, "Too dear", None).await);
        let sealed = "This cannot be done now. The tender's state is: closed, bids sealed. Two key-holders";
        assert!(told.starts_with(sealed), "{told}");
        assert_eq!(draft.stored(&world).await.closed_at, Some(world.now()));
        let told = refusal(tender::withdraw(&chair, &draft.reference, "Too dear", None).await);
        let sealed = "This cannot be done now. The tender's state is: closed, bids sealed. Two key-holders";
        assert!(told.starts_with(sealed), "{told}");
        assert_eq!(phase(&draft.stored(&world).await, support::world::beginning()), TenderState::Sealed);
    }
}
