//! [`HostName`]: the name or address of a host.

use std::net::IpAddr;

use tfplugin_core::{Invalid, Text};

/// The name or address of a host, without user, port or brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

impl HostName {
    fn address(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }
}

impl Text for HostName {
    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.parse::<IpAddr>().is_ok() {
            return Ok(Self(text.to_owned()));
        }
        match why_not_name(text) {
            None => Ok(Self(text.to_owned())),
            Some(why) => Err(Invalid(format!(
                "It is neither the name nor the address of a host: {why}. Write it alone, such as \
                 \"10.0.1.20\", \"fd00::20\" or \"build.example.com\"."
            ))),
        }
    }

    fn text(&self) -> String {
        self.0.clone()
    }

    fn means_the_same(&self, other: &Self) -> bool {
        match (self.address(), other.address()) {
            (Some(one), Some(other)) => one == other,
            _ => self.0.eq_ignore_ascii_case(&other.0),
        }
    }
}

/// Returns why the text is not a host name by RFC 1123. Underscores are accepted as well, because they are in
/// use.
fn why_not_name(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("it is empty");
    }
    if text.contains("://") {
        return Some("a URL is no host");
    }
    if text.contains('@') {
        return Some("the user has an attribute of its own");
    }
    if text.contains(['[', ']', ':']) {
        return Some("the port has an attribute of its own, and an IPv6 address needs no brackets");
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    };
    if text.len() > 253 || !text.split('.').all(is_label) {
        return Some("names are made of letters, digits, hyphens and dots");
    }
    let last = text.rsplit('.').next().unwrap_or_default();
    last.chars().all(|c| c.is_ascii_digit()).then_some("as an IPv4 address it is wrong")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_accepted() {
        for text in ["10.0.1.20", "fd00::20", "::1", "localhost", "build.example.com", "node-1_a", "3com.net"]
        {
            assert_eq!(HostName::parse(text).unwrap().text(), text);
        }
    }

    #[test]
    fn each_refusal_gives_the_reason() {
        let long = "a".repeat(64);
        let cases = [
            ("", "empty"),
            ("ssh://host", "URL"),
            ("root@10.0.1.20", "user"),
            ("10.0.1.20:22", "port"),
            ("[fd00::20]", "brackets"),
            ("fe80::1%eth0", "brackets"),
            ("10.0.1.256", "IPv4"),
            ("10.0.1", "IPv4"),
            ("two words", "letters"),
            ("a..b", "letters"),
            ("-oProxyCommand=x", "letters"),
            (&long, "letters"),
        ];
        for (text, why) in cases {
            let Invalid(refusal) = HostName::parse(text).unwrap_err();
            assert!(refusal.contains(why) && refusal.contains("10.0.1.20"), "{text}: {refusal}");
        }
    }

    #[test]
    fn one_host_has_several_spellings() {
        let same = [("Build.Example.com", "build.example.com"), ("fd00::0020", "FD00::20")];
        for (one, other) in same {
            assert!(HostName::parse(one).unwrap().means_the_same(&HostName::parse(other).unwrap()), "{one}");
        }
        assert!(!HostName::parse("a").unwrap().means_the_same(&HostName::parse("b").unwrap()));
    }
}
