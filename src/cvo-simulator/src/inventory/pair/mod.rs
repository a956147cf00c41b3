//! HA pairs: derives both sides of a pair from a description of its addresses, `single_az` or `multi_az`.

mod ec2;
mod ids;
mod interfaces;
mod multi_az;
mod single_az;

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::Inventory;
use super::cluster::{AggregateSpec, ClusterInventory, InterfaceSpec, NodeSpec, PortSpec, SvmSpec};
use super::ha::FailoverMode;

pub(super) use multi_az::MULTI_AZ;
pub(super) use single_az::SINGLE_AZ;

const NODES: [&str; 2] = ["cvo-node1", "cvo-node2"];
const SVM: &str = "svm_cvo";
/// Ports behind the EC2 interfaces of a node, by device index. NetApp names the first; the others, and that
/// the last two, which connect NVRAM and mirrors, are in no broadcast domain, are assumed
/// (`ports-of-a-pair`).
const PORTS: [&str; 4] = ["e0a", "e0b", "e0c", "e0d"];
/// Index of the port for the traffic between the nodes.
const CLUSTER_PORT: usize = 1;
const GIBIBYTE: u64 = 1 << 30;

/// Description of a pair.
pub struct Pair {
    /// Digit in the ids of this system that distinguishes it from the other presets.
    digit: u8,
    /// x in the VPC's block 10.x.0.0/16.
    network: u8,
    /// Subnets: the x of 10.….x.0/24, and the letter of the zone.
    subnets: &'static [(u8, char)],
    /// Subnet of each node.
    node_subnets: [u8; 2],
    /// Subnet of the mediator.
    mediator_subnet: u8,
    /// Whether floating addresses have routes in the two tables of the VPC.
    floats: bool,
    /// LIFs of the deployment. The first private LIF of a node has the primary address of e0a.
    lifs: &'static [Lif],
}

/// A LIF of the deployment.
struct Lif {
    name: &'static str,
    of_svm: bool,
    /// Index of its home node.
    node: usize,
    address: Address,
    policy: &'static str,
    failover: Option<&'static str>,
}

#[derive(Clone, Copy)]
enum Address {
    /// Host number in the subnet of the home node.
    Private(u8),
    /// An address outside every VPC.
    Floating(Ipv4Addr),
}

const fn of_cluster(name: &'static str, node: usize, address: Address, policy: &'static str) -> Lif {
    Lif { name, of_svm: false, node, address, policy, failover: None }
}

const fn of_svm(name: &'static str, node: usize, address: Address, policy: &'static str) -> Lif {
    Lif { of_svm: true, ..of_cluster(name, node, address, policy) }
}

/// NetApp's page on failover policies: a node management LIF stays on its node.
const fn of_node(name: &'static str, node: usize, address: Address) -> Lif {
    Lif { failover: Some("home_node_only"), ..of_cluster(name, node, address, "default-management") }
}

impl Pair {
    pub fn inventory(&self) -> Inventory {
        let failover_mode = if self.floats {
            FailoverMode::FloatingIp { route_table_ids: self.route_table_ids() }
        } else {
            FailoverMode::PrivateIp
        };
        Inventory { cluster: self.cluster(), ec2: self.ec2(), failover_mode: Some(failover_mode) }
    }

    fn host(&self, subnet: u8, host: u8) -> Ipv4Addr {
        Ipv4Addr::new(10, self.network, subnet, host)
    }

    fn block(&self, subnet: u8, length: u8) -> Ipv4Net {
        Ipv4Net::new_assert(self.host(subnet, 0), length)
    }

    fn address(&self, lif: &Lif) -> Ipv4Addr {
        match lif.address {
            Address::Private(host) => self.host(self.node_subnets[lif.node], host),
            Address::Floating(address) => address,
        }
    }

    fn cluster(&self) -> ClusterInventory {
        let aggregate = |name: &str, node: &str| AggregateSpec {
            name: name.into(),
            node: node.into(),
            size: 500 * GIBIBYTE,
        };
        let mut gateways = self.node_subnets.map(|subnet| self.host(subnet, 1)).to_vec();
        gateways.dedup();
        ClusterInventory {
            name: "cvocluster".into(),
            nodes: (0..NODES.len()).map(|node| self.node(node)).collect(),
            aggregates: vec![aggregate("aggr1", NODES[0]), aggregate("aggr2", NODES[1])],
            default_svm: SvmSpec {
                name: SVM.into(),
                root_volume: "svm_cvo_root".into(),
                aggregate: "aggr1".into(),
            },
            interfaces: self
                .lifs
                .iter()
                .map(|lif| self.interface(lif))
                .chain((0..NODES.len()).map(|node| self.cluster_interface(node)))
                .collect(),
            gateways,
        }
    }

    fn node(&self, node: usize) -> NodeSpec {
        let (digit, number) = (self.digit, node + 1);
        NodeSpec {
            name: NODES[node].into(),
            serial_number: format!("909201400000000000{digit}{number}"),
            system_id: format!("27851200{digit}{number}"),
            instance_id: self.instance_id(node),
            ports: (0..PORTS.len()).map(|port| self.port(node, port)).collect(),
        }
    }

    fn port(&self, node: usize, port: usize) -> PortSpec {
        PortSpec {
            name: PORTS[port].into(),
            mac_address: self.mac_address(node, port),
            broadcast_domain: [Some("Default"), Some("Cluster"), None, None][port].map(Into::into),
        }
    }

    /// The LIF of a node in the IPspace `Cluster`, which every pair has. Its name, and that it has the
    /// address of the EC2 interface behind its port, are assumed (`cluster-lif-addresses`).
    fn cluster_interface(&self, node: usize) -> InterfaceSpec {
        InterfaceSpec {
            name: format!("{}_clus1", NODES[node]),
            svm: None,
            address: self.host(self.node_subnets[node], Self::other_host(node, CLUSTER_PORT)),
            prefix_length: 24,
            node: NODES[node].into(),
            port: PORTS[CLUSTER_PORT].into(),
            service_policy: "default-cluster".into(),
            failover: Some("home_node_only".into()),
        }
    }

    /// Host number of the only address of an interface other than e0a.
    fn other_host(node: usize, port: usize) -> u8 {
        [30, 40][node] + [0, 1, 2, 3][port]
    }

    fn interface(&self, lif: &Lif) -> InterfaceSpec {
        InterfaceSpec {
            name: lif.name.into(),
            svm: lif.of_svm.then(|| SVM.into()),
            address: self.address(lif),
            // Netmask of a floating address: that of the home node's subnet is assumed (`floating-netmask`).
            prefix_length: 24,
            node: NODES[lif.node].into(),
            port: PORTS[0].into(),
            service_policy: lif.policy.into(),
            failover: lif.failover.map(Into::into),
        }
    }
}
