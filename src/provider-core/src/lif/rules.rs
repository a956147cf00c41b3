//! Plan rules of `cvo_lif`: pure.

use tfplugin_core::{Attr, Plan};

use super::model::LifModel;
use super::placement::{self, Placement};
use crate::object::OntapModel;
use crate::values::Netmask;
use crate::values::lif::{HOME_PORT_ONLY, may_change_port_on_its_node};

/// Facts about the system that the rules need.
#[derive(Debug)]
pub struct Facts {
    /// The planned place of the LIF; absent if the plan changes neither it nor what it is compared with.
    pub place: Option<Placement>,
    /// Whether the planned service policy serves blocks; absent if the plan does not ask, or the policy could
    /// not be read.
    pub serves_blocks: Option<bool>,
}

/// Private-state key: whether the LIF served blocks when it was seen last.
pub const SERVES_BLOCKS: &str = "serves_blocks";

/// Returns whether the plan asks for the services of another policy than that of the stored LIF.
pub fn asks_for_services(plan: &Plan<LifModel>) -> bool {
    plan.config.auto_revert.is_null() && !keeps_policy(plan)
}

fn keeps_policy(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_some_and(|prior| prior.service_policy == plan.planned.service_policy)
}

/// Returns whether the plan places the LIF.
pub fn places(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| plan.planned.is_placed_unlike(prior))
}

/// Returns whether the plan compares the address with other ranges or route tables than the state.
pub fn compares_anew(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_some_and(|prior| plan.planned.is_compared_unlike(prior))
}

/// Settles the attributes that the configuration leaves open.
pub fn settle(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    await_route(plan);
    settle_auto_revert(plan, facts.and_then(|facts| facts.serves_blocks));
    settle_failover(plan);
    settle_netmask(plan, facts.and_then(|facts| facts.place.as_ref()));
}

/// Refuses the plan or warns about it.
pub fn review(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    let place = facts.and_then(|facts| facts.place.as_ref());
    if place.is_none_or(|place| place.has_port(&plan.planned)) {
        // A port that does not exist is refused below, with the list of existing ones.
        plan.diagnostics.extend(placement::other_port(plan.prior.as_ref(), &plan.planned));
    }
    refuse_moving_enabled_blocks(plan);
    refuse_roaming_blocks(plan);
    warn_of_intranode_failover(plan);
    warn_of_new_address(plan);
    if let Some(place) = place {
        plan.diagnostics.extend(if places(plan) {
            place.refusals(&plan.planned, &plan.config.failover)
        } else {
            place.compared(&plan.planned)
        });
    }
}

/// Waits again for a route that did not appear. The plan must show this, or Terraform would have nothing to
/// apply.
fn await_route(plan: &mut Plan<LifModel>) {
    if plan.prior.as_ref().is_some_and(LifModel::still_awaits_route) {
        plan.planned.awaits_route = Attr::Known(false);
    }
}

/// Returns whether the plan turns a LIF for files into one for blocks or vice versa. A create counts too.
fn changes_kind(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| prior.serves_blocks() != plan.planned.serves_blocks())
}

/// Settles `auto_revert` by the services of the policy, as they were read. Services of the stored policy that
/// were never read leave the value as it is; those of another one are read by the apply.
fn settle_auto_revert(plan: &mut Plan<LifModel>, planned_policy: Option<bool>) {
    let keeps = keeps_policy(plan);
    let serves_blocks = if keeps { plan.private.get::<bool>(SERVES_BLOCKS) } else { planned_policy };
    match serves_blocks {
        Some(blocks) => plan.keep_default(|model| &mut model.auto_revert, !blocks),
        None if keeps => {}
        None => plan.keep_default(|model| &mut model.auto_revert, Attr::Unknown),
    }
}

/// Settles `failover` when the kind changes, because the old value no longer fits. For a new LIF, ONTAP
/// chooses.
fn settle_failover(plan: &mut Plan<LifModel>) {
    if plan.config.failover.is_null() && !plan.is_create() && changes_kind(plan) {
        plan.planned.failover = match plan.planned.serves_blocks() {
            Some(true) => HOME_PORT_ONLY.into(),
            _ => Attr::Unknown,
        };
    }
}

/// Settles the mask as that of the home node's subnet. Keeps the stored spelling if it means the same.
fn settle_netmask(plan: &mut Plan<LifModel>, place: Option<&Placement>) {
    if !plan.config.netmask.is_null() || !places(plan) {
        return;
    }
    let subnet = place.and_then(|place| place.home.as_ref()).map(|home| home.subnet.cidr.prefix_len());
    let stored = plan.prior.as_ref().and_then(|prior| prior.netmask.known());
    plan.planned.netmask = match (subnet, stored) {
        (Some(length), Some(stored)) if stored.length() == length => stored.clone().into(),
        (Some(length), _) => Netmask::of_length(length).into(),
        (None, _) => Attr::Unknown,
    };
}

/// Refuses to re-home an enabled LIF for blocks, as ONTAP does (1966238, 1967125): initiators would lose
/// their path.
fn refuse_moving_enabled_blocks(plan: &mut Plan<LifModel>) {
    let Some(prior) = &plan.prior else { return };
    let moves = plan.planned.home_node != prior.home_node || plan.planned.home_port != prior.home_port;
    let is_down = prior.enabled == Attr::Known(false) || plan.planned.enabled == Attr::Known(false);
    let blocks = prior.serves_blocks() == Some(true) || plan.planned.serves_blocks() == Some(true);
    if moves && blocks && !is_down {
        let detail = "Initiators lose the path through this LIF, and ONTAP refuses it while the LIF is \
             enabled. See that they have another path, apply the new home together with enabled = false, \
             then apply enabled = true.";
        plan.refuse("home_node", "A LIF for blocks cannot change its home while it is enabled", detail);
    }
}

/// Refuses a failover that ONTAP does not allow together with block services (53281018).
fn refuse_roaming_blocks(plan: &mut Plan<LifModel>) {
    let Attr::Known(failover) = &plan.config.failover else { return };
    let roams = !matches!(failover.as_str(), HOME_PORT_ONLY | "default");
    if roams && plan.planned.serves_blocks() == Some(true) {
        let summary = format!("A LIF for blocks cannot have failover {failover:?}");
        let detail = "Its address never leaves its home port; initiators have paths through several LIFs \
             instead. Write \"home_port_only\", or leave failover out.";
        plan.refuse("failover", summary, detail);
    }
}

fn warn_of_intranode_failover(plan: &mut Plan<LifModel>) {
    let stored = plan.prior.as_ref().map(|prior| &prior.failover);
    let Attr::Known(failover) = &plan.planned.failover else { return };
    if may_change_port_on_its_node(failover) && stored != Some(&plan.planned.failover) {
        let summary = format!("failover {failover:?} allows another port of the same node");
        let detail = "Cloud Volumes ONTAP does not support that: only port e0a has the LIF's address in AWS, \
             so that the LIF would not be reachable elsewhere. Leave failover out unless you know better.";
        plan.warn("failover", summary, detail);
    }
}

fn warn_of_new_address(plan: &mut Plan<LifModel>) {
    let Some(prior) = &plan.prior else { return };
    if plan.planned.address == prior.address {
        return;
    }
    let object = prior.describe();
    let was = prior.address().map(|address| address.to_string()).unwrap_or_default();
    let detail = format!(
        "Clients that are connected to {was} lose their connection, and must be told the new address where \
         they do not resolve a name."
    );
    plan.warn("address", format!("The address of {object} changes"), detail);
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
