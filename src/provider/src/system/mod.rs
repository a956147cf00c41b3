//! Where the two halves meet: which network interface is behind port e0a of which node, and what each of its
//! addresses is for.

mod addresses;
mod default_svm;
mod failover;
mod join;
mod private_lifs;

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2::{InterfaceFilter, NetworkInterface};
use ipnet::Ipv4Net;
use ontap::Node;
use tfplugin::{Cx, Outcome};

pub(crate) use addresses::{AddressUse, Role, describe_lif, lif_with, uses};
pub(crate) use default_svm::{SvmId, default_svm, oldest as oldest_svm};
pub(crate) use private_lifs::{floats, is_last_private_lif, nodes_without_private_lif, outside};

use crate::clients::Clients;

/// The EC2 side of a node's port e0a. It does not change within a run; its addresses do and are read freshly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct E0a {
    /// Name of the node.
    pub(crate) node: String,
    /// `eni-…`
    pub(crate) interface_id: String,
    /// `subnet-…`
    pub(crate) subnet_id: String,
    /// `i-…`; none while the interface is detached.
    pub(crate) instance_id: Option<String>,
}

impl Clients {
    /// The subnet of each node's e0a, by node name.
    pub(crate) async fn e0a_subnets(cx: &Cx<Self>) -> Outcome<Vec<(String, Ipv4Net)>> {
        let mut subnets = Vec::new();
        for e0a in Self::e0a(cx).await? {
            subnets.push((e0a.node.clone(), cx.clients().subnet(&e0a.subnet_id).await?.cidr));
        }
        Ok(subnets)
    }

    /// The interface behind e0a of every node.
    pub(crate) async fn e0a(cx: &Cx<Self>) -> Outcome<&[E0a]> {
        Ok(cx.clients().e0a.get_or_try_init(|| find(cx)).await?)
    }
}

async fn find(cx: &Cx<Clients>) -> Outcome<Vec<E0a>> {
    let clients = cx.clients();
    let nodes = Clients::nodes(cx).await?;
    let by_hand = clients.interface_ids();
    let mut candidates = Vec::new();
    let named: Vec<_> = by_hand.values().map(|id| id.as_str().to_owned()).collect();
    if !named.is_empty() {
        let what = "read the network interfaces of aws.network_interface_ids";
        candidates.extend(clients.interfaces(InterfaceFilter::Ids(named), what).await?);
    }
    let left: Vec<_> = nodes.iter().filter(|node| !by_hand.contains_key(&node.name)).collect();
    candidates.extend(candidates_of(clients, &left).await?);
    join::join(nodes, &candidates, by_hand)
}

/// Interfaces that have a node's management address or belong to a node's instance.
async fn candidates_of(clients: &Clients, nodes: &[&Node]) -> Outcome<Vec<NetworkInterface>> {
    let addresses: BTreeSet<Ipv4Addr> = nodes.iter().flat_map(|node| node.management_ipv4()).collect();
    let mut found = Vec::new();
    if !addresses.is_empty() {
        let filter = InterfaceFilter::PrivateIps(addresses.into_iter().collect());
        found = clients
            .interfaces(filter, "find the network interfaces of the nodes' management addresses")
            .await?;
    }
    let lacks = |node: &&&Node| !found.iter().any(|interface| join::has_management_address(interface, node));
    let instances: Vec<_> =
        nodes.iter().filter(lacks).filter_map(|node| node.vm.instance_id.clone()).collect();
    if !instances.is_empty() {
        let filter = InterfaceFilter::Instances(instances);
        found
            .extend(clients.interfaces(filter, "find the network interfaces of the nodes' instances").await?);
    }
    Ok(found)
}
