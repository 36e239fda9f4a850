use clusterbuy::platform::change::Change;
use clusterbuy::tender::{self, TenderEvent, move_to};
use entity::ids::TenderId;
use entity::tender::TenderState;
use entity::{lot, tender as table};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use support::{World, both};

/// A change in which tender and lot are in this state; nobody commits it.
async fn standing_in(world: &World, id: TenderId, state: TenderState) -> (Change, table::Model, lot::Model) {
    let change = Change::begin(&world.platform()).await.unwrap();
    let row = table::ActiveModel { id: Set(id), state: Set(state), ..Default::default() };
    let tender = row.update(change.tx()).await.unwrap();
    let first = tender::first_lot(change.tx(), id).await.unwrap();
    let row = lot::ActiveModel { id: Set(first.id), state: Set(state), ..Default::default() };
    let lot = row.update(change.tx()).await.unwrap();
    (change, tender, lot)
}

both! {
    async fn nothing_outside_the_table_moves_a_tender_and_everything_in_it_does(world: World) {
        let id = world.draft().await.stored(&world).await.id;
        for state in TenderState::ALL.iter().copied() {
            for event in TenderEvent::ALL.iter().copied().filter(|event| *event != TenderEvent::Close) {
                let (mut change, tender, lot) = standing_in(&world, id, state).await;
                let of = event.is_of_a_lot().then_some(&lot);
                let moved = move_to(&mut change, &tender, of, event).await.is_ok();
                let to = tender::by_id(change.tx(), id).await.unwrap().state;
                let lot_to = tender::first_lot(change.tx(), id).await.unwrap().state;
                assert_eq!(moved, event.from(state).is_some(), "{state} {event:?}");
                assert_eq!(to, event.from(state).unwrap_or(state), "{state} {event:?}");
                assert_eq!(lot_to, to, "{state} {event:?}");
            }
        }
    }

    async fn who_moves_a_tender_that_was_moved_meanwhile_is_told(world: World) {
        let id = world.draft().await.stored(&world).await.id;
        let (mut change, seen, _) = standing_in(&world, id, TenderState::Review).await;
        move_to(&mut change, &seen, None, TenderEvent::Publish).await.unwrap();
        let again = move_to(&mut change, &seen, None, TenderEvent::Publish).await;
        assert!(matches!(again, Err(clusterbuy::platform::error::Error::Stale(_))), "{again:?}");
    }
}
