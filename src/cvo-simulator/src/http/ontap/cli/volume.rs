//! `volume show`, `volume recovery-queue show` and `volume recovery-queue purge`.

use serde_json::{Value, json};

use super::show::Table;
use super::{arguments, svm, text};
use crate::http::ontap::answer::Done;
use crate::http::ontap::call::Call;
use crate::world::World;
use crate::world::error::{ApiError, ApiResult};
use crate::world::volume::Volume;

pub const TABLE: Table = Table {
    keys: &["vserver", "volume"],
    fields: &[
        "aggregate",
        "state",
        "type",
        "size",
        "junction_path",
        "security_style",
        "vsroot",
        "snapshot_policy",
    ],
};

/// Returns volumes in every state. Those in the recovery queue have the type `del`.
pub fn rows(world: &World) -> Vec<Value> {
    world.cluster.volumes.iter().map(|volume| row(world, volume)).collect()
}

fn row(world: &World, volume: &Volume) -> Value {
    let volume_type = if volume.deleted.is_some() { "del" } else { &volume.volume_type };
    json!({
        "vserver": owner(world, volume),
        "volume": volume.name,
        "aggregate": volume.aggregate,
        "state": if volume.online { "online" } else { "offline" },
        "type": volume_type,
        "size": volume.size,
        "junction_path": volume.junction_path,
        "security_style": volume.security_style,
        "vsroot": volume.is_root,
        "snapshot_policy": volume.snapshot_policy,
    })
}

pub const QUEUE: Table =
    Table { keys: &["vserver", "volume"], fields: &["deletion_request_time", "retention_hours"] };

pub fn queue_rows(world: &World) -> Vec<Value> {
    let show = |volume: &Volume| {
        json!({
            "vserver": owner(world, volume),
            "volume": volume.name,
            "deletion_request_time": volume.deleted.map(|moment| moment.iso8601()),
            "retention_hours": 12,
        })
    };
    world.cluster.recovery_queue().map(show).collect()
}

pub fn purge(world: &mut World, call: &Call) -> ApiResult<Done> {
    let given = arguments(call, &["vserver", "volume", "force"])?;
    let uuid = svm(world, &given)?.uuid;
    let volume = text(&given, "volume").ok_or_else(|| ApiError::missing("volume"))?;
    world.cluster.purge_volumes(uuid, &volume)?;
    Ok(Done::Cli(json!({"num_records": 1, "cli_output": ""}), None))
}

fn owner<'a>(world: &'a World, volume: &Volume) -> &'a str {
    world.cluster.svm(volume.svm).map_or("", |svm| svm.name.as_str())
}
