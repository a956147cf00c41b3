//! The last private LIF of a node, which floating LIFs need in order to migrate there: pure (docs/decisions/0007).

use ipnet::Ipv4Net;
use ontap_core::IpInterface;
use tfplugin_core::Attr;

use super::model::LifModel;
use super::names::may_leave_its_node;
use crate::system::describe_lif;

/// Returns the attribute of the plan that moves the LIF away from its node or takes it out of operation, and a word for
/// what it does.
pub fn taken_away(
    lif: &IpInterface,
    planned: &LifModel,
    subnet: Ipv4Net,
) -> Option<(&'static str, &'static str)> {
    let home = lif.location.home_node.name.as_ref();
    if planned.enabled == Attr::Known(false) {
        return Some(("enabled", "disabled"));
    }
    if planned.home_node.known() != home {
        return Some(("home_node", "moved to another node"));
    }
    if planned.address().is_some_and(|address| !subnet.contains(&address)) {
        return Some(("address", "given another kind of address"));
    }
    match &planned.failover {
        Attr::Known(failover) => may_leave_its_node(failover).then_some(("failover", "let roam")),
        // A new policy brings its own failover.
        _ if planned.serves_blocks() == Some(false) => Some(("service_policy", "let roam")),
        _ => None,
    }
}

/// Returns the summary of the refusal; `done` completes "cannot be ...".
pub fn refused(lif: &IpInterface, done: &str) -> String {
    let node = lif.location.home_node.name.as_deref().unwrap_or_default();
    format!("{} is the last private one of node {node} and cannot be {done}", describe_lif(lif))
}

/// The way out for a destroy.
pub const IN_DESTROY: &str = "It was not deleted. Destroy those first: let them depend on this one (depends_on), so that \
     Terraform knows the order. If they were destroyed in this very run, only later, destroy once more.";

/// The way out for an update.
pub const IN_UPDATE: &str = "Make another private LIF on the node first, such as one for iSCSI, or destroy \
     the floating ones before.";

/// Returns the detail of the refusal.
pub fn reason(floating: &[String], way_out: &str) -> String {
    format!(
        "The storage VM has these floating LIFs: {}. They migrate only to a node with a private LIF of the storage VM that stays \
         with it; without this one the next failover would leave them behind. {way_out}",
        floating.join(", ")
    )
}

#[cfg(test)]
#[path = "last_private_lif_tests.rs"]
mod tests;
