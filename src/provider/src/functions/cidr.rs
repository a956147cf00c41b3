//! [`Cidr`]: an IPv4 block.

use ipnet::Ipv4Net;
use tfplugin::{Invalid, Text, quoted};

/// An IPv4 block in CIDR notation; an address with a prefix length means the block that contains it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cidr(pub Ipv4Net);

impl Text for Cidr {
    fn parse(text: &str) -> Result<Self, Invalid> {
        let block = text.parse().map(Self);
        block.map_err(|_| {
            Invalid(format!("{} is not an IPv4 block. Write one such as \"10.0.1.0/24\".", quoted(text)))
        })
    }

    fn text(&self) -> String {
        self.0.to_string()
    }
}
