//! Which object a state is about. The uuids of the object and of its cluster are also kept in private data,
//! to detect a state whose id was edited, damaged or copied from another object, and an endpoint that leads
//! to another cluster.

use provider_core::identity::{self, OfCluster};
use tfplugin::{Attr, Cx, Outcome, Private};

use crate::clients::Clients;
use crate::config::ProviderConfig;

/// Private-state key of the object's uuid.
const UUID: &str = "uuid";

/// Private-state key of its cluster's uuid.
const CLUSTER_UUID: &str = "cluster_uuid";

/// Records that this state is about the object with this uuid.
pub fn remember(cx: &Cx<Clients>, uuid: &str) {
    cx.remember(UUID, &uuid);
}

/// Returns the uuid that was recorded with the state.
pub fn remembered(cx: &Cx<Clients>) -> Option<String> {
    cx.private(UUID)
}

/// Removes the recorded uuid: it is no longer known which object this state is about.
pub fn forget(cx: &Cx<Clients>) {
    cx.forget(UUID);
}

/// Refuses a state whose id differs from the recorded uuid.
pub fn refuse_another(cx: &Cx<Clients>, object: &str, id: &Attr<String>) -> Outcome<()> {
    match (remembered(cx), id.known()) {
        (Some(remembered), Some(id)) if remembered != *id => Err(identity::another(object, id, &remembered)),
        _ => Ok(()),
    }
}

/// Records the cluster that answers as the one on which the object is being made or imported.
pub async fn remember_cluster(cx: &Cx<Clients>) -> Outcome<()> {
    cx.remember(CLUSTER_UUID, &cx.clients().ontap.cluster().await?.uuid);
    Ok(())
}

/// Returns the cluster on which an object was made or imported. Call it before [`on_its_cluster`], which
/// records the cluster that answers.
pub fn recorded_cluster(cx: &Cx<Clients>) -> Option<String> {
    cx.private(CLUSTER_UUID)
}

/// Returns the cluster in the private data of an object, for its identity.
pub fn cluster_in(private: &Private) -> Option<String> {
    private.get(CLUSTER_UUID)
}

/// Refuses to import an object by the identity of one of another cluster. `kind` is the name of one such object.
pub async fn refuse_import_elsewhere<I: OfCluster>(
    cx: &Cx<Clients>,
    identity: &I,
    kind: &str,
) -> Outcome<()> {
    let cluster = cx.clients().ontap.cluster().await?;
    identity::refuse_import_elsewhere(identity, kind, &cluster, ProviderConfig::ENDPOINT_VARIABLE)
}

/// Returns the ONTAP client for an existing object, after checking that the cluster is the one on which the
/// object was made. Otherwise a wrong endpoint would make every object look deleted, and the next apply would
/// make it again.
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

/// Accepts that an object is gone only if its cluster was recorded: any other cluster lacks the object as
/// well.
pub fn gone_from_its_cluster(cx: &Cx<Clients>, object: &str, recorded: Option<String>) -> Outcome<()> {
    if recorded.is_some() {
        return Ok(());
    }
    cx.forget(CLUSTER_UUID);
    Err(identity::not_on_this_cluster(object, ProviderConfig::ENDPOINT_VARIABLE))
}
