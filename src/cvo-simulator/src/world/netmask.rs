//! Netmasks as prefix lengths or in dotted notation.

use std::net::{IpAddr, Ipv4Addr};

/// Returns the prefix length of a netmask: `24` and `255.255.255.0` are the same. `None` if it is not a
/// netmask.
pub fn length(text: &str, address: IpAddr) -> Option<u8> {
    let longest = if address.is_ipv4() { 32 } else { 128 };
    if let Ok(length) = text.parse::<u8>() {
        return (length <= longest).then_some(length);
    }
    let bits = text.parse::<Ipv4Addr>().ok().filter(|_| address.is_ipv4())?.to_bits();
    (bits.leading_ones() == bits.count_ones()).then(|| u8::try_from(bits.count_ones()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_mean_the_same_length() {
        for (text, expected) in [
            ("24", Some(24)),
            ("255.255.255.0", Some(24)),
            ("0", Some(0)),
            ("0.0.0.0", Some(0)),
            ("33", None),
            ("255.0.255.0", None),
            ("-1", None),
            ("ffff::", None),
            ("", None),
        ] {
            assert_eq!(length(text, IpAddr::V4(Ipv4Addr::LOCALHOST)), expected, "{text}");
        }
    }
}
