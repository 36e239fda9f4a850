//! The server's keys: one names bidders without naming them and encrypts drafts and waiting mail, one opens the keys of
//! tenders in standard custody, one signs receipts.
//!
//! They live in files outside the database and its backups. Losing them makes sealed bids and waiting mail unreadable.

use super::sealing::Identity;
use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::Path;

/// What only this server has.
#[derive(Clone)]
pub struct ServerKey {
    secret: [u8; 32],
    sealing: Identity,
    signing: SigningKey,
}

/// The age identity of tests: the same every time.
const FIXED_IDENTITY: &str = "AGE-SECRET-KEY-1QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSKMP32K";

impl ServerKey {
    /// Reads `server.key`, `sealing.key` (an age identity) and `receipts.key` in `folder`, or makes them, readable by this
    /// user only.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let secret = read_or_make(&folder.join("server.key"), || hex::encode(rand::random::<[u8; 32]>()))?;
        let sealing = read_or_make(&folder.join("sealing.key"), || Identity::generate().text())?;
        let signing = read_or_make(&folder.join("receipts.key"), || hex::encode(rand::random::<[u8; 32]>()))?;
        Ok(Self {
            secret: bytes(&secret, "server.key")?,
            sealing: sealing.parse().map_err(|_| anyhow::anyhow!("sealing.key does not hold an age identity"))?,
            signing: SigningKey::from_bytes(&bytes(&signing, "receipts.key")?),
        })
    }

    /// A key for tests: the same every time.
    pub fn fixed() -> Self {
        let sealing = FIXED_IDENTITY.parse().unwrap_or_else(|_| Identity::generate());
        Self { secret: [7; 32], sealing, signing: SigningKey::from_bytes(&[9; 32]) }
    }

    /// Opens what is sealed to this server: the keys of tenders in standard custody.
    pub fn sealing(&self) -> &Identity {
        &self.sealing
    }

    /// An Ed25519 signature in hex, as it stands on receipts.
    pub fn sign(&self, text: &str) -> String {
        hex::encode(self.signing.sign(text.as_bytes()).to_bytes())
    }

    /// The public half of the key that signs receipts, in hex.
    pub fn signing_public(&self) -> String {
        hex::encode(self.signing.verifying_key().to_bytes())
    }

    /// A key of its own for what these parts name: an organisation's drafts, say.
    pub fn key_for(&self, parts: &[&str]) -> SecretKey {
        SecretKey(self.mac(parts))
    }

    /// A name for `parts` that nobody can turn back or make without the key: hex of HMAC-SHA-256.
    pub fn name_for(&self, parts: &[&str]) -> String {
        hex::encode(self.mac(parts))
    }

    fn mac(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.secret).unwrap_or_else(|_| unreachable!("HMAC takes any key"));
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// Encrypts and authenticates with the server's own key.
    pub fn seal(&self, clear: &[u8]) -> anyhow::Result<Vec<u8>> {
        SecretKey(self.secret).seal(clear)
    }

    /// Opens what `seal` made with this key.
    pub fn unseal(&self, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        SecretKey(self.secret).unseal(sealed)
    }
}

/// 32 secret bytes that encrypt.
#[derive(Clone)]
pub struct SecretKey([u8; 32]);

impl SecretKey {
    /// Encrypts and authenticates: nonce, then ciphertext.
    pub fn seal(&self, clear: &[u8]) -> anyhow::Result<Vec<u8>> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let sealed = self.cipher().encrypt(&nonce, clear).map_err(|_| anyhow::anyhow!("could not encrypt"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what `seal` made with this key.
    pub fn unseal(&self, sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        let (nonce, body) = sealed.split_at_checked(24).ok_or_else(|| anyhow::anyhow!("too short to be sealed"))?;
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), body);
        opened.map_err(|_| anyhow::anyhow!("sealed with another key, or changed"))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

/// Is this hex an Ed25519 signature of the text by the public key in hex?
pub fn is_signed(public: &str, text: &str, signature: &str) -> bool {
    let parts = || {
        let public: [u8; 32] = hex::decode(public).ok()?.try_into().ok()?;
        let signature: [u8; 64] = hex::decode(signature).ok()?.try_into().ok()?;
        Some((VerifyingKey::from_bytes(&public).ok()?, Signature::from_bytes(&signature)))
    };
    parts().is_some_and(|(public, signature)| public.verify_strict(text.as_bytes(), &signature).is_ok())
}

fn bytes(text: &str, name: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| anyhow::anyhow!("{name} does not hold 64 hexadecimal digits"))
}

fn read_or_make(path: &Path, make: impl FnOnce() -> String) -> anyhow::Result<String> {
    if let Ok(text) = std::fs::read_to_string(path) {
        return Ok(text.trim().to_owned());
    }
    let text = make();
    match write_private(path, format!("{text}\n").as_bytes()) {
        // Another process of this installation made it meanwhile.
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            Ok(std::fs::read_to_string(path)?.trim().to_owned())
        }
        written => written.map(|()| text).map_err(Into::into),
    }
}

/// SHA-256 in hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A random secret of 32 bytes in hex, for cookies and links.
pub fn secret() -> String {
    hex::encode(rand::random::<[u8; 32]>())
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(not(unix))]
fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_only_whole_and_with_its_key() {
        let key = ServerKey::fixed();
        let mut sealed = key.seal(b"Bid received").unwrap();
        assert_eq!(key.unseal(&sealed).unwrap(), b"Bid received");
        assert!(SecretKey([8; 32]).unseal(&sealed).is_err());
        sealed[30] ^= 1;
        assert!(key.unseal(&sealed).is_err());
    }

    #[test]
    fn a_name_depends_on_where_its_parts_end() {
        let key = ServerKey::fixed();
        assert_ne!(key.name_for(&["ab", "c"]), key.name_for(&["a", "bc"]));
    }

    #[test]
    fn the_key_files_are_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let parts = |key: ServerKey| (key.name_for(&["x"]), key.signing_public(), key.sealing().recipient());
        let first = parts(ServerKey::open(folder.path()).unwrap());
        assert_eq!(parts(ServerKey::open(folder.path()).unwrap()), first);
    }

    #[test]
    fn a_signature_holds_for_its_text_and_its_key_only() {
        let key = ServerKey::fixed();
        let signature = key.sign("received");
        assert!(is_signed(&key.signing_public(), "received", &signature));
        assert!(!is_signed(&key.signing_public(), "Received", &signature));
        assert!(!is_signed(&"ab".repeat(32), "received", &signature));
        assert!(!is_signed("no key", "received", "no signature"));
    }

    #[test]
    fn the_key_of_tests_is_the_same_every_time() {
        assert_eq!(ServerKey::fixed().sealing().recipient(), ServerKey::fixed().sealing().recipient());
    }
}
