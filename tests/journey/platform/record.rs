use clusterbuy::account::{Grant, invite_administrator};
use clusterbuy::platform::event::{self, Verdict};
use entity::membership::Role;
use sea_orm::ConnectionTrait;
use support::{World, both};

/// Three entries in the platform's chain, and what is found in it.
async fn three_entries(world: &World) {
    for name in ["Pat Doe", "Jo Roe", "Kim Poe"] {
        world.person(name, &[Grant::platform(Role::Auditor)]).await;
    }
}

async fn verdict(world: &World) -> Verdict {
    event::verify(world.app.db.read()).await.unwrap()
}

/// What somebody with the database's password does: takes the guard away, then edits.
async fn by_hand(world: &World, edit: &str) {
    let guard: &[&str] = match world.app.db.is_sqlite() {
        true => &["DROP TRIGGER event_no_update", "DROP TRIGGER event_no_delete"],
        false => &["DROP TRIGGER event_no_change ON event"],
    };
    for statement in guard.iter().chain([&edit]) {
        world.app.db.for_maintenance().execute_unprepared(statement).await.unwrap();
    }
}

both! {
    async fn the_record_of_an_untouched_database_is_unbroken(world: World) {
        three_entries(&world).await;
        assert!(matches!(verdict(&world).await, Verdict::Unbroken { chains: 1, entries } if entries >= 3));
    }

    async fn the_database_refuses_to_change_or_delete_an_entry(world: World) {
        three_entries(&world).await;
        for edit in ["UPDATE event SET subject = 'somebody else'", "DELETE FROM event"] {
            let refused = world.app.db.for_maintenance().execute_unprepared(edit).await;
            assert!(refused.unwrap_err().to_string().contains("append-only"), "{edit}");
        }
    }

    async fn the_first_entry_that_was_changed_by_hand_is_named(world: World) {
        three_entries(&world).await;
        by_hand(&world, "UPDATE event SET subject = 'somebody else' WHERE n IN (2, 3)").await;
        let why = "it was changed";
        assert_eq!(verdict(&world).await, Verdict::Broken { chain: "platform".to_owned(), n: 2, why });
    }

    async fn an_entry_cut_out_of_the_middle_is_missed(world: World) {
        three_entries(&world).await;
        by_hand(&world, "DELETE FROM event WHERE n = 2").await;
        let why = "an entry before it is missing";
        assert_eq!(verdict(&world).await, Verdict::Broken { chain: "platform".to_owned(), n: 3, why });
    }

    async fn an_end_that_was_cut_off_is_missed(world: World) {
        three_entries(&world).await;
        let Verdict::Unbroken { entries, .. } = verdict(&world).await else { panic!("broken before it was touched") };
        by_hand(&world, &format!("DELETE FROM event WHERE n = {entries}")).await;
        let (n, why) = (i64::try_from(entries).unwrap(), "entries at its end are missing");
        assert_eq!(verdict(&world).await, Verdict::Broken { chain: "platform".to_owned(), n, why });
    }

    async fn an_invitation_that_fails_leaves_neither_account_nor_mail_nor_entry(world: World) {
        let pat = world.person("Pat Doe", &[]).await;
        let before = (verdict(&world).await, world.count_of::<entity::account::Entity>().await);
        let (of_pat, auditor) = (pat.context(&world).await, Grant::platform(Role::Auditor));
        let refused = clusterbuy::account::invite(&of_pat, "kim@example.org", "Kim Poe", auditor).await;
        assert!(refused.is_err());
        assert_eq!((verdict(&world).await, world.count_of::<entity::account::Entity>().await), before);
        assert_eq!(world.letters().await, []);
        invite_administrator(&world.platform(), "kim@example.org", "Kim Poe").await.unwrap();
        assert_eq!(world.letters().await.len(), 1);
    }
}
