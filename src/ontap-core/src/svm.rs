//! `/api/svm/svms`: reading storage VMs. Bodies are in `svm_body`.

use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::record::record;
use crate::{Object, Reference};

record! {
    /// One data SVM. The API does not show admin, node or system SVMs.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Svm {
        /// Its uuid, which a rename does not change.
        pub uuid: String,
        /// Its name.
        pub name: String,
        /// Its purpose.
        pub subtype: Option<SvmSubtype>,
        /// Language of its new volumes, such as `c.utf_8`.
        pub language: Option<String>,
        /// Whether it serves data.
        pub state: Option<SvmState>,
        /// Comment.
        pub comment: Option<String>,
        /// IPspace that it belongs to.
        #[serde(default)]
        pub ipspace: Reference,
        /// Snapshot policy of its new volumes.
        #[serde(default)]
        pub snapshot_policy: Reference,
        /// Aggregates that its volumes may be placed on.
        #[serde(default)]
        pub aggregates: Vec<Reference>,
        /// Whether specific aggregates were assigned to it.
        pub aggregates_delegated: Option<bool>,
    }
}

api_enum! {
    /// Purpose of an SVM.
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
        /// Being created.
        Initializing = "initializing",
        /// Starting.
        Starting = "starting",
        /// Running: it serves data.
        Running = "running",
        /// Stopping.
        Stopping = "stopping",
        /// Stopped: it serves no data.
        Stopped = "stopped",
        /// Being deleted.
        Deleting = "deleting",
    }
}

impl Object for Svm {
    const PATH: &'static str = "/svm/svms";
    /// What every SVM has. The comment may be missing if there is none, and so may the list of aggregates,
    /// which is why a field of its own says whether the list is empty: assumed (`empty-aggregates-list`).
    const ALWAYS: &'static [&'static str] = &["name", "subtype", "state", "ipspace.name"];
    /// A DR destination may lack language and snapshot policy until its first transfer.
    const ALWAYS_WHERE: &'static [((&'static str, &'static str), &'static [&'static str])] = &[
        (("subtype", "default"), &["language", "snapshot_policy.name"]),
        (("aggregates_delegated", "true"), &["aggregates.name"]),
    ];
}
