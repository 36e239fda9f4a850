//! One school's sheet.

use clusterbuy::demand;
use clusterbuy::platform::context::Context;
use entity::demand::DemandState;
use entity::membership::Role;
use support::{Person, TestCluster, World, both};

const SHEET: &str = "/schools/100002/demand/NG-2026-001";

/// A pooling cluster of two whose second school used 90 paid meals a day, and that school's business manager.
async fn asked(world: &World) -> (TestCluster, Person) {
    let northgate = world.cluster_of(2).await;
    world.used(&northgate.schools[1], "meals_paid", "90").await;
    let manager = world.at_school("Bo Manager", Role::BusinessManager, &northgate.schools[1]).await;
    world.pooling(&northgate).await;
    (northgate, manager)
}

/// Numbers for every item, without a large change.
async fn filled_and_sent(manager: &mut Person) {
    manager.get(SHEET).await;
    manager
        .form("Send to headteacher to sign off")
        .fill("quantity-meals_universal", "0")
        .fill("quantity-meals_free", "0")
        .fill("quantity-meals_paid", "99")
        .submit()
        .await;
    manager.gets(200).sees("sent to the headteacher to sign off");
}

async fn stored(context: &Context) -> demand::Sheet {
    demand::sheet(context, 100_002, "NG-2026-001").await.unwrap()
}

