//! `/api/storage/snapshot-policies`: when snapshots are made and how many are kept.

use crate::{Client, Result, SnapshotPolicy};
use ontap_core::protocol::request::Request;

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
