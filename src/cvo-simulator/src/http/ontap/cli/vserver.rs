//! `vserver show`, `create`, `modify`, `rename`, `delete`, `add-aggregates` and `remove-aggregates`.

use serde_json::{Value, json};

use super::show::Table;
use super::{arguments, list, svm, text};
use crate::http::ontap::answer::Done;
use crate::http::ontap::call::Call;
use crate::http::ontap::svm::{start_create, start_delete};
use crate::world::World;
use crate::world::cluster::Cluster;
use crate::world::error::{ApiError, ApiResult};
use crate::world::names::Reference;
use crate::world::svm::{Svm, SvmChange, SvmState};
use crate::world::svm_create::{NewRoot, NewSvm};

pub const TABLE: Table = Table {
    keys: &["vserver"],
    fields: &[
        "uuid",
        "type",
        "subtype",
        "rootvolume",
        "aggregate",
        "rootvolume_security_style",
        "aggr_list",
        "language",
        "snapshot_policy",
        "comment",
        "quota_policy",
        "ipspace",
        "admin_state",
        "operational_state",
        "max_volumes",
        "allowed_protocols",
        "volume_delete_retention_hours",
    ],
};

/// Returns the data storage VMs and those that REST does not show: of the cluster and of every node.
pub fn rows(world: &World) -> Vec<Value> {
    let cluster = &world.cluster;
    let own = |name: &str, kind: &str| json!({"vserver": name, "type": kind, "ipspace": "Default"});
    let system = [own(&cluster.name, "admin")].into_iter();
    let nodes = cluster.nodes.iter().map(|node| own(&node.name, "node"));
    system.chain(nodes).chain(cluster.svms.iter().map(|svm| row(cluster, svm))).collect()
}

fn row(cluster: &Cluster, svm: &Svm) -> Value {
    let root = cluster.root_volume(svm.uuid);
    let state = if svm.state == SvmState::Stopped { "stopped" } else { "running" };
    json!({
        "vserver": svm.name,
        "uuid": svm.uuid,
        "type": "data",
        "subtype": svm.subtype,
        "rootvolume": root.map(|volume| volume.name.clone()),
        "aggregate": root.map(|volume| volume.aggregate.clone()),
        "rootvolume_security_style": root.map(|volume| volume.security_style.clone()),
        "aggr_list": svm.aggregates,
        "language": svm.language,
        "snapshot_policy": svm.snapshot_policy,
        "comment": svm.comment,
        "quota_policy": "default",
        "ipspace": svm.ipspace,
        "admin_state": state,
        "operational_state": state,
        "max_volumes": svm.max_volumes,
        "allowed_protocols": ["nfs", "cifs", "fcp", "iscsi", "ndmp"],
        "volume_delete_retention_hours": 12,
    })
}

/// Parameters of `vserver create` in NetApp's command reference that are simulated.
const CREATE: [&str; 12] = [
    "vserver",
    "rootvolume",
    "rootvolume_security_style",
    "aggregate",
    "snapshot_policy",
    "subtype",
    "language",
    "ipspace",
    "comment",
    "quota_policy",
    "is_space_reporting_logical",
    "foreground",
];

pub fn create(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &CREATE)?;
    let get = |name: &str| text(&given, name);
    let reference = |name: &str| get(name).map(Reference::named).unwrap_or_default();
    let name = get("vserver").ok_or_else(|| ApiError::missing("vserver"))?;
    let new = NewSvm {
        name: name.clone(),
        subtype: get("subtype").map(|subtype| subtype.replace('-', "_")),
        ipspace: reference("ipspace"),
        snapshot_policy: reference("snapshot_policy"),
        language: get("language").map(|language| language.replace('-', "_")),
        comment: get("comment"),
        root: NewRoot {
            name: get("rootvolume"),
            aggregate: get("aggregate"),
            security_style: get("rootvolume_security_style"),
        },
        ..NewSvm::default()
    };
    let (job, _) = start_create(world, call, new)?;
    let number = world.cluster.jobs.len();
    let output = format!("[Job {number}] Job is queued: Create {name}.");
    Ok(Done::Cli(json!({"cli_output": output}), Some(job)))
}

/// Parameters of `vserver modify` in NetApp's command reference that are simulated.
const MODIFY: [&str; 7] =
    ["vserver", "language", "snapshot_policy", "comment", "quota_policy", "max_volumes", "aggr_list"];

/// `vserver modify`.
pub fn modify(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &MODIFY)?;
    let get = |name: &str| text(&given, name);
    let aggregates = given.contains_key("aggr_list").then(|| list(&given, "aggr_list"));
    let change = SvmChange {
        language: get("language").map(|language| language.replace('-', "_")),
        snapshot_policy: get("snapshot_policy").map(Reference::named).unwrap_or_default(),
        comment: get("comment"),
        max_volumes: get("max_volumes"),
        aggregates: aggregates.map(|names| names.iter().map(Reference::named).collect()),
        ..SvmChange::default()
    };
    let uuid = svm(world, &given)?.uuid;
    world.cluster.apply_svm_change(uuid, change)?;
    Ok(done())
}

/// `vserver rename`.
pub fn rename(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "newname"])?;
    let name = Some(text(&given, "newname").ok_or_else(|| ApiError::missing("newname"))?);
    let uuid = svm(world, &given)?.uuid;
    world.cluster.apply_svm_change(uuid, SvmChange { name, ..SvmChange::default() })?;
    Ok(done())
}

/// `vserver delete`, as a job.
pub fn delete(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "foreground"])?;
    let (uuid, name) = svm(world, &given).map(|svm| (svm.uuid, svm.name.clone()))?;
    let job = start_delete(world, call, uuid)?;
    let output = format!("[Job {}] Job is queued: Delete {name}.", world.cluster.jobs.len());
    Ok(Done::Cli(json!({"cli_output": output}), Some(job)))
}

fn done() -> Done {
    Done::Cli(json!({"num_records": 1, "cli_output": ""}), None)
}

/// Adds aggregates to the list or removes them from it. A PATCH of the REST object replaces the list instead.
pub fn change_aggregates(world: &mut World, call: &Call, add: bool) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "aggregates"])?;
    let named = list(&given, "aggregates");
    if named.is_empty() {
        return Err(ApiError::missing("aggregates"));
    }
    let svm = svm(world, &given)?;
    let mut names = svm.aggregates.clone();
    if add {
        names.extend(named)
    } else {
        names.retain(|name| !named.contains(name))
    }
    let change =
        SvmChange { aggregates: Some(names.iter().map(Reference::named).collect()), ..SvmChange::default() };
    let uuid = svm.uuid;
    world.cluster.check_svm_change(uuid, &change)?;
    world.cluster.apply_svm_change(uuid, change)?;
    Ok(done())
}
