//! What was really paid: entered, corrected, and counted once the year is whole.

use super::{cast, refusal};
use clusterbuy::contract::rules::spend::Period;
use clusterbuy::contract::{NewSpend, enter_actuals};
use entity::money::Money;
use entity::{actual_spend, event};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use support::both;

fn spend(period: Period, pounds: i64) -> NewSpend {
    NewSpend { year: 1, period, amount: Money(pounds * 10_000), quantity: None, invoice_reference: "INV-1".to_owned() }
}

both! {
    async fn a_manager_enters_what_was_paid_and_the_saving_becomes_actual(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        manager.get("/schools/100001/savings").await;
        manager.sees("Contracted").does_not_see("Actual: ");
        manager.follow("Enter actual spend, Finance").await;
        manager.form("Save").fill("Amount paid", "lots").submit().await;
        manager.is_told("Enter what you paid in pounds and pence, like 3120.00");
        assert_eq!(manager.form("Save").value("Amount paid"), "lots");
        manager.form("Save").fill("Amount paid", "£3,000.50").fill("Invoice", "INV-1").fill("Quantity", "11.5").submit().await;
        manager.gets(200).sees("The amount is kept");
        assert_eq!(manager.page().table("Entered so far")[1][1..5], ["Whole year", "£3,000.50", "11.5", "INV-1"]);
        manager.form("Save").choose("period", "year").fill("Amount paid", "3090").fill("Invoice", "INV-2").submit().await;
        manager.gets(200).sees("The amount is kept");
        assert_eq!(manager.page().table("Entered so far").len(), 2, "a correction replaces");
        let corrected = event::Entity::find().filter(event::Column::Action.eq("actuals.corrected"));
        let corrected = corrected.one(world.app.db.read()).await.unwrap().unwrap();
        assert!(corrected.data.contains("3000.50") && corrected.data.contains("3090.00"), "{}", corrected.data);
        manager.form("Save").choose("period", "autumn").fill("Amount paid", "1").fill("Invoice", "INV-3").submit().await;
        manager.is_told("The whole year is entered already. Correct that amount instead");
        manager.get("/schools/100001/savings").await;
        manager.sees("£3,090").sees("Whole year, invoice INV-2");
        manager.get(&format!("/contracts/{id}")).await;
        assert_eq!(manager.page().table("Expected and actual cost by year")[1][2], "1 of 3 schools entered");
    }

    async fn three_terms_make_a_year_and_another_schools_staff_find_nothing(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let school = &cast.northgate.schools[1];
        let mut manager = cast.manager(&world, 1).await;
        let context = manager.context(&world).await;
        for period in [Period::Autumn, Period::Spring] {
            enter_actuals(&context, id, school.id, spend(period, 1_000)).await.unwrap();
        }
        manager.get("/schools/100002/savings").await;
        manager.sees("Contracted");
        let whole = enter_actuals(&context, id, school.id, spend(Period::WholeYear, 3_000)).await;
        assert_eq!(refusal(whole), "The autumn term is entered already. Enter the other terms");
        enter_actuals(&context, id, school.id, spend(Period::Summer, 1_100)).await.unwrap();
        manager.get("/schools/100002/savings").await;
        manager.sees("£3,100").sees("Summer term, invoice INV-1");
        let later = enter_actuals(&context, id, school.id, NewSpend { year: 2, ..spend(Period::Autumn, 1) }).await;
        assert_eq!(refusal(later), "That year of the contract has not begun");
        let mut other = cast.manager(&world, 0).await;
        other.get(&format!("/schools/100002/savings/actuals/{id}")).await;
        other.gets(404);
        let denied = enter_actuals(&other.context(&world).await, id, school.id, spend(Period::Autumn, 1)).await;
        assert!(denied.is_err());
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 3);
    }

    async fn two_entries_for_one_period_at_once_leave_one(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let school = cast.northgate.schools[0].id;
        let context = cast.manager(&world, 0).await.context(&world).await;
        let (first, second) = tokio::join!(
            enter_actuals(&context, id, school, spend(Period::WholeYear, 3_000)),
            enter_actuals(&context, id, school, spend(Period::WholeYear, 3_001)),
        );
        assert!(first.is_ok() && second.is_ok(), "the second corrects the first: {first:?} {second:?}");
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 1);
    }

    async fn actual_spend_is_asked_for_when_a_contract_year_is_over(world: World) {
        let cast = cast(&world).await;
        cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        manager.get("/home").await;
        manager.follow("Enter actual spend: Finance, summer term 2026").await;
        manager.form("Save").choose("period", "month").fill("Which month, if it is for one month", "May").fill("Amount paid", "1").fill("Invoice", "INV-1").submit().await;
        manager.gets(200).sees("The amount is kept");
        assert_eq!(manager.page().table("Entered so far")[1][1], "May");
        manager.get("/home").await;
        manager.sees("Still to enter for School 1: April, June, July, August");
        world.clock.set("2027-04-05T09:00:00Z".parse().unwrap());
        let mut manager = cast.manager(&world, 0).await;
        manager.get("/home").await;
        manager.follow("Enter actual spend: Finance, 2026 to 2027").await;
        manager.sees("2026 to 2027: autumn term, spring term, April, June, July, August");
    }
}
