//! Sealing with age (age-encryption.org/v1): whatever is sealed here opens with the public `age` program as well.

use age::secrecy::ExposeSecret as _;
use age::x25519;
use std::fmt;
use std::str::FromStr;

/// The smallest size of a sealed text: what is smaller is filled up to it.
pub const SMALLEST: usize = 16 * 1024;

/// A secret key of age, an X25519 identity.
#[derive(Clone)]
pub struct Identity(x25519::Identity);

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

impl FromStr for Identity {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.trim().parse().map(Self)
    }
}

impl Identity {
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// "AGE-SECRET-KEY-1…": whoever has it can open.
    pub fn text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    /// "age1…": whoever has it can seal.
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    /// Opens an age file that was sealed to this identity and not changed since.
    pub fn open(&self, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        Ok(age::decrypt(&self.0, sealed)?)
    }
}

/// An age file for this recipient ("age1…").
pub fn seal(recipient: &str, clear: &[u8]) -> anyhow::Result<Vec<u8>> {
    let recipient: x25519::Recipient = recipient.parse().map_err(|error: &str| anyhow::anyhow!(error))?;
    Ok(age::encrypt(&recipient, clear)?)
}

/// An age file within an age file: it takes the outer identity, then the inner one.
pub fn seal_for_two(outer: &str, inner: &str, clear: &[u8]) -> anyhow::Result<Vec<u8>> {
    seal(outer, &seal(inner, clear)?)
}

/// Filled up with `filler` to the next size of 16 KB, 32 KB, 64 KB …, so that a sealed size tells little.
pub fn padded(mut clear: Vec<u8>, filler: u8) -> Vec<u8> {
    clear.resize(clear.len().max(SMALLEST).next_power_of_two(), filler);
    clear
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_identity_and_unchanged_only() {
        let (own, other) = (Identity::generate(), Identity::generate());
        let mut sealed = seal(&own.recipient(), b"2.42 a meal").unwrap();
        assert!(sealed.starts_with(b"age-encryption.org/v1"));
        assert_eq!(own.open(&sealed).unwrap(), b"2.42 a meal");
        assert!(other.open(&sealed).is_err());
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert!(own.open(&sealed).is_err());
        assert_eq!(own.text().parse::<Identity>().unwrap().recipient(), own.recipient());
    }

    #[test]
    fn what_is_sealed_for_two_takes_both_in_their_order() {
        let (one, two) = (Identity::generate(), Identity::generate());
        let sealed = seal_for_two(&one.recipient(), &two.recipient(), b"key").unwrap();
        assert!(two.open(&sealed).is_err());
        assert_eq!(two.open(&one.open(&sealed).unwrap()).unwrap(), b"key");
    }

    #[test]
    fn sizes_are_few() {
        let size = |length: usize| padded(vec![b'x'; length], b' ').len();
        assert_eq!([size(0), size(SMALLEST), size(SMALLEST + 1), size(100_000)], [16_384, 16_384, 32_768, 131_072]);
    }
}
