//! The authority as partner: options appraised, schools asked, consultations recorded.

use clusterbuy::account::Grant;
use clusterbuy::demo;
use entity::membership::Role;
use entity::{consultation, event, listing, provider, survey};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::both;
use support::deciding::cast_of;
use support::pdf::Pdf;

both! {
    async fn delivery_models_are_scored_with_reasons_and_versions_are_compared(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut officer = world.as_one("Ola Officer-Demo").await;
        officer.get("/authorities/335/oversight").await;
        officer.follow("Options appraisals").await;
        officer.follow("How school meals are managed").await;
        officer.gets(200).sees("Recommended: Schools buy together, the authority advises");
        let marks = officer.page().table("Marks by criterion");
        // 30 × 5 ÷ 5 + 15 × 3 ÷ 5 + 25 × 5 ÷ 5 + 15 × 4 ÷ 5 + 15 × 4 ÷ 5
        assert_eq!(marks[1][6], "88.0", "{marks:?}");
        let path = officer.page().path.clone();
        officer.follow("Compare with version 1").await;
        let totals = officer.page().table("Totals in version 1 and in version 2");
        let together = totals.iter().find(|row| row[0].starts_with("Schools buy together")).unwrap();
        assert_eq!(together[1..], ["84.0", "88.0"]);
        officer.get(&format!("{path}.pdf")).await;
        assert_eq!(Pdf::read(&officer.page().body).table("Marks by criterion")[1][6], "88.0");
        officer.get(&path).await;
        officer.follow("Write the next version").await;
        officer.gets(200);
        officer.form("Save the version").fill("weight-fit", "40").submit().await;
        officer.gets(422).is_told("Weights must add up to 100%. They add up to 110%");
        officer.form("Save the version").fill("weight-fit", "30").fill("reason-1-value", "").submit().await;
        officer.gets(422).is_told("Enter a reason for the score of 2 for Value for money");
        officer.form("Save the version").fill("reason-1-value", "The loss is not paid by schools").submit().await;
        officer.gets(200).sees("Version 3, this one");
        officer.get(&format!("{path}?version=1")).await;
        officer.gets(200).sees("version 1");
        let other = provider::Entity::find().filter(provider::Column::LaCode.is_null()).one(world.app.db.read()).await;
        let firm = other.unwrap().unwrap();
        let mut seller = world.person("Sid Seller", &[Grant::provider(Role::LaOfficer, firm.id)]).await;
        seller.get(&path).await;
        seller.gets(404);
        let pinfold = entity::school::Entity::find().filter(entity::school::Column::Urn.eq(104_176));
        let school = pinfold.one(world.app.db.read()).await.unwrap().unwrap();
        let mut manager = world.person("Mo Manager", &[Grant::school(Role::BusinessManager, school.id)]).await;
        manager.get(&path).await;
        manager.gets(403);
    }

    async fn a_survey_tells_results_from_three_answers_on_and_never_a_schools_own(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let mut officer = world.as_one("Ola Officer-Demo").await;
        officer.get("/authorities/335/surveys").await;
        let form = officer.form("Ask schools").fill("What the survey is about", "Payroll");
        let form = form.fill("Questions to answer with a score from 1 to 5", "Is payroll right?");
        let form = form.fill("Questions to answer in words", "What would you change?");
        form.date("closes_on", "26 2 2027").submit().await;
        officer.gets(200).sees("0 schools have answered");
        let path = officer.page().path.clone();
        let id = path.rsplit('/').next().unwrap().to_owned();
        for (count, urn) in (1..).zip([104_176, 104_179, 104_136]) {
            let school = entity::school::Entity::find().filter(entity::school::Column::Urn.eq(urn));
            let Some(school) = school.one(world.app.db.read()).await.unwrap() else { panic!("no school {urn}") };
            let mut manager = world.person(&format!("Mo {urn}"), &[Grant::school(Role::BusinessManager, school.id)]).await;
            manager.get("/home").await;
            manager.follow("Answer your authority's survey: Payroll").await;
            manager.form("Keep our answers").submit().await;
            manager.gets(422).is_told("Choose a score from 1 to 5");
            let form = manager.form("Keep our answers").choose("Is payroll right?", ["1, not at all", "3", "5, very much"][count - 1]);
            form.fill("What would you change?", &format!("Words {count}")).submit().await;
            manager.gets(200).sees("Your school's answers are kept");
            officer.get(&path).await;
            if count < 3 {
                manager.does_not_see("Mean");
                officer.does_not_see("Mean").does_not_see("Words 1").sees("Answers show from 3 schools on");
            } else {
                manager.sees("Mean 3.0 of 5");
                officer.sees("Mean 3.0 of 5: 1 from 1 school, 3 from 1 school, 5 from 1 school.").sees("Words 1").does_not_see("Rowley View");
            }
        }
        officer.form("Close the survey").submit().await;
        officer.gets(200).sees("Closed");
        let pinfold = entity::school::Entity::find().filter(entity::school::Column::Urn.eq(104_176));
        let school = pinfold.one(world.app.db.read()).await.unwrap().unwrap();
        let mut late = world.person("Mo Late", &[Grant::school(Role::BusinessManager, school.id)]).await;
        late.get("/account").await;
        late.tamper(&format!("/schools/104176/surveys/{id}"), &[("answer-0", "5"), ("answer-1", "Late")]).await;
        late.gets(422);
        let mut governor = world.person("Gia Governor", &[Grant::school(Role::Governor, school.id)]).await;
        governor.get("/schools/104176/surveys").await;
        governor.gets(200);
        governor.tamper(&format!("/schools/104176/surveys/{id}"), &[("answer-0", "5"), ("answer-1", "No")]).await;
        governor.gets(403);
        assert_eq!(world.count_of::<survey::Entity>().await, 2);
    }

    async fn a_consultation_on_an_award_is_recorded_with_its_effect_and_stands_in_the_record(world: World) {
        let mut cast = cast_of(&world).await;
        cast.recommend(&world).await;
        let page = cast.priced.page("decision");
        cast.clerk.get(&page).await;
        cast.clerk.follow("Consultation and equality").await;
        cast.clerk.gets(200).sees("No consultation is recorded");
        cast.clerk.form("Record").fill("Who was consulted", "Parents of all eight schools").submit().await;
        cast.clerk.gets(422).is_told("Enter the first day of the consultation");
        let form = cast.clerk.form("Record").date("from", "9 11 2026").date("to", "2 11 2026");
        let form = form.fill("How", "Letters").fill("What they said", "Keep halal menus");
        let form = form.fill("Which groups of people are affected, and how", "Pupils with special diets");
        form.fill("What is done about it", "Written into the contract").submit().await;
        cast.clerk.gets(422).is_told("Enter a last day that is not before the first");
        cast.clerk.form("Record").date("to", "20 11 2026").submit().await;
        cast.clerk.gets(200).sees("Parents of all eight schools").sees("Written into the contract");
        assert_eq!(world.count_of::<consultation::Entity>().await, 1);
        let kept = event::Entity::find().filter(event::Column::Action.eq("consultation.recorded")).all(world.app.db.read()).await.unwrap();
        assert_eq!(kept.len(), 1);
        let record = page.replace("/decision", "/record/consultations");
        cast.clerk.get(&record).await;
        cast.clerk.gets(200).sees("Keep halal menus").sees("Pupils with special diets");
        let path = page.replace("/decision", "/consultations");
        let mut head = cast.head(&world, "pinfold-street").await;
        head.get(&path).await;
        head.gets(200);
        assert!(!head.offers("Record"), "a head reads it");
        head.tamper(&path, &[("who", "Nobody")]).await;
        head.gets(403);
        let elsewhere = world.school(200_001, "Elsewhere").await;
        let mut other = world.person("Otto Other", &[Grant::school(Role::Headteacher, elsewhere.id)]).await;
        other.get(&path).await;
        other.gets(404);
        world.letters().await;
    }

    async fn a_seller_records_who_was_asked_before_a_service_is_withdrawn(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let authority = provider::Entity::find().filter(provider::Column::LaCode.eq("335")).one(world.app.db.read()).await;
        let authority = authority.unwrap().unwrap();
        let own = listing::Entity::find().filter(listing::Column::ProviderId.eq(authority.id)).one(world.app.db.read()).await;
        let path = format!("/organisation/listings/{}", own.unwrap().unwrap().id);
        let mut seller = world.as_one("Sol Seller-Demo").await;
        seller.get(&path).await;
        seller.follow("Consultation and equality").await;
        let form = seller.form("Record").fill("Who was consulted", "Schools that buy it").date("from", "1 12 2026");
        let form = form.date("to", "18 12 2026").fill("How", "A meeting").fill("What they said", "They need a year");
        let form = form.fill("Which groups of people are affected, and how", "None");
        form.fill("What is done about it", "It goes on for a year").submit().await;
        seller.gets(200).sees("They need a year");
        let mut officer = world.as_one("Ola Officer-Demo").await;
        officer.get(&format!("{path}/consultations")).await;
        officer.gets(200).sees("They need a year");
        assert!(!officer.offers("Record"), "the seller records it");
        let firm = provider::Entity::find().filter(provider::Column::LaCode.is_null()).one(world.app.db.read()).await;
        let mut other = world.person("Otto Other", &[Grant::provider(Role::ProviderStaff, firm.unwrap().unwrap().id)]).await;
        other.get(&format!("{path}/consultations")).await;
        other.gets(404);
    }
}
