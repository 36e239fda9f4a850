//! Signing in and out, resetting, acting as, and the administrator's people.

mod second_factor;

use clusterbuy::account::Grant;
use entity::membership::Role;
use support::tenders::PASSWORD;
use support::{World, both};

const WRONG: &str = "Check your email address and password";

/// The path of the link in the latest letter to an address.
async fn link_to(world: &World, email: &str) -> String {
    let letter = world.letter_to(email, "").await;
    let link = letter.text.split_whitespace().find(|word| word.starts_with("http")).unwrap().to_owned();
    link.trim_start_matches("http://localhost").to_owned()
}

both! {
    async fn a_wrong_address_and_a_wrong_password_are_answered_alike(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        world.without_second_factor(&ann).await;
        let mut visitor = world.visitor();
        for (email, password) in [("nobody@example.org", PASSWORD), (&ann.email, "not the password")] {
            visitor.get("/sign-in?next=/account").await;
            visitor.form("Continue").fill("Email address", email).fill("Password", password).submit().await;
            visitor.gets(422).is_told(WRONG);
            let form = visitor.form("Continue");
            assert_eq!((form.value("Email address").as_str(), form.value("Password").as_str()), (email, ""));
        }
        visitor.form("Continue").fill("Password", PASSWORD).submit().await;
        visitor.gets(200).is_at("/account").sees("ann.lee@example.org");
    }

    async fn the_ninth_guess_is_not_tried(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        world.without_second_factor(&ann).await;
        let mut visitor = world.visitor();
        visitor.get("/sign-in").await;
        for _ in 0..8 {
            visitor.form("Continue").fill("Email address", &ann.email).fill("Password", "a guess").submit().await;
            visitor.is_told(WRONG);
        }
        visitor.form("Continue").fill("Password", PASSWORD).submit().await;
        visitor.gets(422).sees("Too many attempts. Wait 15 minutes, or reset your password");
    }

    async fn signing_out_ends_the_session_on_the_server(world: World) {
        let mut ann = world.person("Ann Lee", &[]).await;
        let secret = ann.cookie("session").unwrap().to_owned();
        ann.get("/account").await;
        ann.form("Sign out").submit().await;
        ann.is_at("/").sees("You are signed out");
        let mut thief = world.visitor();
        thief.set_cookie("session", &secret);
        thief.get("/account").await;
        thief.is_at("/sign-in?next=%2Faccount");
    }

    async fn a_reset_link_works_once_and_ends_every_session(world: World) {
        let mut ann = world.person("Ann Lee", &[]).await;
        world.without_second_factor(&ann).await;
        let mut visitor = world.visitor();
        for email in ["nobody@example.org", &ann.email] {
            visitor.get("/reset").await;
            visitor.form("Send me a link").fill("Email address", email).submit().await;
            visitor.gets(200).sees("If there is an account for this address, we have sent it a link");
        }
        let link = link_to(&world, &ann.email).await;
        visitor.get(&link).await;
        visitor.form("Save password").fill("New password", "three unrelated words").submit().await;
        visitor.gets(200).is_at("/home").sees("Your password is set");
        ann.get("/account").await;
        ann.is_at("/sign-in?next=%2Faccount");
        let mut second = world.visitor();
        second.get(&link).await;
        second.form("Save password").fill("New password", "three other words").submit().await;
        second.gets(422).sees("This link was used already or is too old. Ask for a new one");
    }

    async fn a_form_without_its_token_is_refused(world: World) {
        let mut ann = world.person("Ann Lee", &[]).await;
        ann.get("/account").await;
        for fields in [&[][..], &[("csrf", "0123456789abcdef")]] {
            ann.post("/sign-out", fields).await;
            ann.gets(403).sees("This form is out of date. Go back, reload the page and send it again");
        }
        ann.get("/account").await;
        ann.gets(200).is_at("/account");
    }

    async fn a_form_under_which_the_session_ended_is_kept_and_sent_after_signing_in(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let mut manager = world.at_school("Mo Manager", Role::BusinessManager, &school).await;
        world.give_password(&manager).await;
        world.without_second_factor(&manager).await;
        manager.get("/schools/100001/people").await;
        let other = manager.clone();
        manager.set_cookie("session", "ended");
        let form = manager.form("Invite").fill("Full name", "Hetty Head").fill("Email address", "hetty@example.org");
        form.choose("Role", "Headteacher").submit().await;
        manager.gets(401).sees("Your session has ended. What you typed is kept");
        manager.form("Continue").fill("Email address", &other.email).fill("Password", PASSWORD).submit().await;
        manager.form("Send the form").submit().await;
        manager.gets(200).sees("Hetty Head is now headteacher of Canal Side Primary");
        world.letters().await;
    }

    async fn a_person_changes_hats_and_wears_none_of_anybody_else(world: World) {
        let school = world.school(100_001, "Canal Side Primary").await;
        let roles = [Grant::school(Role::Governor, school.id), Grant::platform(Role::Auditor)];
        let mut ann = world.person("Ann Lee", &roles).await;
        ann.get("/schools/100001").await;
        ann.gets(200).sees("Acting as Governor, Canal Side Primary");
        ann.get("/account/acting-as").await;
        let hats = ann.page().texts("input[name=membership]");
        assert_eq!(hats.len(), 2);
        ann.form("Continue").choose("Who are you acting as?", "Auditor").submit().await;
        ann.is_at("/home").sees("You are acting as Auditor");
        ann.get("/audit").await;
        ann.gets(200);
        ann.tamper("/account/acting-as", &[("membership", "01890a5d-ac96-774b-bcce-b302099a8057")]).await;
        ann.gets(404);
        ann.get("/account/acting-as").await;
        ann.tamper("/account/acting-as", &[]).await;
        ann.is_told("Choose who you are acting as");
    }

    async fn nobody_signs_in_with_one_click_outside_the_demonstration(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        let mut visitor = world.visitor();
        visitor.get("/sign-in").await;
        visitor.does_not_see("Sign in to the demonstration as");
        let token = visitor.form("Continue").value("csrf");
        let fields = [("csrf", token.as_str()), ("account", &ann.account.to_string()), ("next", "/home")];
        visitor.post("/sign-in/demonstration", &fields).await;
        visitor.gets(404);
    }

    async fn nobody_is_led_to_another_site_by_signing_in(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        world.without_second_factor(&ann).await;
        let mut visitor = world.visitor();
        visitor.get("/sign-in?next=//example.org/home").await;
        visitor.form("Continue").fill("Email address", &ann.email).fill("Password", PASSWORD).submit().await;
        visitor.is_at("/home");
    }

    async fn the_administrator_invites_the_first_person_of_a_school(world: World) {
        world.school(100_001, "Canal Side Primary").await;
        let mut admin = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        admin.get("/home").await;
        admin.follow("People").await;
        admin.form("Invite").fill("Full name", "Mo Manager").fill("URN of the school", "1000x").submit().await;
        admin.is_told("Enter an email address, like name@example.org").is_told("Choose a role");
        admin.is_told("Enter the school's URN, six digits, like 104176");
        assert_eq!(admin.form("Invite").value("Full name"), "Mo Manager");
        let form = admin.form("Invite").fill("Email address", "mo@example.org").fill("URN of the school", "100009");
        form.choose("Role", "School business manager").submit().await;
        admin.is_told("No school has the URN 100009");
        admin.form("Invite").fill("URN of the school", "100001").submit().await;
        admin.gets(200).sees("Mo Manager is now school business manager");
        let row = ["Mo Manager", "mo@example.org", "School business manager, Canal Side Primary", "Invited", "None"];
        assert_eq!(admin.page().table("People by email address")[2], row);
        let mut manager = world.visitor();
        manager.get(&link_to(&world, "mo@example.org").await).await;
        manager.form("Save password").fill("New password", "three unrelated words").submit().await;
        manager.sees("Acting as School business manager, Canal Side Primary");
        admin.form("Find").fill("email", "zz").submit().await;
        admin.sees("Nobody is found").does_not_see("mo@example.org");
    }

    async fn an_auditor_has_no_school_and_only_administrators_invite(world: World) {
        world.school(100_001, "Canal Side Primary").await;
        let mut admin = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        admin.get("/admin/people").await;
        let form = admin.form("Invite").fill("Full name", "Otto Auditor").fill("Email address", "otto@example.org");
        form.fill("URN of the school", "100001").choose("Role", "Auditor").submit().await;
        admin.is_told("Leave the URN empty: this role is not at a school");
        admin.form("Invite").fill("URN of the school", "").submit().await;
        admin.gets(200).sees("Otto Auditor is now auditor");
        world.letters().await;
        admin.tamper("/admin/people", &[("name", "x"), ("email", "x@example.org"), ("role", "chair"), ("urn", "")]).await;
        admin.is_told("Choose a role");
        let mut other = world.person("Olu Other", &[Grant::platform(Role::Auditor)]).await;
        other.get("/admin/people").await;
        other.gets(403);
    }

    async fn the_list_of_people_asks_as_often_for_thirty_as_for_three(world: World) {
        let mut admin = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        let mut counts = Vec::new();
        for wanted in [3, 30] {
            for n in 0..wanted {
                world.person(&format!("Person {wanted} {n}"), &[Grant::platform(Role::Auditor)]).await;
            }
            let before = world.statements();
            admin.get("/admin/people").await;
            counts.push(world.statements() - before);
        }
        assert_eq!(counts[0], counts[1]);
    }
}
