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
            SvmObjectKind::SnapMirror => self.refuse_absent_volume(new),
            SvmObjectKind::SvmPeer => self.refuse_unknown_peer(new),
            SvmObjectKind::Lun | SvmObjectKind::Namespace | SvmObjectKind::CifsShare => {
                refuse_unusable_path(new)?;
                let exists = same_kind().any(|object| object.name() == new.name());
                refuse_if(exists, 1, "An object with this name already exists in the SVM.")
            }
        }
    }

    /// Error 6619337: NetApp's Terraform provider expects it in its tests; the status is assumed
    /// (`svm-object-refusals`). An endpoint whose SVM is not of this cluster is not looked at.
    fn refuse_absent_volume(&self, new: &SvmObject) -> ApiResult<()> {
        for side in ["source", "destination"] {
            let path = new.fields.get(side).and_then(|end| end["path"].as_str()).unwrap_or_default();
            let Some((svm, volume)) = path.split_once(':').filter(|(_, volume)| !volume.is_empty()) else {
                continue;
            };
            let Some(svm) = self.svm_named(svm) else { continue };
            if !self.volumes.iter().any(|one| one.svm == svm.uuid && one.name == volume) {
                let why = format!("Volume \"{volume}\" does not exist in SVM \"{}\".", svm.name);
                return Err(ApiError::new(404, 6_619_337, why).on(format!("{side}.path")));
            }
        }
        Ok(())
    }

    /// Error 9895941: NetApp's Terraform provider expects it in its tests; the status is assumed
    /// (`svm-object-refusals`). This cluster is the peer of none but itself.
    fn refuse_unknown_peer(&self, new: &SvmObject) -> ApiResult<()> {
        let cluster = new.fields.get("peer").map(|peer| &peer["cluster"]);
        let named = |field: &str| cluster.and_then(|cluster| cluster[field].as_str());
        let is_own = named("name").is_none_or(|name| name == self.name)
            && named("uuid").is_none_or(|uuid| uuid == self.uuid.to_string());
        if is_own {
            return Ok(());
        }
        let why = "The peer cluster is not known: it is in no cluster peer relationship.";
        Err(ApiError::new(404, 9_895_941, why).on("peer.cluster"))
    }
}

/// Error 917927: NetApp's Terraform provider expects it in its tests. That it stands for a name that is no path of a LUN
/// in a volume, or has other characters, is assumed (`svm-object-refusals`).
fn refuse_unusable_path(new: &SvmObject) -> ApiResult<()> {
    let SvmObjectKind::Lun = new.kind else { return Ok(()) };
    let name = new.name().unwrap_or_default();
    let is_taken = |letter: char| letter.is_ascii_alphanumeric() || "-._{}".contains(letter);
    let parts: Vec<_> = name.split('/').collect();
    let is_usable = matches!(parts[..], ["", "vol", _, ref rest @ ..] if !rest.is_empty())
        && parts[2..].iter().all(|part| !part.is_empty() && part.chars().all(is_taken));
    if is_usable {
        return Ok(());
    }
    let why = format!("The name \"{name}\" is not valid for a LUN: it is /vol/VOLUME/LUN.");
    Err(ApiError::new(400, 917_927, why).on("name"))
}

fn refuse_if(exists: bool, code: u64, message: &str) -> ApiResult<()> {
    if exists { Err(ApiError::new(409, code, message)) } else { Ok(()) }
}
