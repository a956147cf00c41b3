//! `network interface service-policy`: besides REST the only commands that change policies, and the only ones
//! that show and set allowed addresses.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::address::vserver;
use super::show::Table;
use super::{arguments, dashed, list, svm, text};
use crate::http::ontap::answer::Done;
use crate::http::ontap::call::Call;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};
use crate::world::names::Reference;
use crate::world::service_policy::{PolicyEntry, PolicyRequest, ServicePolicy};

/// The parameters of the command in NetApp's CLI reference.
pub const SERVICE_POLICY: Table =
    Table { keys: &["vserver", "policy"], fields: &["services", "service_allowed_addresses"] };

pub fn rows(world: &World) -> Vec<Value> {
    world.cluster.policies.iter().map(|policy| row(world, policy)).collect()
}

fn row(world: &World, policy: &ServicePolicy) -> Value {
    let services: Vec<_> = policy.services().map(dashed).collect();
    let show =
        |entry: &PolicyEntry| format!("{}: {}", dashed(&entry.service), entry.allowed_addresses.join(", "));
    let allowed: Vec<_> = policy.entries.iter().map(show).collect();
    json!({
        "vserver": vserver(world, policy.svm, &policy.ipspace),
        "policy": policy.name,
        "services": services,
        "service_allowed_addresses": allowed,
    })
}

/// `network interface service-policy create`. The allowed addresses count for every service.
pub fn create(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "policy", "services", "allowed_addresses"])?;
    let policy = text(&given, "policy").ok_or_else(|| ApiError::missing("policy"))?;
    let owner = owner(world, &given)?;
    let services = list(&given, "services");
    let allowed = list(&given, "allowed_addresses");
    let uuid = world.cluster.create_policy(&PolicyRequest {
        name: Some(policy),
        svm: owner.map(|uuid| Reference { name: None, uuid: Some(uuid.to_string()) }).unwrap_or_default(),
        ipspace: Reference::default(),
        services: Some(services.clone()),
    })?;
    if !allowed.is_empty() {
        services.iter().try_for_each(|service| world.cluster.restrict_service(uuid, service, &allowed))?;
    }
    Ok(Done::Cli(json!({"num_records": 1, "cli_output": ""}), None))
}

/// `network interface service-policy delete`.
pub fn delete(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "policy"])?;
    let uuid = policy(world, &given)?;
    world.cluster.delete_policy(uuid)?;
    Ok(Done::Cli(json!({"num_records": 1, "cli_output": ""}), None))
}

/// Returns the storage VM that a command names; `None` for that of the cluster.
fn owner(world: &World, given: &Map<String, Value>) -> ApiResult<Option<Uuid>> {
    let vserver = text(given, "vserver").ok_or_else(|| ApiError::missing("vserver"))?;
    if vserver == world.cluster.name { Ok(None) } else { svm(world, given).map(|svm| Some(svm.uuid)) }
}

fn policy(world: &World, given: &Map<String, Value>) -> ApiResult<Uuid> {
    let name = text(given, "policy").ok_or_else(|| ApiError::missing("policy"))?;
    let owner = owner(world, given)?;
    let mut policies = world.cluster.policies.iter().filter(|found| found.svm == owner);
    policies
        .find(|found| found.name == name)
        .map(|found| found.uuid)
        .ok_or_else(|| ApiError::not_found("policy"))
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
    let service = text(&given, "service").ok_or_else(|| ApiError::missing("service"))?;
    let (uuid, allowed) = (policy(world, &given)?, list(&given, "allowed_addresses"));
    match verb {
        Verb::Add => world.cluster.add_service(uuid, &service, &allowed),
        Verb::Remove => world.cluster.remove_service(uuid, &service),
        Verb::Modify if allowed.is_empty() => Err(ApiError::missing("allowed_addresses")),
        Verb::Modify => world.cluster.restrict_service(uuid, &service, &allowed),
    }?;
    Ok(Done::Cli(json!({"num_records": 1, "cli_output": ""}), None))
}
