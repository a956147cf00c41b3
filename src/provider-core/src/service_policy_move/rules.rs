//! Plan rules of `cvo_service_policy_move`: pure. Policies and LIFs are checked only in the apply, because
//! those that the same run creates do not exist yet.

use std::collections::BTreeSet;

use ontap_core::Version;
use tfplugin_core::{Attr, Diagnostics, Plan, Text};

use super::identity;
use super::model::{self, MoveModel};
use crate::svm_of::{self, NewName};
use crate::values::services::{OpenedBy, ServiceName, Services, listed, opened_by};

/// Facts about the system that the rules need.
#[derive(Debug)]
pub struct Facts {
    /// The owner of the storage VM name in the configuration.
    pub new_name: NewName,
    /// ONTAP release of the cluster.
    pub version: Version,
    /// Number of nodes of the cluster.
    pub nodes: usize,
}

/// Checks a configuration, offline.
pub fn validate(config: &MoveModel, diagnostics: &mut Diagnostics) {
    let source = config.source();
    let names_source = config.to_policies.known().is_some_and(|targets| targets.contains(source));
    if !config.from_policy.is_unknown() && names_source {
        let detail = "The services would be added and then removed again. Name other policies.";
        diagnostics.push_error_at(
            "to_policies",
            format!("{source} is also the policy that loses the services"),
            detail,
        );
    }
}

/// Applies all rules, in order.
pub fn rules(plan: &mut Plan<MoveModel>, facts: Option<&Facts>) {
    settle_targets(plan, facts);
    // Plans that everything is moved after the apply, so that a service that is back in the source shows as a
    // change.
    plan.planned.moved = plan.planned.services.clone();
    if plan.planned.svm_id.known().is_some() {
        plan.planned.id = plan.planned.composed_id();
    }
    if let Some(facts) = facts {
        let object = plan.prior.as_ref().unwrap_or(&plan.planned).subject();
        svm_of::settle_name(plan, &facts.new_name, &object);
    }
    if plan.is_untouched() {
        return;
    }
    let broken = plan.prior.as_ref().and_then(|prior| identity::refuse_broken(prior).err());
    plan.diagnostics.extend(broken.unwrap_or_default());
    plan.diagnostics.extend(refuse_inbound(&plan.planned, plan.prior.as_ref()));
    if let Some(facts) = facts {
        plan.diagnostics.extend(refuse_older_release(facts.version));
        warn_about_single_node(plan, facts.nodes);
    }
    warn_about_unknown(plan);
    warn_about_leftovers(plan);
}

/// Settles targets that the configuration leaves open as those of the release, once.
fn settle_targets(plan: &mut Plan<MoveModel>, facts: Option<&Facts>) {
    let targets = facts.map_or(Attr::Unknown, |facts| model::targets_of(facts.version).into());
    plan.fill(|model| &mut model.to_policies, targets);
}

/// Refuses releases before 9.11.1, in which there is nothing to move.
pub fn refuse_older_release(version: Version) -> Diagnostics {
    let mut refusals = Diagnostics::new();
    if version < Version::new(9, 11, 1) {
        refusals.push_error(
            format!("ONTAP {version} has no services to move"),
            format!(
                "The cluster runs ONTAP {version}. NetApp's procedure moves services from 9.11.1 on, which \
                 is the first release with most of them. Leave the resource out, for instance with count = 0."
            ),
        );
    }
    refusals
}

/// Refuses services for clients, because a LIF that loses one turns its clients away. Accepts a service that
/// is in the state, so that the move can still be destroyed.
pub fn refuse_inbound(planned: &MoveModel, prior: Option<&MoveModel>) -> Diagnostics {
    let inbound = newly_named(planned, prior, OpenedBy::Others);
    let mut refusals = Diagnostics::new();
    if !inbound.is_empty() {
        let what = listed(&inbound);
        let detail = format!(
            "Only services for connections that the storage VM itself opens are moved, such as \
             management-dns-client. The clients of {what} would no longer be served by the LIFs that have \
             {}. Leave it out.",
            planned.source()
        );
        refusals.push_error_at("services", format!("{what} cannot be moved"), detail);
    }
    refusals
}

/// Returns the services that the state does not have, and whose connections are opened by these.
fn newly_named(planned: &MoveModel, prior: Option<&MoveModel>, by: OpenedBy) -> Services {
    let stored = prior.map(MoveModel::listed_services).unwrap_or_default();
    let named = planned.listed_services();
    named.into_iter().filter(|service| opened_by(service) == by && !stored.contains(service)).collect()
}

/// Warns about services of which it is not known what they are for.
fn warn_about_unknown(plan: &mut Plan<MoveModel>) {
    let unknown = newly_named(&plan.planned, plan.prior.as_ref(), OpenedBy::Unknown);
    if unknown.is_empty() {
        return;
    }
    let what = listed(&unknown);
    let detail = format!(
        "Only services for connections that the storage VM itself opens can be moved without harm: if \
         clients connect to {what}, they are no longer served by the LIFs that have {}. See what NetApp's \
         manual of the release says, and how the name is spelled.",
        plan.planned.source()
    );
    plan.warn("services", format!("It is not known what {what} is for"), detail);
}

fn warn_about_single_node(plan: &mut Plan<MoveModel>, nodes: usize) {
    if nodes == 1 && plan.is_create() {
        let detail = "NetApp's procedure has the move for HA pairs, whose LIFs for files may be on the other \
             node. On a single node every LIF is where it belongs. Leave the resource out unless you know \
             better.";
        plan.diagnostics
            .push_warning("The system has a single node, which needs no service policy move", detail);
    }
}

/// Warns about services, sources and targets that are no longer named: they stay as they are.
fn warn_about_leftovers(plan: &mut Plan<MoveModel>) {
    let Some(prior) = plan.prior.clone() else { return };
    let (svm, source) = (prior.svm_label(), prior.source().to_owned());
    if let (Some(before), Some(now)) = (prior.services.known(), plan.planned.services.known()) {
        let dropped = dropped(before, now);
        if !dropped.is_empty() {
            let summary = format!("{} will stay moved", dropped.join(", "));
            let detail = format!(
                "The policies of storage VM {svm} keep what they have of it, and {source} does not get it \
                 back. Destroy with restore_on_destroy = true before, if it is to go back."
            );
            plan.warn("services", summary, detail);
        }
    }
    if let Attr::Known(new) = &plan.planned.from_policy
        && *new != source
    {
        let summary = format!("{source} will stay without the services");
        let detail = format!(
            "Only {new} loses them from now on; nothing is put back into {source} of storage VM {svm}. \
             Destroy with restore_on_destroy = true before, if it is to have them."
        );
        plan.warn("from_policy", summary, detail);
    }
    if let Attr::Known(new) = &plan.planned.to_policies {
        let former: Vec<_> = prior.targets().difference(new).cloned().collect();
        if !former.is_empty() {
            let summary = format!("{} will keep the services", former.join(", "));
            let detail = format!(
                "Nothing is taken out of a policy of storage VM {svm} that to_policies no longer names."
            );
            plan.warn("to_policies", summary, detail);
        }
    }
}

fn dropped(before: &BTreeSet<ServiceName>, now: &BTreeSet<ServiceName>) -> Vec<String> {
    let is_still_named = |service: &&ServiceName| now.iter().any(|named| named.means_the_same(service));
    before.iter().filter(|service| !is_still_named(service)).map(Text::text).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
