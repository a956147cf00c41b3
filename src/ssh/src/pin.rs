//! Host keys that the caller names one by one.

use russh::keys::PublicKey;
use russh::keys::ssh_key::Fingerprint;

use crate::error::{Error, Result};

/// A host key that is trusted.
#[derive(Debug, Clone)]
pub(crate) enum Pin {
    /// The key itself.
    Key(PublicKey),
    /// Its fingerprint.
    Fingerprint(Fingerprint),
}

impl Pin {
    /// Reads `ssh-ed25519 AAAA...` (a comment may follow) or `SHA256:...`.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        let unreadable = |why: &str| Error::TrustUnreadable {
            what: format!("the host key {text:?}"),
            why: format!(
                "{why}; expected is a line such as \"ssh-ed25519 AAAA...\" or a fingerprint \"SHA256:...\""
            ),
        };
        if text.contains("PRIVATE KEY") {
            return Err(Error::TrustUnreadable {
                what: "the host key".to_owned(),
                why: "is a private key; the public one is needed".to_owned(),
            });
        }
        if let Some((kind, _)) = text.split_once(':').filter(|(kind, _)| !kind.contains(' ')) {
            return match kind {
                "SHA256" | "SHA512" => text
                    .trim_end_matches('=')
                    .parse()
                    .map(Self::Fingerprint)
                    .map_err(|_| unreadable("is no complete fingerprint")),
                _ => Err(unreadable("is a fingerprint of an unknown kind")),
            };
        }
        PublicKey::from_openssh(text).map(Self::Key).map_err(|_| unreadable("is no public key"))
    }

    /// Whether this is the offered key.
    pub(crate) fn is(&self, offered: &PublicKey) -> bool {
        match self {
            // A comment is no part of the key.
            Self::Key(key) => key.key_data() == offered.key_data(),
            Self::Fingerprint(fingerprint) => offered.fingerprint(fingerprint.algorithm()) == *fingerprint,
        }
    }
}
