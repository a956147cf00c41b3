//! Plan rules of `cvo_secondary_ip`: pure.

use ec2_core::{NetworkInterface, Subnet};
use tfplugin_core::{Attr, Diagnostics, Plan};

use super::model::{SecondaryIpModel, id};

/// The interface and its subnet. Absent unless a new address is planned and the interface is known.
#[derive(Debug)]
pub struct Facts(pub Option<(NetworkInterface, Subnet)>);

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
    match (&plan.planned.network_interface_id, &plan.planned.private_ip) {
        (Attr::Known(interface), Attr::Known(address)) => {
            plan.planned.id = id(interface.as_str(), address.0).into();
        }
        (Attr::Unknown, _) | (_, Attr::Unknown) => plan.planned.id = Attr::Unknown,
        _ => {}
    }
    // Only the apply shows whether a named address exists already; a chosen one is always new.
    let is_new = plan.config.private_ip.is_null()
        || plan.planned.reuse_unused == Attr::Known(false)
            && plan.planned.allow_reassignment != Attr::Known(true)
            && !plan.planned.allow_reassignment.is_unknown();
    if plan.is_create() && plan.config.release_on_destroy.is_null() && is_new {
        plan.planned.release_on_destroy = Attr::Known(true);
    }
    if let Some(Facts(Some((interface, subnet)))) = facts {
        refuse_impossible(plan, interface, subnet);
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
