//! `/api/cluster`: the cluster itself.

use serde::Deserialize;

use crate::Version;
use crate::protocol::request::Request;
use crate::record::{fields, record};

record! {
    /// The cluster itself.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Cluster {
        /// Its name.
        pub name: String,
        /// Its uuid, which is globally unique.
        pub uuid: String,
        /// The lowest release among its nodes.
        pub version: Version,
    }
}

impl Cluster {
    /// Returns the request that reads it.
    pub fn request() -> Request {
        Request::get("/cluster").fields(&fields::<Self>())
    }
}
