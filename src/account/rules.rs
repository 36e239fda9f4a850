//! What role is given where, and what a password must be.

use ::entity::ids::*;
use ::entity::membership::Role;
use uuid::Uuid;

/// A role to give somebody, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub scope_id: Option<Uuid>,
    pub school: Option<SchoolId>,
}

impl Grant {
    pub fn school(role: Role, school: SchoolId) -> Self {
        Self { role, scope_id: Some(school.0), school: Some(school) }
    }

    pub fn cluster(role: Role, cluster: ClusterId, school: Option<SchoolId>) -> Self {
        Self { role, scope_id: Some(cluster.0), school }
    }

    pub fn tender(role: Role, tender: TenderId, school: Option<SchoolId>) -> Self {
        Self { role, scope_id: Some(tender.0), school }
    }

    pub fn provider(role: Role, provider: ProviderId) -> Self {
        Self { role, scope_id: Some(provider.0), school: None }
    }

    pub fn platform(role: Role) -> Self {
        Self { role, scope_id: None, school: None }
    }
}

/// At least 12 characters, at most 200, not one of the most used. No rules about kinds of characters (ASVS 5.0, 6.2).
pub fn check_password(new: &str) -> Result<(), &'static str> {
    const TOO_COMMON: &[&str] = &["password", "123456", "qwerty", "letmein", "clusterbuy"];
    let length = new.chars().count();
    let plain = new.to_lowercase();
    if length < 12 {
        Err("Use a password of 12 characters or more")
    } else if length > 200 {
        Err("Use a password of 200 characters or fewer")
    } else if TOO_COMMON.iter().any(|common| plain.replace(common, "").chars().count() < 4) {
        Err("Use a password that is harder to guess")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_long_and_not_one_that_everybody_uses() {
        assert!(check_password("correct horse battery").is_ok());
        assert!(check_password("short").is_err());
        assert!(check_password("passwordpassword").is_err());
        assert!(check_password(&"a".repeat(201)).is_err());
    }
}
