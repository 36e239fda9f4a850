use super::refusal;
use clusterbuy::tender;
use entity::tender::TenderState;
use support::both;
use support::drafts::at;

both! {
    async fn a_withdrawn_tender_keeps_its_reason_on_the_notice(world: World) {
        let mut draft = world.published_draft().await;
        let mut alder = world.provider("Alder").await.staff;
        alder.get(&at("")).await;
        alder.form("Follow this tender").submit().await;
        draft.cluster.chair.get(&at("/withdraw")).await;
        draft.cluster.chair.form("Withdraw the tender").submit().await;
        draft.cluster.chair.is_told("Enter the reason that the public will read");
        let form = draft.cluster.chair.form("Withdraw the tender").fill("Reason", "A school has closed");
        form.attach("Document that records the decision", "minute.csv", b"minute,12\n").submit().await;
        draft.cluster.chair.gets(200).sees("Withdrawn").sees("A school has closed").does_not_see("Start a bid").sees("Decision to withdraw this tender");
        assert!(world.letter_to(&alder.email, "withdrawn").await.text.contains("A school has closed"));
        let mut anybody = world.visitor();
        anybody.get("/tenders?show=closed").await;
        anybody.sees("Catering 2027 to 2030").sees("Withdrawn");
    }

    async fn two_officers_cancel_a_tender_and_one_alone_cannot(world: World) {
        let mut draft = world.published_draft().await;
        let chair = draft.cluster.chair.context(&world).await;
        let cancel = at("/cancel");
        assert_eq!(
            refusal(tender::confirm_cancellation(&chair, &draft.reference).await),
            "Nobody has proposed to cancel this tender"
        );
        draft.cluster.chair.get(&cancel).await;
        draft.cluster.chair.form("Propose to cancel").submit().await;
        draft.cluster.chair.is_told("Enter the reason");
        draft.cluster.chair.is_told("Choose the document that records the decision");
        let form = draft.cluster.chair.form("Propose to cancel").fill("Reason", "No money");
        form.attach("Document that records the decision", "minute.csv", b"minute,12\n").submit().await;
        draft.cluster.chair.gets(200).sees("You proposed this, so another officer must confirm it");
        assert_eq!(
            refusal(tender::confirm_cancellation(&chair, &draft.reference).await),
            "You proposed this, so another officer must confirm it"
        );
        world.letter_to(&draft.clerk.email, "Confirm or refuse").await;
        draft.clerk.get("/home").await;
        draft.clerk.follow("Confirm or refuse to cancel NG-2026-001 Catering 2027 to 2030").await;
        draft.clerk.sees("Document: minute.csv");
        draft.clerk.form("Confirm: cancel the tender").submit().await;
        draft.clerk.gets(200).sees("The tender is cancelled");
        let stored = draft.stored(&world).await;
        assert_eq!((stored.state, stored.ended_reason.as_deref()), (TenderState::Cancelled, Some("No money")));
    }
}
