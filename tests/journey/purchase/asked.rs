//! Quotes from the comparison page to the record: ask, answer, compare, choose, approve.

use super::{OWN, Scene, scene, stored};
use entity::quote_request::QuoteState;
use support::both;

both! {
    async fn three_providers_are_asked_from_the_comparison_and_the_chosen_one_stands_on_the_register(world: World) {
        let mut scene = scene(&world).await;
        world.letters().await;
        scene.manager.get(&format!("{OWN}/compare/hr")).await;
        scene.manager.follow("Ask for firm quotes").await;
        let form = scene.manager.form("Send request");
        assert_eq!(form.value("What you want to buy"), "HR");
        let form = form.fill("What you need", "Advice").fill("About how much a year", "5000").fill("What you want to buy", "HR advice");
        form.date("starts", "4 1 2027").date("answers", "4 12 2026").submit().await;
        scene.manager.gets(200).sees("0 of 3 have replied").sees("Employees: 40");
        let letters = world.letters().await;
        assert_eq!(letters.len(), 3, "{letters:?}");
        for letter in &letters {
            assert_eq!(letter.subject, "Canal Side Primary asks for a quote: HR advice");
            assert!(!letter.text.contains('£') && letter.text.contains("/quotes/"), "{}", letter.text);
        }
        let mut ann = scene.alder.person.clone();
        ann.get("/home").await;
        ann.follow("Answer the request of Canal Side Primary: HR advice").await;
        ann.gets(200).sees("Employees: 40").sees("Advice").sees("Canal Side Primary, Northgate, 200 pupils");
        assert_eq!(ann.form("Send quote").value("charge-0-amount"), "100");
        ann.form("Send quote").fill("charge-0-amount", "95").fill("term_years", "2").submit().await;
        ann.is_told("Give the price for 3 years, as the school asked");
        ann.form("Send quote").fill("term_years", "3").submit().await;
        ann.gets(200).sees("Your quote is sent").sees("£3,800 in the first year, £11,400 in total");
        ann.form("Send quote").fill("charge-0-amount", "110").submit().await;
        ann.sees("£4,400 in the first year, £13,200 in total");
        scene.answers(&world, &scene.birch).await;
        let mut cy = scene.cedar.person.clone();
        cy.get(&scene.desk(&world, &scene.cedar).await).await;
        cy.form("Decline").submit().await;
        cy.is_told("Enter why you do not quote");
        cy.form("Decline").fill("Why you do not quote", "We are full until summer").submit().await;
        cy.is_at("/quotes").sees("Declined");
        scene.manager.get(&format!("{OWN}/quotes")).await;
        assert_eq!(scene.manager.page().table("Requests for quotes")[1][2], "3 of 3");
        scene.pass(&world).await;
        scene.manager.get("/home").await;
        scene.manager.follow("Compare the answers: HR advice").await;
        scene.manager.gets(200).sees("Cedar HR declined: We are full until summer").sees("A named adviser");
        let table = scene.manager.page().table("Offers against what you pay now");
        assert!(table[0][2].starts_with("Alder HR") && table[0][3].starts_with("Birch HR"), "{:?}", table[0]);
        assert!(table[1][2].starts_with("£4,400") && table[1][3].starts_with("£4,800"), "{:?}", table[1]);
        scene.manager.form("Choose and send for approval").submit().await;
        scene.manager.is_told("Choose one of the quotes");
        scene.manager.is_told("Enter why you choose it");
    }

    async fn the_choice_is_approved_by_another_person_recorded_and_told_to_everybody(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.has_answers(&world).await;
        world.letters().await;
        scene.chooses(id, "Birch HR, £14,400 in total").await;
        scene.manager.gets(200).sees("Your choice waits for approval").sees("Not the cheapest");
        assert!(!scene.manager.offers("Record the decision"));
        let letter = world.letter_to(&scene.head.email, "Please approve a purchase by quotes: HR advice").await;
        assert!(!letter.text.contains('£'), "{}", letter.text);
        scene.head.get("/home").await;
        scene.head.follow("Approve: HR advice").await;
        Scene::decides(&mut scene.head, id, "Send back, with a reason", "").await;
        scene.head.is_told("Enter a reason");
        Scene::decides(&mut scene.head, id, "Send back, with a reason", "Ask Alder for references first").await;
        scene.head.gets(200).sees("Sent back with your reason");
        assert_eq!(stored(&world, id).await.state, QuoteState::Answers);
        scene.chooses(id, "Birch HR, £14,400 in total").await;
        world.letters().await;
        Scene::decides(&mut scene.head, id, "Approve", "").await;
        scene.head.gets(200).sees("Approved. The contract is on the register");
        let letters = world.letters().await;
        let of = |seller: &support::sellers::Seller| {
            let found = letters.iter().find(|letter| letter.to_email == seller.person.email).unwrap();
            assert!(!found.text.contains('£') && found.text.contains("The quickest answers"), "{}", found.text);
            found.text.clone()
        };
        assert!(of(&scene.birch).contains("has chosen your quote"));
        assert!(of(&scene.alder).contains("has chosen another quote") && !of(&scene.alder).contains("Birch"));
        let mut ann = scene.alder.person.returning(&world).await;
        ann.get(&scene.desk(&world, &scene.alder).await).await;
        ann.gets(200).sees("Another quote was chosen").sees("The quickest answers").does_not_see("Birch");
        let row = scene.register().await.remove(1);
        assert!(row[0].starts_with("HR advice") && row[1] == "Birch HR" && row[2].starts_with("£4,800"), "{row:?}");
        assert_eq!((row[4].as_str(), row[6].as_str()), ("4 January 2027 to 3 January 2030", "Quotes: 3 quotes of 3 asked"));
        scene.governor.get(&format!("{OWN}/quotes/{id}/record")).await;
        scene.governor.gets(200).sees("They know us, and answer within the hour").sees("Ask Alder for references first");
        scene.governor.sees("Hal Head").sees("Mo Manager").sees("£14,400");
        // The figures are those of the day of the choice, whatever is paid since.
        let kept = scene.governor.page().table("Offers against what you pay now");
        assert!(kept[1][1].starts_with("Not known"), "{:?}", kept[1]);
    }

    async fn a_request_is_cancelled_with_a_reason_that_everybody_reads(world: World) {
        let mut scene = scene(&world).await;
        let id = scene.asks(&world).await;
        scene.answers(&world, &scene.alder).await;
        world.letters().await;
        scene.manager.get(&format!("{OWN}/quotes/{id}")).await;
        scene.manager.form("Cancel the request").submit().await;
        scene.manager.is_told("Enter why you cancel it");
        scene.manager.form("Cancel the request").fill("Why", "Our trust buys it for us").submit().await;
        scene.manager.gets(200).sees("Cancelled: Our trust buys it for us");
        assert_eq!(world.letters().await.iter().filter(|letter| letter.subject == "Cancelled: HR advice").count(), 3);
        let mut bo = scene.birch.person.clone();
        bo.get(&scene.desk(&world, &scene.birch).await).await;
        bo.gets(200).sees("Our trust buys it for us");
        assert!(!bo.offers("Send quote"));
        // What was cancelled before its time is never read.
        scene.pass(&world).await;
        scene.manager.get(&format!("{OWN}/quotes/{id}/record")).await;
        scene.manager.gets(200).does_not_see("£4,000");
    }

    async fn a_request_without_what_the_school_uses_or_with_a_wrong_time_is_not_sent(world: World) {
        let mut scene = scene(&world).await;
        let bare = world.school(100_003, "Bare Primary").await;
        let mut manager = world.at_school("Ben Bare", entity::membership::Role::BusinessManager, &bare).await;
        manager.get("/schools/100003/quotes/new?category=hr").await;
        manager.gets(200).sees("Answers cannot be compared before your school says: Employees");
        scene.manager.get(&format!("{OWN}/quotes/new?category=hr&estimate=5000")).await;
        let form = scene.manager.form("Send request").fill("What you need", "Advice").date("starts", "4 1 2027");
        form.date("answers", "5 12 2026").tick("Alder HR: Alder advice, £4,000 a year as listed").submit().await;
        scene.manager.is_told("Deadline must be on a working day between 9am and 5pm");
        scene.manager.form("Send request").date("answers", "4 12 2026").submit().await;
        scene.manager.is_told("Your limits ask for 3 quotes at this amount: ask as many, or say why you ask fewer");
        scene.manager.form("Send request").fill("About how much a year", "60000").submit().await;
        scene.manager.is_told("This is too large for quotes: with VAT it reaches the threshold from which an official notice is needed");
        assert_eq!(world.count_of::<entity::quote_request::Entity>().await, 0);
    }
}
