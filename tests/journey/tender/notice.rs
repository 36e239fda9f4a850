use clusterbuy::tender::{self, Declared};
use support::both;
use support::drafts::at;

both! {
    async fn documents_are_checked_kept_and_handed_over_as_attachments(world: World) {
        let mut draft = world.draft().await;
        draft.lead.get(&at("/edit/documents")).await;
        let form = draft.lead.form("Add the document").fill("Title", "Specification");
        form.attach("File", "spec.pdf", b"MZ this is a program").submit().await;
        draft.lead.is_told("The selected file must be a PDF, DOCX, XLSX or CSV");
        assert_eq!(draft.lead.form("Add the document").value("Title"), "Specification");
        let form = draft.lead.form("Add the document");
        form.attach("File", "spec.pdf", b"%PDF-1.7 specification").submit().await;
        draft.lead.gets(200).sees("Document added");
        let file = draft.lead.page().link("Specification");
        let page = draft.lead.get(&file).await;
        assert_eq!(page.header("content-disposition"), Some("attachment; filename=\"spec.pdf\""));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.body_text(), "%PDF-1.7 specification");
        let mut anybody = world.visitor();
        anybody.get(&file).await;
        assert_eq!(anybody.page().status, 404, "a draft's document is its team's");
    }

    async fn a_person_declares_and_an_interest_stands_once_bids_are_closed(world: World) {
        let mut draft = world.published_draft().await;
        let id = draft.stored(&world).await.id;
        let read = world.app.db.read();
        let account = draft.lead.account;
        assert_eq!(tender::declared_no_conflict(read, id, account).await.unwrap(), Declared::Missing);
        draft.lead.get("/home").await;
        draft.lead.follow("Declare any interest in the bidders for NG-2026-001 Catering 2027 to 2030").await;
        draft.lead.form("Declare").submit().await;
        draft.lead.is_told("Choose whether you have an interest");
        draft.lead.form("Declare").choose("Your declaration", "I have an interest").submit().await;
        draft.lead.is_told("Say what the interest is");
        draft.lead.form("Declare").fill("What the interest is", "My sister works for Alder").submit().await;
        draft.lead.gets(200).sees("You declared an interest");
        assert_eq!(tender::declared_no_conflict(read, id, account).await.unwrap(), Declared::Conflict);
        draft.clerk.get(&at("/declarations")).await;
        draft.clerk.sees("My sister works for Alder").sees("Not declared yet:");
        world.clock.set(support::drafts::DEADLINE.parse().unwrap());
        let mut lead = world.person("Lea Lead", &[]).await;
        lead.get(&at("/declarations")).await;
        lead.form("Declare").choose("Your declaration", "I have no interest in any bidder").submit().await;
        lead.is_told("You declared an interest. It stands now that bids are closed");
    }

    async fn the_record_names_who_did_what_and_proves_itself_and_the_public_reads_only_what_is_public(world: World) {
        let mut draft = world.published_draft().await;
        draft.clerk.get(&at("/record")).await;
        draft.clerk.sees("The record is unbroken").sees("Tender published").sees("Sent to review");
        draft.clerk.sees("by Rita Reviewer").sees("Bids are sealed");
        draft.lead.get(&at("/record")).await;
        draft.lead.gets(403);
        let mut anybody = world.visitor();
        anybody.get(&at("/timeline")).await;
        anybody.sees("Tender published").does_not_see("Sent to review").does_not_see("Rita Reviewer");
    }
}
