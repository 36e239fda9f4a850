//! A contract of the demonstration while it runs: a small variation, and a review with the provider.

use super::opinions::held;
use super::stage::{Stage, day};
use crate::contract::change::{self, Ground, NewVariation};
use crate::contract::review::{self, NewReview};
use crate::contract::rules::review::NewAction;
use crate::platform::error::Result;
use ::entity::contract_change::ModificationGround;

/// Illustrative: visits at the year's end come earlier, at the same price.
pub async fn variation_and_review(stage: &Stage) -> Result<()> {
    let (contract, firm) = held(stage, "finance").await?;
    let (chair, clerk) = (stage.head(stage.cast.chair).await?, stage.clerk().await?);
    let new = NewVariation {
        what: "The visit of March comes in its first week".to_owned(),
        why: "Schools close their year on 31 March".to_owned(),
        starts_on: day(2027, 3, 1),
        yearly_total: None,
        volume_effect: None,
        ground: Ground {
            ground: Some(ModificationGround::NotSubstantial),
            words: Some("Price, quantity and balance of the contract stay (illustrative)".to_owned()),
        },
    };
    let number = change::vary(&clerk, contract, new).await?;
    change::approve(&chair, contract, number).await?;
    change::sign_as_provider(&stage.person(firm).await?, contract, number).await?;
    let new = NewReview {
        held_on: day(2026, 12, 10),
        words: "Visits were kept in all schools but two, where they were moved with notice. Reports come late."
            .to_owned(),
        actions: vec![NewAction {
            what: "Send reports by the fifth working day".to_owned(),
            owner: "Provider".to_owned(),
            due_on: day(2027, 1, 29),
        }],
    };
    review::record_review(&clerk, contract, new).await
}
