//! `/api/storage/aggregates`: the data aggregates; the API does not show the root aggregates of the nodes.

use crate::{Aggregate, Client, Result};
use ontap_core::protocol::request::Request;

fn list() -> Request {
    Request::get("/storage/aggregates").fields(&[
        "uuid",
        "name",
        "node.name",
        "node.uuid",
        "home_node.name",
        "home_node.uuid",
        "state",
        "space.block_storage.size",
        "space.block_storage.available",
        "space.block_storage.used",
    ])
}

impl Client {
    /// Lists the data aggregates.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn aggregates(&self) -> Result<Vec<Aggregate>> {
        self.list(&list()).await
    }
}
