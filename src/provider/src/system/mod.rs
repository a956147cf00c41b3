//! Facts that need both halves: which network interface is behind port e0a of which node, and what each of
//! its addresses is for.

mod default_svm;
mod failover;

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;
use std::time::Instant;

use ec2::{Instance, InterfaceFilter, NetworkInterface};
use ipnet::Ipv4Net;
use ontap::{IpInterface, Node};
use provider_core::system::{E0a, Whereabouts, join};
use provider_core::values::InterfaceId;
use tfplugin::Outcome;

pub use default_svm::default_svm;

use crate::clients::{Age, Clients};

impl Clients {
    /// Returns the subnet of each node's e0a, by node name.
    pub async fn e0a_subnets(&self) -> Outcome<Vec<(String, Ipv4Net)>> {
        let mut subnets = Vec::new();
        for e0a in self.e0a().await? {
            subnets.push((e0a.node.clone(), self.aws.subnet(&e0a.subnet_id).await?.cidr));
        }
        Ok(subnets)
    }

    /// Returns the interface behind e0a of every node.
    pub async fn e0a(&self) -> Outcome<&[E0a]> {
        Ok(self.e0a.get_or_try_init(|| find(self)).await?)
    }

    /// Returns an instance, read once in a run; those of all nodes are read together.
    pub async fn instance(&self, id: &str) -> Outcome<Instance> {
        let nodes: Vec<_> =
            self.e0a.get().into_iter().flatten().filter_map(|e0a| e0a.instance_id.clone()).collect();
        self.aws.instance(id, if nodes.iter().any(|node| node == id) { &nodes } else { &[] }).await
    }

    /// Returns the number of addresses that the instance type allows on one interface; unknown for a detached
    /// interface.
    pub async fn address_limit(&self, interface: &NetworkInterface) -> Outcome<Option<usize>> {
        let Some(instance) = interface.instance_id() else { return Ok(None) };
        let instance = self.instance(instance).await?;
        let limits = self.aws.instance_type(&instance.instance_type).await?;
        Ok(Some(limits.ipv4_addresses_per_interface))
    }
}

async fn find(clients: &Clients) -> Outcome<Vec<E0a>> {
    let nodes = clients.ontap.nodes().await?;
    let asked = Instant::now();
    let by_hand = clients.aws.interface_ids();
    let mut candidates = Vec::new();
    let named: Vec<_> = by_hand.values().map(|id| id.as_str().to_owned()).collect();
    if !named.is_empty() {
        let what = "read the network interfaces of aws.network_interface_ids";
        candidates.extend(clients.aws.interfaces(InterfaceFilter::Ids(named), what).await?);
    }
    let nodes = whereabouts(clients, nodes, by_hand).await?;
    let left: Vec<_> = nodes.iter().filter(|node| !by_hand.contains_key(&node.node)).collect();
    candidates.extend(candidates_of(clients, &left).await?);
    let found = join(&nodes, &candidates, by_hand)?;
    clients.learn_e0a_interfaces(asked, &found, &candidates).await;
    Ok(found)
}

/// Returns what ONTAP tells about where the nodes are. The LIFs are asked only about a node whose record
/// tells nothing.
async fn whereabouts(
    clients: &Clients,
    nodes: &[Node],
    by_hand: &BTreeMap<String, InterfaceId>,
) -> Outcome<Vec<Whereabouts>> {
    let told: Vec<_> = nodes.iter().map(Whereabouts::of).collect();
    let is_missing = |node: &Whereabouts| node.is_unknown() && !by_hand.contains_key(&node.node);
    if !told.iter().any(is_missing) {
        return Ok(told);
    }
    let lifs = clients.all::<IpInterface>("LIFs", Age::Now).await?;
    let complete = |node: Whereabouts| if is_missing(&node) { node.or_by_lifs(&lifs) } else { node };
    Ok(told.into_iter().map(complete).collect())
}

/// Returns the interfaces that have an address of a node or belong to a node's instance.
async fn candidates_of(clients: &Clients, nodes: &[&Whereabouts]) -> Outcome<Vec<NetworkInterface>> {
    let addresses: BTreeSet<Ipv4Addr> = nodes.iter().flat_map(|node| node.addresses.clone()).collect();
    let mut found = Vec::new();
    if !addresses.is_empty() {
        let filter = InterfaceFilter::PrivateIps(addresses.into_iter().collect());
        found = clients.aws.interfaces(filter, "find the network interfaces of the nodes' addresses").await?;
    }
    let lacks = |node: &&&Whereabouts| !found.iter().any(|interface| node.is_at(interface));
    let instances: Vec<_> = nodes.iter().filter(lacks).filter_map(|node| node.instance_id.clone()).collect();
    if !instances.is_empty() {
        let filter = InterfaceFilter::Instances(instances);
        found.extend(
            clients.aws.interfaces(filter, "find the network interfaces of the nodes' instances").await?,
        );
    }
    Ok(found)
}
