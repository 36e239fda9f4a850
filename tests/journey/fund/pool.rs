//! A pool charges premiums, pays claims that two schools approved, and gives its surplus back.

use super::{YEAR, book, manager, pounds, receive, said, spending, with_fund};
use clusterbuy::fund::{self, NewPayment, NewPost};
use clusterbuy::platform::context::Context;
use clusterbuy::platform::error::Error;
use entity::fund::FundKind;
use entity::fund_payment::PaymentKind;
use entity::ids::FundId;
use entity::membership::Role;
use entity::money::{Money, Quantity, Rate};
use support::{TestCluster, World, both};

/// Premiums are charged by what was before, and every school has paid its own.
async fn charged(world: &World, northgate: &mut TestCluster, chair: &Context, id: FundId) {
    northgate.chair.get(&format!("/clusters/northgate/funds/{id}/premiums")).await;
    let mut form = northgate.chair.form("Charge the premiums");
    for (urn, cost) in [(100_001, "300"), (100_002, "300"), (100_003, "600")] {
        form = form.fill(&format!("exposure-{urn}"), "10").fill(&format!("past-{urn}"), "30");
        form = form.fill(&format!("cost-{urn}"), cost);
    }
    form.fill("What it is for", "Premiums").fill("What shows it", "Minute 6").submit().await;
    northgate.chair.gets(200).sees("The premiums are charged");
    let premiums = fund::store::premiums(chair.read(), id, YEAR).await.unwrap();
    let total: Money = premiums.iter().map(|row| row.premium).sum();
    assert_eq!(total, pounds(400), "past cost £1,200 over 90, for 30");
    for (school, row) in premiums.iter().enumerate() {
        let at = northgate.schools.iter().position(|each| each.id == row.school_id).unwrap_or(school);
        receive(world, chair, northgate, id, at, row.premium).await;
    }
}

both! {
    async fn premiums_are_charged_claims_need_two_schools_and_the_surplus_goes_back(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Pool).await;
        charged(&world, &mut northgate, &chair, id).await;
        let mut claimant = manager(&world, &northgate, 1).await;
        claimant.get(&format!("/clusters/northgate/funds/{id}/payments/new")).await;
        let form = claimant.form("Ask for approval").choose("What do you ask for?", "Claim for my school");
        let form = form.fill("Who is paid", "School 2").fill("Amount", "501").fill("What it is for", "Cover");
        form.fill("What shows it", "Agency 1").submit().await;
        claimant.gets(422).sees("The school has £500 left under its cap of this year");
        claimant.form("Ask for approval").fill("Amount", "150").submit().await;
        claimant.gets(200).sees("0 of 2");
        let payment = fund::store::payments(chair.read(), id, 0, 1).await.unwrap()[0].id;
        fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        let again = fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await;
        assert!(matches!(again, Err(Error::Forbidden(it)) if it.starts_with("You approved this payment already")));
        let head = world.at_school("Hal One", Role::Headteacher, &northgate.schools[0]).await.context(&world).await;
        let same = fund::decide(&head, &northgate.cluster, id, payment, (true, String::new())).await;
        assert!(matches!(same, Err(Error::Forbidden(it)) if it.starts_with("Somebody of your school approved")));
        let mut third = manager(&world, &northgate, 2).await;
        third.get("/home").await;
        third.follow("Decide about the claim of School 2").await;
        third.form("Record the decision").choose("Do you approve it?", "Approve").submit().await;
        third.gets(200).sees("2 of 2");
        world.letters().await;
        fund::pay(&chair, &northgate.cluster, id, payment, (world.now().date_naive(), "BACS 9".to_owned())).await.unwrap();
        let letter = world.letter_to(&claimant.email, "Paid to School 2: Our fund").await;
        assert!(letter.text.contains("The claim of School 2 on “Our fund” is paid. The reference of the payment is BACS 9"));

        let early = fund::end_year(&chair, &northgate.cluster, id, YEAR, said(&world)).await;
        assert!(matches!(early, Err(Error::Refused { field: Some(field), .. }) if field == "year"));
        world.advance(chrono::Duration::days(140));
        let chair = northgate.chair.context(&world).await;
        fund::end_year(&chair, &northgate.cluster, id, YEAR, said(&world)).await.unwrap();
        let after = book(&chair, &northgate, id).await;
        assert_eq!((after.payable(), after.surplus(YEAR)), (pounds(250), Money(0)));
        let owed = Money(-after.of_school(fund::rules::Slot::Owed, northgate.schools[2].id).0);
        let back = |amount| NewPayment {
            kind: PaymentKind::Return,
            school: Some(northgate.schools[2].id),
            ..spending(None, amount)
        };
        let more = fund::ask(&chair, &northgate.cluster, id, back(Money(owed.0 + 100))).await.unwrap_err();
        assert!(more.to_string().starts_with("The fund owes this school"), "{more}");
        let payment = fund::ask(&chair, &northgate.cluster, id, back(owed)).await.unwrap();
        let second = manager(&world, &northgate, 1).await.context(&world).await;
        fund::decide(&second, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        fund::pay(&chair, &northgate.cluster, id, payment, (world.now().date_naive(), "B".to_owned())).await.unwrap();
        assert_eq!(book(&chair, &northgate, id).await.bank(), Money(2_500_000 - owed.0));
    }

    async fn a_posts_cost_goes_onto_the_budget_and_its_liability_sums_to_the_whole(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Delegated).await;
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/posts")).await;
        let form = northgate.chair.form("Record the post").fill("Title of the post", "Family worker");
        let form = form.fill("School whose body employs", "School 1").fill("Heading that pays for it", "Meetings");
        let form = form.fill("Cost a year", "18000").fill("Hours a week", "18.5").date("starts_on", "1 1 2027");
        let form = form.fill("Minute that approved it", "Minute 6").fill("percent-100001", "60");
        form.fill("percent-100002", "30").submit().await;
        northgate.chair.gets(422).sees("The parts must add up to 100%. They add up to 90%");
        northgate.chair.form("Record the post").fill("percent-100002", "40").submit().await;
        northgate.chair.gets(200).sees("Family worker").sees("School 2 40%").sees("£18,000 a year, under Meetings");
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/budget")).await;
        northgate.chair.sees("£18,000").sees("Minute 6");
        let elsewhere = NewPost {
            heading: fund::heading_of(chair.read(), id, "Meetings").await.unwrap().unwrap(),
            title: "Other".to_owned(),
            employer: entity::ids::SchoolId::new(world.now()),
            approved_by: "Minute 6".to_owned(),
            yearly_cost: pounds(1),
            hours: Quantity::ONE,
            starts_on: world.now().date_naive(),
            ends_on: None,
            liability: vec![(northgate.schools[0].id, Rate(100_000_000))],
        };
        let refused = fund::add_post(&chair, &northgate.cluster, id, elsewhere).await;
        assert!(matches!(refused, Err(Error::Refused { field: Some(field), .. }) if field == "employer"));
    }
}
