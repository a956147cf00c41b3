//! [`Pair`]: where the addresses of a node move in a takeover.

use ontap_core::NodeFailover;
use tfplugin_core::{Diagnostics, Outcome};

use super::E0a;

/// One node of a pair and the e0a that its addresses move to in a takeover, in the current state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Name of the node.
    pub node: String,
    /// The partner's e0a.
    pub partner: E0a,
    /// Why the node does not do its work itself at the moment; `None` if it does.
    pub failover: Option<NodeFailover>,
    /// Why the partner does not do its work itself at the moment; `None` if it does.
    pub partner_failover: Option<NodeFailover>,
}

impl Pair {
    /// Returns whether a takeover or giveback of either node is in progress.
    pub fn is_in_takeover(&self) -> bool {
        self.in_progress().is_some()
    }

    /// Returns the node that does not do its work itself at the moment, and why.
    pub fn in_progress(&self) -> Option<(&str, NodeFailover)> {
        let own = self.failover.map(|failover| (self.node.as_str(), failover));
        own.or(self.partner_failover.map(|failover| (self.partner.node.as_str(), failover)))
    }

    /// Refuses to make an object while another node does this node's work, unless `allowed`. `what` completes
    /// "... cannot be made now".
    pub fn refuse_create(&self, what: &str, allowed: bool, attribute: &str) -> Outcome<()> {
        let Some(failover) = self.failover.filter(|_| !allowed) else { return Ok(()) };
        let node = &self.node;
        Err(Diagnostics::error_at(
            attribute,
            format!("{what} cannot be made now: node {node} {failover}"),
            format!(
                "What is made for node {node} now may end up on the interface of {}. Apply again after the \
                 giveback (\"storage failover show\" tells), or set allow_during_takeover = true.",
                self.partner.node
            ),
        ))
    }
}
