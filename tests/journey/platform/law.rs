//! The law's figures as an administrator adds them, and the working days that come of them.

use chrono::{DateTime, NaiveDate, Utc};
use clusterbuy::account::Grant;
use clusterbuy::award::rules::standstill;
use clusterbuy::platform::law::standstill_days;
use entity::membership::Role;
use support::{Person, World, both};

async fn administrator(world: &World) -> Person {
    world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await
}

#[test]
fn a_standstill_ends_where_the_calendar_of_all_three_divisions_says() {
    let cases = [
        ("2026-11-24T12:00:00Z", (2026, 12, 4)),
        ("2026-12-21T12:00:00Z", (2027, 1, 5)),
        ("2026-06-10T11:00:00Z", (2026, 6, 22)),
        ("2027-07-05T11:00:00Z", (2027, 7, 15)),
        ("2026-10-06T17:31:00Z", (2026, 10, 15)),
    ];
    for (notice, (year, month, day)) in cases {
        let notice: DateTime<Utc> = notice.parse().unwrap();
        let found = standstill(notice, standstill_days(notice.date_naive())).unwrap();
        assert_eq!(Some(found.last_day), NaiveDate::from_ymd_opt(year, month, day), "{notice}");
    }
    let refused = standstill("2028-12-28T12:00:00Z".parse().unwrap(), 8).unwrap_err().to_string();
    assert_eq!(
        refused,
        "Bank holidays are known for 2019 to 2028, so working days around 1 January 2029 cannot be counted"
    );
}

both! {
    async fn next_years_threshold_is_added_and_this_years_stays(world: World) {
        let mut ada = administrator(&world).await;
        ada.get("/admin/law").await;
        ada.gets(200).sees("£207,720").sees("Working days can be counted up to the end of 2028");
        ada.follow("Thresholds").await;
        ada.form("Add").submit().await;
        ada.is_told("Choose which").is_told("Enter the day from which it applies");
        let form = ada.form("Add").fill("Which", "Services").fill("Whole pounds", "210000").date("valid", "1 1 2026");
        form.fill("Source", "SI 2027/1").submit().await;
        ada.gets(422).is_told("A figure applies from today at the earliest. What was published keeps the figures of its day");
        ada.form("Add").date("valid", "1 1 2028").submit().await;
        ada.gets(200).sees("Added. What is published keeps the figures of its day").sees("£210,000").sees("To come");
        let rows = ada.page().table("Newest first");
        assert!(rows.contains(&["Services", "£207,720", "1 January 2026", "In force", "Procurement Act 2023 Sch 1 as amended from 1 January 2026"].map(str::to_owned).to_vec()), "{rows:?}");
        ada.form("Add").fill("Which", "Services").fill("Whole pounds", "1").date("valid", "1 1 2028").fill("Source", "x").submit().await;
        ada.gets(422).is_told("The newest figure applies from 1 January 2028. Enter a later day: figures are never edited in place");
        world.clock.set("2028-01-03T10:00:00Z".parse().unwrap());
        let mut ada = administrator(&world).await;
        ada.get("/admin/law").await;
        ada.sees("£210,000").does_not_see("£207,720");
    }

    async fn a_year_of_bank_holidays_is_added_whole_and_then_counted(world: World) {
        let mut ada = administrator(&world).await;
        ada.get("/admin/law/holiday").await;
        ada.form("Add").fill("days", "2029-01-01, scotland").fill("Source", "gov.uk/bank-holidays").submit().await;
        ada.gets(422).is_told("2029 needs 8 bank holidays or more of england-and-wales. There are 0. Enter the whole year");
        let divisions = [("england-and-wales", 8), ("scotland", 9), ("northern-ireland", 10)];
        let lines: String =
            divisions.into_iter().flat_map(|(name, days)| (1..=days).map(move |day| format!("2029-05-{day:02}, {name}\n"))).collect();
        ada.form("Add").fill("days", &lines).submit().await;
        ada.gets(200).sees("Added.");
        ada.get("/admin/law").await;
        ada.sees("Working days can be counted up to the end of 2029");
    }

    async fn nobody_but_an_administrator_adds_to_the_law(world: World) {
        let mut audrey = world.person("Audrey Auditor", &[Grant::platform(Role::Auditor)]).await;
        audrey.get("/admin/law/threshold").await;
        audrey.gets(403).sees("You need the role of administrator for this.");
    }
}
