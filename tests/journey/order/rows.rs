//! Rows that are wrong come back as a file with a column that says what is wrong with each.

use super::council;
use clusterbuy::platform::table::{Record, Rows};
use entity::membership::Role;
use std::io::Cursor;
use support::both;

/// What the column of errors says, which is a file's last.
fn last_cells(file: Vec<u8>) -> Vec<String> {
    let (mut rows, mut record, mut found) = (Rows::open(Cursor::new(file)).unwrap(), Record::new(), Vec::new());
    while rows.read(&mut record).unwrap().is_some() {
        let told = record.iter().next_back().filter(|cell| *cell == "Error" || cell.starts_with("Row "));
        found.extend(told.map(str::to_owned));
    }
    found
}

both! {
    async fn an_error_file_has_the_rows_that_were_sent_and_goes_through_once_they_are_right(world: World) {
        let mut ann = council(&world).await.person;
        ann.get("/organisation/price-list").await;
        let rows = "Service\tSLA\tBasis\tAmount\nFinance\tSupport\ta year\tlots\nPayroll\tPayroll\ta year\t900\n";
        ann.form("Check the list").fill("Financial year", "2027").fill("Or paste the rows", rows).submit().await;
        let failed = ann.gets(422).page().clone();
        let told = "Row 2, Amount: enter an amount such as 1,250.00. We found \"lots\"";
        for kind in ["CSV", "Excel"] {
            let mut ann = ann.clone();
            ann.form(&format!("Download with errors ({kind})")).submit().await;
            let file = ann.gets(200).page().body.clone();
            assert_eq!(last_cells(file), ["Error", told], "{kind}");
        }
        assert!(failed.says("Download with errors (CSV)"));
        ann.form("Download with errors (CSV)").submit().await;
        let right = ann.page().body_text().replace("lots", "1000");
        ann.get("/organisation/price-list").await;
        let form = ann.form("Check the list").fill("Financial year", "2027");
        form.attach("Spreadsheet", "errors.csv", right.as_bytes()).submit().await;
        ann.gets(200).sees("Left out, because an SLA has no such column: Error").sees("£1,000 a year");
    }

    async fn a_schools_contracts_that_cannot_be_read_come_back_with_what_is_wrong(world: World) {
        clusterbuy::catalogue::ensure_given(&world.platform()).await.unwrap();
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut mo = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        mo.get("/schools/100001/spend/paste").await;
        mo.form("Check the rows").fill("Or paste the rows", "Title,Provider,End\n=1+1,,31/08/2027\n,Shine,tomorrow\n").submit().await;
        mo.gets(422).sees("Rows to put right");
        mo.form("Download with errors (CSV)").submit().await;
        let file = mo.gets(200).page().body_text();
        assert!(file.contains("'=1+1"), "no formula is sent back: {file}");
        assert!(file.lines().nth(2).unwrap().contains("Row 3, End: enter a date such as 31/08/2027"), "{file}");
    }
}
