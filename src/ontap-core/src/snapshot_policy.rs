//! `/api/storage/snapshot-policies`: when snapshots are made and how many are kept.

use serde::Deserialize;

use crate::Object;
use crate::record::record;

record! {
    /// One snapshot policy.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct SnapshotPolicy {
        /// Its uuid.
        pub uuid: String,
        /// Its name.
        pub name: String,
    }
}

impl Object for SnapshotPolicy {
    const PATH: &'static str = "/storage/snapshot-policies";
}
