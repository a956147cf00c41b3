//! `/api/svm/svms`: reading storage VMs. Changing them is in `svm_change`.

use serde::Deserialize;

use crate::Reference;
use crate::api_enum::api_enum;

/// One data SVM. The API shows no admin, node or system SVMs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Svm {
    /// Its uuid, which a rename does not change.
    pub uuid: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub subtype: Option<SvmSubtype>,
    /// Language of its new volumes, such as `c.utf_8`.
    pub language: Option<String>,
    /// Whether it serves data.
    pub state: Option<SvmState>,
    /// Comment.
    pub comment: Option<String>,
    /// IPspace that it lives in.
    #[serde(default)]
    pub ipspace: Reference,
    /// Snapshot policy of its new volumes.
    #[serde(default)]
    pub snapshot_policy: Reference,
    /// Aggregates that its volumes may lie on.
    #[serde(default)]
    pub aggregates: Vec<Reference>,
}

api_enum! {
    /// What an SVM is for.
    SvmSubtype {
        /// Serving data.
        Default = "default",
        /// Destination of SVM disaster recovery.
        DpDestination = "dp_destination",
        /// Source of a MetroCluster pair.
        SyncSource = "sync_source",
        /// Destination of a MetroCluster pair.
        SyncDestination = "sync_destination",
    }
}

api_enum! {
    /// Whether an SVM serves data.
    SvmState {
        /// Being made.
        Initializing = "initializing",
        /// Beginning to serve data.
        Starting = "starting",
        /// Serving data.
        Running = "running",
        /// Ceasing to serve data.
        Stopping = "stopping",
        /// Not serving data.
        Stopped = "stopped",
        /// Being deleted.
        Deleting = "deleting",
    }
}

/// The root volume's settings as the CLI shows them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SvmRootSettings {
    /// Name of the SVM.
    pub vserver: String,
    /// Name of the root volume.
    pub rootvolume: Option<String>,
    /// Aggregate that it lies on.
    pub aggregate: Option<String>,
    /// Its security style.
    pub rootvolume_security_style: Option<String>,
}
