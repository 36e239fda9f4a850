//! Corrections in one window, hearings before an exclusion, declarations against bidders, the wall around who bids.

use chrono::Duration;
use clusterbuy::account::Grant;
use clusterbuy::bid::hearing;
use clusterbuy::bid::{self, AskedCorrection, GivenCorrection, Judged};
use clusterbuy::platform::error::Error;
use clusterbuy::tender::{self, Declared, Interest};
use entity::exclusion::{Decision, Ground};
use entity::ids::BidId;
use entity::membership::Role;
use entity::tender::AuthorityHat;
use support::{TestProvider, TestTender, World, both};

const TENDER: &str = "NG-2027-001";

struct Opened {
    tender: TestTender,
    larder: TestProvider,
    pantry: TestProvider,
    bid: BidId,
}

async fn opened(world: &World) -> Opened {
    let tender = world.open_tender().await;
    let (larder, pantry) = (world.provider("Larder").await, world.provider("Pantry").await);
    let bid = tender.bid_of(world, &larder, "2.42").await;
    tender.bid_of(world, &pantry, "2.50").await;
    world.letters().await;
    tender.opened(world).await;
    Opened { tender, larder, pantry, bid }
}

fn sentence(error: Error) -> String {
    match error {
        Error::Refused { sentence, .. } | Error::Forbidden(sentence) => sentence,
        other => panic!("{other:?}"),
    }
}

async fn judged(lead: &clusterbuy::platform::context::Context, failing: &str) -> Vec<Judged> {
    let desk = bid::compliance(lead, TENDER).await.unwrap();
    let judge = |check: &clusterbuy::bid::rules::Check| Judged {
        code: check.code.clone(),
        name: check.name.clone(),
        passed: check.code != failing,
        reason: (check.code == failing).then(|| "Not shown".to_owned()),
    };
    desk.checks.iter().map(judge).collect()
}

