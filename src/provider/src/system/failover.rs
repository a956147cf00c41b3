//! HA pairs: which interface a node's addresses move to, and whether a takeover is in progress.

use std::collections::BTreeSet;

use ontap::Node;
use provider_core::system::{E0a, Pair};
use tfplugin::Outcome;

use crate::clients::Clients;

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
        let partner = nodes.iter().find(|node| node.name == own.node).and_then(Node::partner);
        Ok(all.iter().find(|e0a| Some(e0a.node.as_str()) == partner).cloned())
    }

    /// Returns the pair of the node that has this interface behind e0a, with the state of both nodes read
    /// now.
    pub async fn pair_of(&self, interface: &str) -> Outcome<Option<Pair>> {
        let Some(partner) = self.partner_e0a(interface).await? else { return Ok(None) };
        let nodes = self.ontap.nodes_now().await?;
        let Some(node) = nodes.iter().find(|node| node.partner() == Some(partner.node.as_str())) else {
            return Ok(None);
        };
        let of_partner = nodes.iter().find(|node| node.name == partner.node);
        Ok(Some(Pair {
            node: node.name.clone(),
            failover: node.failover(&nodes),
            partner_failover: of_partner.and_then(|partner| partner.failover(&nodes)),
            partner,
        }))
    }
}
