//! What the law asks beside the steps: official notices, rules with their sources, grounds relied on, frameworks.

use clusterbuy::account::Grant;
use clusterbuy::tender::{self, Edit, NewDocument};
use entity::membership::Role;
use entity::tender::{Procedure, TenderState};
use entity::{official_notice, tender_law};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use support::drafts::at;
use support::{TestDraft, World, both};

/// A draft over the light touch threshold.
async fn covered(world: &World, draft: &TestDraft) {
    let value = "700000".parse().unwrap();
    draft.edit(world, Edit::Route { value, notice_number: None, notice_published_on: None }).await;
}

async fn follows(world: &World, draft: &TestDraft, procedure: Procedure) {
    let tender = draft.stored(world).await;
    let row = entity::tender::ActiveModel { id: Set(tender.id), procedure: Set(Some(procedure)), ..Default::default() };
    let change = world.app.db.begin_write().await.unwrap();
    row.update(&change).await.unwrap();
    change.commit().await.unwrap();
}

both! {
    async fn a_covered_tender_is_published_once_its_official_notice_is_recorded_and_keeps_the_figures_of_that_day(world: World) {
        let mut draft = world.pooling_draft().await;
        covered(&world, &draft).await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/edit/notices")).await;
        chair.sees("UK4 Tender notice").sees("Within 120 days of the contract's signature").does_not_see("UK2 Preliminary market engagement notice Before");
        chair.follow("UK4 Tender notice").await;
        chair.sees("Estimated value: £700,000 in total, including VAT").sees("Award criterion: price, 40%").sees("CPV: 55524000-9");
        chair.form("Record the notice").submit().await;
        chair.is_told("Enter the number of the notice").is_told("Enter the day the notice was published");
        let form = chair.form("Record the notice").fill("Number of the notice", "2026/S 000-012345");
        form.date("published", "24 11 2026").fill("At", "9:30am").submit().await;
        chair.gets(422).is_told("Record the notice once it is published");
        chair.form("Record the notice").date("published", "20 11 2026").submit().await;
        chair.gets(200).sees("UK4 is recorded").sees("2026/S 000-012345, published 20 November 2026 at 9:30am");
        chair.get(&at("/edit/rules")).await;
        chair.sees("£663,540 or more").sees("Procurement Act 2023 Sch 1").sees("Those in force today").sees("is a light touch service");
        draft.commit_demand(&world).await;
        let chair = draft.cluster.chair.context(&world).await;
        tender::send_to_review(&chair, &draft.reference).await.unwrap();
        tender::publish(&draft.reviewer.context(&world).await, &draft.reference).await.unwrap();
        assert_eq!(world.count_of::<tender_law::Entity>().await, 1);
        world.advance(chrono::Duration::days(5));
        let mut chair = draft.cluster.chair.returning(&world).await;
        chair.get(&at("/edit/rules")).await;
        chair.sees("Those of Monday 23 November 2026, when the tender was published. It keeps them, whatever changes later.");
        world.letters().await;
    }

    async fn an_award_notice_is_not_recorded_before_every_bidder_has_its_summary(world: World) {
        let mut draft = world.pooling_draft().await;
        covered(&world, &draft).await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/edit/notices/UK6")).await;
        let form = chair.form("Record the notice").fill("Number of the notice", "1").date("published", "20 11 2026").fill("At", "9am");
        form.fill("Supplier's registration on the central platform", "PXYZ-1234").submit().await;
        chair.gets(422).sees("Send every bidder its assessment summary first. The award notice comes after it");
        assert_eq!(world.count_of::<official_notice::Entity>().await, 0);
        chair.get(&at("/edit/notices/UK17")).await;
        chair.gets(404);
        world.letters().await;
    }

    async fn the_standstill_runs_from_the_official_award_notice_and_never_ends_earlier_than_was_told(world: World) {
        let draft = world.pooling_draft().await;
        covered(&world, &draft).await;
        let tender = draft.stored(&world).await;
        let lot = tender::lots(world.app.db.read(), tender.id).await.unwrap().remove(0);
        let change = world.app.db.begin_write().await.unwrap();
        let told = Some("2026-12-02T00:00:00Z".parse().unwrap());
        let row = entity::lot::ActiveModel { id: Set(lot.id), state: Set(TenderState::Standstill), standstill_ends_at: Set(told), ..Default::default() };
        row.update(&change).await.unwrap();
        change.commit().await.unwrap();
        world.clock.set("2026-11-24T12:00:00Z".parse().unwrap());
        let mut chair = draft.cluster.chair.returning(&world).await;
        chair.get(&at("/edit/notices/UK6")).await;
        let form = chair.form("Record the notice").fill("Number of the notice", "1").date("published", "24 11 2026").fill("At", "11am");
        form.fill("Supplier's registration on the central platform", "PXYZ-1234").submit().await;
        chair.gets(200).sees("UK6 is recorded").sees("supplier PXYZ-1234");
        let lot = tender::lots(world.app.db.read(), tender.id).await.unwrap().remove(0);
        assert_eq!(lot.standstill_ends_at, Some("2026-12-05T00:00:00Z".parse().unwrap()), "the last day is 4 December");
        world.letters().await;
    }

    async fn a_ground_relied_on_stays_on_the_record(world: World) {
        let mut draft = world.draft().await;
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/edit/rules")).await;
        chair.form("Record the ground").submit().await;
        chair.is_told("Choose the question").is_told("Enter the ground that you rely on");
        for ground in ["The authority is our own body", "Advice of the solicitor"] {
            let form = chair.form("Record the ground").choose("question", "sla_without_tender");
            form.fill("The ground that you rely on", ground).submit().await;
            chair.gets(200).sees("The ground is on the record").sees(ground);
        }
        chair.sees("The authority is our own body").sees("nothing here is legal advice");
        world.letters().await;
    }

    async fn a_call_off_needs_its_framework_with_its_evidence(world: World) {
        let mut ada = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        let mut draft = world.draft().await;
        ada.get("/admin/frameworks").await;
        let form = ada.form("Add").fill("Service", "Catering").fill("Name", "Meals for schools").fill("Run by", "A consortium");
        let form = form.fill("Its page", "http://example.org").date("from", "1 9 2026").date("to", "31 8 2028");
        form.fill("Source", "Its own page").submit().await;
        ada.is_told("Enter the address of the framework's page, starting with https://");
        ada.form("Add").fill("Its page", "https://example.org").submit().await;
        ada.gets(200).sees("The framework is added").sees("Meals for schools");

        let chair = draft.cluster.chair.context(&world).await;
        follows(&world, &draft, Procedure::FrameworkFurtherCompetition).await;
        let lacking = tender::dossier_of(world.app.db.read(), draft.stored(&world).await).await.unwrap().missing(world.now());
        assert!(lacking.iter().any(|missing| missing.sentence == "Record the framework with its evidence, under Route check"), "{lacking:?}");
        let file = NewDocument { title: "Buying guide".to_owned(), file_name: "guide.pdf".to_owned(), bytes: b"%PDF-1.4\n%%EOF".to_vec() };
        tender::add_document(&chair, &draft.reference, file).await.unwrap();
        let chair = &mut draft.cluster.chair;
        chair.get(&at("/edit/framework")).await;
        chair.sees("Meals for schools").sees("Valid to Thursday 31 August 2028").sees("Outsourced catering services");
        chair.form("Record the framework").submit().await;
        chair.is_told("Choose the framework").is_told("Choose the document that shows it");
        let form = chair.form("Record the framework").choose("name", "Meals for schools").fill("Its reference", "FW-1 lot 2");
        form.fill("Why this framework, and why this way", "Open to schools, and three suppliers").choose("The document that shows it", "Buying guide").submit().await;
        chair.gets(200).sees("The framework is recorded");
        let lacking = tender::dossier_of(world.app.db.read(), draft.stored(&world).await).await.unwrap().missing(world.now());
        assert!(!lacking.iter().any(|missing| missing.sentence.contains("framework")), "{lacking:?}");
        follows(&world, &draft, Procedure::FrameworkDirectAward).await;
        let lacking = tender::dossier_of(world.app.db.read(), draft.stored(&world).await).await.unwrap().missing(world.now());
        assert!(lacking.iter().any(|missing| missing.sentence.starts_with("A direct award from a framework is not published")), "{lacking:?}");
        world.letters().await;
    }
}
