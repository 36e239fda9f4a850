use support::both;
use support::drafts::at;

const MATERIAL: &str = "Does it change what bidders must offer, or what it costs them?";
const NO: &str = "No, a correction";
const EXPLAINS: &str = "No, it only explains";

both! {
    async fn a_published_tender_changes_by_numbered_amendments_that_followers_are_told_of(world: World) {
        let mut draft = world.published_draft().await;
        let mut alder = world.provider("Alder").await.staff;
        alder.get(&at("")).await;
        alder.form("Follow this tender").submit().await;
        draft.lead.get(&at("/amend")).await;
        draft.lead.form("Publish the change").fill("What you need", "Halal meals too").submit().await;
        draft.lead.is_told("Say what has changed");
        assert_eq!(draft.lead.form("Publish the change").value("What you need"), "Halal meals too");
        draft.lead.is_told("Say whether it changes what bidders must offer or what it costs them");
        let form = draft.lead.form("Publish the change").fill("What has changed", "Halal meals are needed").choose(MATERIAL, NO);
        form.date("deadline", "11 1 2027").fill("deadline_time", "midday").submit().await;
        draft.lead.is_told("The new deadline must be later than the present one");
        draft.lead.form("Publish the change").date("deadline", "19 1 2027").submit().await;
        draft.lead.gets(200).sees("Amendment 1").sees("Halal meals are needed").sees("Halal meals too");
        let letter = world.letter_to(&alder.email, "Changed: NG-2026-001, deadline now 19 January 2027").await;
        assert!(letter.text.contains("Halal meals are needed"));
        let stored = draft.stored(&world).await;
        assert_eq!(stored.deadline_at, "2027-01-19T12:00:00Z".parse().ok());
        assert_eq!(stored.questions_close_at, "2027-01-11T12:00:00Z".parse().ok());

        draft.lead.get(&at("/edit/documents")).await;
        let form = draft.lead.form("Add the document").fill("Title", "Kitchens");
        form.attach("File", "kitchens.csv", b"school,kitchen\n1,yes\n").submit().await;
        draft.lead.gets(422).is_told("Say whether it changes what bidders must offer or what it costs them");
        let form = draft.lead.form("Add the document").attach("File", "kitchens.csv", b"school,kitchen\n1,yes\n");
        form.choose(MATERIAL, "Yes").submit().await;
        draft.lead.gets(422).is_told("Add it under Change a published tender then: it becomes a new version, with the time that bidders need for it");
        let form = draft.lead.form("Add the document").attach("File", "kitchens.csv", b"school,kitchen\n1,yes\n");
        form.choose(MATERIAL, EXPLAINS).submit().await;
        draft.lead.gets(200).sees("Document added");
        draft.lead.get(&at("/timeline")).await;
        assert_eq!(draft.lead.page().text().matches("Tender changed after publication").count(), 2);
    }

    async fn what_was_published_cannot_be_edited_in_the_builder(world: World) {
        let mut draft = world.published_draft().await;
        draft.cluster.chair.get(&at("/edit/what")).await;
        assert!(!draft.cluster.chair.offers("Save"));
        let version = draft.stored(&world).await.version.to_string();
        let fields = [("version", version.as_str()), ("title", "Other"), ("need", "Other")];
        let page = draft.cluster.chair.tamper(&at("/edit/what"), &fields).await;
        assert_eq!(page.status, 422);
        draft.cluster.chair.sees("This cannot be changed now. The tender's state is: open for bids");
        assert_eq!(draft.stored(&world).await.need, "Cooked meals every day");
    }
}
