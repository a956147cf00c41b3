//! The network interfaces of a pair, of its mediator and of other applications.

use std::net::Ipv4Addr;

use super::ec2::named;
use super::{Address, NODES, PORTS, Pair};
use crate::inventory::ec2::{AttachmentSpec, NetworkInterfaceSpec, SecurityGroupSpec};

/// Purposes of the interfaces of a node, in the order of [`PORTS`]. NetApp publishes the first text for the
/// node that has the cluster's address; the others are assumed (`interface-descriptions`).
const PURPOSES: [&str; 4] = [
    "Interface for Node & Cluster Management, Inter-Cluster Communication, and Data",
    "Interface for Cluster Connectivity",
    "Interface for HA Interconnect",
    "Interface for RAID SyncMirror and Mediator",
];

impl Pair {
    pub(super) fn node_interface(&self, node: usize, port: usize) -> NetworkInterfaceSpec {
        let subnet = self.node_subnets[node];
        let hosts = match port {
            0 => self.private_hosts(node),
            // NetApp's network requirements for AWS: each of the other interfaces has one address.
            _ => vec![Self::other_host(node, port)],
        };
        let id = self.interface_id(node, port);
        NetworkInterfaceSpec {
            description: format!("{} - {}", PURPOSES[port], PORTS[port]),
            mac_address: self.mac_address(node, port),
            attachment: Some(attachment(&id, self.instance_id(node), port)),
            tags: named(&format!("{} {}", NODES[node], PORTS[port])),
            security_groups: vec![security_group(
                format!("sg-0c0a51de00000000{}", self.digit),
                "cvo-storage",
            )],
            ..self.bare(id, subnet, &hosts)
        }
    }

    /// Host numbers of the private LIFs whose home is on a node.
    fn private_hosts(&self, node: usize) -> Vec<u8> {
        let of_node = self.lifs.iter().filter(|lif| lif.node == node);
        let host = |lif: &super::Lif| match lif.address {
            Address::Private(host) => Some(host),
            Address::Floating(_) => None,
        };
        of_node.filter_map(host).collect()
    }

    pub(super) fn mediator_interface(&self) -> NetworkInterfaceSpec {
        let id = format!("eni-0c0a51de0000000{}f", self.digit);
        NetworkInterfaceSpec {
            attachment: Some(attachment(&id, self.mediator_id(), 0)),
            tags: named("cvo-mediator"),
            ..self.bare(id, self.mediator_subnet, &[50])
        }
    }

    /// An instance of another application in the subnet of a node, with addresses in use.
    pub(super) fn foreign_interface(&self, subnet: u8) -> NetworkInterfaceSpec {
        let id = format!("eni-0f0e1a000000000{}{subnet}", self.digit);
        NetworkInterfaceSpec {
            attachment: Some(attachment(&id, self.foreign_id(subnet), 0)),
            security_groups: vec![security_group(format!("sg-0f0e1a0000000000{}", self.digit), "app")],
            tags: named("app"),
            ..self.bare(id, subnet, &[200, 201, 202])
        }
    }

    /// An unattached interface with the addresses `hosts`, the primary one first.
    fn bare(&self, id: String, subnet: u8, hosts: &[u8]) -> NetworkInterfaceSpec {
        let address = |host: u8| self.host(subnet, host);
        let mut addresses = hosts.iter().map(|&host| address(host));
        NetworkInterfaceSpec {
            id,
            subnet_id: self.subnet_id(subnet),
            description: "Primary network interface".into(),
            mac_address: format!("02:0a:{:02x}:{subnet:02x}:c8:{:02x}", self.network, hosts[0]),
            attachment: None,
            primary_address: addresses.next().unwrap_or(Ipv4Addr::UNSPECIFIED),
            secondary_addresses: addresses.collect(),
            ipv4_prefixes: vec![],
            elastic_addresses: vec![],
            security_groups: vec![],
            source_dest_check: true,
            tags: named(""),
        }
    }
}

fn attachment(interface_id: &str, instance_id: String, device_index: usize) -> AttachmentSpec {
    AttachmentSpec {
        id: interface_id.replace("eni-", "eni-attach-"),
        instance_id,
        device_index: u32::try_from(device_index).unwrap_or_default(),
    }
}

fn security_group(id: String, name: &str) -> SecurityGroupSpec {
    SecurityGroupSpec { id, name: name.into() }
}
