//! The code after the password: who needs it, how it is set up, lost and reset.

use clusterbuy::account::Grant;
use entity::account;
use entity::membership::Role;
use sea_orm::EntityTrait as _;
use support::person::code_of;
use support::tenders::PASSWORD;
use support::{Client, Person, World, both};

const WRONG: &str = "Enter the six digits that your app shows now, or a recovery code. Each works once";

async fn signs_in(visitor: &mut Client, person: &Person, next: &str) {
    visitor.get(&format!("/sign-in?next={next}")).await;
    visitor.form("Continue").fill("Email address", &person.email).fill("Password", PASSWORD).submit().await;
}

async fn enters(visitor: &mut Client, code: &str) {
    visitor.form("Sign in").fill("Code", code).submit().await;
}

/// What the account's own app shows: the secret is read where the page tells it.
fn app_code(world: &World, person: &Person) -> String {
    let secret = person.page().texts("code.secret").concat().replace(' ', "");
    let bytes = totp_rs::Secret::try_from_base32(secret).unwrap();
    code_of(bytes.as_bytes(), world.clock.real_now())
}

async fn sets_up(world: &World, person: &mut Person) -> Vec<String> {
    person.get("/account/second-step").await;
    person.form("Start").submit().await;
    let code = app_code(world, person);
    person.form("Confirm").fill("Code", &code).submit().await;
    person.gets(200).sees("Keep these codes");
    person.page().texts("code.secret")
}

both! {
    async fn nobody_is_signed_in_before_the_code(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        let mut visitor = world.visitor();
        signs_in(&mut visitor, &ann, "/account").await;
        visitor.gets(200).is_at("/sign-in/code?next=%2Faccount");
        visitor.get("/account").await;
        visitor.is_at("/sign-in?next=%2Faccount");
        visitor.get("/sign-in/code?next=/account").await;
        enters(&mut visitor, "123").await;
        visitor.gets(422).is_told(WRONG);
        let before = visitor.cookie("session").unwrap().to_owned();
        enters(&mut visitor, &world.code()).await;
        visitor.gets(200).is_at("/account").sees("ann.lee@example.org");
        assert_ne!(visitor.cookie("session").unwrap(), before, "the session's id changes when it is signed in");
    }

    async fn a_code_works_once_and_not_again_in_its_window(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        let code = world.code();
        let mut first = world.visitor();
        signs_in(&mut first, &ann, "/account").await;
        enters(&mut first, &code).await;
        first.is_at("/account");
        let mut second = world.visitor();
        signs_in(&mut second, &ann, "/account").await;
        enters(&mut second, &code).await;
        second.gets(422).is_told(WRONG);
        world.advance(chrono::Duration::seconds(30));
        enters(&mut second, &world.code()).await;
        second.is_at("/account");
    }

    async fn the_ninth_code_is_not_tried_and_a_late_one_asks_for_the_password_again(world: World) {
        let ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        let mut visitor = world.visitor();
        signs_in(&mut visitor, &ann, "/account").await;
        for _ in 0..8 {
            enters(&mut visitor, "000000").await;
            visitor.is_told(WRONG);
        }
        enters(&mut visitor, &world.code()).await;
        visitor.gets(422).is_told("Too many attempts. Wait 15 minutes");
        world.advance(chrono::Duration::minutes(11));
        enters(&mut visitor, &world.code()).await;
        visitor.is_at("/sign-in").sees("The code came too late. Sign in again");
    }

    async fn an_administrator_without_one_is_led_to_set_it_up_before_anything_works(world: World) {
        let roles = [Grant::platform(Role::Administrator)];
        let mut ada = world.person("Ada Admin", &roles).await;
        world.give_password(&ada).await;
        world.without_second_factor(&ada).await;
        ada.get("/admin/people").await;
        ada.is_at("/account/second-step?next=%2Fadmin%2Fpeople");
        let sentence = "Set up the second step of signing in first. The role of administrator needs it.";
        ada.sees(sentence).sees("The role of administrator needs it, and does nothing until it is set up");
        ada.tamper("/admin/people", &[("name", "Eve")]).await;
        ada.gets(403).sees(sentence);
        ada.get("/home").await;
        ada.sees("Set up the second step of signing in");
        let mut visitor = world.visitor();
        signs_in(&mut visitor, &ada, "/home").await;
        visitor.is_at("/account/second-step?next=%2Fhome").sees(sentence);
        let codes = sets_up(&world, &mut ada).await;
        assert_eq!(codes.len(), 10);
        let stored = account::Entity::find_by_id(ada.account).one(world.app.db.read()).await.unwrap().unwrap();
        assert!(stored.factor_since.is_some());
        world.letter_to(&ada.email, "Your second step of signing in was set up").await;
        ada.get("/admin/people").await;
        ada.gets(200);
    }

    async fn a_recovery_code_signs_in_once_and_lets_another_phone_be_set_up(world: World) {
        let mut ann = world.person("Ann Lee", &[]).await;
        world.give_password(&ann).await;
        world.without_second_factor(&ann).await;
        let codes = sets_up(&world, &mut ann).await;
        let mut visitor = world.visitor();
        signs_in(&mut visitor, &ann, "/account/second-step").await;
        enters(&mut visitor, &codes[0].to_lowercase()).await;
        visitor.gets(200).sees("9 recovery codes are left");
        visitor.form("Remove it").fill("Password", PASSWORD).fill("code", &codes[0]).submit().await;
        visitor.gets(422).is_told(WRONG);
        visitor.form("Remove it").fill("Password", PASSWORD).fill("code", &codes[1]).submit().await;
        visitor.gets(200).sees("Your second step is removed").sees("Start");
        world.letters().await;
    }

    async fn an_administrator_resets_it_with_a_reason_and_the_person_is_told(world: World) {
        let mut ann = world.person("Ann Lee", &[]).await;
        let mut ada = world.person("Ada Admin", &[Grant::platform(Role::Administrator)]).await;
        ada.get("/admin/people").await;
        ada.follow_near("Ann Lee", "Reset the second step of Ann Lee").await;
        ada.form("Reset the second step").submit().await;
        ada.is_told("Say how you know that it is them");
        ada.form("Reset the second step").fill("reason", "She came to the office").submit().await;
        ada.gets(200).sees("The second step is reset, and the person is told by mail");
        world.letter_to(&ann.email, "was reset by an administrator").await;
        ann.get("/account").await;
        ann.is_at("/sign-in?next=%2Faccount");
        let own_page = format!("/admin/people/{}/second-step", ada.account);
        ada.get(&own_page).await;
        ada.form("Reset the second step").fill("reason", "Mine").submit().await;
        ada.gets(422).sees("Another administrator resets yours");
    }
}
