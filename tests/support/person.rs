//! Somebody with an account, signed in.

use crate::{Client, World};
use clusterbuy::account::{self, Grant, store};
use clusterbuy::platform::change::Change;
use clusterbuy::platform::context::Context;
use clusterbuy::platform::event::{Chain, Event};
use clusterbuy::platform::http::session;
use entity::ids::AccountId;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use std::ops::{Deref, DerefMut};

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

    /// What a command is handed that this person gives now.
    pub async fn context(&self, world: &World) -> Context {
        Context::of(&world.app, self.account, None).await.expect("the account is there")
    }
}

async fn account_of(change: &Change, email: &str, name: &str) -> AccountId {
    if let Some(found) = store::by_email(change.tx(), email).await.expect("accounts are read") {
        return found.id;
    }
    let id = AccountId::new(change.now());
    let (email, name, created_at) = (email.to_owned(), name.to_owned(), change.now());
    let row = entity::account::Model { id, email, name, password_hash: None, created_at };
    row.into_active_model().insert(change.tx()).await.expect("the account is kept");
    id
}
