//! When a bid may be changed, when bids may be opened, and what is named how.

use chrono::{DateTime, Utc};
use entity::ids::{AccountId, SchoolId};
use entity::opening_confirmation;
use entity::tender::{self, TenderState};
use std::fmt;

/// Why something is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Received at or after the deadline, or after the close was stored.
    Closed,
    NotOpenYet,
    NotSealed,
    DeadlineNotPast,
    AlreadyConfirmed,
    SameSchool,
    NotDeclared,
    NoSchool,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Closed => "Bids are closed",
            Refusal::NotOpenYet => "This tender does not take bids",
            Refusal::NotSealed => "These bids have been opened already, or there is nothing to open",
            Refusal::DeadlineNotPast => "Bids can be opened once the deadline has passed",
            Refusal::AlreadyConfirmed => "You have confirmed already. A key-holder of another school must confirm too",
            Refusal::SameSchool => {
                "A key-holder of your school has confirmed already. A key-holder of another school must confirm"
            }
            Refusal::NotDeclared => "Declare first that you have no interest in any bidder",
            Refusal::NoSchool => "You need to hold the role of key-holder for a school",
        })
    }
}

/// Submitting, replacing and taking back: strictly before the deadline, by the instant of receipt, and never after the
/// close was stored, whatever a clock says.
pub fn may_change(tender: &tender::Model, received: DateTime<Utc>) -> Result<(), Refusal> {
    match tender.state {
        TenderState::Open if tender.closed_at.is_some() => Err(Refusal::Closed),
        TenderState::Open => match tender.deadline_at {
            Some(deadline) if received < deadline => Ok(()),
            Some(_) => Err(Refusal::Closed),
            None => Err(Refusal::NotOpenYet),
        },
        TenderState::Draft | TenderState::Pooling | TenderState::Review => Err(Refusal::NotOpenYet),
        _ => Err(Refusal::Closed),
    }
}

/// What one more confirmation brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// One key-holder more is needed.
    Waits,
    /// Two people of two schools have confirmed: open now.
    Opens,
}

/// A key-holder of `school` confirms. Needs the stored close; two different people of two different schools.
pub fn may_open(
    tender: &tender::Model,
    confirmed: &[opening_confirmation::Model],
    account: AccountId,
    school: Option<SchoolId>,
    has_declared: bool,
) -> Result<Opening, Refusal> {
    match tender.state {
        TenderState::Open => return Err(Refusal::DeadlineNotPast),
        TenderState::Sealed if tender.opened_at.is_none() => {}
        _ => return Err(Refusal::NotSealed),
    }
    if tender.closed_at.is_none() {
        return Err(Refusal::DeadlineNotPast);
    }
    let school = school.ok_or(Refusal::NoSchool)?;
    if confirmed.iter().any(|one| one.account_id == account) {
        return Err(Refusal::AlreadyConfirmed);
    }
    if confirmed.iter().any(|one| one.school_id == school) {
        return Err(Refusal::SameSchool);
    }
    if !has_declared {
        return Err(Refusal::NotDeclared);
    }
    Ok(if confirmed.is_empty() { Opening::Waits } else { Opening::Opens })
}

/// "Provider A", "Provider B" … "Provider Z", "Provider AA".
pub fn label(place: usize) -> String {
    let mut letters = String::new();
    let mut left = place + 1;
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    format!("Provider {letters}")
}

/// A receipt's reference from six random bytes: "R-8K2F4M", without letters and digits that look alike.
pub fn receipt_code(random: [u8; 6]) -> String {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let code: String = random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    format!("R-{code}")
}

/// May an entry of the record be listed or counted before the bids are opened? Those about bids may not.
pub fn shows_before_opening(action: &str) -> bool {
    !action.starts_with("bid.")
}
