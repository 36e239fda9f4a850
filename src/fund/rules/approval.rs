//! Who may approve a payment: another person than the asker, of another school, without an interest in it.

use entity::ids::{AccountId, SchoolId};
use std::fmt;

/// What is known of a payment that waits.
#[derive(Clone, Debug)]
pub struct Asked {
    pub by: AccountId,
    /// The asker's school; the clerk has none.
    pub school: Option<SchoolId>,
    /// The school that gets the money.
    pub receiver: Option<SchoolId>,
    /// Who approved it already.
    pub approved: Vec<(AccountId, SchoolId)>,
}

/// Somebody who wants to approve.
#[derive(Clone, Copy, Debug)]
pub struct Approver {
    pub account: AccountId,
    pub school: Option<SchoolId>,
    pub has_interest: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalRefusal {
    SamePerson,
    SameSchool,
    Receiver,
    NoSchool,
    Interest,
    Already,
    SchoolAlready,
}

impl fmt::Display for ApprovalRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SamePerson => "You asked for this payment. Somebody of another school must approve it",
            Self::SameSchool => {
                "Somebody of your school asked for this payment. Somebody of another school must approve it"
            }
            Self::Receiver => "Your school gets this money. Somebody of another school must approve it",
            Self::NoSchool => "Somebody who acts for a school must approve it",
            Self::Interest => "You declared an interest in this payment, so you cannot approve it",
            Self::Already => "You approved this payment already. Somebody else of another school must too",
            Self::SchoolAlready => {
                "Somebody of your school approved this payment already. Somebody of another school must too"
            }
        })
    }
}

/// Whether this person may approve, and for which school.
pub fn may_approve(asked: &Asked, approver: &Approver) -> Result<SchoolId, ApprovalRefusal> {
    use ApprovalRefusal as Refused;
    if approver.account == asked.by {
        return Err(Refused::SamePerson);
    }
    if approver.has_interest {
        return Err(Refused::Interest);
    }
    let school = approver.school.ok_or(Refused::NoSchool)?;
    if asked.school == Some(school) {
        return Err(Refused::SameSchool);
    }
    if asked.receiver == Some(school) {
        return Err(Refused::Receiver);
    }
    if asked.approved.iter().any(|(account, _)| *account == approver.account) {
        return Err(Refused::Already);
    }
    if asked.approved.iter().any(|(_, of)| *of == school) {
        return Err(Refused::SchoolAlready);
    }
    Ok(school)
}
