//! Volumes: root volumes, data volumes, and volumes in the recovery queue.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::names::Reference;

/// NetApp's manual page of `vserver create`: a root volume has 1 GB.
pub const ROOT_VOLUME_SIZE: u64 = 1 << 30;

/// NetApp's reference of `POST /storage/volumes`: default size.
const DEFAULT_SIZE: u64 = 20 << 20;

/// A volume.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Volume {
    /// UUID.
    pub uuid: Uuid,
    /// Storage VM.
    pub svm: Uuid,
    /// Name.
    pub name: String,
    /// Name of its aggregate.
    pub aggregate: String,
    /// Size in bytes.
    pub size: u64,
    /// Whether it is the root volume of its storage VM.
    pub is_root: bool,
    /// `rw` or `dp`.
    pub volume_type: String,
    /// Whether the volume is online and serves data.
    pub online: bool,
    /// Mount point; `None` if it is not mounted.
    pub junction_path: Option<String>,
    /// `unix`, `ntfs`, `mixed` or `unified`.
    pub security_style: String,
    /// Name of its snapshot policy.
    pub snapshot_policy: String,
    /// Free text.
    pub comment: String,
    /// Time of creation.
    pub create_time: Moment,
    /// Time of deletion. A deleted volume is in the recovery queue, and REST does not show it.
    pub deleted: Option<Moment>,
}

/// A POST of a volume.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewVolume {
    /// Name.
    pub name: String,
    /// Storage VM.
    pub svm: Reference,
    /// Exactly one aggregate.
    pub aggregates: Vec<Reference>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// `rw` or `dp`.
    #[serde(rename = "type")]
    pub volume_type: Option<String>,
    /// Mount point and security style.
    pub nas: NasChange,
    /// Snapshot policy.
    pub snapshot_policy: Reference,
    /// Free text.
    pub comment: Option<String>,
}

/// A PATCH of a volume.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VolumeChange {
    /// New name.
    pub name: Option<String>,
    /// `online` or `offline`.
    pub state: Option<String>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// Mount point and security style.
    pub nas: NasChange,
    /// Snapshot policy.
    pub snapshot_policy: Reference,
    /// Free text.
    pub comment: Option<String>,
}

/// The part `nas` of a request.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NasChange {
    /// Mount point; the empty path unmounts the volume.
    pub path: Option<String>,
    /// `unix`, `ntfs`, `mixed` or `unified`.
    pub security_style: Option<String>,
}

impl Volume {
    /// Creates a data volume with ONTAP's defaults.
    pub fn new(uuid: Uuid, svm: Uuid, name: String, aggregate: String, size: u64, now: Moment) -> Self {
        Self {
            uuid,
            svm,
            name,
            aggregate,
            size,
            is_root: false,
            volume_type: "rw".to_owned(),
            online: true,
            junction_path: None,
            security_style: "unix".to_owned(),
            snapshot_policy: "default".to_owned(),
            comment: String::new(),
            create_time: now,
            deleted: None,
        }
    }

    /// Whether it is a data volume that has not been deleted.
    pub fn is_data(&self) -> bool {
        !self.is_root && self.deleted.is_none()
    }
}

impl Cluster {
    /// Makes the checks that fail a POST immediately.
    pub fn check_new_volume(&self, new: &NewVolume) -> ApiResult<()> {
        if new.svm.is_absent() {
            return Err(ApiError::new(400, 2_621_707, "No SVM was given.").on("svm.name"));
        }
        let svm = self.svm_at(&new.svm).ok_or_else(|| {
            ApiError::new(404, 2_621_462, format!("SVM \"{}\" does not exist.", new.svm.shown()))
                .on("svm.name")
        })?;
        self.check_volume_name(svm.uuid, &new.name)?;
        let [aggregate] = new.aggregates.as_slice() else {
            return Err(
                ApiError::new(400, 918_242, "A FlexVol volume needs exactly one aggregate.").on("aggregates")
            );
        };
        let aggregate = self.aggregate_at(aggregate, "aggregates.name")?;
        check_security_style(&new.nas)?;
        if svm.aggregates.contains(&aggregate) {
            return Ok(());
        }
        // NetApp's procedure assigns the aggregate before it creates volumes. The code is the one for
        // FlexGroups.
        let message = format!("Aggregate \"{aggregate}\" is not assigned to SVM \"{}\".", svm.name);
        Err(ApiError::new(400, 13_107_341, message).on("aggregates.name"))
    }

