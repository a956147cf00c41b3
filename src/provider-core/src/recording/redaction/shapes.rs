//! Texts that are told by their form.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What a text is by its form, if it must be replaced by one of the same form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<'a> {
    /// A UUID.
    Uuid,
    /// An id of AWS, of the kind before the hyphen.
    Aws(&'a str),
    /// An address that anybody could reach, and the length of a network.
    PublicV4(&'a str, Option<&'a str>),
    /// An IPv6 address, and the length of a network.
    V6(&'a str, Option<&'a str>),
}

/// Kinds of ids of AWS.
const AWS: &[&str] = &[
    "cagw",
    "eipassoc",
    "eigw",
    "eni",
    "i",
    "igw",
    "lgw",
    "nat",
    "pcx",
    "rtb",
    "rtbassoc",
    "subnet",
    "tgw",
    "vgw",
    "vpc",
    "vpc-cidr-assoc",
    "vpce",
];

/// Returns the form of a text that must be replaced by one of the same form.
pub fn form(text: &str) -> Option<Form<'_>> {
    if is_uuid(text) {
        return Some(Form::Uuid);
    }
    if let Some(kind) = aws(text) {
        return Some(Form::Aws(kind));
    }
    let (address, length) = with_length(text)?;
    if address.parse::<Ipv4Addr>().is_ok() {
        Some(Form::PublicV4(address, length))
    } else {
        address.parse::<Ipv6Addr>().ok().map(|_| Form::V6(address, length))
    }
}

/// Whether a text has a form that tells nothing about anybody: nothing at all, a private address or network,
/// a netmask, a time, a duration.
pub fn is_harmless(text: &str) -> bool {
    text.is_empty() || text == "-" || is_harmless_address(text) || is_time(text) || is_duration(text)
}

/// Whether a text is the length of a netmask.
pub fn is_length(text: &str) -> bool {
    text.len() <= 3 && text.parse::<u8>().is_ok_and(|length| length <= 128)
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<_> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn aws(text: &str) -> Option<&str> {
    let (kind, number) = text.rsplit_once('-')?;
    let is_number = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let fits = (8..=17).contains(&number.len()) && number.bytes().all(is_number);
    (AWS.contains(&kind) && fits).then_some(kind)
}

/// Separates an address from the length of a network.
fn with_length(text: &str) -> Option<(&str, Option<&str>)> {
    match text.split_once('/') {
        None => Some((text, None)),
        Some((address, length)) if is_length(length) => Some((address, Some(length))),
        Some(_) => None,
    }
}

fn is_harmless_address(text: &str) -> bool {
    let Some((address, length)) = with_length(text) else { return false };
    if let Ok(address) = address.parse::<Ipv6Addr>() {
        return address.is_unspecified() || address.is_loopback();
    }
    let Ok(address) = address.parse::<Ipv4Addr>() else { return false };
    let [first, second, ..] = address.octets();
    let bits = u32::from(address);
    let is_mask = length.is_none() && bits.leading_ones() + bits.trailing_zeros() == 32;
    is_mask
        || address.is_unspecified()
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || first == 100 && second & 0b1100_0000 == 64
}

/// Whether it is a moment or a date, as RFC 3339 spells it.
fn is_time(text: &str) -> bool {
    let fits = |(index, byte): (usize, u8)| match index {
        4 | 7 => byte == b'-',
        0..10 => byte.is_ascii_digit(),
        10 => byte == b'T' || byte == b' ',
        _ => byte.is_ascii_digit() || b":.+-Z".contains(&byte),
    };
    (10..=35).contains(&text.len()) && text.bytes().enumerate().all(fits)
}

fn is_duration(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_digit() || b"YMWDTHS".contains(&byte);
    let Some(rest) = text.strip_prefix('P') else { return false };
    let has_number = rest.starts_with(|first: char| first.is_ascii_digit() || first == 'T');
    has_number && rest.len() <= 20 && rest.bytes().any(|byte| byte.is_ascii_digit()) && rest.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_masks_and_times_are_harmless() {
        for text in [
            "",
            "-",
            "10.20.1.14",
            "172.31.0.0/16",
            "192.168.40.11/32",
            "100.64.0.1",
            "169.254.1.2",
            "127.0.0.1",
            "0.0.0.0",
            "0.0.0.0/0",
            "255.255.255.0",
            "::",
            "::/0",
            "::1",
            "2024-06-11T08:30:51+00:00",
            "2024-06-11",
            "2024-06-11T08:30:51Z",
            "PT15S",
            "P1D",
            "P1DT2H",
        ] {
            assert!(is_harmless(text), "{text:?}");
        }
        for text in [
            "8.8.8.8",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.2.1/24",
            "fd00::5",
            "svm_1",
            "P",
            "PASS",
            "PT",
            "10.0.0",
            "10.0.0.1/x",
            "10.0.0.1 secret",
            "2024-06-11secret",
            "12345678",
            "255.0.255.0",
        ] {
            assert!(!is_harmless(text), "{text:?}");
        }
    }

    #[test]
    fn ids_and_addresses_are_told_by_their_form() {
        for (text, expected) in [
            ("966a5187-88ec-5f89-b015-8fed71293489", Some(Form::Uuid)),
            ("966A5187-88EC-5F89-B015-8FED71293489", Some(Form::Uuid)),
            ("eni-0c0a51de00031e0a0", Some(Form::Aws("eni"))),
            ("i-0123abcd", Some(Form::Aws("i"))),
            ("vpc-cidr-assoc-0123abcd", Some(Form::Aws("vpc-cidr-assoc"))),
            ("8.8.8.8", Some(Form::PublicV4("8.8.8.8", None))),
            ("8.8.0.0/16", Some(Form::PublicV4("8.8.0.0", Some("16")))),
            ("fd00::5/64", Some(Form::V6("fd00::5", Some("64")))),
            ("svm-0123abcd", None),
            ("i-web", None),
            ("966a5187-88ec-5f89-b015", None),
        ] {
            assert_eq!(form(text), expected, "{text}");
        }
    }
}
