//! Private LIFs that never leave their node: what lets a storage VM's floating addresses migrate. Pure.

use std::net::IpAddr;

use ipnet::Ipv4Net;
use ontap::{Failover, IpInterface};

/// The nodes that have no private LIF of the storage VM that stays with them; `subnets` are those of each node's e0a.
/// NetApp's manual of storage VMs in AWS asks for one per node.
pub(crate) fn nodes_without_private_lif(
    lifs: &[IpInterface],
    svm_uuid: &str,
    subnets: &[(String, Ipv4Net)],
) -> Vec<String> {
    let lacks = |(node, subnet): &&(String, Ipv4Net)| {
        let of_svm = lifs.iter().filter(|lif| lif.svm.uuid.as_deref() == Some(svm_uuid));
        !of_svm.filter(|lif| stays(lif)).any(|lif| is_private_on(lif, node, *subnet))
    };
    subnets.iter().filter(lacks).map(|(node, _)| node.clone()).collect()
}

/// Whether the LIF never leaves its node.
fn stays(lif: &IpInterface) -> bool {
    matches!(lif.location.failover, Some(Failover::HomePortOnly | Failover::HomeNodeOnly))
}

fn is_private_on(lif: &IpInterface, node: &str, subnet: Ipv4Net) -> bool {
    let inside = matches!(lif.ip.address, Some(IpAddr::V4(address)) if subnet.contains(&address));
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
    fn only_a_private_lif_in_operation_that_stays_counts() {
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
}