    fn check_volume_name(&self, svm: Uuid, name: &str) -> ApiResult<()> {
        if name.is_empty() {
            return Err(ApiError::missing("name"));
        }
        if !is_volume_name(name) {
            let message = format!("Volume name \"{name}\" is not made of letters, digits and underscores.");
            return Err(ApiError::new(400, 917_888, message).on("name"));
        }
        let taken = self.volumes.iter().any(|v| v.svm == svm && v.name == name && v.deleted.is_none());
        if taken {
            Err(ApiError::new(409, 917_526, format!("Volume \"{name}\" already exists in the SVM."))
                .on("name"))
        } else {
            Ok(())
        }
    }

    pub(super) fn make_volume(&mut self, uuid: Uuid, new: NewVolume, now: Moment) -> ApiResult<()> {
        self.check_new_volume(&new)?;
        let svm = self.svm_at(&new.svm).map(|svm| svm.uuid).ok_or_else(|| ApiError::not_found("svm.name"))?;
        let aggregate = self.aggregate_names(&new.aggregates)?.concat();
        let mut volume = Volume::new(uuid, svm, new.name, aggregate, new.size.unwrap_or(DEFAULT_SIZE), now);
        volume.volume_type = new.volume_type.unwrap_or(volume.volume_type);
        volume.comment = new.comment.unwrap_or_default();
        volume.junction_path = new.nas.path.filter(|path| !path.is_empty());
        volume.security_style = new.nas.security_style.unwrap_or(volume.security_style);
        if !new.snapshot_policy.is_absent() {
            volume.snapshot_policy = self.snapshot_policy_at(&new.snapshot_policy)?;
        }
        self.volumes.push(volume);
        Ok(())
    }

    /// Makes the checks that fail a PATCH immediately.
    pub fn check_volume_change(&self, uuid: Uuid, change: &VolumeChange) -> ApiResult<()> {
        let volume = self.volume(uuid)?;
        if let Some(name) = change.name.as_ref().filter(|name| **name != volume.name) {
            self.check_volume_name(volume.svm, name)?;
        }
        check_security_style(&change.nas)?;
        match change.state.as_deref() {
            None | Some("online" | "offline") => Ok(()),
            Some(other) => Err(ApiError::invalid("state", other)),
        }
    }

    pub(super) fn change_volume(&mut self, uuid: Uuid, change: VolumeChange) -> ApiResult<()> {
        self.check_volume_change(uuid, &change)?;
        let policy = if change.snapshot_policy.is_absent() {
            None
        } else {
            Some(self.snapshot_policy_at(&change.snapshot_policy)?)
        };
        let volume = self.volumes.iter_mut().find(|volume| volume.uuid == uuid);
        let volume = volume.ok_or_else(|| ApiError::not_found("uuid"))?;
        volume.name = change.name.unwrap_or_else(|| volume.name.clone());
        volume.size = change.size.unwrap_or(volume.size);
        volume.comment = change.comment.unwrap_or_else(|| volume.comment.clone());
        volume.online = change.state.map_or(volume.online, |state| state == "online");
        volume.security_style = change.nas.security_style.unwrap_or_else(|| volume.security_style.clone());
        volume.snapshot_policy = policy.unwrap_or_else(|| volume.snapshot_policy.clone());
        if let Some(path) = change.nas.path {
            volume.junction_path = Some(path).filter(|path| !path.is_empty());
        }
        Ok(())
    }

    /// Returns the volume with this UUID, unless it has been deleted.
    pub fn volume(&self, uuid: Uuid) -> ApiResult<&Volume> {
        let found = self.volumes.iter().find(|volume| volume.uuid == uuid && volume.deleted.is_none());
        found.ok_or_else(|| ApiError::not_found("uuid"))
    }
}

/// Whether a volume can have this name. NetApp's reference of `POST /storage/volumes`: at most 203 characters,
/// which are letters, digits and underscores; the first is no digit.
pub fn is_volume_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|next| next.is_ascii_alphanumeric() || next == '_')
        && name.len() <= 203
}

fn check_security_style(nas: &NasChange) -> ApiResult<()> {
    match nas.security_style.as_deref() {
        None | Some("unix" | "ntfs" | "mixed" | "unified") => Ok(()),
        Some(other) => Err(ApiError::invalid("nas.security_style", other)),
    }
}
