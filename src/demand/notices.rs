//! Mail about demand: never a price, and a link that needs signing in.

use crate::platform::mail::Notice;
use serde::Serialize;

/// To business managers when a tender starts pooling.
#[derive(Serialize)]
pub(super) struct SheetOpened {
    pub category: String,
    pub cluster: String,
    pub school: String,
    pub due: String,
    pub path: String,
}

impl Notice for SheetOpened {
    const TEMPLATE: &'static str = "mail/demand_opened.txt";
}

/// To headteachers when a sheet was sent to them.
#[derive(Serialize)]
pub(super) struct PleaseSign {
    pub category: String,
    pub school: String,
    pub due: String,
    pub path: String,
}

impl Notice for PleaseSign {
    const TEMPLATE: &'static str = "mail/demand_sign.txt";
}

/// To business managers when the head returned a sheet.
#[derive(Serialize)]
pub(super) struct Returned {
    pub category: String,
    pub school: String,
    pub reason: String,
    pub path: String,
}

impl Notice for Returned {
    const TEMPLATE: &'static str = "mail/demand_returned.txt";
}

/// To whoever a school's sheet waits for.
#[derive(Serialize)]
pub(super) struct Reminder {
    pub category: String,
    pub cluster: String,
    pub school: String,
    pub due: String,
    /// "It has to be filled in and sent to the headteacher."
    pub wanted: &'static str,
    pub path: String,
}

impl Notice for Reminder {
    const TEMPLATE: &'static str = "mail/demand_reminder.txt";
}
