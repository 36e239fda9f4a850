use entity::membership::Role;
use support::both;

both! {
    async fn the_start_page_says_what_the_service_does_and_offers_to_sign_in(world: World) {
        let mut visitor = world.visitor();
        visitor.get("/").await;
        visitor.gets(200).sees("Compare what catering, HR, finance and broadband would cost your school");
        assert!(visitor.page().title().ends_with("clusterbuy"), "{}", visitor.page().title());
        visitor.follow("Sign in").await;
        visitor.gets(200).is_at("/sign-in");
    }

    async fn health_tells_that_the_process_lives_and_that_it_can_work(world: World) {
        let mut operator = world.visitor();
        for path in ["/health/live", "/health/ready"] {
            operator.get(path).await;
            operator.gets(200);
        }
    }

    async fn an_address_that_is_not_there_is_a_page_of_its_own(world: World) {
        let mut visitor = world.visitor();
        visitor.get("/nowhere").await;
        visitor.gets(404);
        assert_eq!(visitor.page().heading(), "Page not found");
    }

    async fn an_address_that_only_takes_a_form_or_does_not_parse_is_a_page_too(world: World) {
        let mut visitor = world.person("Ann Auditor", &[]).await;
        for (path, status) in [("/sign-out", 405), ("/contracts/finance", 400)] {
            visitor.get(path).await;
            visitor.gets(status);
            assert_eq!(visitor.page().heading(), "Page not found", "{path}");
        }
    }

    async fn every_answer_forbids_foreign_scripts_and_frames(world: World) {
        let mut visitor = world.visitor();
        for path in ["/", "/nowhere", "/health/live", "/assets/favicon.svg"] {
            let page = visitor.get(path).await;
            let policy = page.header("content-security-policy").unwrap_or_default();
            assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"), "{path}");
        }
    }

    async fn a_visitor_who_only_reads_leaves_no_session_behind(world: World) {
        let mut visitor = world.visitor();
        visitor.get("/").await;
        assert_eq!(visitor.cookie("session"), None);
        assert_eq!(world.count_of::<::entity::session::Entity>().await, 0);
    }

    async fn the_start_page_reads_its_tenders_from_the_database(world: World) {
        let before = world.statements();
        world.visitor().get("/").await;
        assert!(world.statements() > before);
    }

    async fn a_nul_in_an_address_or_a_form_reaches_no_database(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        for path in ["/tenders/%00", "/services/%00", "/clusters/a%00b", "/services/catering?area=%00"] {
            manager.get(path).await;
            manager.gets(404);
        }
        manager.get("/schools/100001/people").await;
        let form = manager.form("Invite").fill("Full name", "Hetty\u{0} Head").fill("Email address", "h@example.org");
        form.choose("Role", "Headteacher").submit().await;
        manager.gets(200).sees("Hetty Head is now headteacher of Canal Side Primary");
        world.letters().await;
    }
}
