//! Further objects of storage VMs. They only exist, and prevent deletions and creations that conflict with
//! them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};

/// The kind of a further object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SvmObjectKind {
    /// A LUN.
    Lun,
    /// An NVMe namespace.
    Namespace,
    /// An SMB share.
    CifsShare,
    /// The SMB server.
    CifsService,
    /// The NFS server.
    NfsService,
    /// The iSCSI service.
    IscsiService,
    /// The FC protocol service.
    FcpService,
    /// The NVMe service.
    NvmeService,
    /// The S3 server.
    S3Service,
    /// The DNS configuration.
    Dns,
    /// The LDAP client configuration.
    Ldap,
    /// The NIS configuration.
    Nis,
    /// The FPolicy configuration.
    Fpolicy,
    /// A SnapMirror relationship of which this SVM is an endpoint.
    SnapMirror,
    /// An SVM peer relationship.
    SvmPeer,
}

/// A further object of a storage VM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SvmObject {
    /// Kind.
    pub kind: SvmObjectKind,
    /// UUID, even for kinds whose API shows none.
    pub uuid: Uuid,
    /// Storage VM that it belongs to.
    pub svm: Uuid,
    /// Its fields other than UUID and storage VM.
    pub fields: Map<String, Value>,
}

impl SvmObject {
    /// Creates an object with these fields.
    pub fn new(kind: SvmObjectKind, uuid: Uuid, svm: Uuid, fields: Map<String, Value>) -> Self {
        Self { kind, uuid, svm, fields }
    }

    /// Whether it is enabled. Services are enabled by default.
    pub fn is_enabled(&self) -> bool {
        self.fields.get("enabled") != Some(&Value::Bool(false))
    }

    /// Returns its name, if its kind has one.
    pub fn name(&self) -> Option<&str> {
        self.fields.get("name").and_then(Value::as_str)
    }
}

impl Cluster {
    /// Refuses a second service of the same kind and a second object of the same name.
    pub fn check_new_svm_object(&self, new: &SvmObject) -> ApiResult<()> {
        let same_kind =
            || self.svm_objects.iter().filter(|object| object.kind == new.kind && object.svm == new.svm);
        match new.kind {
            // The general code 1 for these is assumed (`svm-service-exists-code`).
            SvmObjectKind::NfsService
            | SvmObjectKind::CifsService
            | SvmObjectKind::FcpService
            | SvmObjectKind::NvmeService
            | SvmObjectKind::S3Service
            | SvmObjectKind::Dns
            | SvmObjectKind::Ldap
            | SvmObjectKind::Nis
            | SvmObjectKind::Fpolicy => {
                refuse_if(same_kind().next().is_some(), 1, "The SVM already has such a service.")
            }
            // Error 5374077 is specific to the iSCSI service.
            SvmObjectKind::IscsiService => {
                refuse_if(same_kind().next().is_some(), 5_374_077, "The SVM already has an iSCSI service.")
            }
            SvmObjectKind::SnapMirror | SvmObjectKind::SvmPeer => Ok(()),
            SvmObjectKind::Lun | SvmObjectKind::Namespace | SvmObjectKind::CifsShare => {
                let exists = same_kind().any(|object| object.name() == new.name());
                refuse_if(exists, 1, "An object with this name already exists in the SVM.")
            }
        }
    }
}

fn refuse_if(exists: bool, code: u64, message: &str) -> ApiResult<()> {
    if exists { Err(ApiError::new(409, code, message)) } else { Ok(()) }
}
