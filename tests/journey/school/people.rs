//! A school's own page, and who holds which role in it.

use entity::membership::Role;
use support::both;

both! {
    async fn the_schools_page_says_what_the_register_says_and_leads_to_its_pages(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut governor = world.at_school("Gus Governor", Role::Governor, &school).await;
        governor.get("/schools/100001").await;
        governor.gets(200).sees("Gus Governor, governor");
        assert_eq!(governor.page().value_of("Pupils"), "200");
        assert_eq!(governor.page().value_of("Contracts are signed by"), "Governing body of Canal Side Primary");
        governor.follow("Compare offers").await;
        governor.is_at("/schools/100001/compare");
        let other = world.school(100_002, "Other Primary").await;
        let mut other = world.at_school("Olu Other", Role::Headteacher, &other).await;
        for path in ["/schools/100001", "/schools/100001/people", "/schools/999999"] {
            other.get(path).await;
            other.gets(404);
        }
    }

    async fn the_business_manager_invites_a_head_by_mail_and_ends_a_role(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        manager.get("/schools/100001/people").await;
        manager.form("Invite").fill("Full name", "Hetty Head").fill("Email address", "hetty").submit().await;
        manager.is_told("Enter an email address, like name@example.org");
        manager.is_told("Choose a role");
        assert_eq!(manager.form("Invite").value("Full name"), "Hetty Head");
        let form = manager.form("Invite").fill("Email address", "hetty@example.org");
        form.choose("Role", "Headteacher").submit().await;
        manager.gets(200).sees("Hetty Head is now headteacher of Canal Side Primary").sees("Invited");
        let letter = world.letter_to("hetty@example.org", "").await;
        assert!(letter.text.contains("/invitation/"), "{}", letter.text);
        manager.form_near("Hetty Head", "End the role of Hetty Head, headteacher").submit().await;
        manager.sees("The role has ended").does_not_see("Hetty Head");
        manager.form("End the role of Mo Manager, school business manager").submit().await;
manager.gets(422).sees("Invite another business manager or headteacher first");
        let mut governor = world.at_school("Gus Governor", Role::Governor, &school).await;
        governor.get("/schools/100001/people").await;
        governor.gets(200).sees("Mo Manager");
        assert!(!governor.offers("Invite"));
    }
}
