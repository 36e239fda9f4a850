//! England's local authorities by the Department for Education's three digits.
//!
//! Codes and names as in the school census of January 2023, and Cumbria's two successors of April 2023.

use std::sync::LazyLock;

static AUTHORITIES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| include_str!("authorities.txt").lines().filter_map(|line| line.split_once(' ')).collect());

/// Code and name of every authority, by code.
pub fn authorities() -> &'static [(&'static str, &'static str)] {
    &AUTHORITIES
}

/// "Walsall" of "335".
pub fn authority_name(code: &str) -> Option<&'static str> {
    AUTHORITIES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// The code that a person means by a code or a name.
pub fn authority_code(typed: &str) -> Option<&'static str> {
    let typed = typed.trim();
    let meant = |(code, name): &&(&'static str, &str)| *code == typed || name.eq_ignore_ascii_case(typed);
    AUTHORITIES.iter().find(meant).map(|(code, _)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_authority_has_three_digits_and_a_name_of_its_own() {
        let codes: BTreeSet<_> = authorities().iter().map(|(code, _)| code).collect();
        let names: BTreeSet<_> = authorities().iter().map(|(_, name)| name).collect();
        assert_eq!((codes.len(), names.len()), (authorities().len(), authorities().len()));
        assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|digit| digit.is_ascii_digit())));
    }

    #[test]
    fn an_authority_is_known_by_its_code_and_by_its_name() {
        for typed in ["335", "Walsall", " walsall "] {
            assert_eq!(authority_code(typed), Some("335"), "{typed}");
        }
        assert_eq!(authority_code("Walsallia"), None);
        assert_eq!(authority_name("926"), Some("Norfolk"));
    }
}
