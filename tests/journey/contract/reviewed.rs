//! Reviews with actions, the exit plan, the calendar, and who may sign what.

use super::{cast, refusal};
use clusterbuy::contract::review;
use entity::contract_exit_item::ExitItem;
use entity::review_action;
use support::both;

both! {
    async fn a_review_is_recorded_with_its_actions_which_somebody_then_does(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get(&format!("/contracts/{id}")).await;
        clerk.follow("Reviews with the provider").await;
        clerk.gets(200).sees("No review yet");
        clerk.form("Record the review").fill("held-day", "20").fill("held-month", "11").fill("held-year", "2026").submit().await;
        clerk.is_told("Enter what was found and agreed");
        let form = clerk.form("Record the review").fill("words", "Two visits were late.");
        form.fill("what-1", "Name a deputy").submit().await;
        clerk.is_told("Enter who does it");
        let form = clerk.form("Record the review").fill("owner-1", "Daybooks");
        form.fill("due-1-day", "11").fill("due-1-month", "12").fill("due-1-year", "2026").submit().await;
        clerk.gets(200).sees("The review is recorded").sees("Two visits were late.");
        let actions = clerk.page().table("Actions of 20 November 2026");
        assert_eq!(actions[1][..3], ["Name a deputy", "Daybooks", "11 December 2026"]);
        let mut manager = cast.manager(&world, 0).await;
        manager.get(&format!("/contracts/{id}/reviews")).await;
        manager.gets(200).sees("Name a deputy");
        assert!(!manager.offers("Record the review"));
        clerk.form("Mark as done: Name a deputy").submit().await;
        clerk.gets(200).sees("Done");
        assert_eq!(world.count_of::<review_action::Entity>().await, 1);
    }

    async fn the_exit_plan_is_worked_off_step_by_step(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut clerk = cast.clerk.clone();
        clerk.get(&format!("/contracts/{id}")).await;
        clerk.follow("Exit plan").await;
        let steps = clerk.page().table("Steps before the contract ends");
        assert_eq!(steps.len(), 9);
        assert!(steps[1][0].starts_with("Give notice") && steps[1][2] == "31 January 2027", "{steps:?}");
        clerk.form("Mark as done").choose("item", "decide").fill("note", "A new tender, minute 12").submit().await;
        clerk.gets(200).sees("A new tender, minute 12");
        let context = clerk.context(&world).await;
        let twice = review::finish_exit_item(&context, id, ExitItem::Decide, "again").await;
        assert_eq!(refusal(twice), "This step is done already");
        let manager = cast.manager(&world, 0).await.context(&world).await;
        assert!(review::finish_exit_item(&manager, id, ExitItem::Notice, "x").await.is_err());
    }

    async fn the_calendar_says_who_must_decide_by_when_and_is_a_file_too(world: World) {
        let cast = cast(&world).await;
        cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        manager.get("/clusters/northgate/contracts").await;
        manager.follow("Calendar: notice, renewal and price days").await;
        let days = manager.page().table("Days of the contracts");
        assert_eq!(days[1][..3], ["Sunday 31 January 2027", "Finance support", "Last day to give notice"]);
        assert!(days[1][3].starts_with("Chair or clerk for all"));
        manager.get("/clusters/northgate/contracts/calendar.ics").await;
        let file = manager.page().body_text();
        assert!(file.contains("DTSTART;VALUE=DATE:20270131") && file.contains("SUMMARY:Finance support: Last day to give notice"), "{file}");
        let mut anybody = world.visitor();
        anybody.get("/clusters/northgate/contracts/calendar").await;
        assert!(anybody.page().path.starts_with("/sign-in"));
    }

    async fn the_contract_says_who_may_sign_for_each_school(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        manager.get(&format!("/contracts/{id}")).await;
        let signers = manager.page().table("Who may sign for each school");
        assert_eq!(signers[1][1..], ["£9,360", "£0", "£40,000", "Headteacher"]);
        assert!(signers[1][0].contains("No limits recorded: our assumption"));
        let mut anybody = world.visitor();
        anybody.get(&format!("/contracts/{id}")).await;
        anybody.gets(200).does_not_see("Who may sign what").does_not_see("£40,000");
    }
}
