//! A tender in two stages, firms that ask to take part, a lead who judges them.

use crate::drafts::TestDraft;
use crate::{Person, World};
use clusterbuy::tender::{self, Mark, NewCondition, NewPlan, NewRequest};
use entity::tender::Procedure;

/// When requests to participate close: midday on Tuesday 1 December 2026.
pub const REQUESTS_CLOSE: &str = "2026-12-01T12:00:00Z";

impl World {
    /// A published tender of two stages: safeguarding must be met, experience is scored 0 to 5, the best one is invited.
    pub async fn two_stage_tender(&self) -> TestDraft {
        let draft = self.draft().await;
        let chair = draft.cluster.chair.context(self).await;
        let plan = NewPlan {
            procedure: Procedure::BelowThreshold,
            participation_closes_at: REQUESTS_CLOSE.parse().ok(),
            least: 1,
            most: Some(1),
            second_stage: "Each firm visits a kitchen and meets all heads".to_owned(),
        };
        let version = draft.stored(self).await.version;
        tender::save_plan(&chair, &draft.reference, version, plan).await.expect("the plan is saved");
        for (name, scale_max) in [("Safeguarding", None), ("Experience", Some(5))] {
            let question = format!("What is your {}?", name.to_lowercase());
            let new = NewCondition { name: name.to_owned(), question, scale_max, minimum: None };
            let version = draft.stored(self).await.version;
            tender::add_condition(&chair, &draft.reference, version, new).await.expect("a condition is added");
        }
        tender::pool(&chair, &draft.reference).await.expect("the schools are asked");
        draft.commit_demand(self).await;
        tender::send_to_review(&chair, &draft.reference).await.expect("it goes to review");
        tender::publish(&draft.reviewer.context(self).await, &draft.reference).await.expect("it is published");
        self.letters().await;
        draft
    }

    /// A seller asks to take part.
    pub async fn asks_to_take_part(&self, draft: &TestDraft, seller: &Person) {
        let id = draft.stored(self).await.id;
        let conditions = tender::store::conditions(self.app.db.read(), id).await.expect("conditions are read");
        let new = NewRequest {
            contact_name: "Pat Seller".to_owned(),
            contact_email: "pat@example.org".to_owned(),
            answers: conditions.iter().map(|one| (one.id, format!("Our {}", one.name.to_lowercase()))).collect(),
            document: None,
        };
        let asked = tender::ask_to_take_part(&seller.context(self).await, &draft.reference, new).await;
        asked.expect("the request is received");
    }

    /// Every firm meets what must be met, and gets its mark for what is scored.
    pub async fn judges(&self, draft: &TestDraft, lead: &Person, marks: &[(&str, i32)]) {
        let context = lead.context(self).await;
        let desk = tender::shortlist_desk(&context, &draft.reference).await.expect("the lead's desk");
        for judged in desk.requests.iter().flatten() {
            let (_, mark) = marks.iter().find(|(firm, _)| *firm == judged.requested.content.firm).expect("a mark");
            let one = |condition: &entity::shortlist_condition::Model| Mark {
                condition: condition.id,
                mark: condition.scale_max.map_or(1, |_| *mark),
                reason: "As the evidence shows".to_owned(),
            };
            let marks = desk.conditions.iter().map(one).collect();
            let marked = tender::mark_request(&context, &draft.reference, judged.requested.row.id, marks).await;
            marked.expect("the request is judged");
        }
    }
}
