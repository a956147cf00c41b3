//! What the plan of a LIF looks at to refuse what the apply would refuse for certain. An apply that has written
//! already leaves it to the checks before the write, and so does a plan that cannot look. What a planned value
//! depends on is looked at in every case, because plan and apply must come to the same value.

use std::sync::Arc;

use ontap::{IpInterface, ServicePolicy};
use provider_core::lif::{LifModel, asks_for_services, foreseen as decide, lacking_policy};
use provider_core::values::lif::has_block_services;
use tfplugin::{Cx, Diagnostics, Outcome, Plan, Text, calls};

use super::checks;
use crate::clients::{Age, Ahead, Clients, persisting};
use crate::identity;

/// What a plan sees of the objects around its LIF.
#[derive(Debug)]
pub struct Foreseen {
    /// What the apply would refuse, whatever the other objects of the run do.
    pub refusals: Diagnostics,
    /// Whether the planned policy serves blocks; absent if the plan does not ask, or the storage VM does not exist
    /// yet.
    pub serves_blocks: Option<bool>,
}

/// Looks at the LIFs and service policies that there are.
pub async fn foreseen(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Foreseen> {
    let policies = policies_ahead(cx, plan).await?;
    let mut refusals = address_ahead(cx, plan).await;
    refusals.extend(lacking_policy(&policies, &plan.planned));
    let serves_blocks = if asks_for_services(plan) { blocks_by(&policies, &plan.planned) } else { None };
    Ok(Foreseen { refusals, serves_blocks })
}

/// Returns whether other objects of this run may still change what is looked at.
fn looks_ahead(clients: &Clients) -> bool {
    clients.only_reads() && !calls().has_applied()
}

/// Refuses an address that another LIF has or gets.
async fn address_ahead(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Diagnostics {
    let (clients, planned) = (cx.clients(), &plan.planned);
    let is_new = plan.prior.as_ref().is_none_or(|prior| prior.address != planned.address);
    let Some(address) = planned.address().filter(|_| is_new) else { return Diagnostics::new() };
    let is_twice = key(cx, planned).is_some_and(|lif| clients.forecast.plan_lif(address, &lif));
    let refusal =
        |lifs: &[IpInterface]| decide(lifs, planned, is_twice, |uuid| clients.claims.knows_lif(uuid));
    let mut lifs = Arc::default();
    if looks_ahead(clients) {
        lifs = clients.all::<IpInterface>("LIFs", Age::Recent).await.unwrap_or_default();
        if refusal(&lifs).has_errors() {
            lifs = clients.all::<IpInterface>("LIFs", Age::Now).await.unwrap_or_default();
        }
    }
    let look = || match refusal(&lifs) {
        refused if refused.has_errors() && is_twice => Ahead::Certain(refused),
        refused if refused.has_errors() => Ahead::Refused(refused),
        _ => Ahead::Clear,
    };
    persisting("the LIF", look).await
}

/// Returns the service policies among which the planned one is, if the plan changes it. Those that are read to
/// refuse alone may be lacking; what they are read for besides may not.
async fn policies_ahead(cx: &Cx<Clients>, plan: &Plan<LifModel>) -> Outcome<Vec<ServicePolicy>> {
    let (clients, planned) = (cx.clients(), &plan.planned);
    let is_new = plan.prior.as_ref().is_none_or(|prior| prior.service_policy != planned.service_policy);
    let (Some(svm), true) = (planned.svm_name.known(), is_new && planned.service_policy.known().is_some())
    else {
        return Ok(Vec::new());
    };
    let asks = asks_for_services(plan);
    let found = if looks_ahead(clients) {
        let recent = clients.all::<ServicePolicy>("service policies", Age::Recent).await;
        let found = match recent {
            Ok(recent) if lacking_policy(&recent, planned).has_errors() => {
                clients.all::<ServicePolicy>("service policies", Age::Now).await
            }
            found => found,
        };
        match found {
            Ok(listed) if listed.faults.is_empty() => Ok(listed.to_vec()),
            // The planned policy may be among those that ONTAP shows in part.
            Ok(_) if asks => checks::policies_of(cx, &svm.text(), planned).await,
            Ok(_) => Ok(Vec::new()),
            Err(why) => Err(why),
        }
    } else if asks {
        checks::policies_of(cx, &svm.text(), planned).await
    } else {
        return Ok(Vec::new());
    };
    if asks { found } else { Ok(found.unwrap_or_default()) }
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
        cx.clients().forecast.begin_lif(address);
    }
}

/// Returns what tells the LIF from others in plans: its uuid, or storage VM and name while it has none. The successor
/// of a LIF that is replaced on demand has the uuid in its private data.
fn key(cx: &Cx<Clients>, planned: &LifModel) -> Option<String> {
    let by_name = || Some(format!("{}/{}", planned.svm_name.known()?.text(), planned.name.known()?));
    planned.id.known().cloned().or_else(|| identity::remembered(cx)).or_else(by_name)
}
