//! VPCs and their IPv4 ranges.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

/// A VPC that the credentials can see: one of the account itself, or one that another account shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vpc {
    /// `vpc-...`.
    pub id: String,
    /// Every IPv4 range that it has or is about to get, starting with the primary one.
    pub cidrs: Vec<Ipv4Net>,
    /// Account that owns it, 12 digits.
    pub owner_id: String,
}

/// Returns the VPC that has the address in one of its ranges, and that range. A floating address must lie
/// outside all ranges, because EC2 delivers an address inside a VPC itself and follows no route for it.
///
/// `None` is a statement only about the given VPCs: those that the credentials cannot see are missing from
/// `vpcs`.
pub fn covering_vpc(address: Ipv4Addr, vpcs: &[Vpc]) -> Option<(&Vpc, Ipv4Net)> {
    vpcs.iter().find_map(|vpc| {
        let cidr = vpc.cidrs.iter().find(|cidr| cidr.contains(&address))?;
        Some((vpc, *cidr))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vpc(id: &str, cidrs: &[&str]) -> Vpc {
        let cidrs = cidrs.iter().map(|cidr| cidr.parse().unwrap()).collect();
        Vpc { id: id.into(), cidrs, owner_id: "123456789012".into() }
    }

    #[test]
    fn an_address_is_covered_by_any_range_of_any_vpc() {
        let vpcs = [vpc("vpc-1", &["10.20.0.0/16", "100.64.0.0/16"]), vpc("vpc-2", &["192.168.8.0/21"])];
        for (address, covered) in [
            ("10.20.0.0", Some(("vpc-1", "10.20.0.0/16"))),
            ("100.64.255.255", Some(("vpc-1", "100.64.0.0/16"))),
            ("192.168.15.255", Some(("vpc-2", "192.168.8.0/21"))),
            ("192.168.16.0", None),
            ("10.21.0.0", None),
        ] {
            let found = covering_vpc(address.parse().unwrap(), &vpcs);
            let found = found.map(|(vpc, cidr)| (&vpc.id[..], cidr.to_string()));
            assert_eq!(found, covered.map(|(id, cidr)| (id, cidr.to_owned())), "{address}");
        }
        assert_eq!(covering_vpc(Ipv4Addr::LOCALHOST, &[]), None);
    }
}
