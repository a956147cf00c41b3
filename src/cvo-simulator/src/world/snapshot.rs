//! The world in names and addresses, for tests that compare before and after.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::World;
use super::cluster::Cluster;
use super::ip_interface::Interface;
use super::ip_route::Route;
use super::service_policy::ServicePolicy;
use super::svm::Svm;
use super::svm_object::SvmObject;
use super::volume::Volume;

impl World {
    /// Names and addresses without times and counters, in an order that does not depend on history.
    pub fn snapshot(&self) -> Value {
        let cluster = &self.cluster;
        let mut snapshot = json!({
            "svms": sorted(cluster.svms.iter().map(|svm| cluster.show_svm(svm))),
            "lifs": sorted(cluster.interfaces.iter().map(|interface| cluster.show_interface(interface))),
            "routes": sorted(cluster.routes.iter().map(|route| cluster.show_route(route))),
            "policies": sorted(cluster.policies.iter().map(|policy| cluster.show_policy(policy))),
            "interfaces": self.ec2.interfaces_snapshot(),
            "route_tables": self.ec2.route_tables_snapshot(),
        });
        if cluster.is_pair() {
            snapshot["nodes"] = self.nodes();
        }
        snapshot
    }

    /// The nodes with what they are doing.
    pub fn nodes(&self) -> Value {
        let now = self.clock.now();
        let nodes = &self.cluster.nodes;
        nodes.iter().map(|node| json!({"name": node.name, "state": node.state(now)})).collect()
    }
}

fn sorted(records: impl Iterator<Item = Value>) -> Vec<Value> {
    let mut records: Vec<_> = records.collect();
    records.sort_by_cached_key(ToString::to_string);
    records
}

/// A lesser object with a digest of its fields, so that a change of any field shows. The fields themselves would
/// be most of a snapshot, and tests take thousands of them.
fn show_object(object: &SvmObject) -> Value {
    let mut digest = DefaultHasher::new();
    object.fields.iter().for_each(|field| digest_field(field, &mut digest));
    json!({"kind": object.kind, "name": object.name(), "fields": format!("{:x}", digest.finish())})
}

/// UUIDs differ from one run to the next and do not count.
fn digest_field((name, value): (&String, &Value), digest: &mut DefaultHasher) {
    if name != "uuid" {
        name.hash(digest);
        digest_value(value, digest);
    }
}

fn digest_value(value: &Value, digest: &mut DefaultHasher) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|field| digest_field(field, digest)),
        Value::Array(values) => values.iter().for_each(|value| digest_value(value, digest)),
        plain => plain.to_string().hash(digest),
    }
}

impl Cluster {
    /// The name of a storage VM, or null for the cluster.
    fn owner(&self, svm: Option<Uuid>) -> Value {
        json!(svm.and_then(|uuid| self.svm(uuid)).map(|svm| &svm.name))
    }

    fn show_svm(&self, svm: &Svm) -> Value {
        let own = || self.volumes.iter().filter(|volume| volume.svm == svm.uuid);
        let names = |keep: &dyn Fn(&Volume) -> bool| {
            sorted(own().filter(|volume| keep(volume)).map(|volume| json!(volume.name)))
        };
        let root = self.root_volume(svm.uuid).map(|volume| {
            json!({"name": volume.name, "aggregate": volume.aggregate, "security_style": volume.security_style})
        });
        let objects = self.svm_objects.iter().filter(|object| object.svm == svm.uuid);
        json!({
            "name": svm.name,
            "subtype": svm.subtype,
            "state": svm.state,
            "root_volume": root,
            "aggregates": sorted(svm.aggregates.iter().map(|name| json!(name))),
            "snapshot_policy": svm.snapshot_policy,
            "language": svm.language,
            "comment": svm.comment,
            "ipspace": svm.ipspace,
            "volumes": names(&Volume::is_data),
            "recovery_queue": names(&|volume| volume.deleted.is_some()),
            "objects": sorted(objects.map(show_object)),
        })
    }

    fn show_interface(&self, interface: &Interface) -> Value {
        json!({
            "name": interface.name,
            "svm": self.owner(interface.svm),
            "address": interface.address,
            "netmask": interface.prefix_length.to_string(),
            "enabled": interface.enabled,
            "home_node": interface.home_node,
            "home_port": interface.home_port,
            "node": interface.node,
            "port": interface.port,
            "auto_revert": interface.auto_revert,
            "failover": interface.failover,
            "service_policy": self.policy(interface.policy).map(|policy| &policy.name),
        })
    }

    fn show_route(&self, route: &Route) -> Value {
        json!({
            "svm": self.owner(route.svm),
            "destination": route.destination,
            "gateway": route.gateway,
            "metric": route.metric,
        })
    }

    fn show_policy(&self, policy: &ServicePolicy) -> Value {
        let restricted = policy.entries.iter().filter(|entry| !entry.is_open());
        let restrictions: Map<String, Value> =
            restricted.map(|entry| (entry.service.clone(), json!(entry.allowed_addresses))).collect();
        let mut shown = json!({
            "name": policy.name,
            "svm": self.owner(policy.svm),
            "services": sorted(policy.services().map(|service| json!(service))),
        });
        if !restrictions.is_empty() {
            shown["restrictions"] = Value::Object(restrictions);
        }
        shown
    }
}
