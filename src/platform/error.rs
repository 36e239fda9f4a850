//! Why a request was not done. What is expected is a sentence; what is not is a reference number and a log line.

use ::entity::membership::Role;
use std::fmt;

/// What can come of a request that is not done.
#[derive(Debug)]
pub enum Error {
    /// Nothing there, or nothing this person may know of.
    NotFound,
    /// Somebody has to sign in first.
    SignIn,
    /// Known, but not theirs to do; the sentence says who can.
    Forbidden(String),
    /// Theirs to do once they have set up the second factor that this role needs.
    SecondFactor(Role),
    /// A rule says no. Shown beside `field` if it names one, else over the form.
    Refused {
        field: Option<String>,
        sentence: String,
    },
    /// Somebody else changed it meanwhile.
    Stale(String),
    Internal(anyhow::Error),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A refusal of the whole request.
    pub fn refused(sentence: impl fmt::Display) -> Self {
        Self::Refused { field: None, sentence: sentence.to_string() }
    }

    /// A refusal that is about one field.
    pub fn field(field: impl Into<String>, sentence: impl fmt::Display) -> Self {
        Self::Refused { field: Some(field.into()), sentence: sentence.to_string() }
    }

    /// The update found no row in the state it expected.
    pub fn stale() -> Self {
        Self::Stale("Somebody changed this while you were working on it. Check it and try again.".to_owned())
    }

    pub fn internal(message: impl Into<String>) -> Self {
        Self::Internal(anyhow::anyhow!(message.into()))
    }

    /// The error for a write that met a unique constraint, else the database's error.
    pub fn on_duplicate(error: sea_orm::DbErr, otherwise: Error) -> Self {
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => otherwise,
            _ => error.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::SignIn => f.write_str("sign in first"),
            Self::SecondFactor(role) => write!(
                f,
                "Set up the second step of signing in first. The role of {} needs it.",
                role.title().to_lowercase()
            ),
            Self::Forbidden(sentence) | Self::Stale(sentence) | Self::Refused { sentence, .. } => f.write_str(sentence),
            Self::Internal(error) => write!(f, "{error:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Internal(error.into())
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Internal(error.into())
    }
}
