//! `network interface service-policy`: the only commands that show and set allowed addresses.

use serde_json::{Value, json};

use super::show::Table;
use super::{arguments, list, svm, text};
use crate::http::ontap::answer::Done;
use crate::http::ontap::call::Call;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};
use crate::world::service_policy::{PolicyEntry, ServicePolicy};

/// The parameters of the command in NetApp's CLI reference.
pub const SERVICE_POLICY: Table =
    Table { keys: &["vserver", "policy"], fields: &["services", "service_allowed_addresses"] };

pub fn rows(world: &World) -> Vec<Value> {
    world.cluster.policies.iter().map(|policy| row(world, policy)).collect()
}

fn row(world: &World, policy: &ServicePolicy) -> Value {
    let owner = policy.svm.and_then(|uuid| world.cluster.svm(uuid));
    let dashed = |service: &str| service.replace('_', "-");
    let services: Vec<_> = policy.services().map(dashed).collect();
    let show =
        |entry: &PolicyEntry| format!("{}: {}", dashed(&entry.service), entry.allowed_addresses.join(", "));
    let allowed: Vec<_> = policy.entries.iter().map(show).collect();
    json!({
        "vserver": owner.map_or(world.cluster.name.as_str(), |svm| svm.name.as_str()),
        "policy": policy.name,
        "services": services,
        "service_allowed_addresses": allowed,
    })
}

/// An operation on a service of a policy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Add,
    Remove,
    Modify,
}

pub fn change_service(world: &mut World, call: &Call, verb: Verb) -> ApiResult<Done> {
    let known = ["vserver", "policy", "service", "allowed_addresses"];
    let known = if verb == Verb::Remove { &known[..3] } else { &known[..] };
    let given = arguments(call, known)?;
    let required = |name: &str| text(&given, name).ok_or_else(|| ApiError::missing(name));
    let (vserver, policy, service) = (required("vserver")?, required("policy")?, required("service")?);
    let owner = if vserver == world.cluster.name { None } else { Some(svm(world, &given)?.uuid) };
    let mut policies = world.cluster.policies.iter().filter(|found| found.svm == owner);
    let found = policies.find(|found| found.name == policy).ok_or_else(|| ApiError::not_found("policy"))?;
    let (uuid, allowed) = (found.uuid, list(&given, "allowed_addresses"));
    match verb {
        Verb::Add => world.cluster.add_service(uuid, &service, &allowed),
        Verb::Remove => world.cluster.remove_service(uuid, &service),
        Verb::Modify if allowed.is_empty() => Err(ApiError::missing("allowed_addresses")),
        Verb::Modify => world.cluster.restrict_service(uuid, &service, &allowed),
    }?;
    Ok(Done::Cli(json!({"num_records": 1, "cli_output": ""}), None))
}
