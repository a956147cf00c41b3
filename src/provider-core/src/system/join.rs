//! Which of the interfaces found is behind e0a of which node: pure.

use std::collections::BTreeMap;

use ec2_core::NetworkInterface;
use tfplugin_core::{Diagnostics, Outcome, quoted};

use super::{E0a, Whereabouts};
use crate::values::InterfaceId;

/// Returns the interface of each node: the one given in the configuration, else the one with an address that
/// stays on the node, else the first interface (eth0) of the node's instance. That this is the one behind e0a
/// is assumed (`e0a-is-the-first-interface`).
pub fn join(
    nodes: &[Whereabouts],
    interfaces: &[NetworkInterface],
    given: &BTreeMap<String, InterfaceId>,
) -> Outcome<Vec<E0a>> {
    let mut diagnostics = unknown_nodes(nodes, given);
    let mut joined = Vec::new();
    for node in nodes {
        let found = match given.get(&node.node) {
            Some(id) => interfaces.iter().filter(|found| found.id == id.as_str()).collect(),
            None => of_node(node, interfaces),
        };
        match found[..] {
            [only] => joined.push(e0a(node, only)),
            ref several => diagnostics.extend(not_one(node, several)),
        }
    }
    diagnostics.into_result().map(|()| joined)
}

/// Refuses names of nodes that do not exist. A misspelled name would otherwise be ignored silently, and the
/// interface be found by address instead.
fn unknown_nodes(nodes: &[Whereabouts], given: &BTreeMap<String, InterfaceId>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let names: Vec<_> = nodes.iter().map(|node| node.node.as_str()).collect();
    for unknown in given.keys().filter(|name| !names.contains(&name.as_str())) {
        diagnostics.push_error(
            format!("Node {} of aws.network_interface_ids does not exist", quoted(unknown)),
            format!("The cluster has these nodes: {}. Correct the provider block.", names.join(", ")),
        );
    }
    diagnostics
}

fn of_node<'a>(node: &Whereabouts, interfaces: &'a [NetworkInterface]) -> Vec<&'a NetworkInterface> {
    let mut found: Vec<_> = interfaces.iter().filter(|found| node.is_at(found)).collect();
    if found.is_empty() {
        let instance = node.instance_id.as_deref();
        let first =
            |found: &&NetworkInterface| found.attachment.as_ref().is_some_and(|at| at.device_index == 0);
        let of_instance = |found: &&NetworkInterface| instance.is_some() && found.instance_id() == instance;
        found = interfaces.iter().filter(of_instance).filter(first).collect();
    }
    found.dedup_by(|one, other| one.id == other.id);
    found
}

fn e0a(node: &Whereabouts, interface: &NetworkInterface) -> E0a {
    E0a {
        node: node.node.clone(),
        interface_id: interface.id.clone(),
        subnet_id: interface.subnet_id.clone(),
        instance_id: interface.instance_id().map(str::to_owned),
    }
}

fn not_one(node: &Whereabouts, found: &[&NetworkInterface]) -> Diagnostics {
    let addresses: Vec<_> = node.addresses.iter().map(ToString::to_string).collect();
    let addresses =
        if addresses.is_empty() { "not known to ONTAP".to_owned() } else { addresses.join(" or ") };
    let found: Vec<_> = found.iter().map(|interface| interface.id.as_str()).collect();
    let what = match found[..] {
        [] => "no network interface of this region and account".to_owned(),
        _ => format!("several ({})", found.join(", ")),
    };
    Diagnostics::error(
        format!("The network interface behind e0a of node {} was not found", node.node),
        format!(
            "Its management address is {}, its instance {}; EC2 knows {what}. Check aws.region and the \
             account, or name the interface in the provider block: aws = {{ network_interface_ids = {{ {:?} \
             = \"eni-…\" }} }}.",
            addresses,
            node.instance_id.as_deref().unwrap_or("not known to ONTAP"),
            node.node
        ),
    )
}

#[cfg(test)]
#[path = "join_tests.rs"]
mod tests;
