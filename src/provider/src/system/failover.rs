//! HA pairs: which interface a node's addresses move to, and whether a takeover is going on.

use std::collections::BTreeSet;

use ontap::{Node, NodeFailover};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::E0a;
use crate::clients::Clients;
use crate::diagnose::During;

/// One node of a pair and where its addresses go in a takeover, as everything is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Name of the node.
    pub(crate) node: String,
    /// The partner's e0a.
    pub(crate) partner: E0a,
    /// Why the node's work is not with the node itself.
    pub(crate) failover: Option<NodeFailover>,
    /// Why the partner's work is not with the partner itself.
    pub(crate) partner_failover: Option<NodeFailover>,
}

impl Pair {
    /// Whether a takeover or giveback of either node is going on.
    pub(crate) fn is_in_takeover(&self) -> bool {
        self.failover.is_some() || self.partner_failover.is_some()
    }

    /// Refuses to make something while the node's work is not with the node itself. `what` completes "... cannot
    /// be made now".
    pub(crate) fn refuse_create(&self, what: &str, allowed: bool, attribute: &str) -> Outcome<()> {
        let Some(failover) = self.failover.filter(|_| !allowed) else { return Ok(()) };
        let node = &self.node;
        Err(Diagnostics::error_at(
            attribute,
            format!("{what} cannot be made now: node {node} {failover}"),
            format!(
                "What is made for node {node} now may end up on the interface of {}. Nothing was changed. Apply again after the \
                 giveback (\"storage failover show\" tells), or set allow_during_takeover = true.",
                self.partner.node
            ),
        ))
    }
}

impl Clients {
    /// The nodes as they are now. A single node has no takeover and is not asked again.
    pub(crate) async fn nodes_now(cx: &Cx<Self>) -> Outcome<Vec<Node>> {
        let known = Self::nodes(cx).await?;
        if known.len() < 2 {
            return Ok(known.to_vec());
        }
        Self::ontap(cx).await?.list::<Node>(&[]).await.during("read the state of the nodes")
    }

    /// Whether the nodes are in several availability zones.
    pub(crate) async fn is_multi_az(cx: &Cx<Self>) -> Outcome<bool> {
        if Self::nodes(cx).await?.len() < 2 {
            return Ok(false);
        }
        let mut zones = BTreeSet::new();
        for e0a in Self::e0a(cx).await? {
            zones.insert(cx.clients().subnet(&e0a.subnet_id).await?.availability_zone);
        }
        Ok(zones.len() > 1)
    }

    /// The e0a of the partner of the node that has this interface behind its own e0a. None for a single node and for
    /// an interface that is behind no e0a.
    pub(crate) async fn partner_e0a(cx: &Cx<Self>, interface: &str) -> Outcome<Option<E0a>> {
        let nodes = Self::nodes(cx).await?;
        if nodes.len() < 2 {
            return Ok(None);
        }
        let all = Self::e0a(cx).await?;
        let Some(own) = all.iter().find(|e0a| e0a.interface_id == interface) else { return Ok(None) };
        let partner = nodes.iter().find(|node| node.name == own.node).and_then(Node::partner);
        Ok(all.iter().find(|e0a| Some(e0a.node.as_str()) == partner).cloned())
    }

    /// The pair of the node that has this interface behind e0a, with its state as it is now.
    pub(crate) async fn pair_of(cx: &Cx<Self>, interface: &str) -> Outcome<Option<Pair>> {
        let Some(partner) = Self::partner_e0a(cx, interface).await? else { return Ok(None) };
        let nodes = Self::nodes_now(cx).await?;
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
