//! Trying whether a path may be read, without interest in what is there.

use ontap_core::protocol::request::Request;

use crate::{Client, Result};

impl Client {
    /// Reads at most one record at this path below `/api`, and nothing of it.
    ///
    /// # Errors
    /// Any error of the request, such as a permission that is missing.
    pub async fn probe(&self, path: &str) -> Result<()> {
        self.send(&Request::get(path).parameter("max_records", "1")).await.map(|_| ())
    }
}
