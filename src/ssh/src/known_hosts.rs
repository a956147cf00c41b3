//! Parses OpenSSH's `known_hosts` and finds the lines that apply to a host.
//!
//! ssh-key parses each line. Which host a line applies to is decided here, because wildcards, negation, other
//! ports and markers matter. Format: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".

use hmac::{Hmac, KeyInit, Mac};
use russh::keys::PublicKey;
use russh::keys::ssh_key::known_hosts::{Entry, HostPatterns, Marker};
use sha1::Sha1;

use crate::error::{Error, Result};
use crate::glob;

/// The lines that could be read, and the line numbers of those that could not.
#[derive(Debug, Clone, Default)]
pub struct KnownHosts {
    entries: Vec<KnownHost>,
    pub unreadable_lines: Vec<usize>,
}

/// A line of `known_hosts`.
#[derive(Debug, Clone)]
pub struct KnownHost {
    pub line: usize,
    pub meaning: Meaning,
    pub key: PublicKey,
    hosts: HostPatterns,
}

/// What a line says about its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    Trusted,
    Revoked,
    Authority,
}

impl KnownHosts {
    /// Parses the text. A line that cannot be read is ignored, as OpenSSH does, unless it has a marker:
    /// otherwise a revoked key would be trusted.
    pub fn parse(text: &str) -> Result<Self> {
        let mut known = Self::default();
        for (index, text) in text.lines().enumerate() {
            let line = index + 1;
            let fields: Vec<_> = text.split_whitespace().collect();
            let Some(first) = fields.first().filter(|first| !first.starts_with('#')) else { continue };
            match fields.join(" ").parse::<Entry>() {
                Ok(entry) => known.entries.push(KnownHost::new(line, entry)),
                Err(error) if first.starts_with('@') => {
                    let why = format!("has a marker ({first}) and cannot be understood: {error}");
                    return Err(Error::TrustUnreadable { what: format!("line {line} of known_hosts"), why });
                }
                Err(_) => known.unreadable_lines.push(line),
            }
        }
        Ok(known)
    }

    /// Returns the lines that apply to the host, which is named as by [`Target::known_as`](crate::Target).
    pub fn about(&self, host: &str) -> impl Iterator<Item = &KnownHost> {
        self.entries.iter().filter(move |known| is_about(&known.hosts, host))
    }
}

impl KnownHost {
    fn new(line: usize, entry: Entry) -> Self {
        let meaning = match entry.marker() {
            None => Meaning::Trusted,
            Some(Marker::Revoked) => Meaning::Revoked,
            Some(Marker::CertAuthority) => Meaning::Authority,
        };
        Self { line, meaning, key: entry.public_key().clone(), hosts: entry.host_patterns().clone() }
    }
}

fn is_about(hosts: &HostPatterns, host: &str) -> bool {
    match hosts {
        HostPatterns::HashedName { salt, hash } => Hmac::<Sha1>::new_from_slice(salt)
            .is_ok_and(|mac| mac.chain_update(host).verify_slice(hash).is_ok()),
        HostPatterns::Patterns(patterns) => {
            let matches = |pattern: &str| glob::matches(&pattern.to_ascii_lowercase(), host);
            let excluded = patterns.iter().filter_map(|pattern| pattern.strip_prefix('!')).any(matches);
            !excluded && patterns.iter().any(|pattern| !pattern.starts_with('!') && matches(pattern))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";
    /// build.example, hashed by `ssh-keygen -H`.
    const HASHED: &str = "|1|ZFUPZ82OsIB3cegs7Eoufw68ieE=|ZMw/+PbqdMLL/odLYieIBEowa8s= ssh-ed25519 \
         AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";

    fn lines_about(text: &str, host: &str) -> Vec<usize> {
        KnownHosts::parse(text).unwrap().about(host).map(|known| known.line).collect()
    }

    #[test]
    fn hosts_of_a_line() {
        let cases = [
            ("build.example", "build.example", true),
            ("Build.Example", "build.example", true),
            ("10.0.0.5,build.example", "build.example", true),
            ("*.example", "build.example", true),
            ("*.example,!build.example", "build.example", false),
            ("!build.example", "other.example", false),
            ("build.example", "[build.example]:2222", false),
            ("[build.example]:2222", "[build.example]:2222", true),
            ("[build.example]:2222", "build.example", false),
            ("[*.example]:2222", "[build.example]:2222", true),
            ("fd00::1", "fd00::1", true),
        ];
        for (hosts, host, expected) in cases {
            assert_eq!(lines_about(&format!("{hosts} {KEY}"), host) == [1], expected, "{hosts} {host}");
        }
    }

    #[test]
    fn a_hashed_name_is_found() {
        assert_eq!(lines_about(HASHED, "build.example"), [1]);
        assert_eq!(lines_about(HASHED, "other.example"), [0; 0]);
    }

    #[test]
    fn comments_tabs_and_empty_lines_do_no_harm() {
        let text = format!("# comment\n\n  \nh\t{KEY}  a # comment\r\nh {KEY}\n");
        assert_eq!(lines_about(&text, "h"), [4, 5]);
    }

    #[test]
    fn a_line_that_cannot_be_read_trusts_nobody() {
        let known = KnownHosts::parse(&format!("h ssh-ed25519 AAAA\nnonsense\nh {KEY}")).unwrap();
        assert_eq!(known.unreadable_lines, [1, 2]);
        assert_eq!(known.about("h").count(), 1);
    }

    #[test]
    fn a_marker_that_cannot_be_read_is_an_error() {
        for line in ["@revoked h ssh-ed25519 AAAA", "@revoked", "@unheard-of h ssh-ed25519 AAAA"] {
            let error = KnownHosts::parse(&format!("h {KEY}\n{line}")).unwrap_err().to_string();
            assert!(error.contains("line 2 of known_hosts has a marker"), "{error}");
        }
    }

    #[test]
    fn markers_change_the_meaning() {
        let known =
            KnownHosts::parse(&format!("h {KEY}\n@revoked * {KEY}\n@cert-authority h {KEY}")).unwrap();
        let meanings: Vec<_> = known.about("h").map(|known| known.meaning).collect();
        assert_eq!(meanings, [Meaning::Trusted, Meaning::Revoked, Meaning::Authority]);
    }
}
