//! The catering tender while its panel moderates: three evaluators who do not all agree.

use crate::priced::PricedTender;
use crate::{Person, World};
use clusterbuy::account::Grant;
use entity::membership::Role;
use entity::tender::TenderState;
use entity::{criterion, lot, score, tender};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// Three evaluators have scored, not all alike; the panel moderates.
pub async fn moderated(world: &World) -> (PricedTender, Vec<Person>) {
    let priced = world.priced_tender().await;
    let mut evaluators = Vec::new();
    for (name, school) in [("Ann Lee", "pinfold-street"), ("Bo Day", "salisbury"), ("Col Fay", "rough-hay")] {
        let grant = Grant::tender(Role::Evaluator, priced.tender.id, Some(priced.school(school)));
        evaluators.push(world.person(name, &[grant]).await);
    }
    let told = &priced.darlaston.figures["tender"]["bids"];
    let tx = world.app.db.begin_write().await.expect("it is done");
    let criteria = criterion::Entity::find()
        .filter(criterion::Column::LotId.eq(priced.lot.id))
        .all(&tx)
        .await
        .expect("it is done");
    for (id, bid) in &priced.bids {
        let told = told.as_array().expect("it is done").iter().find(|told| told["id"] == **id).expect("it is done");
        for criterion in &criteria {
            let agreed =
                i32::try_from(told["scores"][&criterion.code].as_i64().expect("it is done")).expect("it is done");
            let scores = match (id.as_str(), criterion.code.as_str()) {
                ("alder", "menus") => [5, 4, 3],
                ("birch", "menus") => [4, 4, 4],
                ("cedar", "food-safety") => [5, 5, 3],
                _ => [agreed; 3],
            };
            for (evaluator, score) in evaluators.iter().zip(scores) {
                let row = score::Model {
                    bid_id: bid.id,
                    criterion_id: criterion.id,
                    evaluator_id: evaluator.account,
                    score,
                    reason: "Clear".to_owned(),
                    saved_at: world.now(),
                    submitted_at: Some(world.now()),
                };
                row.into_active_model().insert(&tx).await.expect("it is done");
            }
        }
    }
    let row = lot::Model { state: TenderState::Moderation, ..priced.lot.clone() };
    row.into_active_model().reset_all().update(&tx).await.expect("it is done");
    let row = tender::Model { state: TenderState::Moderation, ..priced.tender.clone() };
    row.into_active_model().reset_all().update(&tx).await.expect("it is done");
    tx.commit().await.expect("it is done");
    (priced, evaluators)
}
