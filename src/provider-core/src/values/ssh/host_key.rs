//! [`HostKey`]: a key that identifies a host.

use ssh_core::Pin;
use tfplugin_core::{Invalid, Text};

/// The public key of a host, as in a file below `/etc/ssh`, or its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostKey(String);

impl HostKey {
    /// Returns kind and key without the comment, or the fingerprint.
    fn key(&self) -> Vec<&str> {
        self.0.split_whitespace().take(2).collect()
    }
}

impl Text for HostKey {
    fn parse(text: &str) -> Result<Self, Invalid> {
        match Pin::parse(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(_) if has_host_in_front(text) => Err(Invalid(
                "It begins with a host, as lines of known_hosts do. Leave that out and write \"ssh-ed25519 \
                 AAAA...\"."
                    .to_owned(),
            )),
            // The text is not repeated: it may be a private key by mistake.
            Err(_) => Err(Invalid(
                "It is not the public key of a host. Write a line such as \"ssh-ed25519 AAAA...\" or a \
                 fingerprint \"SHA256:...\", as \"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub\" prints \
                 it on the host's console."
                    .to_owned(),
            )),
        }
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

/// Returns whether the text is a key with its host in front, as in `known_hosts` and the output of
/// `ssh-keyscan`.
fn has_host_in_front(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(_, key)| Pin::parse(key).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";
    const FINGERPRINT: &str = "SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s";

    #[test]
    fn keys_and_fingerprints_are_accepted() {
        for text in [KEY, FINGERPRINT, &format!("{KEY} root@build")] {
            assert_eq!(HostKey::parse(text).unwrap().text(), text);
        }
    }

    #[test]
    fn each_refusal_has_an_example() {
        let scanned = format!("10.0.1.20 {KEY}");
        let private = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter22\n";
        for wrong in ["", "SHA256:abc", "MD5:00:11", "ssh-ed25519 AAAA", "*", &scanned, private] {
            let Invalid(refusal) = HostKey::parse(wrong).unwrap_err();
            assert!(refusal.contains("ssh-ed25519 AAAA..."), "{wrong}: {refusal}");
            assert!(!refusal.contains("hunter22"), "{refusal}");
        }
        assert!(HostKey::parse(&scanned).unwrap_err().0.contains("begins with a host"));
    }

    #[test]
    fn a_comment_is_not_part_of_the_key() {
        let [plain, with_comment, other] =
            [KEY, &format!("{KEY} root@build"), FINGERPRINT].map(|text| HostKey::parse(text).unwrap());
        assert!(plain.means_the_same(&with_comment) && !plain.means_the_same(&other));
    }
}
