//! What must hold immediately before a LIF is written or destroyed: pure decisions on what was just read.
//! Missing objects and conflicts are found here and not in the plan, because another resource of the run may
//! still resolve them.

use std::collections::BTreeSet;
use std::net::Ipv4Addr;

use ec2_core::NetworkInterface;
use ipnet::Ipv4Net;
use ontap_core::{IpInterface, ServicePolicy};
use tfplugin_core::{Attr, Diagnostics, Outcome};

use super::model::LifModel;
use super::placement::Home;
use super::rehoming::{self, Origin};
use crate::object::exists_already;
use crate::system::{SvmId, describe_lif, lif_with};
use crate::values::lif::may_leave_its_node;

/// The state of both halves, read while the lock of the address is held.
#[derive(Debug)]
pub struct Seen<'a> {
    /// Uuid of the LIF, if it exists already.
    pub own_uuid: Option<&'a str>,
    /// Uuid of the storage VM.
    pub svm_uuid: &'a str,
    /// LIFs of every scope, storage VM and state.
    pub lifs: &'a [IpInterface],
    /// The storage VM's service policies.
    pub policies: &'a [ServicePolicy],
    /// The home node's e0a, just read.
    pub home: &'a Home,
    /// Interfaces that have the address, in any VPC; read only if the home node's e0a does not have it.
    pub holders: &'a [NetworkInterface],
    /// The interface behind the partner's e0a, which has the addresses of both nodes during a takeover;
    /// absent at any other time.
    pub partner: Option<&'a str>,
    /// Where the address still may be, because the LIF gets another home and the address goes with it.
    pub origin: Option<&'a Origin<'a>>,
    /// Addresses that objects of this run have or name.
    pub own: &'a BTreeSet<Ipv4Addr>,
    /// Number of addresses that the instance type of the home node allows on the interface; read only if
    /// there is an `origin`.
    pub limit: Option<usize>,
    /// Number of addresses that others of this run bring to the interface, and that it does not show.
    pub coming: usize,
}

/// Returns everything that prevents the LIF from being written.
pub fn refusals(seen: &Seen<'_>, planned: &LifModel) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    refuse_taken_name(seen, planned, &mut refusals);
    refuse_unknown_policy(seen, planned, &mut refusals);
    if let Some(address) = planned.address() {
        let others: Vec<_> =
            seen.lifs.iter().filter(|lif| Some(lif.uuid.as_str()) != seen.own_uuid).cloned().collect();
        match lif_with(&others, address) {
            Some(holder) => refuse_address_of(holder, address, &mut refusals),
            None => refuse_unassigned(seen, planned, address, &mut refusals),
        }
    }
    refusals
}

fn refuse_taken_name(seen: &Seen<'_>, planned: &LifModel, refusals: &mut Diagnostics) {
    let is_taken = |lif: &&IpInterface| {
        lif.svm.uuid.as_deref() == Some(seen.svm_uuid)
            && planned.name.known() == Some(&lif.name)
            && Some(lif.uuid.as_str()) != seen.own_uuid
    };
    if let Some(taken) = seen.lifs.iter().find(is_taken) {
        refusals.extend(exists_already::<LifModel>(taken));
    }
}

fn refuse_unknown_policy(seen: &Seen<'_>, planned: &LifModel, refusals: &mut Diagnostics) {
    let Some(wanted) = planned.service_policy.known() else { return };
    if seen.policies.iter().any(|policy| policy.name == *wanted) {
        return;
    }
    let mut names: Vec<_> = seen.policies.iter().map(|policy| policy.name.as_str()).collect();
    names.sort_unstable();
    let detail = if names.is_empty() {
        "The storage VM has no service policies at all.".to_owned()
    } else {
        format!("The storage VM has these: {}.", names.join(", "))
    };
    refusals.push_error_at("service_policy", format!("Service policy {wanted:?} does not exist"), detail);
}

pub fn refuse_address_of(holder: &IpInterface, address: Ipv4Addr, refusals: &mut Diagnostics) {
    let detail = format!(
        "{} has it. Choose another address, or give that LIF another one first if it is yours.",
        describe_lif(holder)
    );
    refusals.push_error_at("address", format!("{address} is the address of another LIF"), detail);
}

