//! Somebody with an account, signed in.

use crate::{Client, World};
use chrono::{DateTime, Utc};
use clusterbuy::account::{self, Grant, store};
use clusterbuy::platform::change::Change;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::event::{Chain, Event};
use clusterbuy::platform::http::session;
use entity::ids::AccountId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use std::ops::{Deref, DerefMut};

/// Everybody's second factor in a test, so that no role waits for one.
const SECRET: &[u8] = b"the same for everyone";

impl World {
    /// What an authenticator app shows now.
    pub fn code(&self) -> String {
        code_of(SECRET, self.clock.real_now())
    }

    /// Takes the second factor away: this person signs in with the password alone.
    pub async fn without_second_factor(&self, person: &Person) {
        let row = entity::account::ActiveModel {
            id: Set(person.account),
            factor_secret: Set(None),
            factor_since: Set(None),
            ..Default::default()
        };
        let change = self.app.db.begin_write().await.expect("a transaction begins");
        row.update(&change).await.expect("the account is there");
        change.commit().await.expect("it is kept");
    }
}

/// The code of a secret at an instant.
pub fn code_of(secret: &[u8], now: DateTime<Utc>) -> String {
    let generator = totp_rs::Builder::new().with_secret(secret.to_vec()).build().expect("a secret of 20 bytes or more");
    generator.generate(now.timestamp().try_into().expect("after 1970")).to_string()
}

/// A person and their browser: everything that a [`Client`] can do.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: AccountId,
    pub email: String,
    client: Client,
}

impl Deref for Person {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl DerefMut for Person {
    fn deref_mut(&mut self) -> &mut Client {
        &mut self.client
    }
}

impl Person {
    pub(crate) async fn of(world: &World, name: &str, roles: &[Grant]) -> Person {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let mut change = Change::begin(&world.platform()).await.expect("a change begins");
        let account = account_of(&change, &email, name).await;
        for role in roles {
            let given = account::give(&change, account, *role).await.expect("a role is given");
            change.note(given);
        }
        let worn = store::first_hat(change.tx(), account).await.expect("the first role is found");
        let secret = session::start(&world.app, change.tx(), account, worn).await.expect("a session starts");
        let event = Event::new(Chain::Platform, "account.signed_in", format!("account:{account}"));
        change.commit(event).await.expect("the change is kept");
        let mut client = world.visitor();
        client.set_cookie("session", &secret);
        Person { account, email, client }
    }

    /// The same person, signed in again after a session that has ended.
    pub async fn returning(&self, world: &World) -> Person {
        let change = Change::begin(&world.platform()).await.expect("a change begins");
        let worn = store::first_hat(change.tx(), self.account).await.expect("the first role is found");
        let secret = session::start(&world.app, change.tx(), self.account, worn).await.expect("a session starts");
        let event = Event::new(Chain::Platform, "account.signed_in", format!("account:{}", self.account));
        change.commit(event).await.expect("the change is kept");
        let mut client = world.visitor();
        client.set_cookie("session", &secret);
        Person { account: self.account, email: self.email.clone(), client }
    }

    /// What a command is handed that this person gives now.
    pub async fn context(&self, world: &World) -> Context {
        Context::of(&world.app, self.account, None).await.expect("the account is there")
    }
}

async fn account_of(change: &Change, email: &str, name: &str) -> AccountId {
    if let Some(found) = store::by_email(change.tx(), email).await.expect("accounts are read") {
        if found.factor_since.is_none() {
            give_second_factor(change, found.id).await;
        }
        return found.id;
    }
    let id = AccountId::new(change.now());
    let (email, name, created_at) = (email.to_owned(), name.to_owned(), change.now());
    let factor_secret = Some(change.app().key.seal(SECRET).expect("a secret is sealed"));
    let row = entity::account::Model {
        id,
        email,
        name,
        password_hash: None,
        factor_secret,
        factor_since: Some(created_at),
        factor_step: None,
        created_at,
    };
    row.into_active_model().insert(change.tx()).await.expect("the account is kept");
    id
}

/// Who was invited by a page has none yet.
async fn give_second_factor(change: &Change, account: AccountId) {
    let row = entity::account::ActiveModel {
        id: Set(account),
        factor_secret: Set(Some(change.app().key.seal(SECRET).expect("a secret is sealed"))),
        factor_since: Set(Some(change.now())),
        ..Default::default()
    };
    row.update(change.tx()).await.expect("the account is there");
}
