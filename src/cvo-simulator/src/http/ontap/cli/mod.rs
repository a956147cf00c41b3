//! `/api/private/cli/…`: commands of the ONTAP CLI over REST.
//!
//! Source: NetApp's documentation of the CLI passthrough. The verbs show, create, modify and delete become
//! GET, POST, PATCH and DELETE; any other verb stays in the path and takes POST, or PATCH with the keys in
//! the query. Where NetApp shows no example of a command, the spelling follows its rule (dashes become
//! underscores) and is assumed (`private-cli-spelling`).

mod address;
mod network;
mod show;
mod system;
mod volume;
mod vserver;

use http::Method;
use serde_json::{Map, Value, json};

use super::answer::Done;
use super::call::Call;
use super::object::not_supported;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};
use crate::world::svm::Svm;

/// Path prefix of the passthrough.
pub const PREFIX: &str = "/api/private/cli/";

/// Carries out a command.
pub fn perform(world: &mut World, call: &Call, command: &str) -> ApiResult<Done> {
    match (&call.method, command) {
        (&Method::GET, "vserver") => show::records(world, call, &vserver::TABLE, vserver::rows(world)),
        (&Method::POST, "vserver") => vserver::create(world, call),
        (&Method::PATCH, "vserver") => vserver::modify(world, call),
        (&Method::DELETE, "vserver") => vserver::delete(world, call),
        (&Method::POST | &Method::PATCH, "vserver/rename") => vserver::rename(world, call),
        (&Method::POST | &Method::PATCH, "vserver/add-aggregates") => {
            vserver::change_aggregates(world, call, true)
        }
        (&Method::POST | &Method::PATCH, "vserver/remove-aggregates") => {
            vserver::change_aggregates(world, call, false)
        }
        (&Method::GET, "volume") => show::records(world, call, &volume::TABLE, volume::rows(world)),
        (&Method::GET, "volume/recovery-queue") => {
            show::records(world, call, &volume::QUEUE, volume::queue_rows(world))
        }
        (&Method::POST | &Method::PATCH, "volume/recovery-queue/purge") => volume::purge(world, call),
        (&Method::GET, "network/interface/service-policy") => {
            show::records(world, call, &network::SERVICE_POLICY, network::rows(world))
        }
        (&Method::POST, "network/interface/service-policy") => network::create(world, call),
        (&Method::DELETE, "network/interface/service-policy") => network::delete(world, call),
        (&Method::POST | &Method::PATCH, "network/interface/service-policy/add-service") => {
            network::change_service(world, call, network::Verb::Add)
        }
        (&Method::POST | &Method::PATCH, "network/interface/service-policy/remove-service") => {
            network::change_service(world, call, network::Verb::Remove)
        }
        (&Method::POST | &Method::PATCH, "network/interface/service-policy/modify-service") => {
            network::change_service(world, call, network::Verb::Modify)
        }
        (&Method::GET, "network/interface") => {
            show::records(world, call, &address::INTERFACE, address::interface_rows(world))
        }
        (&Method::GET, "network/route") => {
            show::records(world, call, &address::ROUTE, address::route_rows(world))
        }
        (&Method::GET, "storage/failover") => {
            show::records(world, call, &system::FAILOVER, system::failover_rows(world))
        }
        (&Method::GET, "version") => {
            show::records(world, call, &system::VERSION, system::version_rows(world))
        }
        (&Method::OPTIONS, command) if KNOWN.contains(&command) => Ok(Done::Methods),
        _ if KNOWN.contains(&command) => Err(not_supported()),
        _ => Err(ApiError::new(404, 3, "API not found")),
    }
}

/// Commands that exist with some method.
const KNOWN: [&str; 15] = [
    "version",
    "storage/failover",
    "network/interface",
    "network/route",
    "vserver",
    "vserver/rename",
    "vserver/add-aggregates",
    "vserver/remove-aggregates",
    "volume",
    "volume/recovery-queue",
    "volume/recovery-queue/purge",
    "network/interface/service-policy",
    "network/interface/service-policy/add-service",
    "network/interface/service-policy/remove-service",
    "network/interface/service-policy/modify-service",
];

/// Returns the arguments of a command, from the body and, for a PATCH, the query (error 262179 for an unknown
/// one).
fn arguments(call: &Call, known: &[&str]) -> ApiResult<Map<String, Value>> {
    let mut arguments: Map<String, Value> = match &call.body {
        Value::Object(members) => {
            members.iter().map(|(name, value)| (underscored(name), value.clone())).collect()
        }
        Value::Null => Map::new(),
        _ => return Err(ApiError::new(400, 262_201, "The request body is no JSON object.")),
    };
    arguments.extend(call.filters().map(|(name, value)| (underscored(name), json!(value))));
    match arguments.keys().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => {
            Err(ApiError::new(400, 262_179, format!("Unexpected argument \"{unknown}\"."))
                .on(unknown.as_str()))
        }
        None => Ok(arguments),
    }
}

/// Names may be spelled with dashes, as on the command line.
fn underscored(name: &str) -> String {
    name.replace('-', "_")
}

/// Names of services have dashes in the CLI.
fn dashed(service: &str) -> String {
    service.replace('_', "-")
}

fn text(arguments: &Map<String, Value>, name: &str) -> Option<String> {
    arguments.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Reads a list, or the CLI's notation for one: `aggr1,aggr2`.
fn list(arguments: &Map<String, Value>, name: &str) -> Vec<String> {
    match arguments.get(name) {
        Some(Value::String(text)) => text.split(',').map(|part| part.trim().to_owned()).collect(),
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => vec![],
    }
}

/// Finds the storage VM that a command names.
fn svm<'a>(world: &'a World, arguments: &Map<String, Value>) -> ApiResult<&'a Svm> {
    let name = text(arguments, "vserver").ok_or_else(|| ApiError::missing("vserver"))?;
    world.cluster.svm_named(&name).ok_or_else(|| ApiError::not_found("vserver"))
}
