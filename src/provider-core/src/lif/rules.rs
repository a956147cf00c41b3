//! Plan rules of `cvo_lif`: pure.

use tfplugin_core::{Attr, Diagnostics, Plan};

use super::model::LifModel;
use super::placement::{self, Placement};
use super::rehoming;
use crate::object::OntapModel;
use crate::system::Stray;
use crate::values::Netmask;
use crate::values::lif::{HOME_PORT_ONLY, may_change_port_on_its_node};

/// Facts about the system that the rules need.
#[derive(Debug, Default)]
pub struct Facts {
    /// The planned place of the LIF; absent if the plan does not change it.
    pub place: Option<Placement>,
    /// The interface on which a `cvo_secondary_ip` of this run keeps the address; known only if the LIF is to
    /// leave it.
    pub kept_on: Option<String>,
    /// What the apply would refuse for certain.
    pub foreseen: Diagnostics,
    /// The LIF as it is now, if its address is on the partner's interface and nobody reaches it.
    pub stray: Option<Stray>,
}

/// Returns whether the plan places the LIF.
pub fn places(plan: &Plan<LifModel>) -> bool {
    plan.prior.as_ref().is_none_or(|prior| plan.planned.is_placed_unlike(prior))
}

/// Settles the attributes that the configuration leaves open.
pub fn settle(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    await_route(plan);
    settle_auto_revert(plan);
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
    if let Some(stray) = facts.and_then(|facts| facts.stray.as_ref()) {
        plan.warn("address", &stray.summary, &stray.detail);
    }
    refuse_leaving_the_address(plan, facts);
    if let Some(facts) = facts {
        plan.diagnostics.extend(facts.foreseen.clone());
    }
    if let Some(place) = place.filter(|_| places(plan)) {
        plan.diagnostics.extend(place.refusals(&plan.planned, &plan.config.failover));
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

/// Settles `auto_revert` by the kind of LIF if the configuration leaves it open and the kind changes.
fn settle_auto_revert(plan: &mut Plan<LifModel>) {
    if plan.config.auto_revert.is_null() && changes_kind(plan) {
        plan.planned.auto_revert =
            plan.planned.serves_blocks().map_or(Attr::Unknown, |blocks| Attr::Known(!blocks));
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

/// Refuses to re-home a LIF whose address is to stay where it is.
fn refuse_leaving_the_address(plan: &mut Plan<LifModel>, facts: Option<&Facts>) {
    let Some((facts, address)) = facts.zip(plan.planned.address()) else { return };
    let home = facts.place.as_ref().and_then(|place| place.home.as_ref());
    if let Some((kept_on, home)) = facts.kept_on.as_ref().zip(home) {
        let node = plan.planned.home_node.value_or_default();
        let refusal = rehoming::address_stays_behind(address, kept_on, &home.interface.id, &node);
        plan.diagnostics.extend(refusal);
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
