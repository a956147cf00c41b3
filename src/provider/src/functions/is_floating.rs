//! `is_floating`: whether an address can be a floating one.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use provider_core::values::Ipv4;
use tfplugin::{Function, FunctionError, Parameters};

use super::cidr::Cidr;

/// Whether an address is a floating one: outside the CIDR blocks of every VPC.
///
/// In an HA pair in several availability zones the NAS and management LIFs have floating addresses, which no
/// subnet holds and which routes lead to the node that serves them. An address within a VPC of the region is
/// a private one and cannot float. Pass the blocks of all VPCs of the region, secondary ones included, and of
/// what else is connected to them; an empty list is refused, because it says nothing about where the address
/// lies. Refused are also addresses that no LIF can have: loopback, link-local, multicast and reserved ones.
#[derive(Debug, Parameters)]
pub struct IsFloating {
    /// The IPv4 address.
    address: Ipv4,
    /// IPv4 blocks of all VPCs of the region, in CIDR notation.
    vpc_cidrs: Vec<Cidr>,
}

/// Blocks that contain no address of a LIF (IANA's registry of special-purpose IPv4 addresses, RFC 6890;
/// multicast is RFC 5771).
const SPECIAL: [(Ipv4Net, &str); 5] = [
    (block(0, 8), "is no address of a host"),
    (block(127, 8), "is a loopback address"),
    (Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16), "is a link-local address"),
    (block(224, 4), "is a multicast address"),
    (block(240, 4), "is a reserved address"),
];

const fn block(first: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(first, 0, 0, 0), length)
}

impl Function for IsFloating {
    const NAME: &'static str = "is_floating";
    type Output = bool;

    fn call(self) -> Result<bool, FunctionError> {
        let address = self.address.0;
        if let Some((block, what)) = SPECIAL.iter().find(|(block, _)| block.contains(&address)) {
            let text = format!(
                "{address} {what} ({block}), which no LIF can have. A floating address is one such as \
                 \"192.168.209.27\"."
            );
            return Err(FunctionError::at("address", text));
        }
        if self.vpc_cidrs.is_empty() {
            return Err(FunctionError::at(
                "vpc_cidrs",
                "There is no block in the list. Pass those of all VPCs of the region.",
            ));
        }
        Ok(!self.vpc_cidrs.iter().any(|Cidr(block)| block.contains(&address)))
    }
}

#[cfg(test)]
mod tests {
    use tfplugin::Text;

    use super::*;

    fn is_floating(address: &str, vpc_cidrs: &[&str]) -> Result<bool, FunctionError> {
        let vpc_cidrs = vpc_cidrs.iter().map(|cidr| Cidr::parse(cidr).unwrap()).collect();
        IsFloating { address: Ipv4::parse(address).unwrap(), vpc_cidrs }.call()
    }

    #[test]
    fn an_address_outside_every_block_is_floating() {
        let two = ["10.0.0.0/16", "172.31.0.0/16"];
        for (address, expected) in [
            ("192.168.209.27", true),
            ("10.1.0.1", true),
            ("172.32.0.0", true),
            ("10.0.255.255", false),
            ("172.31.0.9", false),
        ] {
            assert_eq!(is_floating(address, &two), Ok(expected), "{address}");
        }
    }

    #[test]
    fn addresses_that_no_lif_can_have_are_refused_whatever_the_blocks_are() {
        for (address, why) in [
            ("0.0.0.0", "no address of a host"),
            ("127.0.0.1", "loopback"),
            ("169.254.169.254", "link-local"),
            ("224.0.0.1", "multicast"),
            ("239.255.255.255", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "reserved"),
        ] {
            let error = is_floating(address, &["0.0.0.0/0"]).unwrap_err();
            assert!(error.text.contains(why) && error.text.contains(address), "{}", error.text);
            assert_eq!(error.path.to_string(), "address");
        }
    }

    #[test]
    fn an_empty_list_of_blocks_is_refused() {
        assert_eq!(is_floating("192.168.209.27", &[]).unwrap_err().path.to_string(), "vpc_cidrs");
    }
}
