//! The demonstration's second cluster: a tender in each state worth looking at, each page of it there for each person.

use clusterbuy::demo;
use clusterbuy::demo::every_state::{SHOWN, add, views};
use clusterbuy::platform::event::{self, Verdict};
use entity::tender::{Model as Tender, TenderState};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeSet;
use support::{Client, World, both};

async fn with_every_state(world: World) -> World {
    let world = world.as_demonstration();
    demo::open(&world.app).await.unwrap();
    add(&world.app).await.unwrap();
    world
}

async fn shown(world: &World) -> Vec<Tender> {
    demo::every_state::tenders(&world.app).await.unwrap()
}

async fn in_state(world: &World, state: TenderState) -> Tender {
    let found = shown(world).await.into_iter().find(|tender| clusterbuy::tender::phase(tender, world.now()) == state);
    found.unwrap_or_else(|| panic!("no tender is {state}"))
}

async fn sign_in(client: &mut Client, name: &str) {
    client.get("/sign-in").await;
    client.form_near(name, name).submit().await;
}

both! {
    async fn a_tender_is_in_each_state_worth_looking_at_and_the_story_begins_where_it_did(world: World) {
        let world = world.as_demonstration();
        demo::open(&world.app).await.unwrap();
        let began = world.now();
        add(&world.app).await.unwrap();
        assert_eq!(world.now(), began);
        let states: BTreeSet<TenderState> =
            shown(&world).await.iter().map(|tender| clusterbuy::tender::phase(tender, began)).collect();
        assert_eq!(states, SHOWN.iter().copied().collect());
        let open = in_state(&world, TenderState::Open).await;
        let of_open = entity::tender_question::Entity::find().filter(entity::tender_question::Column::TenderId.eq(open.id));
        let waiting = of_open.clone().filter(entity::tender_question::Column::AnsweredAt.is_null());
        let read = world.app.db.read();
        assert_eq!((of_open.count(read).await.unwrap(), waiting.count(read).await.unwrap()), (2, 1));
        add(&world.app).await.unwrap();
        assert_eq!(shown(&world).await.len(), SHOWN.len(), "started again it finds them");
        let verdict = event::verify(read).await.unwrap();
        assert!(matches!(verdict, Verdict::Unbroken { .. }), "{verdict:?}");
    }

    async fn each_way_to_look_at_a_tender_leads_to_a_page(world: World) {
        let world = with_every_state(world).await;
        for state in SHOWN {
            let tender = in_state(&world, *state).await;
            for view in views(*state) {
                let mut person = world.visitor();
                person.get("/demo/states").await;
                let title = clusterbuy::tender::rules::states::words(*state);
                person.sees("Tenders in every state").sees(&tender.reference).sees(title);
                person.form(&format!("Look as {}, {}", view.person, title.to_lowercase())).submit().await;
                person.gets(200).sees(view.person);
                assert!(person.page().path.ends_with(view.path), "{} for {}", person.page().path, view.path);
            }
        }
    }

    async fn every_page_of_every_tender_answers_each_of_its_people(world: World) {
        let world = with_every_state(world).await;
        let pages = ["", "/questions", "/timeline", "/edit", "/edit/check", "/declarations", "/opening", "/compliance",
            "/evaluation", "/moderation", "/decision", "/challenges", "/record"];
        let people = ["", "Hal Ash-Demo", "Bea Ash-Demo", "Gia Ash-Demo", "Hal Beech-Demo", "Bea Hazel-Demo",
            "Bea Rowan-Demo", "Cam Clerk-Demo", "Yve Yew-Demo", "May Maple-Demo", "Otto Auditor-Demo"];
        for name in people {
            let mut person = world.visitor();
            if !name.is_empty() {
                sign_in(&mut person, name).await;
            }
            for tender in shown(&world).await {
                for page in pages {
                    let path = format!("/tenders/{}{page}", tender.reference);
                    person.get(&path).await;
                    let status = person.page().status;
                    // 422: a sentence says that it is too early, or too late, for this page.
                    assert!(matches!(status, 200 | 403 | 404 | 422), "{path} answers {name} {status}");
                    assert!(status == 200 || !page.is_empty(), "everybody reads the notice: {path} as {name}");
                }
            }
        }
    }
}
