//! Invoices from a spreadsheet: how they are read, all or none, taken off again; and letters that ask for a term's.

use super::{cast, refusal};
use clusterbuy::contract::rules::spend::Period;
use clusterbuy::contract::{self, NewSpend, enter_actuals};
use entity::money::Money;
use entity::{actual_spend, actuals_reminder};
use support::both;

const PAGE: &str = "/schools/100001/savings/invoices";

both! {
    async fn pasted_rows_are_shown_as_they_are_read_kept_together_and_taken_off_again(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        manager.get(&format!("/schools/100001/savings/actuals/{id}")).await;
        manager.follow("Send many invoices from a spreadsheet").await;
        let rows = "Contract\tPeriod\tQuantity\tAmount\tInvoice\tNotes\nFinance\tSummer 2026\t4\t£1,040.00\tINV-1\tgood\nFinance support\tOct 2026\t1\t260\t\t\n";
        manager.form("Check the rows").fill("Or paste the rows", rows).submit().await;
        manager.gets(200).sees("Nothing is saved yet").sees("Left out, because the template has no such column: Notes");
        let read = manager.page().table("Invoices to enter");
        assert_eq!(read[1], ["Finance support", "School 1", "2026 to 2027", "Summer term", "4", "£1,040", "INV-1"]);
        assert_eq!(read[2][3..], ["October", "1", "£260", "–"]);
        assert_eq!(read[3][5], "£1,300");
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 0);
        manager.form("Enter these invoices").submit().await;
        manager.is_at(PAGE).sees("The invoices are kept");
        manager.get(&format!("/schools/100001/savings/actuals/{id}")).await;
        let entered = manager.page().table("Entered so far");
        assert_eq!(entered[2][1..3], ["October", "£260"]);
        assert!(entered[2][4].starts_with("Spreadsheet of "), "{entered:?}");
        manager.form("Save").choose("period", "summer").fill("Amount paid", "1050").fill("Invoice", "INV-9").submit().await;
        manager.gets(200);
        manager.get(PAGE).await;
        manager.form("Take off again, 2 invoices").submit().await;
        manager.is_at(PAGE).sees("1 invoice taken off again");
        assert!(manager.page().table("Sent before")[1][2].starts_with("Taken off"));
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 1, "what was corrected by hand stays");
    }

    async fn every_wrong_row_is_told_and_none_is_kept(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let mut manager = cast.manager(&world, 0).await;
        let context = manager.context(&world).await;
        let autumn = NewSpend { year: 1, period: Period::Autumn, amount: Money(10_000), quantity: None, invoice_reference: "INV-1".to_owned() };
        enter_actuals(&context, id, cast.northgate.schools[0].id, autumn).await.unwrap();
        manager.get(PAGE).await;
        let rows = "School,Contract,Month or term,Quantity,Amount,Invoice\n\
            ,Finance,Summer 2026,,1040,INV-1\n\
            ,Finance,Summer term 2026,,1040,INV-2\n\
            ,Finance,Autumn 2026,,1040,\n\
            ,Finance,October 2026,,90,\n\
            School 2,Finance,Summer 2026,,5,\n\
            Elsewhere,Finance,Summer 2026,,5,\n\
            ,Meals,May 2026,,5,\n\
            ,Finance,soon,,5,\n\
            ,Finance,Spring 2026,,5,\n\
            ,Finance,May 2027,,5,\n\
            ,Finance,Spring 2027,lots,,\n";
        manager.form("Check the rows").attach("Spreadsheet", "invoices.csv", rows.as_bytes()).submit().await;
        manager.gets(422);
        let told = [
            "Row 3, Month or term: another row is for the summer term too. Enter it once",
            "Row 4, Month or term: the autumn term is entered already. Correct it on the page of the contract",
            "Row 5, Month or term: the autumn term is entered already. Correct that amount instead",
            "Row 6, School: only staff of School 2 enter what it paid. Ask its business manager",
            "Row 7, School: enter the name or the URN of a school in the contract",
            "Row 8, Contract: enter one of Finance support",
            "Row 9, Month or term: enter a month, a term or a year, such as October 2026, Autumn 2026 or 2026 to 2027. We found \"soon\"",
            "Row 10, Month or term: the contract does not run then",
            "Row 11, Month or term: that year of the contract has not begun",
            "Row 12, Quantity: enter a number such as 150. We found \"lots\"",
            "Row 12, Amount: enter an amount such as 1,250.00",
        ];
        for sentence in told {
            manager.sees(sentence);
        }
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 1);
        manager.form("Download with errors (CSV)").submit().await;
        assert!(manager.page().body_text().contains("Row 3, Month or term"), "{}", manager.page().body_text());
        manager.get(&format!("{PAGE}/template.csv")).await;
        let template = manager.page().body_text();
        assert!(template.contains("100001,Finance support,Summer term 2026") && !template.contains("Autumn"), "{template}");
    }

    async fn rows_of_another_school_and_rows_that_came_twice_are_refused(world: World) {
        let cast = cast(&world).await;
        cast.recorded(&world).await;
        let school = &cast.northgate.schools[0];
        let context = cast.manager(&world, 0).await.context(&world).await;
        let held = contract::invoiced(&context, school).await.unwrap();
        let known = contract::known(&context, &held);
        let today = world.now().date_naive();
        let read = |text: &str| contract::rules::invoices::read_rows(text, &known, school.urn, today).rows;
        let rows = read("Contract,Period,Amount\nFinance,Summer 2026,5\n");
        contract::enter_invoices(&context, school, rows.clone()).await.unwrap();
        let again = contract::enter_invoices(&context, school, rows.clone()).await;
        assert!(!refusal(again).is_empty(), "they are there already");
        let stranger = cast.manager(&world, 1).await.context(&world).await;
        assert!(contract::enter_invoices(&stranger, school, rows).await.is_err());
        let mut other = cast.manager(&world, 1).await;
        other.get(PAGE).await;
        other.gets(404);
        assert_eq!(world.count_of::<actual_spend::Entity>().await, 1);
    }

    async fn a_term_s_invoices_are_asked_for_once_when_it_is_over_where_they_are_not_entered(world: World) {
        let cast = cast(&world).await;
        let id = cast.recorded(&world).await;
        let first = cast.manager(&world, 0).await.context(&world).await;
        cast.manager(&world, 1).await;
        let summer = NewSpend { year: 1, period: Period::Summer, amount: Money(10_000), quantity: None, invoice_reference: "INV-1".to_owned() };
        enter_actuals(&first, id, cast.northgate.schools[0].id, summer).await.unwrap();
        world.letters().await;
        assert_eq!(contract::remind(&world.platform()).await.unwrap(), 2, "schools 2 and 3");
        assert_eq!(contract::remind(&world.platform()).await.unwrap(), 0, "each once");
        let letters = world.letters().await;
        let letter = letters.iter().find(|letter| letter.text.contains("School 2")).unwrap();
        assert_eq!(letter.subject, "Actual spend due: Finance, summer term 2026");
        assert!(letter.text.contains(&format!("/schools/100002/savings/actuals/{id}")) && !letter.text.contains('£'));
        assert_eq!(world.count_of::<actuals_reminder::Entity>().await, 3, "nobody looks at the first school again");
        world.clock.set("2027-01-01T09:00:00Z".parse().unwrap());
        assert_eq!(contract::remind(&world.platform()).await.unwrap(), 3, "the autumn term");
        world.letters().await;
    }
}
