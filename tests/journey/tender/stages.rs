//! A tender in two stages: requests nobody sees before they close, a shortlist by published conditions, invitations.

use super::refusal;
use clusterbuy::bid;
use clusterbuy::platform::error::Error;
use clusterbuy::tender::{self, Edit, NewRequest};
use entity::participation_request;
use sea_orm::EntityTrait;
use std::collections::BTreeMap;
use support::drafts::{TestDraft, at};
use support::stages::REQUESTS_CLOSE;
use support::{Person, TestProvider, World, both};

async fn ask(seller: &mut TestProvider, experience: &str) {
    seller.staff.get(&at("")).await;
    seller.staff.sees("Two stages");
    seller.staff.follow("Take part").await;
    let form = seller.staff.form("Send the request").fill("Contact name", "Pat Seller");
    let form = form.fill("Contact email", "pat@example.org").fill("Safeguarding", "Checked every year");
    form.fill("Experience", experience).submit().await;
    seller.staff.gets(200).sees("Your request was received");
}

/// Met, and a mark for experience.
async fn judge(lead: &mut Person, firm: &str, mark: &str) {
    lead.get(&at("/shortlist")).await;
    lead.follow(firm).await;
    let form =
        lead.form("Save").choose("How it meets: Safeguarding", "Met").fill("Reason: Safeguarding", "Certificates");
    let form = form.choose("How it meets: Experience", mark);
    form.fill("Reason: Experience", &format!("{firm} serves schools")).submit().await;
    lead.gets(200).sees("Judged");
}

/// Requests are closed; the lead has no interest.
async fn closed(world: &World, draft: &TestDraft) -> Person {
    world.clock.set(REQUESTS_CLOSE.parse().unwrap());
    let lead = world.person("Lea Lead", &[]).await;
    tender::declare(&lead.context(world).await, &draft.reference, None).await.unwrap();
    lead
}

