//! The last private LIF of a node stays as long as its storage VM has floating LIFs, which migrate only to nodes with
//! one (docs/decisions/0007).

use ipnet::Ipv4Net;
use ontap::{Failover, IpInterface};
use tfplugin::{Attr, Cx, Diagnostics, Outcome};
use tokio::sync::OwnedMutexGuard;

use super::model::LifModel;
use crate::clients::Clients;
use crate::diagnose::During;
use crate::system::{describe_lif, floats, is_last_private_lif, outside};

/// How long a destroy waits for the floating LIFs to go, in looks of one second. Destroying a whole configuration
/// deletes all of its LIFs at the same time.
const LOOKS: usize = 60;

/// As long as this exists no other private LIF of the storage VM leaves the node in this run.
pub(super) type Alone = Option<OwnedMutexGuard<()>>;

/// Before a LIF is deleted: waits until no floating LIF needs it any more, or refuses.
pub(super) async fn let_floating_go_first(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    lif: &IpInterface,
) -> Outcome<Alone> {
    if subnet_of_home(cx, lif).await?.is_none() {
        return Ok(None);
    }
    let alone = alone(cx, lif).await?;
    let mut left = needing(cx, ontap, lif).await?;
    for _ in 0..LOOKS {
        if left.is_empty() || !Clients::pause(cx).await {
            break;
        }
        left = needing(cx, ontap, lif).await?;
    }
    match left.is_empty() {
        true => Ok(Some(alone)),
        false => Err(Diagnostics::error(refused(lif, "destroyed"), reason(&left, IN_DESTROY))),
    }
}

/// Before a LIF is changed: refuses what takes it from its node while a floating LIF needs it there.
pub(super) async fn refuse_to_take_away(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    lif: &IpInterface,
    planned: &LifModel,
) -> Outcome<Alone> {
    let Some(subnet) = subnet_of_home(cx, lif).await? else { return Ok(None) };
    let Some((attribute, done)) = taken_away(lif, planned, subnet) else { return Ok(None) };
    let alone = alone(cx, lif).await?;
    let left = needing(cx, ontap, lif).await?;
    match left.is_empty() {
        true => Ok(Some(alone)),
        false => Err(Diagnostics::error_at(attribute, refused(lif, done), reason(&left, IN_UPDATE))),
    }
}

/// The subnet of the home node's e0a, if LIFs that float may need this one there.
async fn subnet_of_home(cx: &Cx<Clients>, lif: &IpInterface) -> Outcome<Option<Ipv4Net>> {
    if !lif.stays_on_node() || lif.enabled == Some(false) || !Clients::is_multi_az(cx).await? {
        return Ok(None);
    }
    let home = lif.location.home_node.name.as_deref();
    let subnets = Clients::e0a_subnets(cx).await?;
    Ok(subnets.into_iter().find(|(node, _)| Some(node.as_str()) == home).map(|(_, subnet)| subnet))
}

async fn alone(cx: &Cx<Clients>, lif: &IpInterface) -> Outcome<OwnedMutexGuard<()>> {
    let svm = lif.svm.name.as_deref().unwrap_or_default();
    let node = lif.location.home_node.name.as_deref().unwrap_or_default();
    Clients::hold(cx, &format!("private LIFs of storage VM {svm} on node {node}")).await
}

/// The floating LIFs of the storage VM, if this is the last private LIF that lets them migrate to its node. The VPCs
/// are asked for only when something can float.
async fn needing(cx: &Cx<Clients>, ontap: &ontap::Client, lif: &IpInterface) -> Outcome<Vec<String>> {
    let of_svm: Vec<_> = lif.svm.uuid.iter().map(|uuid| ("svm.uuid", uuid.as_str())).collect();
    let lifs = ontap.list::<IpInterface>(&of_svm).await.during("list the LIFs of the storage VM")?;
    let subnets = Clients::e0a_subnets(cx).await?;
    let outside = outside(&lifs, &subnets);
    if outside.is_empty() || !is_last_private_lif(lif, &lifs, &subnets) {
        return Ok(Vec::new());
    }
    let vpcs = cx.clients().ec2().vpcs().await.during("list the VPCs")?;
    let floating = outside.into_iter().filter(|lif| floats(lif, &vpcs));
    let address = |lif: &IpInterface| lif.ip.address.map(|own| own.to_string()).unwrap_or_default();
    Ok(floating.map(|lif| format!("{} ({})", lif.name, address(lif))).collect())
}

/// Which attribute of the plan takes the LIF away from its node or out of operation, and what that does.
fn taken_away(
    lif: &IpInterface,
    planned: &LifModel,
    subnet: Ipv4Net,
) -> Option<(&'static str, &'static str)> {
    let home = lif.location.home_node.name.as_ref();
    if planned.enabled == Attr::Known(false) {
        return Some(("enabled", "disabled"));
    }
    if planned.home_node.known() != home {
        return Some(("home_node", "moved to another node"));
    }
    if planned.address().is_some_and(|address| !subnet.contains(&address)) {
        return Some(("address", "given another kind of address"));
    }
    match &planned.failover {
        Attr::Known(failover) => {
            (!Failover::from(failover.as_str()).stays_on_node()).then_some(("failover", "let roam"))
        }
        // The failover that a new policy brings with it.
        _ if planned.serves_blocks() == Some(false) => Some(("service_policy", "let roam")),
        _ => None,
    }
}

fn refused(lif: &IpInterface, done: &str) -> String {
    let node = lif.location.home_node.name.as_deref().unwrap_or_default();
    format!("{} is the last private one of node {node} and cannot be {done}", describe_lif(lif))
}

const IN_DESTROY: &str = "It was not deleted. Destroy those first: let them depend on this one (depends_on), so that \
     Terraform knows the order. If they were destroyed in this very run, only later, destroy once more.";

const IN_UPDATE: &str = "Nothing was changed. Make another private LIF on the node first, such as one for iSCSI, or destroy \
     the floating ones before.";

fn reason(floating: &[String], way_out: &str) -> String {
    format!(
        "The storage VM has these floating LIFs: {}. They migrate only to a node with a private LIF of the storage VM that stays \
         with it; without this one the next failover would leave them behind. {way_out}",
        floating.join(", ")
    )
}

#[cfg(test)]
mod tests;
