//! A meeting from its plan to approved minutes, in the browser; its notice and reminders.

use super::{Committee, committee_of, decision, meeting_hour, told};
use chrono::Duration;
use clusterbuy::committee::{self, NewMeeting};
use entity::committee_item::DecisionKind;
use support::{Person, both};

const PDF: &[u8] = b"%PDF-1.7 a paper";

/// The clerk plans the first meeting from home, with an agenda of two items and a paper.
async fn prepares(clerk: &mut Person) {
    clerk.get("/home").await;
    clerk.follow("Plan the next meeting of Northgate Schools").await;
    let form = clerk.form("Plan the meeting").date("starts", "1 12 2026").fill("starts_time", "4pm");
    form.submit().await;
    clerk.is_told("Enter where it is, or the link to join by");
    clerk.form("Plan the meeting").fill("place", "School 1, hall").submit().await;
    clerk.is_at("/clusters/northgate/meetings/1").sees("Call it by Monday 23 November 2026");
    clerk.form("Call the meeting").submit().await;
    clerk.is_told("Put at least one item on the agenda first");
    let form = clerk.form("Add the item").choose("purpose", "information").fill("title", "Savings so far");
    form.submit().await;
    let form = clerk.form("Add the item").choose("purpose", "decision").fill("title", "Catering together");
    form.submit().await;
    clerk.is_told("Write the motion that the schools vote on");
    clerk.form("Add the item").fill("words", "We tender catering.").fill("kind", "start_tender").submit().await;
    clerk.form("Move up Catering together").submit().await;
    assert!(clerk.page().table("Agenda")[1][0].starts_with("1. Catering together"));
    clerk.form("Add the paper").fill("item", "1. Catering together").attach("file", "offer.pdf", PDF).submit().await;
    clerk.gets(200).sees("offer.pdf");
}

/// Who came, the votes on the first item, and minutes with a sentence of the clerk's own.
async fn records(clerk: &mut Person) {
    clerk.follow("Who came").await;
    let form = clerk.form("Record who came").tick("Rae Voter 1, representative").tick("Rae Voter 2, representative");
    form.tick("Sam Stand-in 3, substitute").fill("observers", "Olga Officer").submit().await;
    clerk.gets(200).sees("Who came is recorded").sees("3 of 5 schools were there; the quorum is 3");
    clerk.follow("Catering together").await;
    let fields: Vec<String> = clerk
        .page()
        .html()
        .select(&support::client::page::selector("select"))
        .filter_map(|each| each.attr("name").map(str::to_owned))
        .collect();
    assert_eq!(fields.len(), 3, "one vote a school that was there: {fields:?}");
    let form = clerk.form("Record").fill(&fields[0], "For").fill(&fields[1], "For").fill(&fields[2], "Against");
    form.submit().await;
    clerk.gets(200).sees("What happened at item 1 is recorded").sees("Carried");
    clerk.follow("The minutes").await;
    clerk.form("Draft the minutes from what was recorded").submit().await;
    let drafted = clerk.form("Save").value("minutes");
    for part in [
        "3 of 5 schools were there; the quorum is 3. The meeting was quorate.",
        "Also attending: Olga Officer (observer).",
        "Not represented: School 4 and School 5.",
        "Motion: We tender catering.\r\nFor 2, Against 1, Abstain 0. Carried.",
    ] {
        assert!(drafted.replace("\r\n", "\n").contains(&part.replace("\r\n", "\n")), "{part} in {drafted}");
    }
    clerk.form("Save").fill("minutes", &format!("{drafted}\nThe meeting closed at 5pm.")).submit().await;
}