/// Refuses an address that is not a secondary one of the home node's e0a. Whether it is the primary address
/// is checked with the placement.
fn refuse_unassigned(seen: &Seen<'_>, planned: &LifModel, address: Ipv4Addr, refusals: &mut Diagnostics) {
    let interface = &seen.home.interface;
    let at_partner = |holder: &NetworkInterface| {
        let primary = holder.address(address).is_none_or(|held| held.primary);
        !primary && Some(holder.id.as_str()) == seen.partner
    };
    if interface.has(address) || seen.home.floating(planned).is_some() || seen.holders.iter().any(at_partner)
    {
        return;
    }
    if let Some(held) = seen.origin.and_then(|origin| origin.holds(seen.holders, address)) {
        refusals.extend(rehoming::impossible(seen, held));
        return;
    }
    let node = planned.home_node.value_or_default();
    let vpc = &interface.vpc_id;
    let elsewhere = seen.holders.iter().find(|holder| holder.vpc_id == *vpc && holder.has(address));
    let (summary, detail) = match elsewhere {
        Some(other) => (
            format!("{address} is on another network interface than that of node {node}"),
            format!(
                "{} has it, and port e0a of node {node} is {}. Choose an address of {}, or another \
                 home_node.",
                other.id, interface.id, interface.id
            ),
        ),
        None => (
            format!("{address} is not assigned to the network interface of node {node}"),
            format!(
                "Port e0a of node {node} is {}; the LIF would not be reachable. Assign the address with a \
                 cvo_secondary_ip and refer to its private_ip, so that Terraform knows the order.",
                interface.id
            ),
        ),
    };
    refusals.push_error_at("address", summary, detail);
}

/// Refuses a floating address that cannot migrate to these nodes.
pub fn without_private_lifs(nodes: &[String]) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    if !nodes.is_empty() {
        let detail = format!(
            "{} have no private LIF of this storage VM that stays with them, and a floating address does not \
             migrate to a node without one. Make one per node first, such as a LIF for iSCSI, and let this \
             one depend on them; or set require_private_lifs = false.",
            nodes.join(", ")
        );
        refusals.push_error_at("require_private_lifs", "Private LIFs are missing", detail);
    }
    refusals
}

/// Returns whether the LIF serves iSCSI.
pub fn serves_iscsi(lif: &IpInterface) -> bool {
    lif.services.iter().any(|service| service == "data_iscsi")
}

/// Refuses to destroy an iSCSI LIF of the default storage VM.
pub fn refuse_of_default(lif: &IpInterface, default: Option<&SvmId>) -> Outcome<()> {
    if default.is_none_or(|svm| lif.svm.uuid.as_ref() != Some(&svm.uuid)) {
        return Ok(());
    }
    let described = describe_lif(lif);
    Err(Diagnostics::error(
        format!("{described} must not be destroyed"),
        "It is an iSCSI LIF of the storage VM that the system was deployed with, which Cloud Volumes ONTAP \
         needs itself. Nothing was touched. To only forget it, use \"terraform state rm\".",
    ))
}

/// Returns the attribute of the plan that moves the LIF away from its node or takes it out of operation, and
/// a word for what it does.
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
pub fn last_private_summary(lif: &IpInterface, done: &str) -> String {
    let node = lif.location.home_node.name.as_deref().unwrap_or_default();
    format!("{} is the last private one of node {node} and cannot be {done}", describe_lif(lif))
}

/// The way out for a destroy.
pub const WAY_OUT_OF_DESTROY: &str = "It was not deleted. Destroy those first: let them depend on this one \
     (depends_on), so that Terraform knows the order. If they were destroyed in this very run, only later, \
     destroy once more.";

/// The way out for an update.
pub const WAY_OUT_OF_UPDATE: &str = "Make another private LIF on the node first, such as one for iSCSI, or \
     destroy the floating ones before.";

/// Returns the detail of the refusal.
pub fn last_private_detail(floating: &[String], way_out: &str) -> String {
    format!(
        "The storage VM has these floating LIFs: {}. They migrate only to a node with a private LIF of the \
         storage VM that stays with it; without this one the next failover would leave them behind. \
         {way_out}",
        floating.join(", ")
    )
}

#[cfg(test)]
#[path = "checks_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "last_private_lif_tests.rs"]
mod last_private_lif_tests;
