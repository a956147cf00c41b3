//! Which object a state is about: its uuid and its cluster are kept in private data as well, so that a state whose id was
//! edited, damaged or copied from another object, or an endpoint that leads elsewhere, is not taken at its word.

use provider_core::identity;
use tfplugin::{Attr, Cx, Outcome};

use crate::clients::Clients;
use crate::config::ProviderConfig;

/// Private-state key of the object's uuid.
const UUID: &str = "uuid";

/// Private-state key of its cluster's uuid.
const CLUSTER_UUID: &str = "cluster_uuid";

/// The object of this state is the one with this uuid.
pub fn remember(cx: &Cx<Clients>, uuid: &str) {
    cx.remember(UUID, &uuid);
}

/// The uuid that was remembered with the state.
pub fn remembered(cx: &Cx<Clients>) -> Option<String> {
    cx.private(UUID)
}

/// It is not known any more which object this state is about.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(UUID);
}

/// Refuses a state whose id is not the one that was remembered with it.
pub fn refuse_another(cx: &Cx<Clients>, object: &str, id: &Attr<String>) -> Outcome<()> {
    match (remembered(cx), id.known()) {
        (Some(remembered), Some(id)) if remembered != *id => Err(identity::another(object, id, &remembered)),
        _ => Ok(()),
    }
}

/// Remembers the cluster that answers with the object that is being made or imported on it.
pub async fn remember_cluster(cx: &Cx<Clients>) -> Outcome<()> {
    cx.remember(CLUSTER_UUID, &cx.clients().ontap.cluster().await?.uuid);
    Ok(())
}

/// The cluster that an object was made or imported on. To be asked for before [`on_its_cluster`], which records the one that
/// answers.
pub fn recorded_cluster(cx: &Cx<Clients>) -> Option<String> {
    cx.private(CLUSTER_UUID)
}

/// The ONTAP client for an object that exists: its cluster must be the one it was made on. A wrong endpoint would otherwise
/// look as if everything were gone, and make it anew.
pub async fn on_its_cluster(cx: &Cx<Clients>, object: &str) -> Outcome<ontap::Client> {
    let cluster = cx.clients().ontap.cluster().await?;
    match recorded_cluster(cx) {
        Some(recorded) if recorded != cluster.uuid => {
            Err(identity::on_another_cluster(object, &recorded, &cluster, ProviderConfig::ENDPOINT_VARIABLE))
        }
        _ => {
            cx.remember(CLUSTER_UUID, &cluster.uuid);
            cx.clients().ontap.client().await
        }
    }
}

/// That an object is gone says only the cluster that it is recorded to be on: another one does not have it either.
pub fn gone_from_its_cluster(cx: &Cx<Clients>, object: &str, recorded: Option<String>) -> Outcome<()> {
    if recorded.is_some() {
        return Ok(());
    }
    cx.forget(CLUSTER_UUID);
    Err(identity::not_on_this_cluster(object, ProviderConfig::ENDPOINT_VARIABLE))
}