both! {
    async fn the_best_by_the_published_conditions_is_invited_and_everybody_is_told_why(world: World) {
        let draft = world.two_stage_tender().await;
        let mut alder = world.provider("Alder").await;
        let mut birch = world.provider("Birch").await;
        let cedar = world.provider("Cedar").await;
        ask(&mut alder, "Nine schools").await;
        ask(&mut birch, "Two schools").await;
        world.letter_to(&alder.staff.email, "Request to take part received: NG-2026-001").await;
        let early = bid::start(&alder.staff.context(&world).await, &draft.reference).await;
        assert_eq!(
            refusal(early),
            "This tender has two stages: ask to take part before midday GMT on Tuesday 1 December 2026. Only firms that \
             are then invited can bid"
        );
        let mut lead = closed(&world, &draft).await;
        judge(&mut lead, "Alder", "4").await;
        assert!(!lead.offers("Send them all"), "every request is judged first");
        judge(&mut lead, "Birch", "3").await;
        lead.sees("Invited, 4 marks").sees("Not invited: 3 marks, 4 are needed");
        world.letters().await;
        lead.form("Send them all").submit().await;
        lead.gets(200).sees("They stand");
        let letters = world.letters().await;
        let to = |email: &str| letters.iter().find(|letter| letter.to_email == email).unwrap();
        let invited = to(&alder.staff.email);
        assert!(invited.subject.contains("You are invited to bid"), "{}", invited.subject);
        let refused = to(&birch.staff.email);
        assert!(refused.text.contains("Firms with 4 marks or more are invited"), "{}", refused.text);
        assert!(refused.text.contains("Experience: 3 of 5. Birch serves schools") && !refused.text.contains("Alder"));
        for (seller, sentence) in [(&birch, "Your organisation was not invited to bid"), (&cedar, "Only firms that asked")] {
            let told = refusal(bid::start(&seller.staff.context(&world).await, &draft.reference).await);
            assert!(told.starts_with(sentence), "{told}");
        }
        bid::start(&alder.staff.context(&world).await, &draft.reference).await.unwrap();
        let mut anybody = world.visitor();
        anybody.get(&at("/timeline")).await;
        anybody.sees("Invitations and refusals sent").does_not_see("asked to take part");
        let again = tender::send_invitations(&lead.context(&world).await, &draft.reference, None).await;
        assert_eq!(refusal(again), "Invitations and refusals have been sent. They stand");
    }

    async fn nobody_sees_a_request_or_how_many_there_are_before_they_close(world: World) {
        let mut draft = world.two_stage_tender().await;
        let mut alder = world.provider("Alder").await;
        ask(&mut alder, "Nine schools").await;
        ask(&mut alder, "Ten schools").await;
        let [row] = participation_request::Entity::find().all(world.app.db.read()).await.unwrap().try_into().unwrap();
        assert_eq!(row.provider_id, None);
        let holds = |needle: &str| row.content.windows(needle.len()).any(|window| window == needle.as_bytes());
        assert!(!holds("Alder") && !holds("Ten schools"), "the content is sealed");
        draft.lead.get(&at("/shortlist")).await;
        draft.lead.gets(200).sees("Nobody sees a request, or how many there are").does_not_see("Alder");
        draft.clerk.get(&at("/record")).await;
        draft.clerk.gets(200).does_not_see("A provider asked to take part");
        draft.cluster.chair.get(&at("/shortlist")).await;
        assert!([403, 404].contains(&draft.cluster.chair.page().status), "only the tender lead shortlists");
        let early = tender::send_invitations(&draft.lead.context(&world).await, &draft.reference, None).await;
        assert_eq!(refusal(early), "Nobody sees the requests before the participation deadline");
        world.letters().await;
    }

    async fn a_request_after_its_deadline_is_refused_and_a_lead_who_has_not_declared_judges_none(world: World) {
        let draft = world.two_stage_tender().await;
        let mut alder = world.provider("Alder").await;
        ask(&mut alder, "Nine schools").await;
        world.clock.set(REQUESTS_CLOSE.parse().unwrap());
        let birch = world.provider("Birch").await;
        let late = NewRequest {
            contact_name: "Pat".to_owned(),
            contact_email: "pat@example.org".to_owned(),
            answers: BTreeMap::new(),
            document: None,
        };
        let late = tender::ask_to_take_part(&birch.staff.context(&world).await, &draft.reference, late).await;
        assert_eq!(refusal(late), "Requests to participate closed at midday GMT on Tuesday 1 December 2026");
        let lead = world.person("Lea Lead", &[]).await.context(&world).await;
        let undeclared = tender::send_invitations(&lead, &draft.reference, None).await;
        assert_eq!(refusal(undeclared), "Declare your interests before you judge requests");
        tender::declare(&lead, &draft.reference, None).await.unwrap();
        let unjudged = tender::send_invitations(&lead, &draft.reference, None).await;
        assert_eq!(refusal(unjudged), "Judge every request first. 2 marks are missing");
        world.letters().await;
    }

    async fn invited_firms_are_visited_with_minutes_and_the_same_documents(world: World) {
        let draft = world.two_stage_tender().await;
        let mut alder = world.provider("Alder").await;
        ask(&mut alder, "Nine schools").await;
        let mut lead = closed(&world, &draft).await;
        lead.get(&at("/meetings")).await;
        assert!(!lead.offers("Arrange, and tell the firm"), "nobody is invited yet");
        judge(&mut lead, "Alder", "4").await;
        lead.form("Send them all").submit().await;
        lead.follow("Arrange visits and presentations").await;
        let form = lead.form("Arrange, and tell the firm").choose("What it is", "Site visit").fill("Firm", "Alder");
        form.date("starts", "3 12 2026").fill("starts_time", "2pm").fill("Where", "School 2").submit().await;
        lead.gets(200).sees("Arranged. The firm has been told").sees("Site visit: Alder");
        world.letter_to(&alder.staff.email, "site visit").await;
        lead.follow("Site visit: Alder").await;
        lead.sees("Write the minutes once the meeting has begun");
        world.clock.set("2026-12-03T15:00:00Z".parse().unwrap());
        let mut lead = world.person("Lea Lead", &[]).await;
        lead.get(&at("/meetings")).await;
        lead.sees("Minutes missing");
        lead.follow("Site visit: Alder").await;
        lead.form("Save the minutes").fill("Who was there", "Ann of Alder, Lea").submit().await;
        lead.is_told("Enter what the firm asked, or None");
        let form = lead.form("Save the minutes").fill("What the firm asked", "Is there gas?");
        let form = form.fill("What the firm was told, and given", "Yes").fill("Interests that were declared", "None");
        form.submit().await;
        lead.gets(200).sees("Minutes saved");
        let mut seller = world.person("Staff of Alder", &[]).await;
        seller.get(&at("/take-part")).await;
        seller.sees("You are invited to bid").sees("Site visit").does_not_see("Is there gas?");
        world.letters().await;
    }

    async fn an_open_procedure_cannot_shortlist_and_the_page_says_so(world: World) {
        let mut draft = world.draft().await;
        let value = "700000".parse().unwrap();
        draft.edit(&world, Edit::Route { value, notice_number: None, notice_published_on: None }).await;
        draft.cluster.chair.get(&at("/edit/stages")).await;
        let form = draft.cluster.chair.form("Save").choose("Procedure", "Open procedure").choose("Stages", "Two stages");
        let form = form.date("participation", "1 12 2026").fill("participation_time", "midday");
        form.fill("Fewest firms to invite", "3").submit().await;
        draft.cluster.chair.gets(422).sees("An open procedure cannot shortlist: whoever wants to may bid");
        let form = draft.cluster.chair.form("Save").choose("Procedure", "Competitive flexible procedure");
        form.submit().await;
        draft.cluster.chair.gets(200).sees("Saved: Procedure: one stage or two");
        draft.cluster.chair.get(&at("/edit/stages")).await;
        draft.cluster.chair.sees("Add a condition by which requests to participate are judged");
        let form = draft.cluster.chair.form("Add the condition").fill("Name of the condition", "Experience");
        let form = form.fill("What firms are asked", "Where?").choose("How it is judged", "Scored 0 to 5");
        form.submit().await;
        draft.cluster.chair.gets(200).sees("Condition added").sees("Scored 0 to 5");
        draft.cluster.chair.form("Remove Experience").submit().await;
        draft.cluster.chair.gets(200).sees("Condition removed").sees("No conditions yet");
    }

    async fn a_provider_of_a_one_stage_tender_has_no_page_to_ask_on(world: World) {
        let draft = world.published_draft().await;
        let mut alder = world.provider("Alder").await.staff;
        alder.get(&at("/take-part")).await;
        alder.gets(404);
        let context = draft.lead.context(&world).await;
        let none = tender::shortlist_desk(&context, &draft.reference).await;
        assert!(matches!(none, Err(Error::NotFound)));
    }
}
