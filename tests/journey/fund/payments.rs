//! One person asks, somebody of another school approves, then it is paid; nobody else can.

use super::{ask, book, manager, pounds, receive, spending, with_fund};
use clusterbuy::fund;
use clusterbuy::platform::error::Error;
use entity::fund::FundKind;
use entity::membership::Role;
use entity::money::Money;
use support::both;

both! {
    async fn a_bill_is_asked_for_approved_by_another_school_and_paid_by_the_host(world: World) {
        let (mut northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 1, pounds(700)).await;
        northgate.chair.get(&format!("/clusters/northgate/funds/{id}/payments/new")).await;
        let form = northgate.chair.form("Ask for approval").fill("Heading (bills)", "Clerking");
        let form = form.fill("Who is paid", "A. Clerk").fill("Amount", "1,000.01").fill("What it is for", "Autumn");
        form.fill("What shows it", "Invoice 7").attach("file", "invoice.csv", b"clerk,600\n").submit().await;
        northgate.chair.gets(422).is_told("The budget of this heading has £1,000 left");
        northgate.chair.form("Ask for approval").fill("Amount", "701").submit().await;
        northgate.chair.gets(422).sees("The fund has £700 that is not promised to anybody");
        let form = northgate.chair.form("Ask for approval").fill("Amount", "600");
        form.attach("file", "invoice.csv", b"clerk,600\n").submit().await;
        northgate.chair.gets(200).sees("£600 to A. Clerk").sees("Waits for approval").sees("0 of 1");
        assert!(!northgate.chair.offers("Record the decision"), "the asker does not approve");
        northgate.chair.sees("You asked for this payment. Somebody of another school must approve it");

        let mut colleague = world.at_school("Colin Colleague", Role::BusinessManager, &northgate.schools[0]).await;
        assert!(!colleague.get("/home").await.says("A. Clerk"), "nothing waits for somebody of the same school");
        let mut approver = manager(&world, &northgate, 1).await;
        approver.get("/home").await;
        approver.follow("Decide about a payment to A. Clerk").await;
        approver.follow("invoice.csv").await;
        assert_eq!(approver.page().body_text(), "clerk,600\n");
        approver.get("/home").await;
        approver.follow("Decide about a payment to A. Clerk").await;
        approver.form("Record the decision").choose("Do you approve it?", "Approve").submit().await;
        approver.gets(200).sees("Your decision is recorded").sees("1 of 1");
        assert!(!approver.offers("Record the payment"), "only the host school and the offices hold the bank");

        colleague.get("/home").await;
        colleague.follow("Pay and record a payment to A. Clerk").await;
        colleague.form("Record the payment").fill("The bank's reference", "BACS 1").submit().await;
        colleague.gets(200).sees("The payment is recorded").sees("Paid");
        colleague.get(&format!("/clusters/northgate/funds/{id}/movements")).await;
        let movements = colleague.page().table("Newest first");
        let told: Vec<_> = movements[1..].iter().map(|row| (row[4].as_str(), row[5].as_str())).collect();
        assert_eq!(told, [("£600 out", "£100"), ("£700 in", "£700")]);
        colleague.follow("2 Payment").await;
        colleague.sees("−£600.00").sees("£200.00").sees("£0.00");
        assert_eq!(book(&chair, &northgate, id).await.bank(), pounds(100));
    }

    async fn neither_the_asker_nor_their_school_nor_somebody_with_an_interest_approves(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(700)).await;
        let person = manager(&world, &northgate, 1).await;
        let asker = person.context(&world).await;
        world.letters().await;
        let payment = ask(&asker, &northgate, id, pounds(100)).await;
        let letter = world.letter_to(&northgate.chair.email, "Please decide: a payment to A. Clerk, Our fund").await;
        assert!(letter.text.contains("Autumn term") && !letter.text.contains('£'), "letters carry no amounts: {letter:?}");
        let cluster = &northgate.cluster;
        let own = fund::decide(&asker, cluster, id, payment, (true, String::new())).await;
        assert!(matches!(own, Err(Error::Forbidden(sentence)) if sentence.starts_with("You asked for this payment")));
        let head = world.at_school("Hal Same", Role::Headteacher, &northgate.schools[1]).await.context(&world).await;
        let same = fund::decide(&head, cluster, id, payment, (true, String::new())).await;
        assert!(matches!(same, Err(Error::Forbidden(sentence)) if sentence.starts_with("Somebody of your school asked")));
        let mut related = manager(&world, &northgate, 2).await;
        related.get(&format!("/clusters/northgate/funds/{id}/payments/{payment}")).await;
        related.form("Declare the interest").fill("What your interest is", "The clerk is my brother").submit().await;
        related.gets(200).sees("Your interest is recorded");
        assert!(!related.offers("Record the decision"));
        let context = related.context(&world).await;
        let with_interest = fund::decide(&context, cluster, id, payment, (true, String::new())).await;
        assert!(matches!(with_interest, Err(Error::Forbidden(it)) if it.starts_with("You declared an interest")));
        world.letters().await;
        fund::decide(&chair, cluster, id, payment, (true, "As planned".to_owned())).await.unwrap();
        let letter = world.letter_to(&person.email, "Approved: a payment to A. Clerk, Our fund").await;
        assert!(letter.text.contains("As planned"), "{letter:?}");
    }

    async fn what_is_refused_or_withdrawn_stays_on_record_and_frees_the_budget(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(900)).await;
        let asker = manager(&world, &northgate, 1).await.context(&world).await;
        let (refused, withdrawn) =
            (ask(&asker, &northgate, id, pounds(300)).await, ask(&asker, &northgate, id, pounds(800)).await);
        let mut head = world.at_school("Hal Other", Role::Headteacher, &northgate.schools[2]).await;
        head.get(&format!("/clusters/northgate/funds/{id}/payments/{refused}")).await;
        head.form("Record the decision").choose("Do you approve it?", "Refuse, with a reason").submit().await;
        head.gets(422).is_told("Enter why you refuse it");
        head.form("Record the decision").fill("Reason (needed when you refuse)", "No such day").submit().await;
        head.gets(200).sees("Refused").sees("No such day");
        let context = head.context(&world).await;
        fund::decide(&context, &northgate.cluster, id, withdrawn, (true, String::new())).await.unwrap();
        assert_eq!(book(&chair, &northgate, id).await.available(), pounds(100));
        let stranger = fund::withdraw(&context, &northgate.cluster, id, withdrawn, "No".to_owned()).await;
        assert!(matches!(stranger, Err(Error::Forbidden(_))), "only who asked, the chair or the clerk");
        fund::withdraw(&asker, &northgate.cluster, id, withdrawn, "Not needed".to_owned()).await.unwrap();
        let after = book(&chair, &northgate, id).await;
        assert_eq!((after.available(), after.bank()), (pounds(900), pounds(900)));
        head.get(&format!("/clusters/northgate/funds/{id}/payments")).await;
        head.sees("Refused").sees("Withdrawn");
        let again = fund::pay(&chair, &northgate.cluster, id, refused, (world.now().date_naive(), "B".to_owned())).await;
        assert!(matches!(again, Err(Error::Stale(_))), "{again:?}");
    }

    async fn two_who_approve_the_last_money_at_once_spend_it_once(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(500)).await;
        let asker = manager(&world, &northgate, 1).await.context(&world).await;
        let (one, other) = (ask(&asker, &northgate, id, pounds(400)).await, ask(&asker, &northgate, id, pounds(400)).await);
        let second = manager(&world, &northgate, 2).await.context(&world).await;
        let (first, then) = tokio::join!(
            fund::decide(&chair, &northgate.cluster, id, one, (true, String::new())),
            fund::decide(&second, &northgate.cluster, id, other, (true, String::new())),
        );
        assert!(first.is_ok() != then.is_ok(), "{first:?} {then:?}");
        assert_eq!(book(&chair, &northgate, id).await.available(), pounds(100));
    }

    async fn two_who_record_one_payment_at_once_pay_it_once(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        receive(&world, &chair, &northgate, id, 0, pounds(500)).await;
        let asker = manager(&world, &northgate, 1).await.context(&world).await;
        let payment = ask(&asker, &northgate, id, pounds(200)).await;
        fund::decide(&chair, &northgate.cluster, id, payment, (true, String::new())).await.unwrap();
        let paid = || (world.now().date_naive(), "BACS".to_owned());
        let (one, other) = tokio::join!(
            fund::pay(&chair, &northgate.cluster, id, payment, paid()),
            fund::pay(&chair, &northgate.cluster, id, payment, paid()),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(book(&chair, &northgate, id).await.bank(), pounds(300));
    }

    async fn a_school_outside_the_budget_or_without_a_heading_is_told_beside_the_field(world: World) {
        let (northgate, chair, id) = with_fund(&world, FundKind::Running).await;
        let none = fund::ask(&chair, &northgate.cluster, id, spending(None, pounds(1))).await;
        assert!(matches!(none, Err(Error::Refused { field: Some(field), .. }) if field == "heading"));
        let heading = fund::heading_of(chair.read(), id, "Clerking").await.unwrap();
        let nothing = fund::ask(&chair, &northgate.cluster, id, spending(heading, Money(0))).await;
        assert!(matches!(nothing, Err(Error::Refused { field: Some(field), .. }) if field == "amount"));
    }
}
