//! The contract of an awarded lot: every party signs once, and the last signature brings it into force.

use super::{refusal, stored};
use clusterbuy::account::Grant;
use clusterbuy::contract::{self, SchoolPart, sign_for_body, sign_for_provider};
use clusterbuy::platform::change::Change;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::error::Result;
use clusterbuy::platform::event::{Chain, Event};
use entity::contract::ContractState;
use entity::ids::*;
use entity::membership::Role;
use entity::money::{Money, Quantity};
use entity::price::PriceSchedule;
use entity::tender::TenderState;
use entity::{lot, tender};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use std::collections::BTreeMap;
use support::priced::PricedTender;
use support::{Person, World, both};

const JOINING: [&str; 2] = ["pinfold-street", "kings-hill"];

/// The priced tender's lot at Contracting.
async fn contracting(world: &World) -> PricedTender {
    let mut priced = world.priced_tender().await;
    priced.tender.state = TenderState::Contracting;
    priced.lot.state = TenderState::Contracting;
    let tx = world.app.db.begin_write().await.unwrap();
    priced.tender.clone().into_active_model().reset_all().update(&tx).await.unwrap();
    priced.lot.clone().into_active_model().reset_all().update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    priced
}

async fn drawn_up(world: &World, priced: &PricedTender) -> Result<ContractId> {
    let schedule: PriceSchedule =
        serde_json::from_value(priced.darlaston.figures["offers"]["catering_cluster"].clone()).unwrap();
    let part = |(position, id): (i32, &str)| SchoolPart {
        school: priced.school(id),
        position,
        volumes: BTreeMap::from([("meal".to_owned(), Quantity(18_810_000))]),
        yearly_cost: Money(16_976_400),
        baseline: None,
        confidence: None,
        source: None,
        body_name: priced.darlaston.school(id).body_name(),
    };
    let parts = (1..).zip(JOINING).map(part).collect();
    let mut change = Change::begin(&world.platform()).await?;
    let provider = priced.provider("alder");
    let id = contract::draw_up(&mut change, &priced.tender, &priced.lot, provider, &schedule, parts).await?;
    let event = Event::new(Chain::Tender(priced.tender.id), "standstill.over", format!("lot:{}", priced.lot.id));
    change.commit(event).await?;
    Ok(id)
}

async fn governor(world: &World, priced: &PricedTender, school: &str) -> Person {
    world.at_school(&format!("Governor of {school}"), Role::Governor, priced.darlaston.school(school)).await
}

async fn seller(world: &World, priced: &PricedTender) -> Person {
    world.person("Abe Alder", &[Grant::provider(Role::ProviderStaff, priced.provider("alder"))]).await
}

async fn body(context: &Context, priced: &PricedTender, id: ContractId, school: &str) -> Result<()> {
    sign_for_body(context, id, priced.school(school), "Minute 3").await
}

both! {
    async fn provider_and_bodies_sign_on_their_pages_and_the_lot_goes_live(world: World) {
        let priced = contracting(&world).await;
        let mut abe = seller(&world, &priced).await;
        let id = drawn_up(&world, &priced).await.unwrap();
        world.letter_to(&abe.email, "Ready to sign: Catering").await;
        let page = format!("/contracts/{id}");
        let mut anybody = world.visitor();
        anybody.get(&page).await;
        anybody.sees("Sign in");
        let grace = priced.darlaston.school("grace-academy").clone();
        let elsewhere = world.school(200_001, "Elsewhere Primary").await;
        let mut stranger = world.at_school("Sam Stranger", Role::Headteacher, &elsewhere).await;
        stranger.get(&page).await;
        stranger.gets(404);
        abe.get("/home").await;
        abe.follow("Sign the contract: Catering").await;
        abe.form("Sign").submit().await;
        abe.is_told("Confirm that you may sign for the provider");
        abe.form("Sign").tick("agreed").submit().await;
        abe.gets(200).sees("Being signed");
        for school in JOINING {
            let mut governor = governor(&world, &priced, school).await;
            governor.get("/home").await;
            governor.follow("Sign the contract: Catering").await;
            governor.sees("£1,697.64 a year, excluding VAT");
            governor.form("Sign").submit().await;
            governor.is_told("Enter the minute of your body's decision");
            governor.form("Sign").fill("Minute of the decision", "FGB 3/5").submit().await;
            governor.gets(200).sees("FGB 3/5");
        }
        let live = stored(&world, id).await;
        assert_eq!((live.state, live.live_at), (ContractState::Live, Some(world.now())));
        let lot = lot::Entity::find_by_id(priced.lot.id).one(world.app.db.read()).await.unwrap().unwrap();
        let tender = tender::Entity::find_by_id(priced.tender.id).one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!((lot.state, tender.state), (TenderState::Live, TenderState::Live));
        anybody.get(&page).await;
        anybody.gets(200).sees("Alder Catering").does_not_see(&grace.name);
    }

    async fn a_party_signs_once_and_nobody_for_another(world: World) {
        let priced = contracting(&world).await;
        let id = drawn_up(&world, &priced).await.unwrap();
        let again = drawn_up(&world, &priced).await;
        assert_eq!(refusal(again), "This lot has a contract already");
        let pinfold = governor(&world, &priced, "pinfold-street").await.context(&world).await;
        assert!(body(&pinfold, &priced, id, "kings-hill").await.is_err());
        assert!(sign_for_provider(&pinfold, id).await.is_err());
        body(&pinfold, &priced, id, "pinfold-street").await.unwrap();
        assert_eq!(refusal(body(&pinfold, &priced, id, "pinfold-street").await), "This has been signed already");
        let outside = governor(&world, &priced, "grace-academy").await.context(&world).await;
        assert!(body(&outside, &priced, id, "grace-academy").await.is_err(), "Grace Academy is not in it");
        assert_eq!(stored(&world, id).await.state, ContractState::Signing);
    }

    async fn the_last_two_signatures_at_once_bring_it_into_force_once(world: World) {
        let priced = contracting(&world).await;
        let id = drawn_up(&world, &priced).await.unwrap();
        sign_for_provider(&seller(&world, &priced).await.context(&world).await, id).await.unwrap();
        let pinfold = governor(&world, &priced, "pinfold-street").await.context(&world).await;
        let kings = governor(&world, &priced, "kings-hill").await.context(&world).await;
        let (one, two, twice) = tokio::join!(
            body(&pinfold, &priced, id, "pinfold-street"),
            body(&kings, &priced, id, "kings-hill"),
            body(&pinfold, &priced, id, "pinfold-street"),
        );
        assert!(two.is_ok() && one.is_ok() != twice.is_ok(), "{one:?} {two:?} {twice:?}");
        assert_eq!(stored(&world, id).await.state, ContractState::Live);
        let live = entity::event::Entity::find().all(world.app.db.read()).await.unwrap();
        assert_eq!(live.iter().filter(|event| event.action == "contract.live").count(), 1);
    }
}
