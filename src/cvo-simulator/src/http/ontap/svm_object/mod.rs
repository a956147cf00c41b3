//! Further objects of storage VMs: LUNs, namespaces, shares, protocol and name services, SnapMirror and SVM
//! peers.

pub mod kinds;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::filter::values_at;
use super::object::{Change, Object, request};
use super::reference;
use crate::inventory::fields::Field;
use crate::world::World;
use crate::world::cluster::Cluster;
use crate::world::error::{ApiError, ApiResult};
use crate::world::job::{JobOrder, Work};
use crate::world::names::Reference;
use crate::world::svm_object::{SvmObject, SvmObjectKind};
use kinds::UUID;

/// A kind of further object.
pub struct SvmObjects {
    kind: SvmObjectKind,
    path: &'static str,
    keys: &'static [&'static str],
    fields: &'static [Field],
    /// Fields that a POST requires.
    required: &'static [&'static str],
    /// Whether changes run as jobs.
    has_jobs: bool,
}

impl Object for SvmObjects {
    fn path(&self) -> &'static str {
        self.path
    }

    fn keys(&self) -> &'static [&'static str] {
        self.keys
    }

    fn own_fields(&self) -> &'static [Field] {
        self.fields
    }

    fn records(&self, world: &World) -> Vec<Value> {
        let own = world.cluster.svm_objects.iter().filter(|object| object.kind == self.kind);
        own.map(|object| self.record(&world.cluster, object)).collect()
    }

    fn create(&self, world: &mut World, call: &Call, body: Value) -> ApiResult<Change> {
        for path in self.required {
            if values_at(&body, path).is_empty() {
                return Err(ApiError::missing(path));
            }
        }
        let svm = self.owner(&world.cluster, &body)?;
        let uuid = world.cluster.uuids.make();
        let mut given: Map<String, Value> = request(body)?;
        given.remove("svm");
        let object = SvmObject::new(self.kind, uuid, svm, given);
        world.cluster.check_new_svm_object(&object)?;
        let keys = self.key_values(&object);
        if self.has_jobs {
            let job = start(world, call, Work::CreateSvmObject(Box::new(object)))?;
            return Ok(Change::CreateJob(job, keys));
        }
        world.cluster.svm_objects.push(object);
        Ok(Change::Created(keys))
    }

    fn modify(&self, world: &mut World, _call: &Call, record: &Value, body: Value) -> ApiResult<Change> {
        let given: Map<String, Value> = request(body)?;
        let at = self.position(&world.cluster, record)?;
        let fields = &mut world.cluster.svm_objects[at].fields;
        fields.extend(given);
        Ok(Change::Done)
    }

    fn remove(&self, world: &mut World, call: &Call, record: &Value) -> ApiResult<Change> {
        let at = self.position(&world.cluster, record)?;
        let uuid = world.cluster.svm_objects[at].uuid;
        if self.has_jobs {
            return start(world, call, Work::DeleteSvmObject(uuid)).map(Change::Job);
        }
        world.cluster.svm_objects.remove(at);
        Ok(Change::Done)
    }
}

impl SvmObjects {
    /// Finds the object of a storage VM, for a kind of which it has at most one.
    pub fn of_svm<'a>(&self, cluster: &'a Cluster, svm: uuid::Uuid) -> Option<&'a SvmObject> {
        cluster.svm_objects.iter().find(|object| object.kind == self.kind && object.svm == svm)
    }

    /// Returns the storage VM of a new object. For a SnapMirror relationship, it is the local endpoint.
    fn owner(&self, cluster: &Cluster, body: &Value) -> ApiResult<uuid::Uuid> {
        let found = match self.kind {
            SvmObjectKind::SnapMirror => {
                let endpoint = |side: &str| {
                    let path = body[side]["path"].as_str().unwrap_or_default();
                    cluster.svm_named(path.split(':').next().unwrap_or_default())
                };
                endpoint("destination").or_else(|| endpoint("source"))
            }
            _ => {
                let svm = body.get("svm").cloned().unwrap_or_default();
                let wanted: Reference = if svm.is_null() { Reference::default() } else { request(svm)? };
                if wanted.is_absent() {
                    return Err(ApiError::new(400, 2_621_707, "No SVM was given.").on("svm.name"));
                }
                cluster.svm_at(&wanted)
            }
        };
        found
            .map(|svm| svm.uuid)
            .ok_or_else(|| ApiError::new(404, 2_621_462, "The SVM does not exist.").on("svm.name"))
    }

    fn key_values(&self, object: &SvmObject) -> Vec<String> {
        let value = |key: &&str| match *key {
            "uuid" => object.uuid.to_string(),
            "svm.uuid" => object.svm.to_string(),
            _ => object.name().unwrap_or_default().to_owned(),
        };
        self.keys.iter().map(value).collect()
    }

    fn position(&self, cluster: &Cluster, record: &Value) -> ApiResult<usize> {
        let wanted: Vec<_> =
            self.keys.iter().filter_map(|key| values_at(record, key).first().copied()).collect();
        let is_wanted = |object: &SvmObject| {
            object.kind == self.kind
                && self.key_values(object).iter().zip(&wanted).all(|(have, want)| *want == have)
        };
        cluster.svm_objects.iter().position(is_wanted).ok_or_else(|| ApiError::not_found("uuid"))
    }

    fn record(&self, cluster: &Cluster, object: &SvmObject) -> Value {
        let mut record = Value::Object(object.fields.clone());
        let computed = match self.kind {
            SvmObjectKind::Lun | SvmObjectKind::Namespace => {
                json!({"enabled": true, "status": {"state": "online"}})
            }
            SvmObjectKind::NfsService => json!({"enabled": true, "state": "online"}),
            SvmObjectKind::IscsiService => {
                json!({"enabled": true, "target": {"name": format!("iqn.1992-08.com.netapp:sn.{}", object.uuid.simple())}})
            }
            SvmObjectKind::FcpService
            | SvmObjectKind::NvmeService
            | SvmObjectKind::CifsService
            | SvmObjectKind::S3Service => json!({"enabled": true}),
            SvmObjectKind::SnapMirror => json!({"state": "uninitialized", "healthy": true}),
            SvmObjectKind::SvmPeer => json!({"state": "peered"}),
            SvmObjectKind::Dns => json!({"uuid": object.svm, "scope": "svm"}),
            SvmObjectKind::Nis => json!({"bound_servers": object.fields.get("servers")}),
            SvmObjectKind::Ldap => json!({"port": 389, "base_scope": "subtree"}),
            SvmObjectKind::Fpolicy => json!({"engines": [], "events": [], "policies": []}),
            SvmObjectKind::CifsShare => json!({}),
        };
        for (name, value) in computed.as_object().into_iter().flatten() {
            if record.get(name).is_none() {
                record[name] = value.clone();
            }
        }
        if self.keys == UUID {
            record["uuid"] = json!(object.uuid);
        }
        if self.kind != SvmObjectKind::SnapMirror {
            record["svm"] = reference::svm(cluster, object.svm);
        }
        record
    }
}

fn start(world: &mut World, call: &Call, work: Work) -> ApiResult<uuid::Uuid> {
    let order = JobOrder { description: call.description(), svm: None, work };
    world.cluster.start_job(order, world.clock.now(), call.job_failure.clone())
}
