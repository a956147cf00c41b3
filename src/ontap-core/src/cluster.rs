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
        /// Its uuid, which no other cluster has.
        pub uuid: String,
        /// The lowest release that one of its nodes runs.
        pub version: Version,
    }
}

impl Cluster {
    /// The request that reads it.
    pub fn request() -> Request {
        Request::get("/cluster").fields(&fields::<Self>())
    }
}
