//! Keys for tests.

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey, PublicKey, decode_secret_key};

use crate::credentials::Credentials;
use ssh_core::Secret;

/// A key pair of a host or of a user.
#[derive(Clone)]
pub struct Key(pub(super) PrivateKey);

impl Key {
    /// Derives an Ed25519 key from the seed.
    pub fn of(seed: u8) -> Self {
        Self(PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32])))
    }

    /// Decodes a private key.
    pub fn read(text: &str, passphrase: Option<&str>) -> Self {
        Self(decode_secret_key(text, passphrase).unwrap())
    }

    /// Returns the private key in OpenSSH's format.
    pub fn private(&self) -> String {
        self.0.to_openssh(LineEnding::LF).unwrap().to_string()
    }

    /// Returns the public key in the format of `authorized_keys`, and of `known_hosts` after the host.
    pub fn public(&self) -> String {
        self.0.public_key().to_openssh().unwrap()
    }

    /// Returns the fingerprint, `SHA256:...`.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    /// Returns credentials with this key.
    pub fn credentials(&self) -> Credentials {
        Credentials::Key { private_key: Secret::new(self.private()), passphrase: None }
    }

    pub(super) fn is(&self, offered: &PublicKey) -> bool {
        self.0.public_key().key_data() == offered.key_data()
    }
}
