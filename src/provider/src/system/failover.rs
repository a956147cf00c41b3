//! HA pairs: which interface a node's addresses move to, and whether a takeover is in progress.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2::NetworkInterface;
use ontap::IpInterface;
use provider_core::system::{E0a, Pair, Stray, is_in_failover, strays};
use tfplugin::{Diagnostics, Outcome};

use crate::clients::{Age, Clients};

/// Without the partner it cannot be told whether there is a takeover, and that there is none must not be concluded.
fn untold_partner(node: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The HA partner of node {node} is not known"),
        "The system has several nodes, and neither node names the other as its partner (ha.partners). Look at \
         the pair (\"storage failover show\"), then run Terraform again.",
    )
}

impl Clients {
    /// Returns whether the nodes are in several availability zones.
    pub async fn is_multi_az(&self) -> Outcome<bool> {
        if self.ontap.nodes().await?.len() < 2 {
            return Ok(false);
        }
        let mut zones = BTreeSet::new();
        for e0a in self.e0a().await? {
            zones.insert(self.aws.subnet(&e0a.subnet_id).await?.availability_zone);
        }
        Ok(zones.len() > 1)
    }

    /// Returns the e0a of the partner of the node that has this interface behind its own e0a. Returns `None`
    /// for a single node, and for an interface that is not behind an e0a.
    pub async fn partner_e0a(&self, interface: &str) -> Outcome<Option<E0a>> {
        let nodes = self.ontap.nodes().await?;
        if nodes.len() < 2 {
            return Ok(None);
        }
        let all = self.e0a().await?;
        let Some(own) = all.iter().find(|e0a| e0a.interface_id == interface) else { return Ok(None) };
        let partner = nodes.iter().find(|node| node.name == own.node).and_then(|node| node.partner(nodes));
        let found = partner.and_then(|partner| all.iter().find(|e0a| e0a.node == partner.name));
        found.cloned().map(Some).ok_or_else(|| untold_partner(&own.node))
    }

    /// Returns whether the second interface is that of the partner of the node that has the first one, in the
    /// same subnet: only within a subnet an address can go from one to the other.
    pub async fn is_partner_in_subnet(&self, interface: &str, other: &str) -> Outcome<bool> {
        let Some(partner) = self.partner_e0a(interface).await? else { return Ok(false) };
        let own = self.e0a().await?.iter().find(|e0a| e0a.interface_id == interface);
        Ok(partner.interface_id == other && own.is_some_and(|own| own.subnet_id == partner.subnet_id))
    }

    /// Returns the LIFs that nobody reaches, because their addresses are on the interface of the partner and no
    /// failover explains it. Whether one does is asked only if there are any.
    pub async fn strays(&self, lifs: &[IpInterface], interfaces: &[NetworkInterface]) -> Outcome<Vec<Stray>> {
        let found = strays(lifs, interfaces, self.e0a().await?);
        if found.is_empty() || is_in_failover(&self.nodes_now().await?) {
            return Ok(Vec::new());
        }
        Ok(found)
    }

    /// Returns the LIF with this address if nobody reaches it, as a recent look shows it. Looks only at a pair
    /// in one zone, where an address can go to another interface, and reads the LIFs only if this one is on
    /// another interface than the given one.
    pub async fn stray_of(&self, interface: &str, address: Ipv4Addr) -> Outcome<Option<Stray>> {
        if self.ontap.nodes().await?.len() < 2 || self.is_multi_az().await? {
            return Ok(None);
        }
        let interfaces = self.interface_and_siblings(interface, Age::Recent).await?;
        let holder = interfaces.iter().find(|found| found.has(address));
        if holder.is_none_or(|holder| holder.id == interface) {
            return Ok(None);
        }
        let lifs = self.all::<IpInterface>("LIFs", Age::Recent).await?;
        let found = self.strays(&lifs, &interfaces).await?;
        Ok(found.into_iter().find(|stray| stray.address == address.to_string()))
    }

    /// Returns the pair of the node that has this interface behind e0a, with the state of both nodes read
    /// now.
    pub async fn pair_of(&self, interface: &str) -> Outcome<Option<Pair>> {
        let Some(partner) = self.partner_e0a(interface).await? else { return Ok(None) };
        let nodes = self.nodes_now().await?;
        let of_partner = nodes.iter().find(|node| node.name == partner.node);
        let pair = of_partner.and_then(|of_partner| Some((of_partner, of_partner.partner(&nodes)?)));
        let (of_partner, node) = pair.ok_or_else(|| untold_partner(&partner.node))?;
        Ok(Some(Pair {
            node: node.name.clone(),
            failover: node.failover(&nodes),
            partner_failover: of_partner.failover(&nodes),
            partner,
        }))
    }
}
