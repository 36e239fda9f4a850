//! Firms met before a tender: logged, recorded, and published so that none gains by it.

use super::refusal;
use clusterbuy::tender::{self, EngagementFacts, Minutes, NewMeeting};
use entity::meeting::MeetingKind;
use sea_orm::EntityTrait;
use support::drafts::at;
use support::{World, both};

async fn the_meeting(world: &World) -> entity::meeting::Model {
    entity::meeting::Entity::find().one(world.app.db.read()).await.unwrap().unwrap()
}

fn minutes() -> Minutes {
    Minutes {
        attendance: "Ann of Alder, Lea".to_owned(),
        asked: "How many kitchens?".to_owned(),
        told: "Eight".to_owned(),
        conflicts: "None".to_owned(),
    }
}

both! {
    async fn what_firms_were_told_before_the_tender_is_published_without_their_names(world: World) {
        let mut draft = world.draft().await;
        draft.lead.get(&at("/edit/meetings")).await;
        draft.lead.form("Add the meeting").submit().await;
        draft.lead.is_told("Enter the firm's name");
        let form = draft.lead.form("Add the meeting").fill("Firm", "Alder Catering").date("starts", "20 11 2026");
        form.fill("starts_time", "2pm").fill("Where", "School 2").submit().await;
        draft.lead.gets(200).sees("Meeting added").sees("Minutes missing");
        draft.lead.sees("Write the minutes of the meeting with Alder Catering on 20 November 2026");
        draft.lead.sees("Say how every bidder gets what the firms that you met know");
        draft.lead.follow("Meeting before the tender: Alder Catering").await;
        let form = draft.lead.form("Save the minutes").fill("Who was there", "Ann of Alder, Lea");
        let form = form.fill("What the firm asked", "How many kitchens?").fill("What the firm was told, and given", "Eight");
        form.fill("Interests that were declared", "None").submit().await;
        draft.lead.gets(200).sees("Minutes saved");
        draft.lead.get(&at("/edit/meetings")).await;
        let form = draft.lead.form("Save").fill("How every bidder gets what the firms that you met know", "It stands here");
        form.submit().await;
        draft.lead.gets(200).sees("Saved: Firms met before the tender");

        let chair = draft.cluster.chair.context(&world).await;
        tender::pool(&chair, &draft.reference).await.unwrap();
        draft.commit_demand(&world).await;
        tender::send_to_review(&chair, &draft.reference).await.unwrap();
        tender::publish(&draft.reviewer.context(&world).await, &draft.reference).await.unwrap();
        let mut anybody = world.visitor();
        anybody.get(&at("")).await;
        anybody.sees("Firms met before the tender").sees("met firms 1 time before").sees("How many kitchens?");
        anybody.sees("It stands here").does_not_see("Alder");
        anybody.get(&at("/versions/1")).await;
        anybody.sees("How many kitchens?").does_not_see("Alder");
        let (lead, id) = (draft.lead.context(&world).await, the_meeting(&world).await.id);
        let again = tender::record_meeting(&lead, &draft.reference, id, minutes()).await;
        assert_eq!(refusal(again), "These minutes were published with the tender. They stand");
        world.letters().await;
    }

    async fn a_tender_is_not_published_while_a_meeting_has_no_minutes(world: World) {
        let draft = world.draft().await;
        let lead = draft.lead.context(&world).await;
        let new = NewMeeting {
            kind: MeetingKind::Engagement,
            firm: "Alder".to_owned(),
            provider: None,
            starts_at: world.now() - chrono::Duration::days(3),
            place: "School 2".to_owned(),
        };
        tender::arrange_meeting(&lead, &draft.reference, new.clone()).await.unwrap();
        let chair = draft.cluster.chair.context(&world).await;
        tender::pool(&chair, &draft.reference).await.unwrap();
        draft.commit_demand(&world).await;
        tender::send_to_review(&chair, &draft.reference).await.unwrap();
        let reviewer = draft.reviewer.context(&world).await;
        let told = refusal(tender::publish(&reviewer, &draft.reference).await);
        assert!(told.contains("Write the minutes of the meeting with Alder on 20 November 2026"), "{told}");
        tender::call_meeting_off(&lead, &draft.reference, the_meeting(&world).await.id, "Nobody came").await.unwrap();
        tender::publish(&reviewer, &draft.reference).await.unwrap();
        let after = refusal(tender::arrange_meeting(&lead, &draft.reference, new).await);
        assert_eq!(after, "Firms are met like this before the tender is published. Afterwards they ask questions");
        world.letters().await;
    }

    async fn a_notice_of_the_engagement_has_its_number_and_its_day(world: World) {
        let draft = world.draft().await;
        let lead = draft.lead.context(&world).await;
        let facts = EngagementFacts {
            notice_number: Some("2026/S 000-1".to_owned()),
            notice_published_on: None,
            no_notice_reason: None,
            levelled: None,
        };
        let told = refusal(tender::record_engagement(&lead, &draft.reference, facts.clone()).await);
        assert_eq!(told, "Enter the notice's number and the day it was published");
        let whole = EngagementFacts { notice_published_on: "2026-11-20".parse().ok(), ..facts };
        tender::record_engagement(&lead, &draft.reference, whole).await.unwrap();
        let stored = entity::engagement::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        assert_eq!(stored.notice_number.as_deref(), Some("2026/S 000-1"));
    }
}
