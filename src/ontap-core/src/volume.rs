//! `/api/storage/volumes`: the volumes of an SVM, its root volume among them.

use serde::Deserialize;

use crate::Reference;
use crate::api_enum::api_enum;

/// One volume.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Volume {
    /// Its uuid.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// Whether it is in operation.
    pub state: Option<VolumeState>,
    /// What kind of volume it is.
    #[serde(rename = "type")]
    pub kind: Option<VolumeType>,
    /// Whether it is the root volume of its SVM.
    pub is_svm_root: Option<bool>,
    /// SVM that it belongs to.
    #[serde(default)]
    pub svm: Reference,
    /// Aggregates that it lies on.
    #[serde(default)]
    pub aggregates: Vec<Reference>,
    /// Its place among the files.
    #[serde(default)]
    pub nas: Nas,
    /// When it was made, as ISO 8601 text.
    pub create_time: Option<String>,
}

/// A volume's place among the files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Nas {
    /// Whose permissions its files have.
    pub security_style: Option<SecurityStyle>,
}

api_enum! {
    /// Whose permissions files have.
    SecurityStyle {
        /// UNIX permissions.
        Unix = "unix",
        /// NTFS permissions.
        Ntfs = "ntfs",
        /// Either, per file.
        Mixed = "mixed",
        /// Both at once.
        Unified = "unified",
    }
}

api_enum! {
    /// Whether a volume is in operation.
    VolumeState {
        /// In operation.
        Online = "online",
        /// Not in operation.
        Offline = "offline",
        /// Faulty.
        Error = "error",
        /// Partly in operation.
        Mixed = "mixed",
    }
}

api_enum! {
    /// What kind of volume it is.
    VolumeType {
        /// To be read and written.
        ReadWrite = "rw",
        /// Destination of a replication.
        DataProtection = "dp",
        /// Load-sharing mirror.
        LoadSharing = "ls",
    }
}

/// What is changed of a volume; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VolumePatch {
    /// New name.
    pub name: Option<String>,
    /// New security style.
    pub security_style: Option<SecurityStyle>,
}

/// A deleted volume that can still be recovered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct QueuedVolume {
    /// SVM that it belonged to.
    pub vserver: Option<String>,
    /// Name that it has in the queue.
    pub volume: String,
}
