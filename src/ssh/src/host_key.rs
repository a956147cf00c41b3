//! Decides whether an offered key is the host's own, without any IO.

use russh::keys::{Algorithm, HashAlg, PublicKey};

use crate::error::{Error, OfferedKey, Result};
use crate::known_hosts::{KnownHost, KnownHosts, Meaning};
use crate::target::Target;
use ssh_core::Pin;

/// The trusted host keys. There is no way to trust every key.
///
/// If keys are pinned, only they are trusted. A key that `known_hosts` revokes is refused even when it is
/// pinned.
#[derive(Debug, Clone, Default)]
pub struct HostKeys {
    pins: Vec<Pin>,
    known: KnownHosts,
}

impl HostKeys {
    /// Trusts exactly these keys: lines such as `ssh-ed25519 AAAA...`, or fingerprints such as `SHA256:...`.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn pinned<K: AsRef<str>>(keys: impl IntoIterator<Item = K>) -> Result<Self> {
        let pins = keys.into_iter().map(|key| Ok(Pin::parse(key.as_ref())?)).collect::<Result<_>>()?;
        Ok(Self { pins, known: KnownHosts::default() })
    }

    /// Trusts the keys listed in this text, which has the format of OpenSSH's `known_hosts`.
    ///
    /// # Errors
    /// When a line with a marker cannot be read. Any other line that cannot be read is ignored.
    pub fn known_hosts(text: &str) -> Result<Self> {
        Ok(Self { pins: Vec::new(), known: KnownHosts::parse(text)? })
    }

    /// Returns the same pins with the `known_hosts` of `other`.
    pub fn with_known_hosts_of(self, other: Self) -> Self {
        Self { pins: self.pins, known: other.known }
    }

    /// Checks that the offered key is the host's own.
    pub(crate) fn check(&self, target: &Target, offered: &PublicKey) -> Result<()> {
        let host = target.known_as();
        let lines: Vec<_> = self.known.about(&host).collect();
        let is_offered = |known: &&&KnownHost| known.key.key_data() == offered.key_data();
        let mut same = lines.iter().filter(is_offered);
        let (shown, target) = (OfferedKey::of(offered), target.to_string());
        if let Some(revoked) = same.clone().find(|known| known.meaning == Meaning::Revoked) {
            return Err(Error::HostKeyRevoked { target, offered: shown, line: revoked.line });
        }
        if !self.pins.is_empty() {
            let expected = pins_text(&self.pins);
            let pinned = self.pins.iter().any(|pin| pin.is(offered));
            return if pinned {
                Ok(())
            } else {
                Err(Error::HostKeyChanged { target, offered: shown, expected })
            };
        }
        if same.any(|known| known.meaning == Meaning::Trusted) {
            return Ok(());
        }
        if let Some(authority) = lines.iter().find(|known| known.meaning == Meaning::Authority) {
            return Err(Error::HostCertificate { target, offered: shown, line: authority.line });
        }
        let trusted: Vec<_> = lines.into_iter().filter(|known| known.meaning == Meaning::Trusted).collect();
        Err(match trusted.iter().find(|known| known.key.algorithm() == offered.algorithm()) {
            Some(known) => {
                let expected = format!(
                    "known_hosts (line {}) has {} for {host}",
                    known.line,
                    OfferedKey::of(&known.key)
                );
                Error::HostKeyChanged { target, offered: shown, expected }
            }
            None => {
                Error::HostKeyUnknown { target, offered: shown, searched: self.searched(&host, &trusted) }
            }
        })
    }

    /// Returns the key types to request from the host, starting with the types of known keys: a host has
    /// several keys and offers only one.
    pub(crate) fn preferred(&self, target: &Target, usual: &[Algorithm]) -> Vec<Algorithm> {
        let host = target.known_as();
        let of_lines = self.known.about(&host).map(|known| known.key.algorithm());
        let of_pins = self.pins.iter().filter_map(|pin| match pin {
            Pin::Key(key) => Some(key.algorithm()),
            Pin::Fingerprint(_) => None,
        });
        let known: Vec<_> = if self.pins.is_empty() { of_lines.collect() } else { of_pins.collect() };
        let is_known = |algorithm: &&Algorithm| known.iter().any(|known| same_type(known, algorithm));
        let (first, then): (Vec<_>, Vec<_>) = usual.iter().partition(is_known);
        first.into_iter().chain(then).cloned().collect()
    }

    fn searched(&self, host: &str, trusted: &[&KnownHost]) -> String {
        let mut text = match trusted {
            [] => format!("known_hosts has no line about {host}"),
            lines => {
                let keys: Vec<_> = lines.iter().map(|known| OfferedKey::of(&known.key).to_string()).collect();
                format!("known_hosts has only keys of other types for {host} ({})", keys.join(", "))
            }
        };
        if let Some(line) = self.known.unreadable_lines.first() {
            text.push_str(&format!("; its line {line} could not be read"));
        }
        text
    }
}

impl OfferedKey {
    pub(crate) fn of(key: &PublicKey) -> Self {
        Self {
            algorithm: key.algorithm().as_str().to_owned(),
            fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
        }
    }
}

/// An RSA key has the same type whichever hash its signatures use.
fn same_type(known: &Algorithm, algorithm: &Algorithm) -> bool {
    known.as_str() == algorithm.as_str()
        || matches!((known, algorithm), (Algorithm::Rsa { .. }, Algorithm::Rsa { .. }))
}

fn pins_text(pins: &[Pin]) -> String {
    let keys: Vec<_> = pins
        .iter()
        .map(|pin| match pin {
            Pin::Key(key) => OfferedKey::of(key).to_string(),
            Pin::Fingerprint(fingerprint) => fingerprint.to_string(),
        })
        .collect();
    format!("only {} is trusted", keys.join(" or "))
}

#[cfg(test)]
#[path = "host_key_tests.rs"]
mod tests;
