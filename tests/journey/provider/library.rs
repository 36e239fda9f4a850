//! The answer library: kept once, put into bids, seen by nobody else.

use clusterbuy::account::Grant;
use entity::membership::Role;
use sea_orm::EntityTrait;
use support::{Person, both};

const LIST: &str = "/organisation/answers";

async fn keeps(person: &mut Person, topic: &str, text: &str, tags: &str) {
    person.get(LIST).await;
    person.follow("New answer").await;
    let form = person.form("Keep the answer").fill("Question or topic", topic).fill("Answer", text);
    form.fill("Tags", tags).submit().await;
    person.gets(200).sees("The answer is in your library");
}

/// Starts the bid and goes to its quality page.
async fn quality(staff: &mut Person) -> String {
    staff.get("/tenders/NG-2027-001").await;
    staff.form("Start a bid").submit().await;
    let path = format!("{}/quality", staff.page().path);
    staff.get(&path).await;
    path
}

both! {
    async fn an_answer_is_kept_found_and_changed_and_every_version_stays(world: World) {
        let mut larder = world.provider("Larder").await;
        let staff = &mut larder.staff;
        staff.get(LIST).await;
        staff.sees("No answers yet");
        staff.get("/organisation/answers/new").await;
        staff.form("Keep the answer").submit().await;
        staff.is_told("Enter the question or topic");
        staff.is_told("Enter the answer");
        keeps(staff, "Training", "Every term we train.", "Staff, staff").await;
        keeps(staff, "Menus", "With the children.", "").await;
        staff.get(&format!("{LIST}?words=staff+TERM")).await;
        staff.sees("1 answer").sees("Training").does_not_see("Menus");
        let table = staff.page().table("Your answers, those changed last first");
        assert_eq!((table[1][2].as_str(), table[1][3].as_str(), table[1][4].as_str()), ("4", "1", "–"));
        staff.get(&format!("{LIST}?words=nothing")).await;
        staff.sees("No answers match");
        staff.get(LIST).await;
        staff.follow("Training").await;
        staff.form("Keep the answer").fill("Answer", "Every term we train everybody.").submit().await;
        staff.gets(200).sees("version 2").sees("Every term we train.").sees("Every term we train everybody.");
        staff.form("Take it out of the library").submit().await;
        staff.is_at(LIST).does_not_see("Training");
    }

    async fn an_answer_fills_an_empty_field_and_stands_beside_what_is_typed(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let staff = &mut larder.staff;
        keeps(staff, "Training", "Every term we train.", "").await;
        let path = quality(staff).await;
        let form = staff.form("Insert from our library into answer 1. How will you plan our menus?");
        form.fill("answer-menus", "With the children.").submit().await;
        assert!(staff.page().path.ends_with("/quality/menus/library"), "{}", staff.page().path);
        staff.follow("Training").await;
        staff.gets(200).sees("Words stand in the answer above already").sees("Every term we train.");
        assert_eq!(staff.form("Save and continue").value("answer-menus"), "With the children.", "nothing typed is lost");
        staff.get(&format!("{path}/staff/library")).await;
        staff.follow("Training").await;
        assert_eq!(staff.form("Save and continue").value("answer-staff"), "Every term we train.");
        staff.form("Save and continue").submit().await;
        staff.gets(200);
        staff.get(LIST).await;
        staff.sees("23 November 2026");
        staff.get(&path).await;
        assert_eq!(staff.form("Save and continue").value("answer-staff"), "Every term we train.");
    }

    async fn an_answer_of_a_bid_is_kept_by_the_bidders_own_act_and_nobody_else_sees_it(world: World) {
        world.open_tender().await;
        let mut larder = world.provider("Larder").await;
        let path = quality(&mut larder.staff).await;
        let staff = &mut larder.staff;
        staff.form("Save and come back later").fill("answer-menus", "With the children.").submit().await;
        staff.get(&path).await;
        let keep = staff.page().texts("button").into_iter().find(|text| text.starts_with("Keep this answer")).unwrap();
        staff.form(&keep).submit().await;
        staff.gets(200).sees("Keep this answer in our library").sees("With the children.");
        staff.form("Keep it in the library").fill("Tags", "menus").submit().await;
        staff.gets(200).sees("for your organisation only");
        let kept = entity::library_answer::Entity::find().one(world.app.db.read()).await.unwrap().unwrap();
        let mut pantry = world.provider("Pantry").await;
        pantry.staff.get(&format!("{LIST}/{}", kept.id)).await;
        pantry.staff.gets(404);
        pantry.staff.get(&format!("{path}/menus/keep")).await;
        pantry.staff.gets(404);
        pantry.staff.get(LIST).await;
        pantry.staff.does_not_see("menus");
        let own = pantry.staff.post(&format!("{LIST}/{}/remove", kept.id), &[]).await.status;
        assert!([403, 404].contains(&own), "{own}");
        let school = world.school(100_009, "Hill Top").await;
        let mut mo = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        mo.get(LIST).await;
        mo.gets(403);
        let mut auditor = world.person("Otto Auditor", &[Grant::platform(Role::Auditor)]).await;
        auditor.get("/audit/events").await;
        auditor.gets(200).does_not_see("kept an answer");
    }

    async fn a_long_library_is_paged_and_asks_as_much_for_30_as_for_3(world: World) {
        let mut larder = world.provider("Larder").await;
        let context = larder.staff.context(&world).await;
        let staff = &mut larder.staff;
        let mut asked = Vec::new();
        for count in [3, 27] {
            for at in 0..count {
                let said = clusterbuy::provider::rules::answers::Said {
                    topic: format!("Topic {at} of {count}"),
                    text: "Words".to_owned(),
                    tags: String::new(),
                };
                clusterbuy::provider::keep_answer(&context, larder.provider.id, None, said).await.unwrap();
            }
            staff.get(LIST).await;
            let before = world.statements();
            staff.get(LIST).await;
            asked.push(world.statements() - before);
        }
        assert_eq!(asked[0], asked[1]);
        staff.sees("30 answers");
        staff.follow("Next page of answers").await;
        staff.gets(200);
    }
}
