//! References to other objects in records.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::cluster::{Cluster, Named};

/// Returns name, UUID and link of an object in the collection at `path`.
pub fn reference(path: &str, name: &str, uuid: Uuid) -> Value {
    json!({"name": name, "uuid": uuid, "_links": {"self": {"href": format!("{path}/{uuid}")}}})
}

/// References a storage VM by UUID.
pub fn svm(cluster: &Cluster, uuid: Uuid) -> Value {
    let name = cluster.svm(uuid).map_or("", |svm| svm.name.as_str());
    reference("/api/svm/svms", name, uuid)
}

/// References a node by name.
pub fn node(cluster: &Cluster, name: &str) -> Value {
    let uuid = cluster.node_named(name).map(|node| node.uuid).unwrap_or_default();
    reference("/api/cluster/nodes", name, uuid)
}

/// References a port by node and name.
pub fn port(cluster: &Cluster, node: &str, name: &str) -> Value {
    let uuid = cluster.port(node, name).map(|port| port.uuid).unwrap_or_default();
    let mut port = reference("/api/network/ethernet/ports", name, uuid);
    port["node"] = json!({"name": node});
    port
}

/// References an aggregate by name.
pub fn aggregate(cluster: &Cluster, name: &str) -> Value {
    let uuid = cluster.aggregate_named(name).map(|aggregate| aggregate.uuid).unwrap_or_default();
    reference("/api/storage/aggregates", name, uuid)
}

/// References an IPspace by name.
pub fn ipspace(cluster: &Cluster, name: &str) -> Value {
    reference("/api/network/ipspaces", name, uuid_in(&cluster.ipspaces, name))
}

/// References a snapshot policy by name.
pub fn snapshot_policy(cluster: &Cluster, name: &str) -> Value {
    reference("/api/storage/snapshot-policies", name, uuid_in(&cluster.snapshot_policies, name))
}

fn uuid_in(list: &[Named], name: &str) -> Uuid {
    list.iter().find(|named| named.name == name).map(|named| named.uuid).unwrap_or_default()
}
