//! `/api/storage/aggregates`: the data aggregates. The API does not show the root aggregates of the nodes.

use serde::Deserialize;

use crate::api_enum::api_enum;
use crate::record::record;
use crate::{Object, Reference};

record! {
    /// One data aggregate.
    #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
    pub struct Aggregate {
        /// Its uuid.
        pub uuid: String,
        /// Its name.
        pub name: String,
        /// Node that currently serves it.
        #[serde(default)]
        pub node: Reference,
        /// Node that normally serves it.
        #[serde(default)]
        pub home_node: Reference,
        /// Whether it is online.
        pub state: Option<AggregateState>,
        /// Its space.
        #[serde(default)]
        pub space: AggregateSpace,
    }
}

api_enum! {
    /// Whether an aggregate is online.
    AggregateState {
        /// Online.
        Online = "online",
        /// Coming online.
        Onlining = "onlining",
        /// Offline.
        Offline = "offline",
        /// Going offline.
        Offlining = "offlining",
        /// Moving to the other node.
        Relocating = "relocating",
        /// Only some operations are allowed.
        Restricted = "restricted",
        /// Failed.
        Failed = "failed",
    }
}

record! {
    /// Space of an aggregate.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct AggregateSpace {
        /// Space of its disks.
        pub block_storage: BlockStorageSpace,
    }
}

record! {
    /// Space of an aggregate's disks, in bytes.
    #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
    #[serde(default)]
    pub struct BlockStorageSpace {
        /// Total, in bytes.
        pub size: Option<u64>,
        /// Free, in bytes.
        pub available: Option<u64>,
        /// In use, in bytes.
        pub used: Option<u64>,
    }
}

impl Object for Aggregate {
    const PATH: &'static str = "/storage/aggregates";
}
