//! The six pages of a bid, a colleague's save, and everybody else.

use clusterbuy::account::Grant;
use clusterbuy::bid;
use clusterbuy::platform::error::Error;
use entity::membership::Role;
use entity::tender::AuthorityHat;
use entity::{bid as bids, bid_submission, stored_file};
use support::tenders::TestProvider;
use support::{Person, World, both};

/// Starts the bid from its page in the tender, or finds it; answers its address.
async fn start(staff: &mut Person) -> String {
    staff.get("/tenders/NG-2027-001").await;
    staff.form("Start a bid").submit().await;
    staff.gets(200).sees("Your bid: School meals");
    staff.page().path.clone()
}

async fn colleague(world: &World, larder: &TestProvider) -> Person {
    world.person("Colleague of Larder", &[Grant::provider(Role::ProviderStaff, larder.provider.id)]).await
}

both! {
    async fn a_provider_writes_a_bid_on_six_pages_and_gets_a_receipt_at_once(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let staff = &mut larder.staff;
        staff.get("/bids").await;
        staff.sees("No bids yet");
        let path = start(staff).await;
        staff.sees("0 of 6 ready");
        staff.follow("1 Your organisation").await;
        assert_eq!(staff.form("Save and continue").value("contact_name"), "Pat Seller", "known facts are not typed again");
        staff.form("Save and continue").tick("These details are right").submit().await;
        staff.is_at(&format!("{path}/declarations"));
        let mut declared = staff.form("Save and continue");
        for condition in clusterbuy::tender::rules::conditions::template("catering") {
            declared = declared.tick(condition.code);
        }
        declared.choose("interest", "No").submit().await;
        staff
            .form("Save and work out totals")
            .fill("charge-0-label", "Meals")
            .fill("charge-0-component", "Food")
            .fill("charge-0-scope", "Each school")
            .fill("charge-0-kind", "unit")
            .fill("charge-0-unit", "meal")
            .fill("charge-0-amount", "2.42")
            .submit()
            .await;
        let totals = staff.page().table("What your prices come to");
        assert_eq!(totals[1], ["School 1", "£45,980.00"]);
        assert_eq!(totals[4..], [["First year", "£137,940.00"], ["Whole contract, 3 years", "£413,820.00"]]);
        staff.form("Save and continue").submit().await;
        staff
            .form("Save and continue")
            .fill("answer-menus", "With the children.")
            .fill("answer-staff", "Every term.")
            .submit()
            .await;
        staff.is_at(&format!("{path}/documents"));
        staff.form("Upload").attach("file", "Menus.pdf", b"%PDF-1.7 menus").submit().await;
        staff.sees("Your file is added to the draft").sees("Menus.pdf");
        staff.form("Save and continue").fill("part-1", "Recipes").fill("reason-1", "Trade secret").submit().await;
        staff.is_at(&format!("{path}/check")).sees("5 of 6 ready").sees("Every term.").does_not_see("Before you can submit");
        staff.form("Submit bid").submit().await;
        staff.is_at(&format!("{path}/receipt")).sees("Bid received").sees("Menus.pdf").sees("To replace your bid");
        let receipt = staff.page().texts(".reference").concat();
        let letter = world.letter_to("staff.of.larder@example.org", "Bid received: NG-2027-001, receipt R-").await;
        assert!(letter.subject.ends_with(&receipt), "{}", letter.subject);
        assert!(!letter.text.contains("2.42"), "a letter carries no price: {}", letter.text);
        staff.get("/bids").await;
        staff.sees("Submitted").does_not_see("% complete");
        staff.get(&path).await;
        staff.sees("Now: Submitted").sees("You can replace the bid or take it back until the deadline");
        staff.get("/tenders/NG-2027-001").await;
        staff.does_not_see("Start a bid").sees("Your bid was submitted");
        staff.follow("Your bid").await;
        staff.is_at(&path);
        world.clock.set(support::tenders::deadline());
        staff.get(&path).await;
        staff.sees("Now: Submitted, sealed").sees("You need do nothing");
    }

    async fn home_names_a_bid_that_is_not_submitted_with_its_deadline(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        start(&mut larder.staff).await;
        larder.staff.get("/home").await;
        larder.staff.sees("Submit your bid for School meals: 0% complete").sees("This evening");
    }

    async fn wrong_input_is_told_and_kept_on_every_page(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let staff = &mut larder.staff;
        let path = start(staff).await;

        staff.get(&format!("{path}/organisation")).await;
        staff.form("Save and continue").fill("contact_email", "nobody").submit().await;
        staff.is_told("Enter an email address, like name@example.org");
        assert_eq!(staff.form("Save and continue").value("contact_email"), "nobody");

        staff.get(&format!("{path}/declarations")).await;
        staff.form("Save and continue").with("interest", "perhaps").submit().await;
        staff.is_told("Choose yes or no");
        staff.get(&format!("{path}/declarations")).await;
        staff.form("Save and continue").with("declared", "everything").submit().await;
        staff.is_told("Tick only what is listed");

        staff.get(&format!("{path}/prices")).await;
        let form = staff.form("Save and continue").fill("charge-0-label", "Meals").fill("charge-0-component", "Food");
        let form = form.fill("charge-0-scope", "Each school").fill("charge-0-kind", "unit").fill("charge-0-unit", "meal");
        form.fill("charge-0-amount", "cheap").submit().await;
        staff.is_told("Enter the price per meal in pounds and pence, like 2.42");
        staff.get(&format!("{path}/prices")).await;
        assert_eq!(staff.form("Save and continue").value("charge-0-amount"), "cheap", "what cannot be read is kept too");

        staff.get(&format!("{path}/quality")).await;
        staff.form("Save and continue").fill("answer-menus", &"word ".repeat(20_000)).submit().await;
        staff.gets(422);
        assert!(staff.form("Save and continue").value("answer-menus").len() > 60_000);

        staff.get(&format!("{path}/documents")).await;
        staff.form("Upload").attach("file", "virus.exe", b"MZ").submit().await;
        staff.is_told("The selected file must be a PDF, DOCX, XLSX or CSV");
        staff.form("Upload").submit().await;
        staff.is_told("Select a file");

        staff.get(&format!("{path}/check")).await;
        staff.form("Submit bid").submit().await;
        staff.is_told("Answer question 2, \"How will you keep staff trained?\"");
        staff.is_told("Confirm your organisation's details");
        assert_eq!(world.count_of::<bid_submission::Entity>().await, 0);
    }

    async fn saving_accepts_an_answer_that_is_too_long_and_the_check_does_not(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let path = start(&mut larder.staff).await;
        larder.staff.get(&format!("{path}/quality")).await;
        let long = "word ".repeat(58);
        larder.staff.form("Save and come back later").fill("answer-menus", &long).submit().await;
        larder.staff.is_at(&path).sees("Your draft is saved. Nothing is submitted yet");
        larder.staff.get(&format!("{path}/check")).await;
        larder.staff.sees("Your answer must be 50 words or fewer. It is 58");
    }

    async fn a_colleague_who_saved_meanwhile_is_not_overwritten_unseen(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let path = start(&mut larder.staff).await;
        let mut other = colleague(&world, &larder).await;
        for person in [&mut larder.staff, &mut other] {
            person.get(&format!("{path}/quality")).await;
        }
        other.form("Save and continue").fill("answer-menus", "Theirs").submit().await;
        let staff = &mut larder.staff;
        staff.form("Save and continue").fill("answer-menus", "Mine").submit().await;
        staff.gets(409).sees("Colleague of Larder changed this page at 10am. Check both versions").sees("Theirs");
        assert_eq!(staff.form("Save and continue").value("answer-menus"), "Mine");
        other.get(&format!("{path}/quality")).await;
        assert_eq!(other.form("Save and continue").value("answer-menus"), "Theirs");

        staff.form("Save and continue").submit().await;
        staff.gets(200).is_at(&format!("{path}/documents"));
        other.get(&format!("{path}/quality")).await;
        assert_eq!(other.form("Save and continue").value("answer-menus"), "Mine");
    }

    async fn two_people_on_different_pages_do_not_meet(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let path = start(&mut larder.staff).await;
        let mut other = colleague(&world, &larder).await;
        larder.staff.get(&format!("{path}/quality")).await;
        other.get(&format!("{path}/organisation")).await;
        other.form("Save and continue").tick("These details are right").submit().await;
        larder.staff.form("Save and continue").fill("answer-menus", "Mine").submit().await;
        larder.staff.gets(200).is_at(&format!("{path}/documents"));
    }

    async fn a_provider_has_one_bid_however_often_it_is_started(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let path = start(&mut larder.staff).await;
        let mut other = colleague(&world, &larder).await;
        other.get("/tenders/NG-2027-001").await;
        other.follow("Go on with your bid").await;
        other.is_at(&path);
        let (first, second) = tokio::join!(larder.staff.context(&world), other.context(&world));
        let (one, two) = tokio::join!(
            bid::start(&first, "NG-2027-001"),
            bid::start(&second, "NG-2027-001")
        );
        assert_eq!(one.unwrap(), two.unwrap());
        assert_eq!(world.count_of::<bids::Entity>().await, 1);
    }

    async fn an_authoritys_seller_bids_but_not_where_the_authority_stands_above_the_tender(world: World) {
        let tender = world.open_tender().await;
        let authority = world.authority("Walsall Council", "335").await;
        let mut seller = authority.staff;
        let refused = bid::start(&seller.context(&world).await, "NG-2027-001").await;
        let told = "The notice says that your authority has no part in this tender, so it cannot bid";
        assert!(matches!(refused, Err(Error::Refused { sentence, .. }) if sentence == told));
        world.authority_is(&tender, AuthorityHat::Bidder).await;
        start(&mut seller).await;
        world.authority_is(&tender, AuthorityHat::Overseer).await;
        let rival = world.authority("Other Council", "999").await;
        assert!(bid::start(&rival.staff.context(&world).await, "NG-2027-001").await.is_ok());
        let second = world.authority("Walsall Trading", "335").await;
        let refused = bid::start(&second.staff.context(&world).await, "NG-2027-001").await;
        let told = "Your authority advises on or oversees this tender, so it cannot bid";
        assert!(matches!(refused, Err(Error::Refused { sentence, .. }) if sentence == told));
    }

    async fn the_list_of_bids_asks_the_database_as_often_for_twelve_as_for_three(world: World) {
        let tender = world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let mut asked = Vec::new();
        for more in [3, 9] {
            for number in 0..more {
                let reference = world.another_tender(&tender, &format!("NG-2027-{more}{number}")).await;
                bid::start(&larder.staff.context(&world).await, &reference).await.unwrap();
            }
            larder.staff.get("/bids").await;
            let before = world.statements();
            larder.staff.get("/bids").await;
            asked.push(world.statements() - before);
        }
        assert_eq!(larder.staff.page().table("Your bids").len(), 13);
        assert_eq!(asked[0], asked[1]);
    }

    async fn a_file_taken_out_of_the_draft_is_gone_unless_it_was_submitted(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let staff = &mut larder.staff;
        let path = start(staff).await;
        staff.get(&format!("{path}/documents")).await;
        staff.form("Upload").attach("file", "../../Menus.csv", b"a,b\n").submit().await;
        let link = staff.page().link("Menus.csv");
        let file = staff.get(&link).await;
        assert_eq!((file.status, file.body.as_slice()), (200, b"a,b\n".as_slice()));
        assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"Menus.csv\""));
        staff.get(&format!("{path}/documents")).await;
        staff.form("Remove Menus.csv").submit().await;
        staff.sees("The file is taken out of the draft").does_not_see("Menus.csv");
        staff.get(&link).await;
        staff.gets(404);
        assert_eq!(world.count_of::<stored_file::Entity>().await, 0);
    }

    async fn nobody_but_the_bidders_own_people_finds_the_bid(world: World) {
        let tender = world.open_tender().await;
        let larder = world.provider("Larder").await;
        let bid = tender.bid_of(&world, &larder, "2.42").await;
        let rival = world.provider("Pantry").await;
        let officer = world.person("Olive Officer", &[Grant::provider(Role::LaOfficer, larder.provider.id)]).await;
        let administrator = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        let auditor = world.person("Audrey Auditor", &[Grant::platform(Role::Auditor)]).await;
        let [kay, ken] = tender.key_holders;
        let people = [
            rival.staff, officer, administrator, auditor, kay, ken, tender.cluster.chair, tender.lead, tender.reviewer,
            tender.clerk,
        ];
        let pages =
            ["", "/organisation", "/declarations", "/prices", "/quality", "/documents", "/check", "/receipt", "/withdraw"];
        for mut person in people {
            for page in pages {
                person.get(&format!("/bids/{bid}{page}")).await;
                person.gets(404);
            }
            person.get("/home").await;
            for page in ["/quality", "/submit", "/withdraw"] {
                let status = person.tamper(&format!("/bids/{bid}{page}"), &[("seen", "x")]).await.status;
                assert_eq!(status, 404, "{page} for {}", person.email);
                person.get("/home").await;
            }
        }
        let mut visitor = world.visitor();
        visitor.get(&format!("/bids/{bid}")).await;
        visitor.is_at(&format!("/sign-in?next=%2Fbids%2F{bid}"));
        world.letters().await;
    }
}
