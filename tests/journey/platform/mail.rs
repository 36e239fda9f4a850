use chrono::Duration;
use clusterbuy::account::{Grant, invite_administrator};
use clusterbuy::platform::app::App;
use clusterbuy::platform::mail::{self, Mailer};
use entity::membership::Role;
use support::smtp::Smtp;
use support::{World, both};

/// The same world with its mail going to a real server.
async fn with_mail_to(world: &World, smtp: &Smtp) -> App {
    let parts = &world.app;
    let mailer = Mailer::open(Some(&smtp.url()), parts.settings.data_dir.join("mail")).unwrap();
    let (settings, clock) = (parts.settings.clone(), parts.clock.clone());
    App::assemble(settings, clock, parts.db.clone(), parts.key.clone(), mailer, false).unwrap()
}

both! {
    async fn an_invitation_reaches_a_mail_server_once_with_its_message_id(world: World) {
        let smtp = Smtp::start().await;
        let app = with_mail_to(&world, &smtp).await;
        invite_administrator(&world.platform(), "pat@example.org", "Pat Doe").await.unwrap();
        assert_eq!(mail::deliver(&app).await.unwrap(), 1);
        assert_eq!(mail::deliver(&app).await.unwrap(), 0);
        let letters = smtp.letters();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].to, ["pat@example.org"]);
        assert!(letters[0].header("Message-ID").is_some(), "{}", letters[0].text);
    }

    async fn a_letter_that_was_turned_away_is_tried_again_with_the_same_message_id(world: World) {
        let smtp = Smtp::start().await;
        let app = with_mail_to(&world, &smtp).await;
        smtp.turn_away(1);
        invite_administrator(&world.platform(), "pat@example.org", "Pat Doe").await.unwrap();
        assert_eq!(mail::deliver(&app).await.unwrap(), 0);
        assert_eq!(mail::waiting(app.db.read()).await.unwrap(), 1);
        world.advance(Duration::hours(1));
        assert_eq!(mail::deliver(&app).await.unwrap(), 1);
        let (kept, tried) = (smtp.letters(), smtp.turned_away());
        assert_eq!(kept[0].header("Message-ID"), tried[0].header("Message-ID"));
    }

    async fn an_invited_person_chooses_a_password_and_is_signed_in(world: World) {
        invite_administrator(&world.platform(), "pat@example.org", "Pat Doe").await.unwrap();
        let letter = world.letter_to("pat@example.org", "").await;
        let link = letter.text.split_whitespace().find(|word| word.contains("/invitation/")).unwrap();
        let mut pat = world.visitor();
        pat.get(link.trim_start_matches("http://localhost")).await;
        pat.form("Save password").fill("New password", "short").submit().await;
        pat.is_told("Use a password of 12 characters or more");
        pat.form("Save password").fill("New password", "three unrelated words").submit().await;
        pat.gets(200).is_at("/home").sees("Pat Doe");
        pat.form("Sign out").submit().await;
        pat.get("/home").await;
        pat.is_at("/sign-in?next=%2Fhome");
    }

    async fn a_person_with_a_role_sees_it_on_every_page(world: World) {
        let mut auditor = world.person("Jo Roe", &[Grant::platform(Role::Auditor)]).await;
        auditor.get("/home").await;
        auditor.gets(200).sees("Jo Roe").sees("Acting as Auditor");
    }
}
