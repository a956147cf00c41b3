//! `/api/svm/svms`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::call::Call;
use super::object::{Change, Object, request, uuid_of};
use super::{reference, svm_protocols};
use crate::inventory::fields::{Field, SVM};
use crate::world::World;
use crate::world::cluster::{Cluster, Named};
use crate::world::error::ApiResult;
use crate::world::ip_interface::Interface;
use crate::world::job::{JobOrder, Work};
use crate::world::svm::{Svm, SvmState};
use crate::world::svm_create::{NAME_SERVICES, NewSvm};

pub struct Svms;

impl Object for Svms {
    fn path(&self) -> &'static str {
        "/api/svm/svms"
    }

    fn own_fields(&self) -> &'static [Field] {
        SVM
    }

    fn records(&self, world: &World) -> Vec<Value> {
        world.cluster.svms.iter().map(|svm| record(&world.cluster, svm)).collect()
    }

    fn create(&self, world: &mut World, call: &Call, body: Value) -> ApiResult<Change> {
        let (job, uuid) = start_create(world, call, request(body)?)?;
        Ok(Change::CreateJob(job, vec![uuid.to_string()]))
    }

    fn modify(&self, world: &mut World, call: &Call, record: &Value, body: Value) -> ApiResult<Change> {
        let (uuid, change) = (uuid_of(record)?, request(body)?);
        world.cluster.check_svm_change(uuid, &change)?;
        start(world, call, uuid, Work::ModifySvm(uuid, Box::new(change))).map(Change::Job)
    }

    fn remove(&self, world: &mut World, call: &Call, record: &Value) -> ApiResult<Change> {
        start_delete(world, call, uuid_of(record)?).map(Change::Job)
    }
}

/// Starts the job that deletes a storage VM. The private CLI uses it too.
pub fn start_delete(world: &mut World, call: &Call, uuid: Uuid) -> ApiResult<Uuid> {
    world.cluster.condemn_svm(uuid)?;
    let job = start(world, call, uuid, Work::DeleteSvm(uuid));
    if job.is_err() {
        world.cluster.keep_svm(uuid);
    }
    job
}

/// Starts the job that creates a storage VM. The private CLI uses it too.
pub fn start_create(world: &mut World, call: &Call, new: NewSvm) -> ApiResult<(Uuid, Uuid)> {
    world.cluster.check_new_svm(&new)?;
    let uuid = world.cluster.uuids.make();
    let svm = Some(Named { uuid, name: new.name.clone() });
    // A trace of a POST shows the path of the new object in the description of its job.
    let description = format!("POST /api/svm/svms/{uuid}");
    let order = JobOrder { description, svm, work: Work::CreateSvm(uuid, Box::new(new)) };
    let job = world.cluster.start_job(order, world.clock.now(), call.job_failure.clone())?;
    Ok((job, uuid))
}

fn start(world: &mut World, call: &Call, uuid: Uuid, work: Work) -> ApiResult<Uuid> {
    let svm = world.cluster.svm(uuid).map(|svm| Named { uuid, name: svm.name.clone() });
    let order = JobOrder { description: call.description(), svm, work };
    world.cluster.start_job(order, world.clock.now(), call.job_failure.clone())
}

fn record(cluster: &Cluster, svm: &Svm) -> Value {
    let aggregates: Vec<_> = svm.aggregates.iter().map(|name| reference::aggregate(cluster, name)).collect();
    let interfaces: Vec<_> =
        cluster.interfaces_of(Some(svm.uuid)).map(|lif| interface(cluster, lif)).collect();
    let mut record = json!({
        "uuid": svm.uuid,
        "name": svm.name,
        "subtype": svm.subtype,
        "state": svm.state,
        "comment": svm.comment,
        "language": svm.language,
        "ipspace": reference::ipspace(cluster, &svm.ipspace),
        "aggregates": aggregates,
        // That an empty list shows as well, and that this field goes by it, is assumed
        // (`empty-aggregates-list`).
        "aggregates_delegated": !svm.aggregates.is_empty(),
        "snapshot_policy": reference::snapshot_policy(cluster, &svm.snapshot_policy),
        "max_volumes": svm.max_volumes,
        "nsswitch": {"hosts": ["files", "dns"], "group": ["files"], "passwd": ["files"], "netgroup": ["files"],
                     "namemap": ["files"]},
        "ndmp": {"allowed": true},
        "ip_interfaces": interfaces,
        "is_space_reporting_logical": false,
        "is_space_enforcement_logical": false,
        "anti_ransomware_default_volume_state": "disabled",
        "auto_enable_analytics": false,
        "auto_enable_activity_tracking": false,
        "snapmirror": {"is_protected": false, "protected_volumes_count": 0},
    });
    // NetApp's Ansible module: a stopped SVM shows no protocols.
    if svm.state != SvmState::Stopped {
        svm_protocols::show(cluster, svm, &mut record);
    }
    for (name, kind) in NAME_SERVICES {
        let mut objects = cluster.svm_objects.iter().filter(|object| object.svm == svm.uuid);
        if let Some(object) = objects.find(|object| object.kind == kind) {
            record[name] = Value::Object(object.fields.clone());
            record[name].as_object_mut().and_then(|shown| shown.remove("bind_password"));
        }
    }
    merge(&mut record, &svm.others);
    record
}

fn interface(cluster: &Cluster, interface: &Interface) -> Value {
    let services: Vec<_> = cluster
        .policy(interface.policy)
        .iter()
        .flat_map(|policy| policy.services())
        .map(str::to_owned)
        .collect();
    let mut shown = reference::reference("/api/network/ip/interfaces", &interface.name, interface.uuid);
    shown["ip"] = json!({"address": interface.address});
    shown["services"] = json!(services);
    shown
}

/// Overrides computed fields with stored ones.
fn merge(record: &mut Value, fields: &Map<String, Value>) {
    for (name, value) in fields {
        match (record.get_mut(name).filter(|old| old.is_object()), value) {
            (Some(old), Value::Object(inner)) => merge(old, inner),
            _ => record[name] = value.clone(),
        }
    }
}
