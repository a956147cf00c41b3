//! What tells which network interfaces of EC2 are those of a node: pure.

use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ontap_core::{IpInterface, Node};

use super::E0A;

/// What ONTAP tells about where a node is in AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whereabouts {
    /// Name of the node.
    pub node: String,
    /// Private addresses that stay on e0a of the node, whatever happens.
    pub addresses: Vec<Ipv4Addr>,
    /// Id of its instance; absent if ONTAP does not tell.
    pub instance_id: Option<String>,
}

impl Whereabouts {
    /// Returns what the record of the node tells.
    pub fn of(node: &Node) -> Self {
        Self {
            node: node.name.clone(),
            addresses: node.management_ipv4(),
            instance_id: node.vm.instance_id.clone(),
        }
    }

    /// Returns whether the record tells nothing. That of a node that is taken over tells enough: assumed
    /// (`failed-node-record`), and not relied upon.
    pub fn is_unknown(&self) -> bool {
        self.addresses.is_empty() && self.instance_id.is_none()
    }

    /// Returns the same with the addresses of the LIFs that never leave the node. EC2 knows which interface
    /// has them, also while the node is down.
    #[must_use]
    pub fn or_by_lifs(mut self, lifs: &[IpInterface]) -> Self {
        let is_on_it = |lif: &&IpInterface| {
            let location = &lif.location;
            location.home_node.name.as_ref() == Some(&self.node)
                && location.home_port.name.as_deref() == Some(E0A)
                && lif.stays_on_node()
        };
        let found = lifs.iter().filter(is_on_it).filter_map(IpInterface::ipv4);
        let found: Vec<_> = found.filter(|address| !self.addresses.contains(address)).collect();
        self.addresses.extend(found);
        self
    }

    /// Returns whether the interface has one of the addresses and does not belong to another instance.
    pub fn is_at(&self, interface: &NetworkInterface) -> bool {
        let of_another = match (&self.instance_id, interface.instance_id()) {
            (Some(ours), Some(theirs)) => ours != theirs,
            _ => false,
        };
        !of_another && self.addresses.iter().any(|address| interface.has(*address))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn node(more: &Value) -> Node {
        let mut record = json!({"uuid": "u", "name": "n1", "state": "taken_over"});
        record.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(record).unwrap()
    }

    fn lif(home: &str, port: &str, failover: &str, address: &str) -> IpInterface {
        serde_json::from_value(json!({"uuid": "u", "name": "l", "ip": {"address": address}, "location": {
            "home_node": {"name": home}, "home_port": {"name": port}, "failover": failover}}))
        .unwrap()
    }

    #[test]
    fn the_lifs_that_never_leave_a_node_tell_its_addresses() {
        let bare = Whereabouts::of(&node(&json!({})));
        assert!(bare.is_unknown());
        let lifs = [
            lif("n1", "e0a", "home_node_only", "10.0.1.11"),
            lif("n1", "e0a", "home_port_only", "10.0.1.12"),
            lif("n1", "e0a", "broadcast_domain_only", "10.0.1.13"),
            lif("n1", "e0b", "home_port_only", "10.0.9.14"),
            lif("n2", "e0a", "home_port_only", "10.0.1.21"),
        ];
        let found = bare.or_by_lifs(&lifs);
        let expected: Vec<Ipv4Addr> = ["10.0.1.11", "10.0.1.12"].map(|text| text.parse().unwrap()).into();
        assert_eq!(found.addresses, expected);
        assert!(!found.is_unknown());
        assert!(!Whereabouts::of(&node(&json!({"vm": {"instance_id": "i-1"}}))).is_unknown());
    }
}
