//! `/api/storage/snapshot-policies`: when snapshots are made and how many are kept.

use serde::Deserialize;

/// One snapshot policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SnapshotPolicy {
    /// Its uuid.
    pub uuid: String,
    /// Its name.
    pub name: String,
}
