use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::Ed25519Keypair;

use super::*;

fn key(seed: u8) -> PublicKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32])).public_key().clone()
}

fn text(key: &PublicKey) -> String {
    key.to_openssh().unwrap()
}

fn check(host_keys: &HostKeys, offered: u8) -> Result<()> {
    host_keys.check(&Target::new("h", 22, "root"), &key(offered))
}

/// An ECDSA key that belongs to nobody.
const ECDSA: &str = "ecdsa-sha2-nistp256 \
     AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBCOJ2irq24hDbGZ/Hcp7s+EmWpsW4iMxogxnDXaaqkZCC2KH9M6XyJisDqLHEkMmYWG9QU24jtHZXSQ8tLHNHRA=";

#[test]
fn only_a_pinned_key_or_fingerprint_is_trusted() {
    let fingerprint = key(1).fingerprint(HashAlg::Sha256).to_string();
    for pin in [text(&key(1)), format!(" {} a comment", text(&key(1))), fingerprint] {
        let host_keys = HostKeys::pinned([&pin]).unwrap();
        check(&host_keys, 1).unwrap();
        assert!(matches!(check(&host_keys, 2), Err(Error::HostKeyChanged { .. })), "{pin}");
    }
}

#[test]
fn only_a_public_key_can_be_pinned() {
    let private = "-----BEGIN OPENSSH PRIVATE KEY-----";
    for pin in ["", "SHA256:abc", "MD5:00:11", "ssh-ed25519", "ssh-ed25519 AAAA", private, "*"] {
        assert!(matches!(HostKeys::pinned([pin]), Err(Error::TrustUnreadable { .. })), "{pin}");
    }
}

#[test]
fn without_keys_no_host_is_trusted() {
    assert!(matches!(check(&HostKeys::default(), 1), Err(Error::HostKeyUnknown { .. })));
    let nobody: [&str; 0] = [];
    assert!(matches!(check(&HostKeys::pinned(nobody).unwrap(), 1), Err(Error::HostKeyUnknown { .. })));
}

#[test]
fn known_hosts_lines_are_checked() {
    let (one, two) = (text(&key(1)), text(&key(2)));
    let cases = [
        ("the key", format!("h {one}"), "ok"),
        ("one of two", format!("h {two}\nh {one}"), "ok"),
        ("another key", format!("h {two}"), "changed"),
        ("another type", format!("h {ECDSA}"), "only keys of other types"),
        ("another host", format!("other {one}"), "no line about h"),
        ("a broken line", "h ssh-ed25519 AAAA".to_owned(), "line 1 could not be read"),
        ("revoked", format!("h {one}\n@revoked * {one}"), "revoked: line 2"),
        ("another one revoked", format!("h {one}\n@revoked * {two}"), "ok"),
        ("an authority", format!("@cert-authority h {one}"), "@cert-authority"),
        ("an authority beside the key", format!("@cert-authority h {two}\nh {one}"), "ok"),
    ];
    for (name, lines, expected) in cases {
        let said = match check(&HostKeys::known_hosts(&lines).unwrap(), 1) {
            Ok(()) => "ok".to_owned(),
            Err(error) => error.to_string(),
        };
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[test]
fn a_revoked_key_is_refused_even_when_pinned() {
    let revoked = HostKeys::known_hosts(&format!("@revoked * {}", text(&key(1)))).unwrap();
    let host_keys = HostKeys::pinned([text(&key(1))]).unwrap().with_known_hosts_of(revoked);
    assert!(matches!(check(&host_keys, 1), Err(Error::HostKeyRevoked { line: 1, .. })));
}

#[test]
fn the_type_of_a_known_key_is_preferred() {
    let usual = russh::Preferred::DEFAULT.key;
    let host_keys = HostKeys::known_hosts(&format!("h {ECDSA}")).unwrap();
    let preferred = host_keys.preferred(&Target::new("h", 22, "root"), &usual);
    assert_eq!(preferred[0].as_str(), "ecdsa-sha2-nistp256");
    assert_eq!(preferred.len(), usual.len());
}

#[test]
fn the_error_about_an_unknown_key_says_how_to_check_it() {
    let error = check(&HostKeys::default(), 1).unwrap_err().to_string();
    let fingerprint = key(1).fingerprint(HashAlg::Sha256).to_string();
    for part in ["ssh-ed25519", &fingerprint, "ssh_host_ed25519_key.pub", "No login was tried"] {
        assert!(error.contains(part), "{part}: {error}");
    }
}
