//! Keys of nobody.

use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey, PublicKey, decode_secret_key};

use crate::credentials::Credentials;
use ssh_core::Secret;

/// A key pair, of a host or of a user.
#[derive(Clone)]
pub struct Key(pub(super) PrivateKey);

impl Key {
    /// An Ed25519 key; keys differ by their seed.
    pub fn of(seed: u8) -> Self {
        Self(PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32])))
    }

    /// The key of this text.
    pub fn read(text: &str, passphrase: Option<&str>) -> Self {
        Self(decode_secret_key(text, passphrase).unwrap())
    }

    /// The private key in OpenSSH's format.
    pub fn private(&self) -> String {
        self.0.to_openssh(LineEnding::LF).unwrap().to_string()
    }

    /// The public key as it stands in `authorized_keys`, and behind the host in `known_hosts`.
    pub fn public(&self) -> String {
        self.0.public_key().to_openssh().unwrap()
    }

    /// The fingerprint, `SHA256:...`.
    pub fn fingerprint(&self) -> String {
        self.0.public_key().fingerprint(HashAlg::Sha256).to_string()
    }

    /// What shows this key to a host.
    pub fn credentials(&self) -> Credentials {
        Credentials::Key { private_key: Secret::new(self.private()), passphrase: None }
    }

    pub(super) fn is(&self, shown: &PublicKey) -> bool {
        self.0.public_key().key_data() == shown.key_data()
    }
}
