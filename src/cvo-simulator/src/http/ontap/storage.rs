//! `/api/storage/aggregates`, `/api/storage/snapshot-policies` and `/api/storage/volumes`.

use serde_json::{Value, json};

use super::call::Call;
use super::object::{Change, Object, request, uuid_of};
use super::reference;
use crate::inventory::fields::{AGGREGATE, Field, SNAPSHOT_POLICY, VOLUME};
use crate::world::World;
use crate::world::aggregate::Aggregate;
use crate::world::cluster::Named;
use crate::world::error::ApiResult;
use crate::world::job::{JobOrder, Work};
use crate::world::volume::{NewVolume, Volume};

pub struct Aggregates;
pub struct SnapshotPolicies;
pub struct Volumes;

impl Object for Aggregates {
    fn path(&self) -> &'static str {
        "/api/storage/aggregates"
    }

    fn own_fields(&self) -> &'static [Field] {
        AGGREGATE
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.aggregates.iter().map(|aggregate| aggregate_record(world, aggregate)).collect()
    }
}

impl Object for SnapshotPolicies {
    fn path(&self) -> &'static str {
        "/api/storage/snapshot-policies"
    }

    fn own_fields(&self) -> &'static [Field] {
        SNAPSHOT_POLICY
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let policies = world.cluster.snapshot_policies.iter();
        policies.map(|policy| json!({"uuid": policy.uuid, "name": policy.name})).collect()
    }
}

fn aggregate_record(world: &World, aggregate: &Aggregate) -> Value {
    let volumes = || world.cluster.volumes.iter().filter(|volume| volume.aggregate == aggregate.name);
    let used = aggregate.used(volumes().map(|volume| volume.size).fold(0, u64::saturating_add));
    let home = &aggregate.node;
    let host = if world.cluster.is_node_up(home) {
        home
    } else {
        world.cluster.partner_in_operation(home).map_or(home, |partner| &partner.name)
    };
    json!({
        "uuid": aggregate.uuid,
        "name": aggregate.name,
        "node": reference::node(&world.cluster, host),
        "home_node": reference::node(&world.cluster, home),
        "state": "online",
        "space": {
            "block_storage": {
                "size": aggregate.size,
                "used": used,
                "available": aggregate.size.saturating_sub(used),
                "full_threshold_percent": 98,
            },
        },
        "block_storage": {"storage_type": "ssd", "mirror": {"enabled": false, "state": "unmirrored"}},
        "snaplock_type": "non_snaplock",
        "create_time": aggregate.create_time.iso8601(),
        "volume-count": volumes().count(),
    })
}

impl Object for Volumes {
    fn path(&self) -> &'static str {
        "/api/storage/volumes"
    }

    fn own_fields(&self) -> &'static [Field] {
        VOLUME
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let shown = world.cluster.volumes.iter().filter(|volume| volume.deleted.is_none());
        shown.map(|volume| volume_record(world, volume)).collect()
    }

    fn create(&self, world: &mut World, call: &Call, body: Value) -> ApiResult<Change> {
        let new: NewVolume = request(body)?;
        world.cluster.check_new_volume(&new)?;
        let uuid = world.cluster.uuids.make();
        let svm = world.cluster.svm_at(&new.svm).map(|svm| Named { uuid: svm.uuid, name: svm.name.clone() });
        let job = start(world, call, svm, Work::CreateVolume(uuid, Box::new(new)))?;
        Ok(Change::CreateJob(job, vec![uuid.to_string()]))
    }

    fn modify(&self, world: &mut World, call: &Call, record: &Value, body: Value) -> ApiResult<Change> {
        let (uuid, change) = (uuid_of(record)?, request(body)?);
        world.cluster.check_volume_change(uuid, &change)?;
        start(world, call, None, Work::ModifyVolume(uuid, Box::new(change))).map(Change::Job)
    }

    fn remove(&self, world: &mut World, call: &Call, record: &Value) -> ApiResult<Change> {
        let uuid = uuid_of(record)?;
        world.cluster.check_volume_delete(uuid)?;
        start(world, call, None, Work::DeleteVolume(uuid)).map(Change::Job)
    }
}

fn start(world: &mut World, call: &Call, svm: Option<Named>, work: Work) -> ApiResult<uuid::Uuid> {
    let order = JobOrder { description: call.description(), svm, work };
    world.cluster.start_job(order, world.clock.now(), call.job_failure.clone())
}

fn volume_record(world: &World, volume: &Volume) -> Value {
    let cluster = &world.cluster;
    let language = cluster.svm(volume.svm).map(|svm| svm.language.clone());
    let mut nas = json!({
        "security_style": volume.security_style,
        "export_policy": {"name": "default"},
        "unix_permissions": 755,
        "uid": 0,
        "gid": 0,
    });
    if let Some(path) = &volume.junction_path {
        nas["path"] = json!(path);
    }
    json!({
        "uuid": volume.uuid,
        "name": volume.name,
        "svm": reference::svm(cluster, volume.svm),
        "aggregates": [reference::aggregate(cluster, &volume.aggregate)],
        "size": volume.size,
        "state": if volume.online { "online" } else { "offline" },
        "type": volume.volume_type,
        "style": "flexvol",
        "language": language,
        "comment": volume.comment,
        "create_time": volume.create_time.iso8601(),
        "is_svm_root": volume.is_root,
        "nas": nas,
        "snapshot_policy": reference::snapshot_policy(cluster, &volume.snapshot_policy),
        "guarantee": {"type": "none", "honored": true},
        "space": {"size": volume.size, "available": volume.size, "used": 0},
    })
}
