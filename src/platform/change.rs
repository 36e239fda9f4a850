//! A change: one transaction, one actor, one instant, its audit events and its mail.
//!
//! `commit(event)` is the only way to keep what was written. A change that is dropped leaves nothing behind.

use super::app::App;
use super::context::Context;
use super::error::{Error, Result};
use super::event::{self, By, Event};
use super::mail::{self, Notice, Receiver};
use ::entity::ids::AccountId;
use chrono::{DateTime, Utc};
use sea_orm::{DatabaseTransaction, TransactionSession};

/// An open write transaction that knows who acts.
pub struct Change {
    app: App,
    transaction: DatabaseTransaction,
    by: By,
    events: Vec<Event>,
}

impl Change {
    /// Begins: waits for its turn to write.
    pub async fn begin(context: &Context) -> Result<Self> {
        let transaction = context.app.db.begin_write().await?;
        let by = By {
            actor: context.actor.account,
            acting_as: context.actor.worn.as_ref().map(|hat| hat.membership),
            at: context.now,
        };
        Ok(Self { app: context.app.clone(), transaction, by, events: Vec::new() })
    }

    /// The application, for its key and its files.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Who makes this change: somebody signed in.
    pub fn by(&self) -> Result<AccountId> {
        self.by.actor.ok_or(Error::SignIn)
    }

    /// Where to write.
    pub fn tx(&self) -> &DatabaseTransaction {
        &self.transaction
    }

    /// Who acts; none for the platform itself.
    pub fn by_whom(&self) -> Option<::entity::ids::AccountId> {
        self.by.actor
    }

    /// The instant of everything in this change.
    pub fn now(&self) -> DateTime<Utc> {
        self.by.at
    }

    /// The instant that a receipt shows: the database's, read now (see `Clock::database_now`).
    pub async fn database_now(&self) -> Result<DateTime<Utc>> {
        Ok(self.app.clock.database_now(&self.transaction).await?)
    }

    /// Puts a mail into the outbox, to be sent after the commit.
    pub async fn tell(&self, to: Receiver, notice: &impl Notice) -> Result<()> {
        mail::enqueue(&self.app, &self.transaction, self.by.at, to, notice).await
    }

    /// One more event, in this or another chain.
    pub fn note(&mut self, event: Event) {
        self.events.push(event);
    }

    /// Writes the events and commits. Answers each entry's position in its chain, this event's last.
    pub async fn commit(mut self, event: Event) -> Result<Vec<i64>> {
        self.events.push(event);
        let mut positions = Vec::new();
        for event in self.events {
            positions.push(event::append(&self.transaction, self.by, event).await?.n);
        }
        TransactionSession::commit(self.transaction).await?;
        self.app.mail_waiting.notify_one();
        Ok(positions)
    }
}
