//! What the plan of a LIF looks at to refuse what the apply would refuse for certain. An apply that has written
//! already leaves it to the checks before the write, and so does a plan that cannot look.

use std::sync::Arc;

use ontap::{IpInterface, ServicePolicy};
use provider_core::lif::{Ahead, LifModel, foreseen as decide};
use tfplugin::{Cx, Diagnostics, Plan, Text};

use crate::clients::{Age, Clients, persisting};

/// Returns what the apply would refuse, whatever the other objects of the run do.
pub async fn foreseen(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Diagnostics {
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
    let refusal = || {
        let ahead = Ahead { lifs: &lifs, policies: &policies, is_named_twice };
        decide(&ahead, planned, |uuid| clients.claims.knows_lif(uuid))
    };
    persisting("the LIF", refusal).await
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
