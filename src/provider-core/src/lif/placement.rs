//! The planned place of a LIF: node, port, subnet. No other resource of the run can resolve what is refused
//! here.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use ec2_core::{NetworkInterface, Subnet, covering_vpc};
use ipnet::Ipv4Net;
use tfplugin_core::{Attr, Diagnostics};

use super::floating::{self, Surroundings};
use super::model::LifModel;
use crate::system::E0A;

/// The nodes with their ports, and the EC2 side of the home node's e0a.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Placement {
    /// Ports by node.
    pub ports: BTreeMap<String, Vec<String>>,
    /// The home node's e0a; absent while the node is unknown or does not exist.
    pub home: Option<Home>,
}

/// The EC2 side of a node's e0a.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The interface, as it was read.
    pub interface: NetworkInterface,
    /// Its subnet.
    pub subnet: Subnet,
    /// The availability zones of the nodes.
    pub zones: Zones,
}

/// The availability zones of the nodes, and where the LIF's address is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zones {
    /// All nodes are in one zone.
    One,
    /// The nodes are in several zones, and the address is in the home node's subnet or not known yet.
    Several,
    /// The nodes are in several zones, and the address is outside that subnet.
    Outside(Surroundings),
}

/// Refuses a port that is not e0a, unless the state has it already.
pub fn other_port(stored: Option<&LifModel>, model: &LifModel) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    let is_stored = stored.is_some_and(|stored| stored.home_port == model.home_port);
    if let Some(port) = model.home_port.known().filter(|port| *port != E0A && !is_stored) {
        let detail = "In AWS the addresses of storage VMs are on the network interface behind port e0a of \
             each node. Write \"e0a\", or leave home_port out.";
        refusals.push_error_at(
            "home_port",
            format!("A LIF of a storage VM cannot live on port {port:?}"),
            detail,
        );
    }
    refusals
}

impl Placement {
    /// Returns all errors and warnings about the place. `failover` is the value in the configuration.
    pub fn refusals(&self, model: &LifModel, failover: &Attr<String>) -> Diagnostics {
        let mut refusals = self.unknown_port(model);
        if let Some(home) = &self.home {
            refusals.extend(home.impossible_address(model));
            refusals.extend(home.another_mask(model));
            if home.zones == Zones::Several {
                refusals.extend(floating::refuse_private_roaming(model, failover));
            }
        }
        refusals
    }

    /// Returns the errors and warnings about a floating address that depend on more than the place: other
    /// ranges and route tables.
    pub fn compared(&self, model: &LifModel) -> Diagnostics {
        match (&self.home, model.address()) {
            (Some(Home { zones: Zones::Outside(around), subnet, .. }), Some(address)) => {
                floating::refusals(around, model, address, &subnet.vpc_id)
            }
            _ => Diagnostics::new(),
        }
    }

    /// Returns whether the home node has the home port.
    pub fn has_port(&self, model: &LifModel) -> bool {
        let ports = model.home_node.known().and_then(|node| self.ports.get(node));
        ports.zip(model.home_port.known()).is_some_and(|(ports, port)| ports.contains(port))
    }

    fn unknown_port(&self, model: &LifModel) -> Diagnostics {
        let mut refusals = Diagnostics::new();
        let Some(node) = model.home_node.known() else { return refusals };
        let Some(ports) = self.ports.get(node) else {
            let nodes: Vec<_> = self.ports.keys().map(String::as_str).collect();
            let detail = format!("The cluster has these nodes: {}.", nodes.join(", "));
            refusals.push_error_at("home_node", format!("Node {node:?} does not exist"), detail);
            return refusals;
        };
        if let Some(port) = model.home_port.known().filter(|port| !ports.contains(port)) {
            let detail = format!("Node {node} has these ports: {}.", ports.join(", "));
            refusals.push_error_at(
                "home_port",
                format!("Port {port:?} of node {node} does not exist"),
                detail,
            );
        }
        refusals
    }
}

impl Home {
    /// Returns the address and the VPC of the home node, if the address is a floating one.
    pub fn floating(&self, model: &LifModel) -> Option<(Ipv4Addr, String)> {
        let Zones::Outside(around) = &self.zones else { return None };
        let address = model.address().filter(|address| covering_vpc(*address, &around.vpcs).is_none())?;
        Some((address, self.subnet.vpc_id.clone()))
    }

    fn impossible_address(&self, model: &LifModel) -> Diagnostics {
        let mut refusals = Diagnostics::new();
        let Some(address) = model.address() else { return refusals };
        let (id, cidr) = (&self.subnet.id, self.subnet.cidr);
        if let Zones::Outside(around) = &self.zones {
            return floating::refusals(around, model, address, &self.subnet.vpc_id);
        }
        let node = model.home_node.value_or_default();
        if !cidr.contains(&address) {
            let detail = format!(
                "Port e0a of node {node} is in subnet {id} with {cidr}. Choose an address of that range \
                 and assign it with cvo_secondary_ip."
            );
            refusals.push_error_at(
                "address",
                format!("{address} is outside the subnet of node {node}"),
                detail,
            );
        } else if self.subnet.reserves(address) {
            let detail = format!(
                "AWS keeps the first four addresses and the last one of {id} ({cidr}) for itself. Choose \
                 another address."
            );
            refusals.push_error_at("address", format!("{address} is reserved by AWS"), detail);
        } else if self.interface.address(address).is_some_and(|held| held.primary) {
            let detail = format!(
                "Port e0a of node {node} is network interface {}, and its primary address belongs to the \
                 node itself. Assign a secondary address with cvo_secondary_ip and refer to its private_ip.",
                self.interface.id
            );
            refusals.push_error_at(
                "address",
                format!("{address} is the primary address of node {node}"),
                detail,
            );
        }
        refusals
    }

    fn another_mask(&self, model: &LifModel) -> Diagnostics {
        let mut refusals = Diagnostics::new();
        let prefix = self.subnet.cidr.prefix_len();
        let node = model.home_node.value_or_default();
        if let Some(mask) = model.netmask.known().filter(|mask| mask.length() != prefix) {
            let detail = format!(
                "Port e0a of node {node} is in subnet {} with {}. Write {prefix} (or {}), or leave netmask \
                 out.",
                self.subnet.id,
                self.subnet.cidr,
                dotted(self.subnet.cidr)
            );
            let summary = format!("A mask of {} bits is not that of node {node}'s subnet", mask.length());
            if self.floating(model).is_some() {
                refusals.push_warning_at("netmask", summary, detail);
            } else {
                refusals.push_error_at("netmask", summary, detail);
            }
        }
        refusals
    }
}

fn dotted(cidr: Ipv4Net) -> String {
    cidr.netmask().to_string()
}

#[cfg(test)]
#[path = "placement_tests.rs"]
mod tests;
