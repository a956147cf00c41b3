//! The last private LIF of a node stays while its storage VM has floating LIFs, because these migrate only to
//! nodes with a private LIF (docs/decisions/0007).

use futures::future::BoxFuture;
use ipnet::Ipv4Net;
use ontap::IpInterface;
use provider_core::lif::{
    LifModel, WAY_OUT_OF_DESTROY, WAY_OUT_OF_UPDATE, last_private_detail, last_private_summary, taken_away,
};
use provider_core::system::{floats, is_last_private_lif, outside};
use tfplugin::{Cx, Diagnostics, Outcome};

use crate::clients::{Clients, Held, every_second, wait_until};
use crate::diagnose::During;

/// Number of looks, one second apart, that a destroy waits for the floating LIFs to be deleted. Destroying a
/// whole configuration deletes all of its LIFs at the same time.
const LOOKS: usize = 60;

/// A lock: while it is held, no other private LIF of the storage VM leaves the node in this run.
pub type Alone = Option<Held>;

/// Waits before a LIF is deleted until no floating LIF needs it, or refuses.
pub async fn let_floating_go_first(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    lif: &IpInterface,
) -> Outcome<Alone> {
    if subnet_of_home(cx, lif).await?.is_none() {
        return Ok(None);
    }
    let alone = alone(cx, lif).await?;
    let look = || -> BoxFuture<'_, Outcome<_>> {
        Box::pin(async {
            let left = needing(cx, ontap, lif).await?;
            Ok(if left.is_empty() { Ok(()) } else { Err(left) })
        })
    };
    match wait_until(every_second().take(LOOKS), "the floating LIFs to go", look).await? {
        Ok(()) => Ok(Some(alone)),
        Err(left) => Err(Diagnostics::error(
            last_private_summary(lif, "destroyed"),
            last_private_detail(&left, WAY_OUT_OF_DESTROY),
        )),
    }
}

/// Refuses a change that takes a LIF from its node while a floating LIF needs it there.
pub async fn refuse_to_take_away(
    cx: &Cx<Clients>,
    ontap: &ontap::Client,
    lif: &IpInterface,
    planned: &LifModel,
) -> Outcome<Alone> {
    let Some(subnet) = subnet_of_home(cx, lif).await? else { return Ok(None) };
    let Some((attribute, done)) = taken_away(lif, planned, subnet) else { return Ok(None) };
    let alone = alone(cx, lif).await?;
    let left = needing(cx, ontap, lif).await?;
    if left.is_empty() {
        Ok(Some(alone))
    } else {
        Err(Diagnostics::error_at(
            attribute,
            last_private_summary(lif, done),
            last_private_detail(&left, WAY_OUT_OF_UPDATE),
        ))
    }
}

/// Returns the subnet of the home node's e0a, if floating LIFs may need this LIF there.
async fn subnet_of_home(cx: &Cx<Clients>, lif: &IpInterface) -> Outcome<Option<Ipv4Net>> {
    if !lif.stays_on_node() || lif.enabled == Some(false) || !cx.clients().is_multi_az().await? {
        return Ok(None);
    }
    let home = lif.location.home_node.name.as_deref();
    let subnets = cx.clients().e0a_subnets().await?;
    Ok(subnets.into_iter().find(|(node, _)| Some(node.as_str()) == home).map(|(_, subnet)| subnet))
}

async fn alone(cx: &Cx<Clients>, lif: &IpInterface) -> Outcome<Held> {
    let svm = lif.svm.name.as_deref().unwrap_or_default();
    let node = lif.location.home_node.name.as_deref().unwrap_or_default();
    cx.clients().locks.hold(&format!("private LIFs of storage VM {svm} on node {node}")).await
}

/// Returns the floating LIFs of the storage VM, if this is the last private LIF that lets them migrate to its
/// node. The VPCs are read only if a LIF can float.
async fn needing(cx: &Cx<Clients>, ontap: &ontap::Client, lif: &IpInterface) -> Outcome<Vec<String>> {
    let svm = lif.svm.uuid.as_deref().unwrap_or_default();
    let lifs =
        ontap.list::<IpInterface>(&[("svm.uuid", svm)]).await.during("list the LIFs of the storage VM")?;
    let subnets = cx.clients().e0a_subnets().await?;
    let outside = outside(&lifs, &subnets);
    if outside.is_empty() || !is_last_private_lif(lif, &lifs, &subnets) {
        return Ok(Vec::new());
    }
    let vpcs = cx.clients().aws.vpcs().await?;
    let floating = outside.into_iter().filter(|lif| floats(lif, vpcs));
    let address = |lif: &IpInterface| {
        lif.ip.address.map_or_else(|| "an address that is not told".to_owned(), |own| own.to_string())
    };
    Ok(floating.map(|lif| format!("{} ({})", lif.name, address(lif))).collect())
}
