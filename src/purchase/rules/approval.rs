//! Who approves a purchase: another person than the one who chose, at the level that the school's limits ask for.

use super::limits::Limits;
use entity::membership::Role;
use entity::money::Money;
use std::fmt;

/// The level at which a value is approved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Manager,
    Head,
    Governors,
}

impl Level {
    /// Who may at this level, the nearest first.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Self::Manager => &[Role::BusinessManager, Role::Headteacher, Role::Governor],
            Self::Head => &[Role::Headteacher, Role::Governor],
            Self::Governors => &[Role::Governor],
        }
    }

    /// "the headteacher or a governor".
    pub fn words(self) -> &'static str {
        match self {
            Self::Manager => "the business manager, the headteacher or a governor",
            Self::Head => "the headteacher or a governor",
            Self::Governors => "a governor",
        }
    }
}

/// The level for a value of a whole purchase, excluding VAT.
pub fn level(value: Money, limits: &Limits) -> Level {
    if value <= limits.manager_up_to {
        Level::Manager
    } else if value <= limits.head_up_to {
        Level::Head
    } else {
        Level::Governors
    }
}

/// Why somebody may not approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    SamePerson,
    Above(Level),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SamePerson => f.write_str("Somebody else must approve this: you asked for it yourself"),
            Self::Above(level) => write!(f, "This amount must be approved by {}", level.words()),
        }
    }
}

/// Whether somebody with these roles at the school may.
pub fn may_approve(level: Level, roles: &[Role], is_same_person: bool) -> Result<(), Refusal> {
    match roles.iter().any(|role| level.roles().contains(role)) {
        false => Err(Refusal::Above(level)),
        true if is_same_person => Err(Refusal::SamePerson),
        true => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let of = |text: &str| text.parse().unwrap();
        Limits {
            one_quote_from: of("1000"),
            three_quotes_from: of("5000"),
            tender_from: of("40000"),
            manager_up_to: of("2000"),
            head_up_to: of("10000"),
        }
    }

    #[test]
    fn each_limit_is_included_and_a_penny_above_it_goes_to_the_next() {
        let of = |text: &str| level(text.parse().unwrap(), &limits());
        let found = ["0", "2000", "2000.01", "10000", "10000.01"].map(of);
        assert_eq!(found, [Level::Manager, Level::Manager, Level::Head, Level::Head, Level::Governors]);
    }

    #[test]
    fn whoever_is_above_may_too_and_nobody_approves_their_own() {
        use Role::{BusinessManager, Governor, Headteacher};
        let may = |level, role| may_approve(level, &[role], false).is_ok();
        assert_eq!([BusinessManager, Headteacher, Governor].map(|role| may(Level::Manager, role)), [true; 3]);
        assert_eq!([BusinessManager, Headteacher, Governor].map(|role| may(Level::Head, role)), [false, true, true]);
        assert_eq!(
            [BusinessManager, Headteacher, Governor].map(|role| may(Level::Governors, role)),
            [false, false, true]
        );
        assert_eq!(may_approve(Level::Head, &[Headteacher], true), Err(Refusal::SamePerson));
        assert_eq!(may_approve(Level::Head, &[BusinessManager], true), Err(Refusal::Above(Level::Head)));
        assert_eq!(may_approve(Level::Head, &[], false), Err(Refusal::Above(Level::Head)));
    }
}
