//! Codes of an authenticator app (RFC 6238: SHA-1, 30 seconds, six digits) and recovery codes.

use crate::platform::error::{Error, Result};
use crate::platform::keys::ServerKey;
use ::entity::ids::AccountId;
use chrono::{DateTime, Utc};
use totp_rs::{Builder, Totp};

/// How many recovery codes are given out.
pub(super) const RECOVERY_CODES: usize = 10;
const RECOVERY_LENGTH: usize = 10;
/// Without letters and digits that look alike.
const RECOVERY_LETTERS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

/// A new secret: 160 random bits.
pub(super) fn new_secret() -> [u8; 20] {
    rand::random()
}

/// The time step that a code belongs to, one step early or late allowed; none for a wrong code.
pub(super) fn step_of(secret: &[u8], given: &str, now: DateTime<Utc>) -> Result<Option<i64>> {
    let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
    let step = generator(secret, "")?.check(given, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// The secret as people type it into an app, in groups of four, and the link that an app on the same device opens.
pub(super) fn shown(secret: &[u8], email: &str) -> Result<(String, String)> {
    let generator = generator(secret, &email.replace(':', "_"))?;
    let letters: Vec<char> = generator.secret().to_base32().chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    let link = generator.to_url().map_err(|error| Error::internal(error.to_string()))?;
    Ok((groups.join(" "), link))
}

fn generator(secret: &[u8], email: &str) -> Result<Totp> {
    let builder = Builder::new().with_secret(secret.to_vec()).with_issuer(Some("clusterbuy")).with_account_name(email);
    builder.build().map_err(|error| Error::internal(error.to_string()))
}

/// "ABCDE-FGHJK"
pub(super) fn new_recovery_code() -> String {
    let letter = || char::from(RECOVERY_LETTERS[rand::random_range(0..RECOVERY_LETTERS.len())]);
    let code: String = (0..RECOVERY_LENGTH).map(|_| letter()).collect();
    let (first, second) = code.split_at(RECOVERY_LENGTH / 2);
    format!("{first}-{second}")
}

/// What is stored of a recovery code: nobody can turn it back, or try codes, without the server key.
pub(super) fn recovery_hash(key: &ServerKey, account: AccountId, given: &str) -> String {
    let plain: String = given.chars().filter(char::is_ascii_alphanumeric).collect();
    key.name_for(&["recovery code", &account.to_string(), &plain.to_uppercase()])
}

/// The digits of a code, without the space that apps show in its middle.
pub(super) fn digits(given: &str) -> Option<String> {
    let plain: String = given.chars().filter(|each| !each.is_whitespace()).collect();
    (plain.len() == 6 && plain.bytes().all(|each| each.is_ascii_digit())).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_of_the_standards_example_is_taken_in_its_step_and_the_two_beside_it() {
        let secret = b"12345678901234567890";
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        assert_eq!(step_of(secret, "287082", at(59)).unwrap(), Some(1));
        assert_eq!(step_of(secret, "287082", at(89)).unwrap(), Some(1));
        assert_eq!(step_of(secret, "287082", at(90)).unwrap(), None);
        assert_eq!(step_of(secret, "287083", at(59)).unwrap(), None);
    }

    #[test]
    fn the_secret_is_shown_in_groups_and_as_a_link() {
        let (groups, link) = shown(b"12345678901234567890", "a@example.org").unwrap();
        assert_eq!(groups, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert!(link.starts_with("otpauth://totp/clusterbuy:a%40example.org?secret=GEZDGNBVGY3TQOJQ"), "{link}");
    }

    #[test]
    fn a_recovery_code_may_be_typed_without_its_hyphen_and_in_small_letters() {
        let (key, account) = (ServerKey::fixed(), AccountId::new(DateTime::UNIX_EPOCH));
        let code = new_recovery_code();
        let plain = code.replace('-', "").to_lowercase();
        assert_eq!((code.len(), plain.len()), (11, 10));
        assert_eq!(recovery_hash(&key, account, &code), recovery_hash(&key, account, &plain));
        assert_eq!((digits("123 456").as_deref(), digits("12345"), digits(&code)), (Some("123456"), None, None));
    }
}
