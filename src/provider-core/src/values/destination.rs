//! [`Destination`]: where a route leads, in CIDR notation.

use ipnet::{IpNet, Ipv4Net};
use ontap_core::IpAddress;
use tfplugin_core::{Attr, Invalid, Text, quoted};

/// The destination of a route in CIDR notation; `0.0.0.0/0` is the default route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Destination(Ipv4Net);

impl Destination {
    /// Returns the network.
    #[must_use]
    pub fn network(self) -> Ipv4Net {
        self.0
    }

    /// Returns whether this is the default route.
    #[must_use]
    pub fn is_default(self) -> bool {
        self.0.prefix_len() == 0
    }
}

impl Destination {
    /// Returns the value of a field that was read; null for an IPv6 network.
    #[must_use]
    pub fn seen(field: &IpAddress, _: &Attr<Self>) -> Attr<Self> {
        match field.net() {
            Some(IpNet::V4(net)) => Attr::Known(net.into()),
            Some(IpNet::V6(_)) | None => Attr::Null,
        }
    }

    /// Returns the field to send.
    #[must_use]
    pub fn sent(&self) -> IpAddress {
        IpNet::from(self.0).into()
    }
}

impl From<Ipv4Net> for Destination {
    fn from(network: Ipv4Net) -> Self {
        Self(network.trunc())
    }
}

impl Text for Destination {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let network: Ipv4Net = text.parse().map_err(|_| {
            Invalid(format!(
                "{} is not a destination in CIDR notation. Write one such as \"0.0.0.0/0\" or \
                 \"10.20.0.0/16\".",
                quoted(text)
            ))
        })?;
        if network.trunc() != network {
            return Err(Invalid(format!(
                "{} has host bits set. Write \"{}\".",
                quoted(text),
                network.trunc()
            )));
        }
        Ok(Self(network))
    }

    fn text(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_bits_are_refused_with_the_network_to_write() {
        let refusal = Destination::parse("10.20.1.5/16").unwrap_err().to_string();
        assert!(refusal.contains("10.20.0.0/16"), "{refusal}");
    }

    #[test]
    fn the_default_route_is_recognized() {
        assert!(Destination::parse("0.0.0.0/0").unwrap().is_default());
        assert!(!Destination::parse("10.20.0.0/16").unwrap().is_default());
        assert!(Destination::parse("10.20.0.0").is_err());
    }
}
