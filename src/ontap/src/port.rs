//! `/api/network/ethernet/ports`: the ports that LIFs live on.

use crate::{Client, Port, Result};
use ontap_core::protocol::request::Request;

fn list() -> Request {
    Request::get("/network/ethernet/ports")
        .fields(&["uuid", "name", "node.name", "node.uuid", "state", "enabled", "broadcast_domain"])
        .always(&["node.name"])
}

impl Client {
    /// Lists the Ethernet ports of all nodes.
    ///
    /// # Errors
    /// Whatever the request meets.
    pub async fn ports(&self) -> Result<Vec<Port>> {
        self.list(&list()).await
    }
}