both! {
    async fn the_business_manager_is_told_and_finds_last_year_filled_in(world: World) {
        let (_, mut manager) = asked(&world).await;
        let letter = world.letter_to(&manager.email, "Demand needed by midday GMT on Tuesday 15 December 2026: Catering").await;
        assert!(letter.text.contains("http://localhost/schools/100002/demand/NG-2026-001"), "{}", letter.text);
        manager.get("/home").await;
        manager.follow("Fill in School 2's catering demand").await;
        manager.gets(200).is_at(SHEET).sees("Due midday GMT on Tuesday 15 December 2026");
        let form = manager.form("Save");
        assert_eq!(form.value("quantity-meals_paid"), "90");
        assert_eq!(form.value("quantity-service_days"), "190", "the category's usual number");
        assert_eq!(manager.page().table("What you need")[3][1], "90");
        manager.get("/schools/100002/demand").await;
        manager.sees("Catering").sees("To fill in").sees("Northgate Schools");
    }

    async fn a_draft_saves_with_gaps_and_large_changes_but_is_not_sent_so(world: World) {
        let (_, mut manager) = asked(&world).await;
        world.letters().await;
        manager.get(SHEET).await;
        manager.form("Save").fill("quantity-meals_paid", "lots").fill("note-meals_paid", "More pupils").submit().await;
        manager.gets(422).is_told("Enter a number for “Meals a day, paid”, like 190");
        assert_eq!(manager.form("Save").value("quantity-meals_paid"), "lots");
        assert_eq!(manager.form("Save").value("note-meals_paid"), "More pupils");
        let form = manager.form("Save").fill("quantity-meals_paid", "150").fill("note-meals_paid", "");
        form.choose("Kitchen on site", "Yes").date("contract_ends", "31 8 2027").submit().await;
        manager.gets(200).sees("Draft saved");
        assert_eq!(manager.form("Save").value("quantity-meals_paid"), "150");
        assert_eq!(manager.form("Save").value("contract_ends-year"), "2027");
        manager.form("Send to headteacher to sign off").submit().await;
        manager.gets(422);
        assert_eq!(
            manager.page().errors(),
            [
                "Enter a number for “Meals a day, universal infant free”, 0 if there are none",
                "Enter a number for “Meals a day, free for other reasons”, 0 if there are none",
                "Add a note on “Meals a day, paid”: it changes by more than 20%",
            ]
        );
        let sheet = stored(&manager.context(&world).await).await;
        assert_eq!((sheet.demand.state, sheet.demand.kitchen_on_site), (DemandState::Draft, Some(true)));
        assert!(world.letters().await.is_empty());
    }

    async fn pasted_rows_are_filled_in_and_saved_only_when_asked(world: World) {
        let (_, mut manager) = asked(&world).await;
        manager.get(SHEET).await;
        manager.form("Fill in these rows").fill("paste", "Meals a day, paid\ttwo hundred\nSandwiches,5").submit().await;
        manager.gets(422).is_told("Row 1, Meals a day, paid: enter a number. We found “two hundred”");
        manager.is_told("Row 2: “Sandwiches” is not an item of this sheet").sees("Rows to put right");
        let mut again = manager.clone();
        again.form("Download with errors (CSV)").submit().await;
        let file = again.gets(200).page().body_text();
        assert!(file.lines().next().unwrap().ends_with("enter a number. We found “two hundred”\""), "{file}");
        let form = manager.form("Fill in these rows").fill("paste", "Meals a day, paid\t95\nDays served a year\t192");
        form.fill("note", "From the kitchen's book").submit().await;
        manager.gets(200).sees("2 rows are filled in below");
        assert_eq!(manager.form("Save").value("quantity-meals_paid"), "95");
        assert_eq!(manager.form("Save").value("note"), "From the kitchen's book");
        assert_eq!(stored(&manager.context(&world).await).await.lines["meals_paid"].quantity, "90".parse().ok());
        manager.form("Save").submit().await;
        assert_eq!(stored(&manager.context(&world).await).await.lines["meals_paid"].quantity, "95".parse().ok());
    }

    async fn the_head_signs_off_and_the_governor_records_the_mandate(world: World) {
        let (northgate, mut manager) = asked(&world).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &northgate.schools[1]).await;
        world.letters().await;
        filled_and_sent(&mut manager).await;
        world.letter_to(&head.email, "Please sign off School 2's catering demand").await;
        assert!(!manager.offers("Save") && !manager.offers("Sign off"));

        head.get("/home").await;
        head.follow("Sign off School 2's catering demand").await;
        head.sees("9 more").sees("18,810 meals a year");
        head.form("Return").submit().await;
        head.gets(422).is_told("Enter what has to be changed");
        head.form("Return").fill("reason", "Count the nursery").submit().await;
        world.letter_to(&manager.email, "School 2's catering demand was returned").await;
        filled_and_sent(&mut manager).await;
        head.get(SHEET).await;
        head.form("Sign off").submit().await;
        head.gets(200).sees("Signed off, no mandate yet");

        governor.get("/home").await;
        governor.follow("Record School 2's mandate to join the catering tender").await;
        governor.form("Record mandate").fill("limit", "free").submit().await;
        governor.gets(422).is_told("Enter the most your school may pay a year, in pounds, like 6000");
        governor.is_told("Enter the reference of the minute, like FGB 12/3");
        governor.form("Record mandate").fill("limit", "£6,000").fill("minute", "FGB 7").submit().await;
        governor.gets(200).sees("Committed").sees("Join at up to £6,000 a year, excluding VAT. Minute FGB 7");
        assert!(stored(&governor.context(&world).await).await.demand.is_committed());
        world.letters().await;
    }

    async fn two_heads_who_sign_at_once_leave_one_signature(world: World) {
        let (northgate, mut manager) = asked(&world).await;
        let one = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await.context(&world).await;
        let other = world.at_school("Hugo Head", Role::Headteacher, &northgate.schools[1]).await.context(&world).await;
        filled_and_sent(&mut manager).await;
        let sheet = stored(&one).await;
        let (first, second) = tokio::join!(demand::sign(&one, &sheet), demand::sign(&other, &sheet));
        assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
        let signed = stored(&one).await.demand;
        let signer = if first.is_ok() { one.actor.account } else { other.actor.account };
        assert_eq!((signed.state, signed.signed_by), (DemandState::Signed, signer));
    }

    async fn two_colleagues_who_change_one_draft_are_told_of_each_other(world: World) {
        let (_, mut manager) = asked(&world).await;
        manager.get(SHEET).await;
        let mut colleague = world.person("Bo Manager", &[]).await;
        world.advance(chrono::Duration::minutes(5));
        colleague.get(SHEET).await;
        colleague.form("Save").fill("quantity-meals_paid", "91").submit().await;
        manager.form("Save").fill("quantity-meals_paid", "92").submit().await;
        let told = "A colleague changed this sheet at 10:05am. Check both versions and save again";
        assert_eq!(manager.gets(422).page().errors(), [told]);
        assert_eq!(manager.form("Save").value("quantity-meals_paid"), "92");
        manager.sees("Saved: 91");
        manager.form("Save").submit().await;
        manager.gets(200).sees("Draft saved");
    }

    async fn after_review_a_change_is_refused_with_the_reason(world: World) {
        let (northgate, mut manager) = asked(&world).await;
        manager.get(SHEET).await;
        let tender = stored(&manager.context(&world).await).await.tender;
        world.lock(&northgate, &tender).await;
        manager.form("Save").fill("quantity-meals_paid", "95").submit().await;
        let told = "Demand is locked, because the tender has gone to review. Ask the cluster's chair";
        assert_eq!(manager.gets(422).page().errors(), [told]);
        manager.get(SHEET).await;
        assert!(manager.gets(200).page().says("Demand is locked") && !manager.offers("Save"));
    }

    async fn a_school_that_does_not_take_part_says_why_and_may_change_its_mind(world: World) {
        let (northgate, mut manager) = asked(&world).await;
        let mut head = world.at_school("Hetty Head", Role::Headteacher, &northgate.schools[1]).await;
        head.get(SHEET).await;
        head.form("Record that it does not take part").submit().await;
        head.gets(422).is_told("Enter why the school does not take part");
        head.form("Record that it does not take part").fill("why_not", "We cook ourselves").submit().await;
        head.gets(200).sees("We cook ourselves");
        manager.get(SHEET).await;
        assert!(!manager.offers("Save"), "only the head lets the school take part");
        head.form("Take part after all").submit().await;
        head.gets(200).sees("To fill in");
    }

    async fn a_sheet_is_not_found_by_another_school_nor_signed_by_its_business_manager(world: World) {
        let (northgate, mut manager) = asked(&world).await;
        let mut other = world.at_school("Ola Other", Role::Headteacher, &northgate.schools[0]).await;
        for path in [SHEET, "/schools/100002/demand", "/schools/100001/demand/NG-2026-999"] {
            other.get(path).await;
            other.gets(404);
        }
        other.get("/home").await;
        other.tamper(&format!("{SHEET}/sign-off"), &[]).await;
        other.gets(404);
        filled_and_sent(&mut manager).await;
        manager.tamper(&format!("{SHEET}/sign-off"), &[]).await;
        manager.gets(403).sees("You need the role of headteacher");
    }
}
