//! `/api/cluster/nodes`: the nodes, and which virtual machine of the cloud each of them is.

use crate::{Client, Node, Result};
use ontap_core::protocol::request::Request;

/// `vm` and `ha` are asked for as a whole, because their members differ between releases.
fn list() -> Request {
    Request::get("/cluster/nodes").fields(&[
        "uuid",
        "name",
        "serial_number",
        "system_id",
        "state",
        "vm",
        "management_interfaces",
        "ha",
    ])
}

impl Client {
    /// Lists the nodes of the cluster.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn nodes(&self) -> Result<Vec<Node>> {
        self.list(&list()).await
    }
}
