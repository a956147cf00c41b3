//! Plan rules of `cvo_lif`: pure.

use tfplugin_core::{Attr, Plan};

use super::model::LifModel;
use super::names::{self, HOME_PORT_ONLY};
use super::placement::{self, Placement};
use crate::object::OntapModel;
use crate::values::Netmask;

/// What the rules need to know of the system.
#[derive(Debug)]
pub struct Facts {
    /// Where the LIF is to be; absent when the plan does not place it anew.
    pub place: Option<Placement>,
}

/// Whether the plan puts the LIF somewhere.
pub fn places(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| plan.planned.is_placed_unlike(prior))
}

/// Settles what the configuration leaves open.
pub fn settle(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    await_route(plan);
    settle_auto_revert(plan);
    settle_failover(plan);
    settle_netmask(plan, facts.and_then(|facts| facts.place.as_ref()));
}

/// Refuses, or warns about, what is planned.
pub fn review(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    let place = facts.and_then(|facts| facts.place.as_ref());
    if place.is_none_or(|place| place.has_port(&plan.planned)) {
        // A port that does not exist at all is told with those that do.
        plan.diagnostics.extend(placement::other_port(plan.prior.as_ref(), &plan.planned));
    }
    refuse_moving_enabled_blocks(plan);
    refuse_roaming_blocks(plan);
    warn_of_intranode_failover(plan);
    warn_of_new_address(plan);
    if let Some(place) = place.filter(|_| places(plan)) {
        plan.diagnostics.extend(place.refusals(&plan.planned, &plan.config.failover));
    }
}

/// A route that did not come is awaited again. The plan must show it, or Terraform would have nothing to apply.
fn await_route(plan: &mut Plan<LifModel>) {
    if plan.prior.as_ref().is_some_and(LifModel::still_awaits_route) {
        plan.planned.awaits_route = Attr::Known(false);
    }
}

/// Whether the plan turns a LIF for files into one for blocks, or the other way round. A create counts.
fn changes_kind(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| prior.serves_blocks() != plan.planned.serves_blocks())
}

/// What the configuration leaves open follows the kind of LIF, and is otherwise left as it is.
fn settle_auto_revert(plan: &mut Plan<LifModel>) {
    if plan.config.auto_revert.is_null() && changes_kind(plan) {
        plan.planned.auto_revert =
            plan.planned.serves_blocks().map_or(Attr::Unknown, |blocks| Attr::Known(!blocks));
    }
}

/// ONTAP chooses for a new LIF; when the kind changes, the old choice does not fit any more.
fn settle_failover(plan: &mut Plan<LifModel>) {
    if plan.config.failover.is_null() && !plan.is_create() && changes_kind(plan) {
        plan.planned.failover = match plan.planned.serves_blocks() {
            Some(true) => HOME_PORT_ONLY.into(),
            _ => Attr::Unknown,
        };
    }
}

/// The mask of the home node's subnet, in the spelling that is stored if it is the same.
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

/// ONTAP refuses to re-home an enabled LIF for blocks (1966238, 1967125): initiators would lose their path.
fn refuse_moving_enabled_blocks(plan: &mut Plan<LifModel>) {
    let Some(prior) = &plan.prior else { return };
    let moves = plan.planned.home_node != prior.home_node || plan.planned.home_port != prior.home_port;
    let is_down = prior.enabled == Attr::Known(false) || plan.planned.enabled == Attr::Known(false);
    let blocks = prior.serves_blocks() == Some(true) || plan.planned.serves_blocks() == Some(true);
    if moves && blocks && !is_down {
        let detail = "Initiators lose the path through this LIF, and ONTAP refuses it while the LIF is enabled. See that they have \
             another path, apply the new home together with enabled = false, then apply enabled = true.";
        plan.refuse("home_node", "A LIF for blocks cannot change its home while it is enabled", detail);
    }
}

/// ONTAP refuses any other failover together with block services (53281018).
fn refuse_roaming_blocks(plan: &mut Plan<LifModel>) {
    let Attr::Known(failover) = &plan.config.failover else { return };
    let roams = !matches!(failover.as_str(), HOME_PORT_ONLY | "default");
    if roams && plan.planned.serves_blocks() == Some(true) {
        let summary = format!("A LIF for blocks cannot have failover {failover:?}");
        let detail = "Its address never leaves its home port; initiators have paths through several LIFs instead. Write \
             \"home_port_only\", or leave failover out.";
        plan.refuse("failover", summary, detail);
    }
}

fn warn_of_intranode_failover(plan: &mut Plan<LifModel>) {
    let stored = plan.prior.as_ref().map(|prior| &prior.failover);
    let Attr::Known(failover) = &plan.planned.failover else { return };
    if names::may_change_port_on_its_node(failover) && stored != Some(&plan.planned.failover) {
        let summary = format!("failover {failover:?} allows another port of the same node");
        let detail = "Cloud Volumes ONTAP does not support that: only port e0a has the LIF's address in AWS, so that the LIF would \
             not be reachable elsewhere. Leave failover out unless you know better.";
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
        "Clients that are connected to {was} lose their connection, and must be told the new address where they do not \
         resolve a name."
    );
    plan.warn("address", format!("The address of {object} changes"), detail);
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
