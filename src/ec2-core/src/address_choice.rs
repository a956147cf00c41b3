//! The free addresses of a subnet.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use crate::{CidrReservation, NetworkInterface, Subnet};

/// Returns the free addresses of `subnet` in ascending order: those that AWS does not reserve, that lie in no
/// CIDR reservation, and that no interface of the subnet holds, directly or within a prefix.
///
/// This considers EC2 only. The caller must also exclude addresses configured on LIFs, because ONTAP knows
/// addresses that EC2 does not.
pub fn free_addresses(
    subnet: &Subnet,
    reservations: &[CidrReservation],
    interfaces: &[NetworkInterface],
) -> impl Iterator<Item = Ipv4Addr> {
    let held: HashSet<Ipv4Addr> =
        interfaces.iter().flat_map(|interface| &interface.addresses).map(|held| held.address).collect();
    let prefixes = interfaces.iter().flat_map(|interface| interface.prefixes.iter().copied());
    let closed: Vec<_> = reservations.iter().map(|range| range.cidr).chain(prefixes).collect();
    let subnet = subnet.clone();
    subnet.cidr.hosts().filter(move |address| {
        !subnet.reserves(*address)
            && !held.contains(address)
            && !closed.iter().any(|range| range.contains(address))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PrivateAddress;

    fn interface(addresses: &[&str], prefixes: &[&str]) -> NetworkInterface {
        NetworkInterface {
            id: "eni-1".into(),
            description: String::new(),
            owner_id: "123456789012".into(),
            subnet_id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            availability_zone: "eu-central-1a".into(),
            attachment: None,
            addresses: addresses
                .iter()
                .map(|address| PrivateAddress {
                    address: address.parse().unwrap(),
                    primary: false,
                    elastic_ip: None,
                })
                .collect(),
            prefixes: prefixes.iter().map(|prefix| prefix.parse().unwrap()).collect(),
            status: "in-use".into(),
        }
    }

    #[test]
    fn held_reserved_and_delegated_addresses_are_left_out() {
        let subnet = Subnet {
            id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            cidr: "10.0.1.0/26".parse().unwrap(),
            availability_zone: "eu-central-1a".into(),
        };
        let reservation = CidrReservation {
            id: "scr-1".into(),
            cidr: "10.0.1.32/28".parse().unwrap(),
            reservation_type: "explicit".into(),
            description: String::new(),
        };
        let interfaces = [
            interface(&["10.0.1.4", "10.0.1.6"], &[]),
            interface(&["10.0.1.50", "10.0.1.15"], &["10.0.1.16/28"]),
        ];
        let free: Vec<u8> =
            free_addresses(&subnet, &[reservation], &interfaces).map(|address| address.octets()[3]).collect();
        let expected: Vec<u8> = [5].into_iter().chain(7..15).chain(48..50).chain(51..63).collect();
        assert_eq!(free, expected);
    }

    #[test]
    fn a_full_subnet_has_no_free_address() {
        let subnet = Subnet {
            id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            cidr: "10.0.1.0/28".parse().unwrap(),
            availability_zone: "eu-central-1a".into(),
        };
        let interfaces = [interface(&[], &["10.0.1.0/28"])];
        assert_eq!(free_addresses(&subnet, &[], &interfaces).next(), None);
    }
}