both! {
    async fn a_meeting_goes_from_its_plan_to_approved_minutes_and_an_extract(world: World) {
        let Committee { mut clerk, mut representatives, .. } = committee_of(&world, 5).await;
        prepares(&mut clerk).await;
        let voter = &mut representatives[1];
        voter.get("/clusters/northgate/meetings/1").await;
        voter.gets(404);
        clerk.form("Call the meeting").submit().await;
        clerk.gets(200).sees("The meeting is called. Every member has the notice by mail");
        assert!(!clerk.offers("Add the item"), "the agenda stands");
        let letters = world.letters().await;
        assert_eq!(letters.len(), 12, "five representatives, five substitutes, the chair and the clerk");
        let letter = letters.iter().find(|letter| letter.to_email == voter.email).unwrap();
        assert_eq!(letter.subject, "Meeting on 1 December 2026: Northgate Schools");
        assert!(letter.text.contains("1. Catering together\n2. Savings so far"), "{}", letter.text);

        voter.get("/home").await;
        voter.follow("Read the papers for the meeting of Northgate Schools").await;
        voter.gets(200).sees("4pm GMT on Tuesday 1 December 2026");
        voter.follow("offer.pdf").await;
        assert_eq!(voter.page().body, PDF);
        voter.get("/clusters/northgate/meetings/1/meeting.ics").await;
        assert!(voter.page().body_text().contains("DTSTART:20261201T160000Z"), "{}", voter.page().body_text());

        clerk.get("/clusters/northgate/meetings/1/attendance").await;
        clerk.is_told("Record what happened once the meeting has begun");
        world.advance(meeting_hour() + Duration::hours(1) - world.now());
        let mut clerk = clerk.returning(&world).await;
        clerk.get("/home").await;
        clerk.follow("Write the minutes of meeting 1 of Northgate Schools").await;
        records(&mut clerk).await;
        clerk.form("Publish to the members").submit().await;
        clerk.gets(200).sees("The minutes are published to the members").sees("The next meeting approves them");
        assert_eq!(world.letters().await.len(), 12);

        let mut voter = representatives[1].returning(&world).await;
        voter.get("/clusters/northgate/meetings/1").await;
        voter.gets(200).sees("The meeting closed at 5pm.").sees("Minutes to be approved");
        voter.follow("Catering together").await;
        voter.follow("Extract for School 3").await;
        voter.gets(200).sees("Extract from the minutes for School 3").sees("Against, by its substitute").sees("Carried");
        assert_eq!(voter.tamper("/clusters/northgate/meetings/1/minutes/approve", &[]).await.status, 403);
        clerk.get("/clusters/northgate/meetings/1/attendance").await;
        clerk.is_told(
            "The minutes are published, so what was recorded stands. A correction is an item of a new meeting",
        );
    }

    async fn a_later_meeting_approves_minutes_and_then_they_stand(world: World) {
        let committee = committee_of(&world, 3).await;
        let first = committee.meets(&world, DecisionKind::Other, None).await;
        committee.votes(&world, first, (3, 3)).await;
        committee.publishes(&world, first).await;
        let second = committee.plans(&world, DecisionKind::Other, None).await;
        let mut clerk = committee.clerk.returning(&world).await;
        committee::call(&clerk.context(&world).await, "northgate", second, None).await.unwrap();
        clerk.get("/clusters/northgate/meetings/1").await;
        assert!(!clerk.offers("Record that they are approved"), "the next meeting has not begun");
        world.advance(Duration::days(9));
        let mut clerk = clerk.returning(&world).await;
        clerk.get("/home").await;
        clerk.follow("Record that the minutes of meeting 1 are approved").await;
        clerk.form("Record that they are approved").fill("approved_at", "Meeting 2, 9 December 2026").submit().await;
        clerk.gets(200).sees("The minutes are approved and stand").sees("Minutes approved");
        let late = committee::save_minutes(&clerk.context(&world).await, "northgate", first, Some("Other".to_owned())).await;
        assert_eq!(told(late), "The minutes are approved and stand. A correction is an item of a new meeting");
        clerk.get("/clusters/northgate/meetings/1/minutes").await;
        clerk.is_told("The minutes are approved and stand. A correction is an item of a new meeting");
    }

    async fn a_shorter_notice_is_the_chairs_to_direct_with_its_reason(world: World) {
        let committee = committee_of(&world, 3).await;
        let clerk = committee.clerk.context(&world).await;
        let starts_at = meeting_hour() - Duration::days(1);
        let new = NewMeeting { starts_at, place: "School 1".to_owned() };
        let number = committee::plan(&clerk, "northgate", new).await.unwrap();
        committee::add_item(&clerk, "northgate", number, decision(DecisionKind::Other, None)).await.unwrap();
        let mut secretary = committee.clerk.clone();
        secretary.get("/clusters/northgate/meetings/1").await;
        secretary.form("Call the meeting").submit().await;
        secretary.is_told(
            "The terms of reference ask for 7 clear days' notice. There are 6: today and the day of the meeting do not \
             count. The last day to call this meeting was Sunday 22 November 2026. Only the chair can call it at shorter \
             notice, with the reason",
        );
        secretary.form("Call the meeting").fill("urgent_reason", "The contract ends").submit().await;
        secretary.is_told("Only the chair can direct a shorter notice. Ask the chair to call it");
        let mut chair = committee.northgate.chair.clone();
        chair.get("/clusters/northgate/meetings/1").await;
        chair.form("Call the meeting").fill("urgent_reason", "The contract ends").submit().await;
        chair.gets(200).sees("The chair directed it: The contract ends");
        let letter = world.letter_to("rae.voter.2@example.org", "Meeting on 30 November").await;
        assert!(letter.text.contains("shorter notice than usual: The contract ends"), "{}", letter.text);
    }

    async fn members_are_reminded_seven_and_two_days_before_each_once(world: World) {
        let committee = committee_of(&world, 2).await;
        let number = committee.plans(&world, DecisionKind::Other, None).await;
        committee::call(&committee.clerk.context(&world).await, "northgate", number, None).await.unwrap();
        world.letters().await;
        let reminded = || async {
            committee::remind(&world.platform()).await.unwrap();
            committee::remind(&world.platform()).await.unwrap();
            world.letters().await.into_iter().filter(|letter| letter.to_email.starts_with("rae.voter.1")).collect::<Vec<_>>()
        };
        assert!(reminded().await.is_empty(), "eight days before");
        world.advance(Duration::days(2));
        assert_eq!(reminded().await[0].subject, "In 7 days, on 1 December 2026: meeting of Northgate Schools");
        world.advance(Duration::days(4) + Duration::hours(7));
        let told = reminded().await;
        assert_eq!((told.len(), told[0].subject.contains("In 2 days")), (1, true));
        world.advance(Duration::days(1));
        assert!(reminded().await.is_empty());
    }

    async fn a_meeting_that_is_called_off_is_told_to_those_who_were_invited(world: World) {
        let committee = committee_of(&world, 2).await;
        committee.plans(&world, DecisionKind::Other, None).await;
        let mut clerk = committee.clerk.clone();
        committee::call(&clerk.context(&world).await, "northgate", 1, None).await.unwrap();
        world.letters().await;
        clerk.get("/clusters/northgate/meetings/1").await;
        clerk.form("Call it off").submit().await;
        clerk.is_told("Enter why the meeting is called off");
        clerk.form("Call it off").fill("reason", "Snow").submit().await;
        clerk.gets(200).sees("Called off").sees("Snow");
        let letter = world.letter_to("rae.voter.1@example.org", "Called off: meeting of Northgate").await;
        assert!(letter.text.contains("Why: Snow"));
        clerk.get("/clusters/northgate/meetings").await;
        assert_eq!(clerk.page().table("Meetings of the committee")[1][3], "Called off");
    }
}
