//! The server key: names bidders without naming them, and encrypts what waits in the outbox.
//!
//! It lives in a file outside the database and its backups. Losing it makes sealed bidders and waiting mail unreadable.

use chacha20poly1305::aead::{Aead, AeadCore, KeyInit, OsRng};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::Path;

/// 32 secret bytes.
#[derive(Clone)]
pub struct ServerKey([u8; 32]);

impl ServerKey {
    /// Reads `server.key` in `folder`, or makes one, readable by this user only.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join("server.key");
        if let Ok(text) = std::fs::read_to_string(&path) {
            let bytes = hex::decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
            return bytes
                .map(Self)
                .ok_or_else(|| anyhow::anyhow!("{} does not hold 64 hexadecimal digits", path.display()));
        }
        let key = Self(rand::random());
        std::fs::create_dir_all(folder)?;
        write_private(&path, hex::encode(key.0).as_bytes())?;
        Ok(key)
    }

    /// A key for tests: the same every time.
    pub fn fixed() -> Self {
        Self([7; 32])
    }

    /// A name for `parts` that nobody can turn back or make without the key: hex of HMAC-SHA-256.
    pub fn name_for(&self, parts: &[&str]) -> String {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.0).unwrap_or_else(|_| unreachable!("HMAC takes any key"));
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        hex::encode(mac.finalize().into_bytes())
    }

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
        assert!(ServerKey([8; 32]).unseal(&sealed).is_err());
        sealed[30] ^= 1;
        assert!(key.unseal(&sealed).is_err());
    }

    #[test]
    fn a_name_depends_on_where_its_parts_end() {
        let key = ServerKey::fixed();
        assert_ne!(key.name_for(&["ab", "c"]), key.name_for(&["a", "bc"]));
    }

    #[test]
    fn the_key_file_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = ServerKey::open(folder.path()).unwrap().name_for(&["x"]);
        assert_eq!(ServerKey::open(folder.path()).unwrap().name_for(&["x"]), first);
    }
}
