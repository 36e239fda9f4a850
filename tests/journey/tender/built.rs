use support::both;

both! {
    async fn each_task_refuses_what_is_wrong_with_a_sentence_and_keeps_what_was_typed(world: World) {
        let mut draft = world.draft().await;
        let path = |task: &str| format!("/tenders/{}/edit/{task}", draft.reference);
        let chair = &mut draft.cluster.chair;
        chair.get(&path("what")).await;
        chair.form("Save").fill("Title", "").fill("What you need", "Soup").submit().await;
        chair.is_told("Enter a title, like Catering 2027 to 2030");
        assert_eq!(chair.form("Save").value("What you need"), "Soup");

        chair.get(&path("dates")).await;
        chair.form("Save").date("deadline", "16 1 2027").fill("deadline_time", "midday").submit().await;
        chair.is_told("Deadline must be on a working day between 9am and 5pm");
        assert_eq!(chair.form("Save").value("deadline_time"), "midday");
        chair.form("Save").date("deadline", "15 1 2027").fill("deadline_time", "5:30pm").submit().await;
        chair.is_told("Deadline must be on a working day between 9am and 5pm");
        chair.form("Save").date("deadline", "15 1 2027").fill("deadline_time", "lunch").submit().await;
        chair.is_told("Enter the time, like midday, 12:00 or 5pm");
        let form = chair.form("Save").date("deadline", "15 1 2027").fill("deadline_time", "5pm");
        form.date("questions", "").fill("questions_time", "").submit().await;
        chair.sees("Saved: Dates and deadlines");
        chair.get(&path("dates")).await;
        assert_eq!(chair.form("Save").value("questions-day"), "7", "6 working days before, 5pm on 7 January");
        assert_eq!(chair.form("Save").value("questions_time"), "17:00");

        chair.get(&path("price")).await;
        chair.sees("One quality mark is worth £2,100");
        chair.form("Save").fill("Price that earns no marks", "24,000").submit().await;
        chair.is_told("The price that earns no marks must be above the price that earns every mark");
        assert_eq!(chair.form("Save").value("Price that earns no marks"), "24,000");

        chair.get(&path("leaving")).await;
        chair.form("Save").fill("Smallest number of schools", "4").submit().await;
        chair.is_told("The smallest number of schools cannot be more than the 3 that take part");

        chair.get(&path("lot")).await;
        chair.form("Save").fill("How many years it lasts", "eleven").submit().await;
        chair.is_told("Enter a number of years from 1 to 10");

        chair.get(&path("conflicts")).await;
        chair.form("Save").fill("Who was asked", "").submit().await;
        chair.is_told("Say who was asked");

        chair.get(&path("route")).await;
        chair.form("Save").fill("Estimated whole-life value", "a lot").submit().await;
        chair.is_told("Enter the whole-life value in pounds, like 129600");
    }

    async fn criteria_are_added_moved_weighed_and_removed(world: World) {
        let mut draft = world.draft().await;
        let chair = &mut draft.cluster.chair;
        let list = format!("/tenders/{}/edit/criteria", draft.reference);
        chair.get(&list).await;
        chair.follow("Add a criterion").await;
        let form = chair.form("Save").fill("Name", "Allergens").fill("Weight", "5");
        form.fill("Minimum score", "6").submit().await;
        chair.is_told("Enter the question that bidders answer");
        assert_eq!(chair.form("Save").value("Name"), "Allergens");
        chair.form("Save").fill("Question that bidders answer", "How?").submit().await;
        chair.is_told("Enter a minimum score of 5 or less");
        chair.form("Save").fill("Minimum score", "3").submit().await;
        chair.is_at(&list).sees("Weights must add up to 100%. They add up to 105%");
        chair.form("Save").fill("Weight of price", "30").submit().await;
        chair.is_told("Weights must add up to 100%. They add up to 95%");
        assert_eq!(chair.form("Save").value("Weight of price"), "30");
        chair.form("Save").fill("Weight of price", "35").submit().await;
        chair.gets(200).sees("Saved: criteria and weights");

        chair.get(&format!("{list}/allergens")).await;
        chair.form("Move up").submit().await;
        let names = |page: &support::Page| -> Vec<String> {
            page.table("Criteria in the order in which bidders read them").iter().map(|row| row[0].clone()).collect()
        };
        assert_eq!(names(chair.page())[4..6], ["Allergens", "Social value"]);
        chair.get(&format!("{list}/allergens")).await;
        chair.form("Remove the criterion").submit().await;
        assert!(!names(chair.page()).contains(&"Allergens".to_owned()));
        chair.get(&format!("{list}/allergens")).await;
        chair.gets(404);
    }

    async fn who_saves_from_an_older_page_is_told_who_changed_it(world: World) {
        let mut draft = world.draft().await;
        let path = format!("/tenders/{}/edit/what", draft.reference);
        draft.cluster.chair.get(&path).await;
        draft.clerk.get(&path).await;
        draft.clerk.form("Save").fill("What you need", "Hot meals").submit().await;
        draft.clerk.sees("Saved: What you are buying");
        let chair = &mut draft.cluster.chair;
        chair.form("Save").fill("What you need", "Cold meals").submit().await;
        chair.gets(422).sees("Clare Clerk changed this tender at 10am. Check both versions");
        assert_eq!(chair.form("Save").value("What you need"), "Cold meals");
        chair.form("Save").submit().await;
        chair.sees("Saved: What you are buying");
        assert_eq!(draft.stored(&world).await.need, "Cold meals");
    }

    async fn the_team_is_appointed_by_the_chair_under_its_conditions(world: World) {
        let mut draft = world.draft().await;
        let path = format!("/tenders/{}/edit/team", draft.reference);
        let chair = &mut draft.cluster.chair;
        world.letters().await;
        chair.get(&path).await;
        let form = chair.form("Appoint").choose("Role", "Reviewer").fill("Full name", "Rob New");
        form.fill("Email address", "rob@example.org").fill("School", "School 1").submit().await;
        chair.is_told("The reviewer must be from another school than the chair's");
        assert_eq!(chair.form("Appoint").value("Full name"), "Rob New");
        chair.form("Appoint").choose("Role", "Key-holder").fill("School", "School 3").submit().await;
        chair.is_told("Key-holders must be from different schools. This school has one");
        chair.form("Appoint").choose("Role", "Evaluator").submit().await;
        chair.gets(200).sees("Rob New is now evaluator");
        assert_eq!(world.letter_to("rob@example.org", "invited").await.to_name, "Rob New");
        chair.form("Remove Rob New as Evaluator").submit().await;
        chair.gets(200).sees("Removed from the team").does_not_see("Rob New");
        draft.lead.get(&path).await;
        assert!(!draft.lead.offers("Appoint"), "the lead does not appoint");
    }

    async fn the_route_check_says_what_the_value_means(world: World) {
        let mut draft = world.draft().await;
        let path = format!("/tenders/{}/edit/route", draft.reference);
        let chair = &mut draft.cluster.chair;
        chair.get(&path).await;
        chair.sees("Below the threshold").sees("£663,540").sees("light touch service");
        chair.form("Save").fill("Estimated whole-life value", "700000").submit().await;
        chair.get(&path).await;
        chair.sees("Covered, light touch").sees("Needed before this tender is published");
        chair.get(&format!("/tenders/{}/edit/check", draft.reference)).await;
        chair.sees("Record the number of the official tender notice");
    }
}
