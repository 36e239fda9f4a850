//! What the journey stands on and is no part of: settings, database, clock, access, change, mail, pages.

pub mod access;
pub mod app;
pub mod archive;
pub mod backup;
pub mod change;
pub mod clock;
pub mod context;
pub mod csv_out;
pub mod db;
pub mod error;
pub mod event;
pub mod export;
pub mod files;
pub mod http;
pub mod idempotency;
pub mod keys;
pub mod law;
pub mod mail;
pub mod metrics;
pub mod said;
pub mod sealing;
pub mod sections;
pub mod settings;
pub mod throttle;
pub mod todo;
pub mod words;
