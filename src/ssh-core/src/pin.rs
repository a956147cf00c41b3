//! Pinned host keys.

use ssh_key::{Fingerprint, PublicKey};

/// A trusted host key.
#[derive(Debug, Clone)]
pub enum Pin {
    /// The key itself.
    Key(PublicKey),
    /// Its fingerprint.
    Fingerprint(Fingerprint),
}

/// A text that is not a host key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {why}")]
pub struct UnreadablePin {
    /// Which text cannot be read. Text that may be secret is not repeated.
    pub what: String,
    /// The predicate that explains why, for example `is no public key`.
    pub why: String,
}

impl Pin {
    /// Parses `ssh-ed25519 AAAA...`, optionally followed by a comment, or `SHA256:...`.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn parse(text: &str) -> Result<Self, UnreadablePin> {
        let text = text.trim();
        let unreadable = |why: &str| UnreadablePin {
            what: format!("the host key {text:?}"),
            why: format!(
                "{why}; expected is a line such as \"ssh-ed25519 AAAA...\" or a fingerprint \"SHA256:...\""
            ),
        };
        if text.contains("PRIVATE KEY") {
            return Err(UnreadablePin {
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

    /// Whether the offered key is this one.
    #[must_use]
    pub fn is(&self, offered: &PublicKey) -> bool {
        match self {
            // The comment is not part of the key.
            Self::Key(key) => key.key_data() == offered.key_data(),
            Self::Fingerprint(fingerprint) => offered.fingerprint(fingerprint.algorithm()) == *fingerprint,
        }
    }
}
