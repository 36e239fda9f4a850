//! The same form sent twice is done once: same key and content, same answer; other content is refused.

use super::error::{Error, Result};
use super::keys::sha256_hex;
use ::entity::submission_key;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

/// A key that came with a form, whose it is, and the hash of what came with it.
#[derive(Clone, Debug)]
pub struct Key {
    key: String,
    scope: String,
    content_hash: String,
}

impl Key {
    /// `scope` says who and what for; `content` is all that was sent.
    pub fn new(key: &str, scope: &str, content: &[u8]) -> Result<Self> {
        if key.is_empty() || key.len() > 100 {
            return Err(Error::refused("Open the form again and send it from there"));
        }
        Ok(Self { key: key.to_owned(), scope: scope.to_owned(), content_hash: sha256_hex(content) })
    }

    /// The earlier answer, if this was sent before.
    pub async fn answered(&self, connection: &impl ConnectionTrait) -> Result<Option<String>> {
        match submission_key::Entity::find_by_id(self.key.clone()).one(connection).await? {
            None => Ok(None),
            Some(row) if row.scope == self.scope && row.content_hash == self.content_hash => Ok(Some(row.result)),
            Some(_) => Err(Error::Stale("This form was already sent with other content. Open it again.".to_owned())),
        }
    }

    /// Keeps the answer, inside the change that it is about. Two at once: the second is stale.
    pub async fn keep(&self, transaction: &impl ConnectionTrait, result: &str, now: DateTime<Utc>) -> Result<()> {
        let row = submission_key::ActiveModel {
            key: Set(self.key.clone()),
            scope: Set(self.scope.clone()),
            content_hash: Set(self.content_hash.clone()),
            result: Set(result.to_owned()),
            answered_at: Set(now),
        };
        let inserted = submission_key::Entity::insert(row).exec_without_returning(transaction).await;
        inserted.map(|_| ()).map_err(|error| Error::on_duplicate(error, Error::stale()))
    }
}
