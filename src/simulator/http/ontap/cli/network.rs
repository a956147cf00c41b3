//! `network interface service-policy show`: the only place that tells allowed addresses.

use serde_json::{Value, json};

use super::show::Table;
use crate::world::World;
use crate::world::service_policy::ServicePolicy;

/// The spelling of the columns is assumed.
pub(super) const SERVICE_POLICY: Table =
    Table { keys: &["vserver", "policy"], fields: &["service", "allowed_addresses", "ipspace", "scope"] };

pub(super) fn rows(world: &World) -> Vec<Value> {
    world.cluster.policies.iter().map(|policy| row(world, policy)).collect()
}

fn row(world: &World, policy: &ServicePolicy) -> Value {
    let owner = policy.svm.and_then(|uuid| world.cluster.svm(uuid));
    let dashed = |service: &str| service.replace('_', "-");
    let services: Vec<_> = policy.services().map(dashed).collect();
    let show = |entry: &crate::world::service_policy::PolicyEntry| {
        format!("{}: {}", dashed(&entry.service), entry.allowed_addresses.join(", "))
    };
    let allowed: Vec<_> = policy.entries.iter().map(show).collect();
    json!({
        "vserver": owner.map_or(world.cluster.name.as_str(), |svm| svm.name.as_str()),
        "policy": policy.name,
        "service": services,
        "allowed_addresses": allowed,
        "ipspace": policy.ipspace,
        "scope": if policy.svm.is_some() { "svm" } else { "cluster" },
    })
}
