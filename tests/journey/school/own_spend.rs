//! What a school thinks of what it buys, what it is reminded of, and where its costs stand in its accounts.

use chrono::Duration;
use clusterbuy::catalogue;
use clusterbuy::school::remind;
use entity::membership::Role;
use entity::notice_reminder;
use support::workbook::{Kept, workbook};
use support::{Person, World, both};

const REGISTER: &str = "/schools/100001/spend";

async fn manager(world: &World) -> Person {
    catalogue::ensure_given(&world.platform()).await.unwrap();
    let school = world.school(100_001, "Canal Side Primary").await;
    world.at_school("Mo Manager", Role::BusinessManager, &school).await
}

/// Two contracts, from a workbook: meals with notice by 23 March 2027, cleaning with a code and no notice.
async fn has_contracts(manager: &mut Person) {
    let words = Kept::Words;
    let file = workbook(&[
        &[words("Register of 2026")],
        &[
            words("Contract"),
            words("Supplier"),
            words("Service"),
            words("Yearly cost"),
            words("Notice by"),
            words("CFR code"),
        ],
        &[
            words("Meals"),
            words("Canal Caterers"),
            words("Catering"),
            Kept::Formula("2*2546.45", Some("5092.9")),
            Kept::Day("46469"),
        ],
        &[words("Cleaning"), words("Shine"), words(""), Kept::Number("1200"), Kept::Nothing, words("E14 Cleaning")],
    ]);
    manager.get(&format!("{REGISTER}/paste")).await;
    manager.form("Check the rows").attach("Spreadsheet", "register.xlsx", &file).submit().await;
    manager.gets(200);
    manager.form("Add these contracts").submit().await;
    manager.gets(200).sees("2 contracts added from your spreadsheet").sees("£6,292.90 a year in total");
}

both! {
    async fn a_workbook_becomes_the_register_with_the_codes_that_the_accounts_use(world: World) {
        let mut manager = manager(&world).await;
        has_contracts(&mut manager).await;
        let table = manager.page().table("Contract register");
        assert!(table[1][0].contains("Catering, cost code E06"), "{table:?}");
        assert!(table[2][0].contains("cost code E14"), "{table:?}");
        assert_eq!(table[1][3], "23 March 2027 Within 120 days");
    }

    async fn the_register_leaves_as_a_workbook_and_comes_back_as_it_was(world: World) {
        let mut manager = manager(&world).await;
        manager.get(&format!("{REGISTER}/paste")).await;
        manager.form("Check the rows").fill("Or paste the rows", "Title,Provider,Yearly amount\n=1+1,Copy Co,12.50").submit().await;
        manager.form("Add these contracts").submit().await;
        manager.get(&format!("{REGISTER}.xlsx")).await;
        let file = manager.gets(200).page().body.clone();
        manager.get(&format!("{REGISTER}/paste")).await;
        manager.form("Check the rows").attach("Spreadsheet", "register.xlsx", &file).submit().await;
        let table = manager.gets(200).page().table("Contracts to add");
        assert_eq!(table[1][..4], ["=1+1", "Copy Co", "–", "£12.50"]);
    }

    async fn a_contract_is_rated_each_term_in_words_and_the_last_rating_stands_on_the_register(world: World) {
        let mut manager = manager(&world).await;
        has_contracts(&mut manager).await;
        let added = manager.page().path.clone();
        manager.follow("Not rated: Meals").await;
        manager.gets(200).sees("Autumn term 2026");
        manager.form("Keep the rating").submit().await;
        manager.is_told("Choose a score from 1 to 5");
        manager.form("Keep the rating").choose("score", "2, limited").fill("In your words", "Cold by noon").submit().await;
        manager.is_at(REGISTER).sees("Your rating is kept");
        assert_eq!(manager.page().table("Contract register")[1][5], "2, limited: Meals");
        manager.get(&added).await;
        manager.form("Undo: take them off again").submit().await;
        manager.gets(422).sees("You have rated “Meals” since, so the contracts stay");
        world.advance(Duration::days(60));
        let mut manager = manager.returning(&world).await;
        manager.get(REGISTER).await;
        manager.follow("2, limited: Meals").await;
        manager.sees("Spring term 2027").sees("Cold by noon");
        manager.form("Keep the rating").choose("score", "4, good").submit().await;
        assert_eq!(manager.page().table("Contract register")[1][5], "4, good: Meals");
        manager.follow("4, good: Meals").await;
        assert_eq!(manager.page().texts("dt"), ["Spring term 2027", "Autumn term 2026"]);
    }

    async fn notice_is_reminded_of_120_90_and_30_days_before_each_once(world: World) {
        let mut manager = manager(&world).await;
        has_contracts(&mut manager).await;
        world.letters().await;
        for (days_on, left) in [(0, 120), (10, 0), (20, 90), (60, 30), (5, 0)] {
            world.advance(Duration::days(days_on));
            remind::remind(&world.platform()).await.unwrap();
            assert_eq!(remind::remind(&world.platform()).await.unwrap(), 0, "each once");
            let letters = world.letters().await;
            let subjects: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
            let wanted = format!("Notice date in {left} days: Meals");
            assert_eq!(subjects, if left == 0 { vec![] } else { vec![wanted.as_str()] });
            if let Some(letter) = letters.first() {
                assert!(letter.text.contains("Canal Caterers") && letter.text.contains("/schools/100001/spend/"));
                assert!(!letter.text.contains('£'), "mail carries no prices");
            }
        }
        assert_eq!(world.count_of::<notice_reminder::Entity>().await, 3);
    }
}
