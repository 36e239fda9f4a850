//! Bids written and handed in by their people's own commands.

use crate::tenders::meals_at;
use crate::{TestProvider, World};
use clusterbuy::bid::rules::{Draft, Interest, Organisation, Step};
use clusterbuy::bid::{self, Desk, Kept, Outcome};
use clusterbuy::tender::LotAddress;
use entity::ids::BidId;
use entity::price::PriceSchedule;
use entity::provider;

impl World {
    /// A complete bid at this price a meal for any catering tender that is open, submitted by commands.
    pub async fn bid(&self, at: impl Into<LotAddress>, bidder: &TestProvider, meal: &str) -> BidId {
        self.bid_by(at, bidder, meals_at(meal)).await
    }

    /// The same by a whole schedule.
    pub async fn bid_by(&self, at: impl Into<LotAddress>, bidder: &TestProvider, schedule: PriceSchedule) -> BidId {
        let id = self.drafted_by(at, bidder, schedule).await;
        self.submit(bidder, id, &format!("key-{id}")).await;
        id
    }

    /// As `bid`, but only written.
    pub async fn drafted(&self, at: impl Into<LotAddress>, bidder: &TestProvider, meal: &str) -> BidId {
        self.drafted_by(at, bidder, meals_at(meal)).await
    }

    async fn drafted_by(&self, at: impl Into<LotAddress>, bidder: &TestProvider, schedule: PriceSchedule) -> BidId {
        let context = bidder.staff.context(self).await;
        let id = bid::start(&context, at).await.expect("a bid starts");
        let desk = bid::desk(&context, id).await.expect("its own people see it");
        let mut whole = complete(&bidder.provider, "1", &desk);
        whole.schedule = Some(schedule);
        for step in &Step::ALL[..5] {
            let seen = desk.seen(*step).expect("a draft");
            let kept = bid::save(&context, &desk, *step, &seen, |draft| take(draft, &whole, *step)).await;
            assert!(matches!(kept, Ok(Kept::Saved)), "{kept:?}");
        }
        id
    }

    /// Hands in a bid as it is drafted.
    pub async fn submit(&self, bidder: &TestProvider, id: BidId, key: &str) {
        let context = bidder.staff.context(self).await;
        let desk = bid::desk(&context, id).await.expect("its own people see it");
        let (_, shown) = bid::package_now(&desk).expect("a package").expect("a complete bid");
        let outcome = bid::submit(&context, id, key, &shown).await.expect("a bid is submitted");
        assert!(matches!(outcome, Outcome::Received(_)), "{outcome:?}");
    }
}

/// A whole bid for what this tender asks.
pub fn complete(provider: &provider::Model, meal: &str, desk: &Desk) -> Draft {
    let facts = Organisation {
        name: provider.name.clone(),
        company_number: provider.company_number.clone(),
        address: provider.address.clone(),
        contact_name: "Pat Seller".to_owned(),
        contact_email: "pat@example.org".to_owned(),
    };
    let answer = |code: &str| match code {
        "menus" => "We plan them",
        "staff" => "We train them",
        _ => "We do it",
    };
    let asked = desk.asked.questions.iter();
    let answers =
        asked.map(|question| (question.code.clone(), format!("{} at {}", answer(&question.code), provider.name)));
    Draft {
        organisation: Some(facts),
        confirmed: true,
        declared: clusterbuy::tender::rules::conditions::template("catering")
            .iter()
            .map(|one| one.code.to_owned())
            .collect(),
        explanation: Some("Where a document is asked for, it follows".to_owned()),
        interest: Some(Interest { has_interest: false, detail: None }),
        schedule: Some(meals_at(meal)),
        valid_until: Some(desk.asked.valid_until.max("2027-04-30".parse().expect("a day"))),
        answers: answers.collect(),
        ..Draft::default()
    }
}

fn take(draft: &mut Draft, whole: &Draft, step: Step) {
    let whole = whole.clone();
    match step {
        Step::Organisation => (draft.organisation, draft.confirmed) = (whole.organisation, whole.confirmed),
        Step::Declarations => {
            (draft.declared, draft.explanation, draft.interest) = (whole.declared, whole.explanation, whole.interest);
        }
        Step::Prices => (draft.schedule, draft.valid_until) = (whole.schedule, whole.valid_until),
        Step::Quality => draft.answers = whole.answers,
        Step::Documents | Step::Check => {}
    }
}
