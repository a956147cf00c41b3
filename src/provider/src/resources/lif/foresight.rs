//! What the plan of a LIF looks at to refuse what the apply would refuse for certain. An apply that has written
//! already leaves it to the checks before the write, and so does a plan that cannot look.

use std::sync::Arc;

use ontap::{IpInterface, ServicePolicy};
use provider_core::lif::{Ahead, LifModel, asks_for_services, foreseen as decide};
use provider_core::values::lif::has_block_services;
use tfplugin::{Cx, Diagnostics, Outcome, Plan, Text};

use super::checks;
use crate::clients::{Age, Clients, persisting};

/// What a plan sees of the objects around its LIF.
#[derive(Debug)]
pub struct Foreseen {
    /// What the apply would refuse, whatever the other objects of the run do.
    pub refusals: Diagnostics,
    /// Whether the planned policy serves blocks; absent if the plan does not ask, or the policy cannot be read.
    pub serves_blocks: Option<bool>,
}

/// Looks at the LIFs and service policies that there are.
pub async fn foreseen(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Foreseen> {
    let (clients, planned) = (cx.clients(), &plan.planned);
    let prior = plan.prior.as_ref();
    let address = planned.address().filter(|_| prior.is_none_or(|prior| prior.address != planned.address));
    let is_new_policy = prior.is_none_or(|prior| prior.service_policy != planned.service_policy);
    let is_named_twice =
        address.zip(key(planned)).is_some_and(|(address, lif)| clients.claims.plan_lif(address, &lif));
    let may_look = clients.only_reads();
    let lifs = match address.filter(|_| may_look) {
        Some(_) => clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default(),
        None => Arc::default(),
    };
    let policies = if is_new_policy && may_look && planned.service_policy.known().is_some() {
        clients.all::<ServicePolicy>("service policies", Age::Recent).await.unwrap_or_default()
    } else {
        Arc::default()
    };
    let serves_blocks = if !asks_for_services(plan) {
        None
    } else if may_look {
        blocks_by(&policies, planned)
    } else {
        checks::serves_blocks(cx, planned).await?
    };
    let refusal = || {
        let ahead = Ahead { lifs: &lifs, policies: &policies, is_named_twice };
        decide(&ahead, planned, |uuid| clients.claims.knows_lif(uuid))
    };
    Ok(Foreseen { refusals: persisting("the LIF", refusal).await, serves_blocks })
}

/// Returns whether the planned policy, which is one of these, serves blocks.
fn blocks_by(policies: &[ServicePolicy], planned: &LifModel) -> Option<bool> {
    let (svm, name) = (planned.svm_name.known()?.text(), planned.service_policy.known()?);
    let is_planned = |policy: &&ServicePolicy| policy.name == *name && policy.svm.name.as_ref() == Some(&svm);
    policies.iter().find(is_planned).map(|policy| has_block_services(&policy.services))
}

/// Records that the planned LIF is about to be written.
pub fn begin(cx: &Cx<Clients>, planned: &LifModel) {
    if let Some(address) = planned.address() {
        cx.clients().claims.begin_lif(address);
    }
}

/// Returns what tells the LIF from others in plans: its uuid, or storage VM and name while it has none.
fn key(planned: &LifModel) -> Option<String> {
    let by_name = || Some(format!("{}/{}", planned.svm_name.known()?.text(), planned.name.known()?));
    planned.id.known().cloned().or_else(by_name)
}
