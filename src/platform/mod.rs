//! What the journey stands on and is no part of: settings, database, clock, access, change, mail, pages.

pub mod http;
pub mod law;
pub mod words;