both! {
    async fn bidders_correct_once_in_the_same_hours_and_the_original_stays(world: World) {
        let Opened { tender, mut larder, mut pantry, bid } = opened(&world).await;
        let lead = tender.lead.context(&world).await;
        let asked = [AskedCorrection { bid, condition: "insurance".to_owned(), asked: "Promise it".to_owned() }];
        let window = bid::open_window(&lead, TENDER, 48, "A promise is missing", &asked).await.unwrap();
        let again = bid::open_window(&lead, TENDER, 48, "Once more", &asked).await.unwrap_err();
        assert_eq!(sentence(again), "Bidders were given their time to correct. There is one window, and no second");
        let judge = judged(&lead, "").await;
        let early = bid::check_bid(&lead, TENDER, bid, &judge).await.unwrap_err();
        assert!(sentence(early).starts_with("Bidders may correct their bids until"));
        world.letter_to(&larder.staff.email, "Correct your bid").await;
        larder.staff.get(&format!("/bids/{bid}/correction")).await;
        larder.staff.sees("Promise it").sees("A promise is missing");
        larder.staff.form("Send: insurance").attach("Document: insurance", "promise.csv", b"Cover,From\nAll,1 September\n").submit().await;
        larder.staff.sees("Your correction is received").sees("promise.csv");
        pantry.staff.get(&format!("/bids/{bid}/correction")).await;
        pantry.staff.gets(404);
        world.clock.set(window.closes_at);
        let staff = larder.staff.context(&world).await;
        let given = GivenCorrection { answer: Some("More".to_owned()), ..GivenCorrection::default() };
        let late = bid::correct(&staff, bid, "insurance", given).await.unwrap_err();
        assert!(sentence(late).starts_with("Corrections closed at"));
        let mut reader = tender.lead.returning(&world).await;
        reader.get(&format!("/tenders/{TENDER}/compliance/{bid}")).await;
        reader.sees("Corrected").sees("promise.csv").sees("To correct: Promise it");
        let lead = tender.lead.context(&world).await;
        bid::check_bid(&lead, TENDER, bid, &judge).await.unwrap();
    }

    async fn nobody_is_excluded_unheard_or_by_one_person(world: World) {
        let Opened { tender, mut larder, bid, .. } = opened(&world).await;
        let lead = tender.lead.context(&world).await;
        let fails = judged(&lead, "no_exclusion_grounds").await;
        let unheard = bid::check_bid(&lead, TENDER, bid, &fails).await.unwrap_err();
        assert!(sentence(unheard).starts_with("Nobody fails \"No exclusion grounds\" without a hearing"));
        let until = "2026-11-26".parse().unwrap();
        hearing::give_notice(&lead, TENDER, bid, Ground::Discretionary, "A contract was ended", until).await.unwrap();
        world.letter_to(&larder.staff.email, "Notice of a possible exclusion").await;
        let propose = |context| hearing::propose(context, TENDER, bid, Decision::Excluded, "Nothing has changed since");
        let early = propose(&lead).await.unwrap_err();
        assert!(sentence(early).starts_with("The bidder may answer until 5pm GMT on Thursday 26 November 2026"));
        larder.staff.get(&format!("/bids/{bid}/hearing")).await;
        larder.staff.sees("A contract was ended");
        larder.staff.form("Send your answer").fill("Your answer", "We have a new manager").submit().await;
        larder.staff.sees("Your answer is received");
        propose(&lead).await.unwrap();
        let alone = hearing::confirm(&lead, TENDER, bid).await.unwrap_err();
        assert!(sentence(alone).starts_with("You proposed this decision. Another person must confirm it"));
        larder.staff.get(&format!("/bids/{bid}/hearing")).await;
        larder.staff.does_not_see("Nothing has changed since");
        let reviewer = tender.reviewer.context(&world).await;
        assert_eq!(hearing::confirm(&reviewer, TENDER, bid).await.unwrap(), Decision::Excluded);
        world.letter_to(&larder.staff.email, "Decision about a possible exclusion").await;
        larder.staff.get(&format!("/bids/{bid}/hearing")).await;
        larder.staff.sees("The bidder is excluded").sees("Nothing has changed since");
        let desk = bid::compliance(&lead, TENDER).await.unwrap();
        assert_eq!(desk.bid(bid).unwrap().passed, Some(false));
    }

    async fn once_bids_are_open_a_declaration_names_the_bidders(world: World) {
        let Opened { tender, larder, .. } = opened(&world).await;
        let school = Some(tender.cluster.schools[1].id);
        let mut eve = world.person("Eve Evaluator", &[Grant::tender(Role::Evaluator, tender.tender.id, school)]).await;
        eve.get(&format!("/tenders/{TENDER}/declarations")).await;
        eve.sees("Larder").sees("Pantry").does_not_see("Provider A");
        let context = eve.context(&world).await;
        let declared = tender::declared_no_conflict(world.app.db.read(), tender.tender.id, eve.account);
        assert_eq!(declared.await.unwrap(), Declared::Missing);
        tender::declare(&context, TENDER, None).await.unwrap();
        let declared = tender::declared_no_conflict(world.app.db.read(), tender.tender.id, eve.account);
        assert_eq!(declared.await.unwrap(), Declared::Clear);
        let unnamed = Interest { detail: "A sister".to_owned(), bidders: Vec::new() };
        let refused = tender::declare(&context, TENDER, Some(unnamed)).await.unwrap_err();
        assert_eq!(sentence(refused), "Choose the bidder that you have an interest in");
        let named = Interest { detail: String::new(), bidders: vec![(larder.provider.id, "My sister works there".to_owned())] };
        tender::declare(&context, TENDER, Some(named)).await.unwrap();
        let declared = tender::declared_no_conflict(world.app.db.read(), tender.tender.id, eve.account);
        assert_eq!(declared.await.unwrap(), Declared::Conflict);
        eve.get(&format!("/tenders/{TENDER}/declarations")).await;
        eve.sees("Larder: My sister works there");
    }

    async fn who_belongs_to_a_bidding_authority_waits_for_the_outcome_or_an_assessment(world: World) {
        let tender = world.open_tender().await;
        let council = world.authority("Walsall Council", "335").await;
        world.authority_is(&tender, AuthorityHat::Bidder).await;
        let larder = world.provider("Larder").await;
        tender.bid_of(&world, &larder, "2.42").await;
        let pantry = world.provider("Pantry").await;
        tender.bid_of(&world, &pantry, "2.50").await;
        world.letters().await;
        tender.opened(&world).await;
        let clerk = Grant::cluster(Role::Clerk, tender.cluster.cluster.id, None);
        let officer = [clerk, Grant::provider(Role::LaOfficer, council.provider.id)];
        let mut ola = world.person("Ola Officer", &officer).await;
        let page = format!("/tenders/{TENDER}/compliance");
        ola.get(&page).await;
        ola.gets(403).sees("Walsall Council bids in this tender. These pages open for you once the chair, the clerk or the tender lead has recorded a conflicts assessment");
        let lead = tender.lead.context(&world).await;
        let seller = tender::assess_wall(&lead, TENDER, council.staff.account, true, "None").await.unwrap_err();
        assert_eq!(sentence(seller), "They sell for the bidder, so no assessment lets them in");
        tender::assess_wall(&lead, TENDER, ola.account, true, "Has no part in selling").await.unwrap();
        ola.get(&page).await;
        ola.gets(200);
        world.clock.set(world.now() + Duration::hours(1));
        tender::assess_wall(&lead, TENDER, ola.account, false, "Sits beside the bidding team").await.unwrap();
        ola.get(&page).await;
        ola.gets(403).sees("may influence the bid of Walsall Council");
    }
}
