//! Mail: written to the outbox inside the change that it tells of, sent afterwards, as often tried as needed.
//!
//! A waiting mail is encrypted with the server key, because its receiver may be a sealed bidder. Each has one Message-ID
//! however often it is tried. A sender claims a mail by a lease, so that two processes do not send it twice.

use super::app::App;
use super::error::Result;
use super::keys;
use ::entity::outbox;
use anyhow::Context as _;
use chrono::{DateTime, Duration, Utc};
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

const LEASE_SECONDS: i64 = 120;
const BATCH: u64 = 20;

/// Who gets a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    pub name: String,
    pub email: String,
}

/// What a mail says: a template of `templates/mail/` whose first line is its subject, and what it is filled with.
pub trait Notice: Serialize {
    const TEMPLATE: &'static str;
}

/// A mail as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub to_name: String,
    pub to_email: String,
    pub subject: String,
    pub text: String,
}

/// How mail leaves.
#[derive(Clone)]
pub enum Mailer {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// One `.eml` file a mail.
    Files(PathBuf),
    /// For tests.
    Memory(Arc<Mutex<Vec<Letter>>>),
}

impl Mailer {
    /// By SMTP where an address is set, else into the folder.
    pub fn open(smtp_url: Option<&str>, folder: PathBuf) -> anyhow::Result<Self> {
        match smtp_url {
            Some(url) => Ok(Self::Smtp(AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.build())),
            None => {
                std::fs::create_dir_all(&folder)?;
                Ok(Self::Files(folder))
            }
        }
    }

    async fn send(&self, letter: &Letter, message_id: &str, from: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
        match self {
            Self::Memory(sent) => {
                sent.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(letter.clone());
                Ok(())
            }
            Self::Files(folder) => {
                let path = folder.join(format!("{message_id}.eml"));
                Ok(tokio::fs::write(path, message(letter, message_id, from, at)?.formatted()).await?)
            }
            Self::Smtp(transport) => {
                transport.send(message(letter, message_id, from, at)?).await?;
                Ok(())
            }
        }
    }
}

fn message(letter: &Letter, message_id: &str, from: &str, at: DateTime<Utc>) -> anyhow::Result<Message> {
    let to = Mailbox::new(Some(letter.to_name.clone()), letter.to_email.parse()?);
    let domain = from.rsplit('@').next().unwrap_or("localhost");
    Ok(Message::builder()
        .message_id(Some(format!("<{message_id}@{domain}>")))
        .date(at.into())
        .from(Mailbox::new(Some("clusterbuy".to_owned()), from.parse()?))
        .to(to)
        .subject(letter.subject.clone())
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())?)
}

/// Writes a mail into the outbox, inside the caller's transaction.
pub async fn enqueue(
    app: &App,
    transaction: &impl ConnectionTrait,
    now: DateTime<Utc>,
    to: Receiver,
    notice: &impl Notice,
) -> Result<()> {
    let (subject, text) = app.pages.render_mail(notice, &app.settings.public_url)?;
    let letter =
        Letter { to_name: one_line(&to.name), to_email: one_line(&to.email), subject: one_line(&subject), text };
    let row = outbox::ActiveModel {
        id: NotSet,
        payload: Set(app.key.seal(&serde_json::to_vec(&letter)?)?),
        message_id: Set(keys::secret()),
        created_at: Set(now),
        due_at: Set(app.clock.real_now()),
        attempts: Set(0),
        leased_until: Set(None),
        sent_at: Set(None),
        last_error: Set(None),
    };
    row.insert(transaction).await?;
    Ok(())
}

/// A header cannot be given a second line.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// Sends what is due; answers how many were sent. What fails is tried again later, at longer and longer distance.
pub async fn deliver(app: &App) -> Result<usize> {
    let mut sent = 0;
    loop {
        let claimed = claim(app).await?;
        if claimed.is_empty() {
            return Ok(sent);
        }
        for row in claimed {
            sent += usize::from(try_one(app, row).await?);
        }
    }
}

/// How many mails wait.
pub async fn waiting(connection: &impl ConnectionTrait) -> Result<u64> {
    Ok(outbox::Entity::find().filter(outbox::Column::SentAt.is_null()).count(connection).await?)
}

/// How many mails wait, and for how many seconds the oldest that is due has.
pub async fn backlog(connection: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<(u64, i64)> {
    let oldest = outbox::Entity::find()
        .filter(outbox::Column::SentAt.is_null())
        .filter(outbox::Column::DueAt.lte(now))
        .order_by_asc(outbox::Column::DueAt)
        .one(connection)
        .await?;
    let lag = oldest.map_or(0, |mail| (now - mail.due_at).num_seconds());
    Ok((waiting(connection).await?, lag))
}

async fn claim(app: &App) -> Result<Vec<outbox::Model>> {
    let now = app.clock.real_now();
    let free = Condition::any().add(outbox::Column::LeasedUntil.is_null()).add(outbox::Column::LeasedUntil.lt(now));
    let due = outbox::Entity::find()
        .filter(outbox::Column::SentAt.is_null())
        .filter(outbox::Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(outbox::Column::Id)
        .limit(BATCH);
    if due.clone().select_only().column(outbox::Column::Id).into_tuple::<i64>().one(app.db.read()).await?.is_none() {
        return Ok(Vec::new());
    }
    let transaction = app.db.begin_write().await?;
    let rows = due.lock_exclusive().all(&transaction).await?;
    outbox::Entity::update_many()
        .col_expr(outbox::Column::LeasedUntil, Expr::value(now + Duration::seconds(LEASE_SECONDS)))
        .filter(outbox::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(rows)
}

async fn try_one(app: &App, row: outbox::Model) -> Result<bool> {
    let outcome = send_one(app, &row).await;
    let now = app.clock.real_now();
    let attempts = row.attempts + 1;
    let mut change: outbox::ActiveModel = row.into();
    change.attempts = Set(attempts);
    change.leased_until = Set(None);
    match &outcome {
        Ok(()) => change.sent_at = Set(Some(now)),
        Err(error) => {
            tracing::warn!(attempts, "a mail was not sent: {error:#}");
            change.last_error = Set(Some("not sent".to_owned()));
            change.due_at = Set(now + Duration::seconds(30 * i64::from(attempts.min(60)).pow(2)));
        }
    }
    let transaction = app.db.begin_write().await?;
    change.update(&transaction).await?;
    transaction.commit().await?;
    Ok(outcome.is_ok())
}

async fn send_one(app: &App, row: &outbox::Model) -> anyhow::Result<()> {
    let letter: Letter = serde_json::from_slice(&app.key.unseal(&row.payload)?).context("unreadable mail")?;
    let host = app.settings.public_url.host_str().unwrap_or("localhost");
    let host = if host.parse::<std::net::IpAddr>().is_ok() { "localhost" } else { host };
    app.mailer.send(&letter, &row.message_id, &format!("no-reply@{host}"), row.created_at).await
}

/// Sends whenever a change was committed, and every few seconds what waits for another try. Ends with `stop`.
pub async fn run(app: App, mut stop: tokio::sync::watch::Receiver<bool>) {
    loop {
        if let Err(error) = deliver(&app).await {
            tracing::error!("the outbox could not be read: {error}");
        }
        tokio::select! {
            () = app.mail_waiting.notified() => {}
            () = tokio::time::sleep(std::time::Duration::from_secs(5)) => {}
            _ = stop.changed() => return,
        }
    }
}
