//! Creating, changing, renaming and deleting storage VMs. Each is a job that is followed to its end.

use crate::{SecurityStyle, SvmSubtype};

/// What an SVM is created with; what is left out ONTAP chooses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SvmCreate {
    /// Its name.
    pub name: String,
    /// Name of its root volume (ONTAP's choice: the SVM's name and `_root`).
    pub root_volume: Option<String>,
    /// Aggregate that the root volume lies on.
    pub root_volume_aggregate: Option<String>,
    /// Security style of the root volume.
    pub root_volume_security_style: Option<SecurityStyle>,
    /// Snapshot policy of its new volumes.
    pub snapshot_policy: Option<String>,
    /// Language of its new volumes.
    pub language: Option<String>,
    /// IPspace that it lives in.
    pub ipspace: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// What it is for. A DR destination takes name, comment and IPspace only.
    pub subtype: Option<SvmSubtype>,
}

/// What is changed of an SVM; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SvmPatch {
    /// Snapshot policy of its new volumes.
    pub snapshot_policy: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// Language of its new volumes.
    pub language: Option<String>,
    /// Names of all aggregates that its volumes may lie on: the list is replaced.
    pub aggregates: Option<Vec<String>>,
}
