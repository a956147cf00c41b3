//! Private LIFs that never leave their node, without which a storage VM's floating addresses cannot migrate.
//! Pure.

use ec2_core::{Vpc, covering_vpc};
use ipnet::Ipv4Net;
use ontap_core::IpInterface;

/// Returns the nodes on which the storage VM has no private LIF that stays there; `subnets` are those of each
/// node's e0a. NetApp's manual of storage VMs in AWS asks for one such LIF per node.
pub fn nodes_without_private_lif(
    lifs: &[IpInterface],
    svm_uuid: &str,
    subnets: &[(String, Ipv4Net)],
) -> Vec<String> {
    let lacks = |(node, subnet): &&(String, Ipv4Net)| {
        let of_svm = lifs.iter().filter(|lif| lif.svm.uuid.as_deref() == Some(svm_uuid));
        !of_svm.filter(|lif| lif.stays_on_node()).any(|lif| is_private_on(lif, node, *subnet))
    };
    subnets.iter().filter(lacks).map(|(node, _)| node.clone()).collect()
}

/// Returns whether the LIF is the only private one of its storage VM that stays on its home node. The node
/// where it is at the moment does not matter.
pub fn is_last_private_lif(lif: &IpInterface, lifs: &[IpInterface], subnets: &[(String, Ipv4Net)]) -> bool {
    let home = lif.location.home_node.name.as_deref();
    let Some((node, subnet)) = subnets.iter().find(|(node, _)| Some(node.as_str()) == home) else {
        return false;
    };
    let counts = |lif: &IpInterface| lif.stays_on_node() && is_private_on(lif, node, *subnet);
    let beside = |other: &&IpInterface| other.uuid != lif.uuid && other.svm.uuid == lif.svm.uuid;
    counts(lif) && !lifs.iter().filter(beside).any(counts)
}

/// Returns the LIFs whose addresses are in none of the subnets: only these can float. One whose address is
/// not told can.
pub fn outside<'a>(lifs: &'a [IpInterface], subnets: &[(String, Ipv4Net)]) -> Vec<&'a IpInterface> {
    let is_outside = |lif: &&IpInterface| match lif.ipv4() {
        Some(own) => !subnets.iter().any(|(_, net)| net.contains(&own)),
        None => lif.ip.address.is_none(),
    };
    lifs.iter().filter(is_outside).collect()
}

/// Returns whether the LIF has an address outside every VPC, or may have one because ONTAP does not tell
/// it.
pub fn floats(lif: &IpInterface, vpcs: &[Vpc]) -> bool {
    lif.ipv4().map_or(lif.ip.address.is_none(), |address| covering_vpc(address, vpcs).is_none())
}

fn is_private_on(lif: &IpInterface, node: &str, subnet: Ipv4Net) -> bool {
    let inside = lif.ipv4().is_some_and(|address| subnet.contains(&address));
    inside && lif.enabled != Some(false) && lif.location.home_node.name.as_deref() == Some(node)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lif(node: &str, address: &str, failover: &str, enabled: bool) -> IpInterface {
        let lif = json!({"uuid": address, "name": address, "svm": {"uuid": "u-1"}, "enabled": enabled,
            "ip": {"address": address, "netmask": "24"},
            "location": {"home_node": {"name": node}, "failover": failover}});
        serde_json::from_value(lif).unwrap()
    }

    #[test]
    fn only_an_enabled_private_lif_that_stays_counts() {
        let subnets = [("n1", "10.0.1.0/24"), ("n2", "10.0.2.0/24")]
            .map(|(node, net)| (node.to_owned(), net.parse().unwrap()));
        let cases = [
            ("nothing", vec![], "n1 n2"),
            ("one", vec![lif("n1", "10.0.1.5", "home_port_only", true)], "n2"),
            ("it roams", vec![lif("n1", "10.0.1.5", "default", true)], "n1 n2"),
            ("it floats", vec![lif("n1", "192.168.1.5", "home_port_only", true)], "n1 n2"),
            ("it is down", vec![lif("n1", "10.0.1.5", "home_port_only", false)], "n1 n2"),
        ];
        for (name, lifs, lacking) in cases {
            assert_eq!(nodes_without_private_lif(&lifs, "u-1", &subnets).join(" "), lacking, "{name}");
            assert_eq!(nodes_without_private_lif(&lifs, "u-2", &subnets).len(), 2, "of another storage VM");
        }
    }

    #[test]
    fn a_private_lif_is_the_last_if_its_node_has_no_other() {
        let subnets = [("n1", "10.0.1.0/24"), ("n2", "10.0.2.0/24")]
            .map(|(node, net)| (node.to_owned(), net.parse().unwrap()));
        let own = lif("n1", "10.0.1.5", "home_port_only", true);
        let stranger = IpInterface {
            svm: serde_json::from_value(json!({"uuid": "u-2"})).unwrap(),
            ..lif("n1", "10.0.1.6", "home_port_only", true)
        };
        let cases = [
            ("alone", vec![], true),
            ("one on the other node", vec![lif("n2", "10.0.2.5", "home_port_only", true)], true),
            ("one that roams", vec![lif("n1", "10.0.1.6", "default", true)], true),
            ("one that is down", vec![lif("n1", "10.0.1.6", "home_port_only", false)], true),
            ("one of another storage VM", vec![stranger], true),
            ("another", vec![lif("n1", "10.0.1.6", "home_node_only", true)], false),
        ];
        for (name, mut lifs, is_last) in cases {
            lifs.push(own.clone());
            assert_eq!(is_last_private_lif(&own, &lifs, &subnets), is_last, "{name}");
        }
        for other in [
            lif("n1", "10.0.1.5", "default", true),
            lif("n1", "10.0.1.5", "home_port_only", false),
            lif("n1", "192.168.1.5", "home_port_only", true),
            lif("n3", "10.0.1.5", "home_port_only", true),
        ] {
            assert!(
                !is_last_private_lif(&other, &[], &subnets),
                "floating addresses do not depend on it: {other:?}"
            );
        }
    }

    #[test]
    fn floating_lifs_are_outside_every_vpc() {
        let subnets = [("n1".to_owned(), "10.0.1.0/24".parse().unwrap())];
        let vpc = |cidr: &str| Vpc {
            id: "vpc-1".into(),
            cidrs: vec![cidr.parse().unwrap()],
            owner_id: String::new(),
        };
        let vpcs = [vpc("10.0.0.0/16"), vpc("10.9.0.0/16")];
        let lifs =
            ["10.0.1.5", "10.0.2.5", "10.9.0.5", "192.168.1.5"].map(|own| lif("n1", own, "default", true));
        let names = |lifs: Vec<&IpInterface>| lifs.iter().map(|lif| lif.name.clone()).collect::<Vec<_>>();
        let outside = outside(&lifs, &subnets);
        assert_eq!(names(outside.clone()), ["10.0.2.5", "10.9.0.5", "192.168.1.5"]);
        let mut hidden = lif("n1", "10.0.1.5", "default", true);
        hidden.ip.address = None;
        assert!(floats(&hidden, &vpcs) && super::outside(&[hidden], &subnets).len() == 1, "it may float");
        assert_eq!(names(outside.into_iter().filter(|lif| floats(lif, &vpcs)).collect()), ["192.168.1.5"]);
    }
}
