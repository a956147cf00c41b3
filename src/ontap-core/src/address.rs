//! Addresses as ONTAP writes them.

use std::net::{IpAddr, Ipv6Addr};

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Returns the address in a text, without the zone of a link-local address (`fe80::1%e0a`).
pub fn parse(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "zone"));
    address.parse().ok().filter(|_| !zone.is_empty())
}

/// Reads an address. `-` and an empty text say that there is none: that is the unspecified address, in
/// contrast to an address that is not told.
pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IpAddr>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    match text.as_str() {
        "" | "-" => Ok(Some(Ipv6Addr::UNSPECIFIED.into())),
        text => parse(text).map(Some).ok_or_else(|| D::Error::custom("no address")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::IpAddress;

    #[test]
    fn an_address_may_have_a_zone_or_be_none() {
        let cases = [
            (json!("10.0.0.5"), Some("10.0.0.5")),
            (json!("fe80::1%e0a"), Some("fe80::1")),
            (json!(""), Some("::")),
            (json!("-"), Some("::")),
            (json!(null), None),
        ];
        for (text, expected) in cases {
            let read: IpAddress = serde_json::from_value(json!({"address": text})).unwrap();
            assert_eq!(read.address, expected.map(|text| text.parse().unwrap()), "{text}");
        }
        for text in ["10.0.0.5/24", "fe80::1%", "none", "%e0a"] {
            assert!(serde_json::from_value::<IpAddress>(json!({"address": text})).is_err(), "{text}");
        }
    }
}
