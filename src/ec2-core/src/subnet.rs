//! Subnets and their reserved ranges.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// A subnet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    /// `subnet-...`.
    pub id: String,
    /// `vpc-...`.
    pub vpc_id: String,
    /// Its IPv4 range, from /16 to /28.
    pub cidr: Ipv4Net,
    /// For example `eu-central-1a`.
    pub availability_zone: String,
}

/// A range that EC2 excludes from its automatic choice (`GetSubnetCidrReservations`).
///
/// An explicit assign call inside a range of type `explicit` works. A reservation is therefore an error only
/// for an address that we choose, not for one that the user names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CidrReservation {
    /// `scr-...`.
    pub id: String,
    /// The reserved range.
    pub cidr: Ipv4Net,
    /// `prefix` or `explicit`, as EC2 spells it.
    pub reservation_type: String,
    /// Free text given by its creator; may be empty.
    pub description: String,
}

impl Subnet {
    /// Whether AWS reserves the address: the first four and the last of every subnet (Amazon VPC User Guide,
    /// "Subnet CIDR blocks"). Addresses outside the subnet are not reserved.
    pub fn reserves(&self, address: Ipv4Addr) -> bool {
        let first = u32::from(self.cidr.network());
        let kept = first..=first.saturating_add(3);
        self.cidr.contains(&address)
            && (kept.contains(&u32::from(address)) || address == self.cidr.broadcast())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_four_and_the_last_address_are_reserved() {
        let subnet = Subnet {
            id: "subnet-1".into(),
            vpc_id: "vpc-1".into(),
            cidr: "10.0.1.0/24".parse().unwrap(),
            availability_zone: "eu-central-1a".into(),
        };
        for (address, reserved) in [
            ("10.0.1.0", true),
            ("10.0.1.3", true),
            ("10.0.1.4", false),
            ("10.0.1.254", false),
            ("10.0.1.255", true),
            ("10.0.2.0", false),
        ] {
            assert_eq!(subnet.reserves(address.parse().unwrap()), reserved, "{address}");
        }
    }
}
