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
    /// The LIF that an earlier apply left the move to the partner's interface to, if it is not there.
    pub not_followed: Option<String>,
    /// Whether a replacement comes up of which no plan has told: in an apply, or without a look at the object.
    pub is_sudden: bool,
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
    match (&plan.planned.network_interface_id, &plan.planned.private_ip) {
        (Attr::Known(interface), Attr::Known(address)) => {
            plan.planned.id = id(interface.as_str(), address.0).into();
        }
        (Attr::Unknown, _) | (_, Attr::Unknown) => plan.planned.id = Attr::Unknown,
        _ => {}
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
        refuse_sudden_replacement(plan, facts);
        warn_of_lif_that_stays(plan, facts);
        warn_of_former_address(plan, facts);
    }
    if let Some((interface, subnet)) = facts.and_then(|facts| facts.place.as_ref()) {
        refuse_impossible(plan, interface, subnet);
    }
}

/// Warns of an address that its LIF did not take along: it waits for ever unless the LIF changes its home.
fn warn_of_lif_that_stays(plan: &mut Plan<SecondaryIpModel>, facts: &Facts) {
    let (Some(lif), Some(address)) = (&facts.not_followed, plan.planned.address()) else { return };
    let wanted = plan.planned.interface();
    let detail = format!(
        "An earlier apply left it to {lif} to take {address} along to {wanted}, and the LIF has its home on the other \
         node. The address goes there together with the LIF: see that this plan changes home_node of the LIF, too, \
         or put network_interface_id back."
    );
    plan.warn("network_interface_id", format!("{address} waits for its LIF"), detail);
}

/// Refuses a replacement in an apply: the plan that was accepted did not tell of it, because a value was not known
/// then.
fn refuse_sudden_replacement(plan: &mut Plan<SecondaryIpModel>, facts: &Facts) {
    let Some((prior, address)) = plan.prior.as_ref().and_then(|prior| Some((prior, prior.address()?))) else {
        return;
    };
    if !facts.is_sudden {
        return;
    }
    let (attribute, now) = if prior.private_ip == plan.planned.private_ip {
        ("network_interface_id", plan.planned.interface())
    } else {
        ("private_ip", plan.planned.address().map(|address| address.to_string()).unwrap_or_default())
    };
    let interface = prior.interface();
    plan.refuse(
        attribute,
        format!("{address} was not to be replaced"),
        format!(
            "It stays on {interface}. {attribute} is {now} now, which makes another address, and the plan did not \
             tell so: it was made while {attribute} was not known, or with -refresh=false. Plan again, without \
             -refresh=false: the plan then shows the replacement."
        ),
    );
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
