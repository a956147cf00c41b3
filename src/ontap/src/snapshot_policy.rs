//! `/api/storage/snapshot-policies`: when snapshots are made and how many are kept.

use serde::Deserialize;

use crate::request::Request;
use crate::{Client, Result};

/// One snapshot policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SnapshotPolicy {
    /// Its uuid.
    pub uuid: String,
    /// Its name.
    pub name: String,
}

fn list() -> Request {
    Request::get("/storage/snapshot-policies").fields(&["uuid", "name"])
}

impl Client {
    /// Lists the snapshot policies.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn snapshot_policies(&self) -> Result<Vec<SnapshotPolicy>> {
        self.list(&list()).await
    }
}
