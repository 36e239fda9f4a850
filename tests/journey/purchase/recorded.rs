//! Quotes of firms that are not registered, purchases made directly or from a framework, and extensions: with their evidence.

use super::{OWN, scene};
use clusterbuy::school;
use clusterbuy::school::rules::Terms;
use entity::contract_entry::CostSource;
use support::both;

const PDF: &[u8] = b"%PDF-1.7 a quote";

both! {
    async fn a_firm_that_is_not_registered_is_asked_by_mail_and_its_quote_entered_with_evidence(world: World) {
        let mut scene = scene(&world).await;
        scene.manager.get(&format!("{OWN}/quotes/new?category=hr&estimate=5000&offer=alder-advice&offer=birch-advice")).await;
        let form = scene.manager.form("Send request").fill("What you need", "Advice").fill("What you want to buy", "HR advice");
        let form = form.fill("firm-1-name", "Dora and Daughters").date("starts", "4 1 2027").date("answers", "4 12 2026");
        form.submit().await;
        scene.manager.is_told("Enter an email address, like name@example.org");
        scene.manager.form("Send request").fill("firm-1-email", "dora@example.org").submit().await;
        scene.manager.gets(200).sees("0 of 3 have replied");
        let id = super::newest(&world).await;
        let letter = world.letter_to("dora@example.org", "Canal Side Primary asks for a quote").await;
        assert!(letter.text.contains("Send your quote to Mo Manager, mo.manager@example.org"), "{}", letter.text);
        assert!(!letter.text.contains("/quotes/"), "{}", letter.text);
        scene.manager.get(&format!("{OWN}/quotes/{id}")).await;
        scene.manager.does_not_see("Enter the quote of Dora");
        scene.answers(&world, &scene.alder).await;
        scene.pass(&world).await;
        scene.manager.get(&format!("{OWN}/quotes/{id}")).await;
        scene.manager.follow("Enter the quote of Dora and Daughters").await;
        let form = scene.manager.form("Enter the quote").fill("charge-0-label", "Advice").choose("came_by", "E-mail");
        let form = form.fill("charge-0-component", "service").fill("charge-0-scope", "school").fill("charge-0-kind", "fixed");
        let form = form.fill("charge-0-amount", "3500").date("valid_until", "1 3 2027").date("received", "5 12 2026");
        form.attach("file", "quote.pdf", PDF).submit().await;
        scene.manager.is_told("That came too late: answers were due by 4 December 2026");
        scene.manager.form("Enter the quote").date("received", "3 12 2026").submit().await;
        scene.manager.is_told("Choose the file that shows the quote");
        scene.manager.form("Enter the quote").attach("file", "quote.pdf", PDF).submit().await;
        scene.manager.gets(200).sees("By email, received 3 December 2026, entered by the school");
        let table = scene.manager.page().table("Offers against what you pay now");
        assert!(table[0][2].starts_with("Dora and Daughters") && table[1][2].starts_with("£3,500"), "{:?}", table[0]);
        scene.governor.get(&format!("{OWN}/quotes/{id}")).await;
        scene.governor.follow("The quote of Dora and Daughters").await;
        assert_eq!(scene.governor.gets(200).page().body, PDF);
        let mut ann = scene.alder.person.returning(&world).await;
        let path = format!("{OWN}/quotes/{id}/evidence/{id}");
        ann.get(&path).await;
        ann.gets(403);
    }

    async fn a_purchase_from_a_framework_is_recorded_with_evidence_approved_and_on_the_register(world: World) {
        let mut scene = scene(&world).await;
        scene.manager.get(&format!("{OWN}/buy?category=hr&what=Payroll+and+HR&yearly=20000&years=4")).await;
        scene.manager.follow("Record a purchase from a framework").await;
        let form = scene.manager.form("Record and ask for approval").fill("provider", "Big HR").date("starts", "4 1 2027");
        let form = form.fill("asked", "Three firms of lot 2").fill("Why this provider, and why this way", "Best score");
        form.submit().await;
        scene.manager.is_told("Choose the framework");
        let named = "HR, payroll and employee screening services";
        let listed = format!("{named}, Listed for schools by the Department for Education");
        let form = scene.manager.form("Record and ask for approval").fill("framework", &listed).fill("reference", "RM1, lot 2");
        form.choose("way", "From a framework, further competition").submit().await;
        scene.manager.is_told("Choose the document that shows it");
        scene.manager.form("Record and ask for approval").attach("file", "call-off.pdf", PDF).submit().await;
        scene.manager.gets(200).sees("waits for approval").sees("£80,000 in total");
        let path = scene.manager.page().path.clone();
        assert!(!scene.manager.offers("Record the decision"));
        scene.head.get(&path).await;
        scene.head.sees("This amount must be approved by a governor");
        scene.governor.get("/home").await;
        scene.governor.follow("Approve: Payroll and HR").await;
        scene.governor.form("Record the decision").choose("decision", "Approve").submit().await;
        scene.governor.gets(200).sees("Your decision is recorded");
        scene.governor.follow("call-off.pdf").await;
        assert_eq!(scene.governor.page().body, PDF);
        let row = scene.register().await.remove(1);
        assert!(row[0].starts_with("Payroll and HR") && row[6] == format!("Framework, further competition: {named}"), "{row:?}");
    }

    async fn below_the_limit_the_school_buys_directly_and_records_whom_it_asked(world: World) {
        let mut scene = scene(&world).await;
        scene.manager.get(&format!("{OWN}/buy?category=hr&what=Training&yearly=12000&years=1")).await;
        scene.manager.sees("Ask for three quotes or more");
        scene.manager.get(&format!("{OWN}/purchases/new?category=hr&way=direct&title=Training&estimate=12000&years=1")).await;
        let form = scene.manager.form("Record and ask for approval").fill("provider", "Tutor Co").date("starts", "4 1 2027");
        form.fill("asked", "Tutor Co by phone").fill("Why this provider, and why this way", "They are near").submit().await;
        scene.manager.is_told("At this amount you cannot buy directly. Ask for quotes");
        scene.manager.form("Record and ask for approval").fill("yearly", "900").submit().await;
        scene.manager.gets(200).sees("Tutor Co by phone");
        let path = scene.manager.page().path.clone();
        scene.head.get(&path).await;
        let form = scene.head.form("Record the decision").choose("decision", "Send back, with a reason");
        form.fill("Reason (needed when you send it back)", "We have this already").submit().await;
        scene.head.gets(200).sees("We have this already");
        scene.manager.get(&format!("{OWN}/spend")).await;
        scene.manager.does_not_see("Training");
    }

    async fn an_extension_moves_the_contracts_end_once_it_is_approved(world: World) {
        let mut scene = scene(&world).await;
        let terms = Terms {
            title: "Cleaning".to_owned(),
            category: None,
            provider_name: "Shine".to_owned(),
            starts_on: "2024-04-01".parse().ok(),
            ends_on: "2027-03-31".parse().ok(),
            notice_terms: None,
            notice_on: None,
            yearly_amount: "6000".parse().ok(),
            how_bought: None,
            cost_source: CostSource::Contract,
            responsible: None,
            cost_code: None,
        };
        school::add_contract(&scene.manager.context(&world).await, &scene.school, terms).await.unwrap();
        scene.manager.get(&format!("{OWN}/waivers/new")).await;
        let form = scene.manager.form("Ask for approval").choose("kind", "An extension of a contract");
        let form = form.fill("For which purchase or contract", "Contract: Cleaning, Shine").fill("value", "3000");
        form.date("until", "31 3 2027").fill("Why", "The tender runs until summer").submit().await;
        scene.manager.is_told("The new end must be after the present one, and after today");
        scene.manager.form("Ask for approval").date("until", "30 9 2027").submit().await;
        scene.manager.gets(200).sees("waits for approval");
        let path = scene.manager.page().path.clone();
        assert!(scene.register().await[1][4].ends_with("31 March 2027"));
        scene.head.get(&path).await;
        scene.head.form("Record the decision").choose("decision", "Approve").submit().await;
        scene.head.gets(200).sees("Hal Head");
        assert!(scene.register().await[1][4].ends_with("30 September 2027"));
    }
}
