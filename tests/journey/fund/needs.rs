//! Schools count what they need; the cluster sees a profile that gives no pupil away, and commissions by priority.

use super::manager;
use support::both;

both! {
    async fn small_counts_stay_with_the_school_and_the_profile_is_rounded(world: World) {
        let mut northgate = world.cluster_of(3).await;
        for (school, attendance, speech) in [(1, "4", "12"), (2, "13", "9")] {
            let mut manager = manager(&world, &northgate, school).await;
            manager.get("/clusters/northgate/needs").await;
            let form = manager.form("Record what the school needs").fill("Attendance", "many");
            form.submit().await;
            manager.gets(422).is_told("Enter a whole number of pupils, or leave it empty");
            let form = manager.form("Record what the school needs").fill("Attendance", attendance);
            let form = form.fill("Speech, language and communication", speech).fill("allocated", "9000");
            form.fill("pooled", "1000").submit().await;
            manager.gets(200).sees("Your school's needs are recorded").sees(&format!("Attendance: {attendance}"));
        }
        northgate.chair.get("/clusters/northgate/needs").await;
        northgate.chair.sees("Attendance: fewer than 5").sees("about 15").sees("1 school has not said yet");
        northgate.chair.does_not_see("Attendance: 4").sees("21").sees("£18,000").sees("£2,000");
        let form = northgate.chair.form("Record the priority").fill("Need", "Attendance").fill("Its place", "1");
        let form = form.fill("What is commissioned, and from whom", "A welfare officer").fill("amount", "1800");
        form.fill("Minute that decided it", "Minute 8").submit().await;
        northgate.chair.gets(200).sees("A welfare officer").sees("£1,800").sees("Minute 8");
        let mut manager = manager(&world, &northgate, 1).await;
        manager.get("/clusters/northgate/needs").await;
        assert_eq!(manager.form("Record what the school needs").value("Attendance"), "4", "what was said is there");
        assert!(!manager.offers("Record the priority"));
    }
}
