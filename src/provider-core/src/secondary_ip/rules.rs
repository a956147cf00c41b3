//! Plan rules of `cvo_secondary_ip`: pure.

use ec2_core::{NetworkInterface, Subnet};
use tfplugin_core::{Attr, Diagnostics, Plan};

use super::model::{SecondaryIpModel, id};
use super::moving;
use crate::system::Stray;

/// Facts about the system that the rules need.
#[derive(Debug, Default)]
pub struct Facts {
    /// The interface and its subnet. Absent unless a new address is planned and the interface is known.
    pub place: Option<(NetworkInterface, Subnet)>,
    /// Whether the planned interface is that of the HA partner in the subnet of the stored one.
    pub is_partner: bool,
    /// What the apply of a new address would refuse for certain.
    pub foreseen: Diagnostics,
    /// The LIF with the address that is replaced.
    pub lif_of_former: Option<String>,
    /// The LIF with the address, if the address is on the partner's interface and nobody reaches it.
    pub stray: Option<Stray>,
}

/// Checks a configuration, offline.
pub fn validate(config: &SecondaryIpModel, diagnostics: &mut Diagnostics) {
    if config.reuse_unused == Attr::Known(true) && config.private_ip.is_null() {
        diagnostics.push_error_at(
            "reuse_unused",
            "reuse_unused needs an address",
            "EC2 keeps no owner of an address, so two resources could be given the same unused one. Name the \
             address in private_ip; data.cvo_system lists those that are assigned but unused. An address \
             that is left to choose is always a new one.",
        );
    }
}

/// Applies all rules, in order.
pub fn rules(plan: &mut Plan<SecondaryIpModel>, facts: Option<&Facts>) {
    // A vanished address is assigned again. The plan must show this, or a stale read would re-address a LIF.
    // For a new address it stays unknown, because the create may not see whether it was assigned.
    plan.planned.assigned = if plan.is_create() { Attr::Unknown } else { Attr::Known(true) };
    if let (Attr::Known(interface), Attr::Known(address)) =
        (&plan.planned.network_interface_id, &plan.planned.private_ip)
    {
        plan.planned.id = id(interface.as_str(), address.0).into();
    }
    moving::settle(plan, facts.map(|facts| facts.is_partner));
    // Only the apply shows whether a named address exists already; a chosen one is always new.
    let is_new = plan.config.private_ip.is_null()
        || plan.planned.reuse_unused == Attr::Known(false)
            && plan.planned.allow_reassignment != Attr::Known(true)
            && !plan.planned.allow_reassignment.is_unknown();
    if plan.is_create() && plan.config.release_on_destroy.is_null() && is_new {
        plan.planned.release_on_destroy = Attr::Known(true);
    }
    if let Some(stray) = facts.and_then(|facts| facts.stray.as_ref()) {
        plan.warn("private_ip", &stray.summary, &stray.detail);
    }
    if let Some(facts) = facts {
        plan.diagnostics.extend(facts.foreseen.clone());
        warn_of_former_address(plan, facts);
    }
    if let Some((interface, subnet)) = facts.and_then(|facts| facts.place.as_ref()) {
        refuse_impossible(plan, interface, subnet);
    }
}

/// Warns of a replacement whose release is refused, unless the successor is assigned first. No request says
/// whether the configuration has `create_before_destroy`.
fn warn_of_former_address(plan: &mut Plan<SecondaryIpModel>, facts: &Facts) {
    let former = plan.prior.as_ref().and_then(SecondaryIpModel::address);
    if let (Some(lif), Some(former)) = (&facts.lif_of_former, former) {
        let detail = format!(
            "{lif} has {former}, so that it is not released before the LIF has another address. Unless this \
             object has lifecycle {{ create_before_destroy = true }}, the release comes first and is refused."
        );
        plan.warn("private_ip", format!("{former} is replaced while a LIF has it"), detail);
    }
}

/// Refuses addresses that no other resource of the run can make possible.
fn refuse_impossible(plan: &mut Plan<SecondaryIpModel>, interface: &NetworkInterface, subnet: &Subnet) {
    let Some(address) = plan.config.address() else { return };
    if !subnet.cidr.contains(&address) {
        let detail = format!(
            "{} is in subnet {} with {}. Choose an address of that range, or leave private_ip out.",
            interface.id, subnet.id, subnet.cidr
        );
        plan.refuse("private_ip", format!("{address} is outside the subnet of the interface"), detail);
    } else if subnet.reserves(address) {
        let detail = format!(
            "AWS keeps the first four addresses and the last one of {} ({}) for itself. Choose another \
             address, or leave private_ip out.",
            subnet.id, subnet.cidr
        );
        plan.refuse("private_ip", format!("{address} is reserved by AWS"), detail);
    } else if interface.address(address).is_some_and(|held| held.primary) {
        let detail = format!(
            "The primary address belongs to {} for good; it can be neither assigned nor released. Choose \
             another address, or leave private_ip out.",
            interface.id
        );
        plan.refuse("private_ip", format!("{address} is the primary address of the interface"), detail);
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
