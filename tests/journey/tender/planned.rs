//! The plan back from the contract's start, the coach, and what a new tender starts from.

use super::refusal;
use clusterbuy::cluster::{self, NewClosure};
use clusterbuy::tender::{self, Start};
use clusterbuy::{account::Grant, catalogue};
use entity::membership::Role;
use support::both;
use support::drafts::new_tender;

both! {
    async fn a_plan_is_worked_out_back_from_the_start_and_published_as_a_calendar(world: World) {
        let mut draft = world.draft().await;
        let path = format!("/tenders/{}/plan", draft.reference);
        let chair = &mut draft.cluster.chair;
        chair.get(&format!("/tenders/{}/edit", draft.reference)).await;
        chair.follow("Plan").await;
        chair.gets(200).sees("the schools' demand has to be in by").sees("Procurement Act 2023, section 51");
        chair.sees("usual school holidays are assumed").sees("TUPE Regulations 2006");
        let before = chair.page().table("Backwards from the start");
        chair.form("Work it out again").choose("staff", "No").submit().await;
        chair.is_at(&path).sees("The plan is worked out again");
        assert_ne!(chair.page().table("Backwards from the start"), before, "six weeks of consultation are gone");
        chair.form("Publish the calendar").submit().await;
        chair.sees("The calendar is published").sees("Published 23 November 2026 at 10am");
        chair.follow("Download the calendar").await;
        chair.gets(200);
        let file = chair.page().body_text();
        assert!(file.starts_with("BEGIN:VCALENDAR") && file.matches("BEGIN:VEVENT").count() == 10, "{file}");
        chair.get(&format!("/tenders/{}", draft.reference)).await;
        chair.sees("Calendar").sees("Demand sheets are in").sees("Now: Draft");
        let mut stranger = world.visitor();
        stranger.get(&format!("{path}.ics")).await;
        assert_ne!(stranger.page().status, 200, "a draft's plan is its team's");
    }

    async fn a_clusters_own_term_dates_take_the_place_of_the_usual_ones(world: World) {
        let mut draft = world.draft().await;
        let chair = &mut draft.cluster.chair;
        chair.get("/clusters/northgate/term-dates").await;
        chair.sees("No dates are typed yet");
        let form = chair.form("Add").fill("What it is", "Summer").date("first", "20 7 2027");
        form.date("last", "19 7 2027").submit().await;
        chair.is_told("The last day must be on or after the first");
        chair.form("Add").date("last", "3 9 2027").submit().await;
        chair.is_at("/clusters/northgate/term-dates").sees("Tuesday 20 July 2027");
        let context = chair.context(&world).await;
        let cluster = draft.cluster.cluster.clone();
        let day = |text: &str| text.parse().unwrap();
        let meets = NewClosure { title: "Fair".to_owned(), first_day: day("2027-07-26"), last_day: day("2027-07-27") };
        let told = refusal(cluster::record_closure(&context, &cluster, meets).await);
        assert_eq!(told, "These days meet Summer. Take that out first");
        draft.cluster.chair.get("/clusters/northgate/term-dates").await;
        draft.cluster.chair.form("Take out Summer, 20 July 2027").submit().await;
        draft.cluster.chair.sees("No dates are typed yet");
    }

    async fn a_clerk_prepares_from_the_usual_start_and_copies_a_tender_that_was_made(world: World) {
        catalogue::ensure_given(&world.platform()).await.unwrap();
        let northgate = world.cluster_of(2).await;
        northgate.agrees(&world).await;
        let clerk = world.person("Clare Clerk", &[Grant::cluster(Role::Clerk, northgate.cluster.id, None)]).await;
        let clerk = clerk.context(&world).await;
        let first = tender::create_from(&clerk, "northgate", new_tender(), Start::Usual).await.unwrap();
        let read = world.app.db.read();
        let row = tender::by_reference(read, &first).await.unwrap();
        assert!(row.need.starts_with("Management of our school kitchens"), "{}", row.need);
        assert!(row.deadline_at.is_some() && row.questions_close_at < row.deadline_at, "the plan proposes dates");
        let copy = || tender::create_from(&clerk, "northgate", new_tender(), Start::Copy(first.clone()));
        assert_eq!(refusal(copy().await), "Choose a tender of your cluster to copy", "a draft is its team's");
        let chair = northgate.chair.context(&world).await;
        tender::pool(&chair, &first).await.unwrap();
        let second = copy().await.unwrap();
        let again = tender::by_reference(read, &second).await.unwrap();
        assert_eq!((again.need, again.price_rule), (row.need, row.price_rule));
        let lots = [row.id, again.id].map(|id| tender::first_lot(read, id));
        let mut asked = Vec::new();
        for lot in lots {
            let criteria = tender::criteria(read, lot.await.unwrap().id).await.unwrap();
            asked.push(criteria.into_iter().map(|each| (each.code, each.question, each.weight)).collect::<Vec<_>>());
        }
        assert!(!asked[0].is_empty() && asked[0] == asked[1]);
        let other = tender::NewTender { category: "hr".to_owned(), ..new_tender() };
        let told = refusal(tender::create_from(&clerk, "northgate", other, Start::Copy(first.clone())).await);
        assert_eq!(told, format!("{first} buys another service. Choose one for HR"));
    }

    async fn an_evening_has_three_things_at_most_with_their_minutes(world: World) {
        let world = world.as_demonstration();
        clusterbuy::demo::open(&world.app).await.unwrap();
        clusterbuy::demo::every_state::add(&world.app).await.unwrap();
        let mut lead = world.visitor();
        lead.get("/sign-in").await;
        lead.form("Bea Rowan-Demo").submit().await;
        lead.get("/home").await;
        lead.gets(200).sees("This evening").sees("3 things, about").sees("The others can wait");
        assert_eq!(lead.page().texts("ol.todo li").len(), 3);
        assert!(lead.page().texts("ol.todo li").iter().all(|each| each.contains("About ")));
    }

    async fn whoever_has_a_part_in_a_tender_alone_finds_no_link_that_leads_nowhere(world: World) {
        let draft = world.published_draft().await;
        let mut kay = world.person("Kay Holder", &[]).await;
        for page in ["/edit", "/plan", "/edit/schools", "/keys", "/declarations", ""] {
            let path = format!("/tenders/{}{page}", draft.reference);
            kay.get(&path).await;
            let links = kay.gets(200).page().links();
            for (text, href) in links.into_iter().filter(|(_, href)| href.starts_with("/clusters/") || href.starts_with("/tenders/")) {
                kay.get(&href).await;
                assert_eq!(kay.page().status, 200, "“{text}” on {path} leads to {href}");
            }
        }
    }
}
