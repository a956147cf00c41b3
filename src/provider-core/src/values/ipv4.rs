//! [`Ipv4`]: one IPv4 address.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use tfplugin_core::{Attr, FromRecord, IntoBody, Invalid, Text, quoted};

/// An IPv4 address such as `10.0.0.5`. Elastic network interfaces of Cloud Volumes ONTAP carry no IPv6
/// addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ipv4(pub Ipv4Addr);

/// An IPv6 address becomes null.
impl FromRecord<IpAddr> for Ipv4 {
    fn from_record(field: &IpAddr, _: &Attr<Self>) -> Attr<Self> {
        match field {
            IpAddr::V4(address) => Attr::Known(Self(*address)),
            IpAddr::V6(_) => Attr::Null,
        }
    }
}

impl IntoBody<Option<IpAddr>> for Ipv4 {
    fn to_field(&self) -> Option<IpAddr> {
        Some(self.0.into())
    }
}

impl Text for Ipv4 {
    fn parse(text: &str) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|_| {
            Invalid(format!(
                "{} is not an IPv4 address. Write one such as \"10.0.0.5\", without a mask.",
                quoted(text)
            ))
        })
    }

    fn text(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for Ipv4 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_complete_address_is_accepted() {
        assert_eq!(Ipv4::parse("10.0.0.5").unwrap().text(), "10.0.0.5");
        for wrong in ["10.0.0", "10.0.0.256", "10.0.0.5/24", "", "fe80::1", "010.0.0.5"] {
            assert!(Ipv4::parse(wrong).is_err(), "{wrong}");
        }
    }
}
