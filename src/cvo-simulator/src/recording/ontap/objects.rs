//! Further objects of storage VMs, with all fields that were recorded.

use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::records::Link;
use super::svms::SVMS;
use super::{Builder, Owner, Record, Result};
use crate::world::svm_object::{SvmObject, SvmObjectKind as Kind};

/// The kinds with their paths, and whether their objects have a UUID of their own.
const KINDS: &[(&str, Kind, bool)] = &[
    ("/api/storage/luns", Kind::Lun, true),
    ("/api/storage/namespaces", Kind::Namespace, true),
    ("/api/protocols/cifs/shares", Kind::CifsShare, false),
    ("/api/protocols/cifs/services", Kind::CifsService, false),
    ("/api/protocols/nfs/services", Kind::NfsService, false),
    ("/api/protocols/san/iscsi/services", Kind::IscsiService, false),
    ("/api/protocols/san/fcp/services", Kind::FcpService, false),
    ("/api/protocols/nvme/services", Kind::NvmeService, false),
    ("/api/protocols/s3/services", Kind::S3Service, false),
    ("/api/name-services/dns", Kind::Dns, false),
    ("/api/name-services/ldap", Kind::Ldap, false),
    ("/api/name-services/nis", Kind::Nis, false),
    ("/api/protocols/fpolicy", Kind::Fpolicy, false),
    ("/api/snapmirror/relationships", Kind::SnapMirror, true),
    ("/api/svm/peers", Kind::SvmPeer, true),
];

/// The paths of all kinds.
pub fn paths() -> Vec<&'static str> {
    KINDS.iter().map(|(path, ..)| *path).collect()
}

type Fields = Map<String, Value>;

/// The services in the record of a storage VM.
#[derive(Debug, Clone, Deserialize)]
struct ServicesRecord {
    uuid: Option<Uuid>,
    name: Option<String>,
    dns: Option<Fields>,
    ldap: Option<Fields>,
    nis: Option<Fields>,
    fcp: Option<Fields>,
    nvme: Option<Fields>,
}

/// The fields of a service that is configured; `None` for one that is not. Of protocols a storage VM shows
/// only whether they are enabled and allowed.
fn configured(kind: Kind, fields: &Fields) -> Option<Fields> {
    if matches!(kind, Kind::FcpService | Kind::NvmeService) {
        return (fields.get("enabled") == Some(&Value::Bool(true))).then(Fields::new);
    }
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (!fields.values().all(is_empty)).then(|| fields.clone())
}

impl Builder<'_> {
    pub(super) fn svm_objects(&mut self) -> Result<()> {
        for (path, kind, has_uuid) in KINDS {
            match self.recording.collection::<Fields>(path)? {
                Some(records) => {
                    records.into_iter().for_each(|record| self.svm_object(path, *kind, *has_uuid, record));
                }
                None if self.recording.was_asked(path) => self.not_recorded(path),
                None => {}
            }
        }
        Ok(())
    }

    /// Adds the services of which nothing was asked but what the record of the storage VM shows.
    pub(super) fn name_services(&mut self) -> Result<()> {
        let records: Vec<Record<ServicesRecord>> = self.recording.collection(SVMS)?.unwrap_or_default();
        for record in &records {
            let link = Link { name: record.name.clone(), uuid: record.uuid };
            let Owner::Svm(svm) = self.owner(Some(&link), None) else { continue };
            let shown = [
                (Kind::Dns, &record.dns),
                (Kind::Ldap, &record.ldap),
                (Kind::Nis, &record.nis),
                (Kind::FcpService, &record.fcp),
                (Kind::NvmeService, &record.nvme),
            ];
            for (kind, fields) in shown {
                let Some(fields) = fields.as_ref().and_then(|fields| configured(kind, fields)) else {
                    continue;
                };
                let known = self.cluster.svm_objects.iter();
                if known.filter(|object| object.svm == svm).all(|object| object.kind != kind) {
                    let uuid = self.uuid(None);
                    self.cluster.svm_objects.push(SvmObject::new(kind, uuid, svm, fields));
                }
            }
        }
        Ok(())
    }

    fn svm_object(&mut self, path: &str, kind: Kind, has_uuid: bool, record: Record<Fields>) {
        let name = record.get("name").and_then(Value::as_str).unwrap_or(&record.at).to_owned();
        let Some(svm) = self.holder(kind, &record) else {
            self.report.left_out(format!("record(s) of {path} of an unknown storage VM"), name);
            return;
        };
        if matches!(kind, Kind::Lun | Kind::Namespace) && !self.has_volume_of(svm, &record) {
            self.report.left_out(format!("record(s) of {path} in an unknown volume"), name);
            return;
        }
        let mut fields = record.into_value();
        fields.remove("svm");
        fields.remove("_links");
        let recorded = if has_uuid { fields.remove("uuid") } else { None };
        let uuid = self.uuid(recorded.as_ref().and_then(Value::as_str).and_then(|text| text.parse().ok()));
        self.cluster.svm_objects.push(SvmObject::new(kind, uuid, svm, fields));
    }

    /// Returns the storage VM of an object: for a SnapMirror relationship the endpoint that is here.
    fn holder(&self, kind: Kind, record: &Fields) -> Option<Uuid> {
        let svm = |link: Link| match self.owner(Some(&link), None) {
            Owner::Svm(uuid) => Some(uuid),
            Owner::Cluster | Owner::Unknown => None,
        };
        if kind != Kind::SnapMirror {
            return svm(link(record.get("svm")));
        }
        let endpoint = |side: &str| {
            let side = record.get(side)?;
            let path = side.get("path").and_then(Value::as_str).and_then(|path| path.split(':').next());
            svm(link(side.get("svm"))).or_else(|| svm(Link { name: path.map(str::to_owned), uuid: None }))
        };
        endpoint("destination").or_else(|| endpoint("source"))
    }

    /// Whether the volume of a LUN or namespace is there. It stands in the record, or in a name such as
    /// `/vol/volume-1/lun-1`; a record without either is taken as it is.
    fn has_volume_of(&self, svm: Uuid, record: &Fields) -> bool {
        let in_location = record.get("location").and_then(|location| location.get("volume"));
        let of_name = record.get("name").and_then(Value::as_str).and_then(|name| name.strip_prefix("/vol/"));
        let of_name = of_name.and_then(|rest| rest.split('/').next()).map(str::to_owned);
        let link = match link(in_location) {
            link if link.is_empty() => Link { name: of_name, uuid: None },
            link => link,
        };
        let mut volumes = self.cluster.volumes.iter().filter(|volume| volume.svm == svm);
        link.is_empty() || volumes.any(|volume| link.points_at(&volume.name, volume.uuid))
    }
}

/// Reads a reference to another object; an empty one if the member is none.
fn link(member: Option<&Value>) -> Link {
    let text = |name: &str| member.and_then(|member| member.get(name)).and_then(Value::as_str);
    Link { name: text("name").map(str::to_owned), uuid: text("uuid").and_then(|text| text.parse().ok()) }
}
