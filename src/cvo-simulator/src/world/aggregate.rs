//! Data aggregates.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Moment;
use super::cluster::Cluster;
use super::error::{ApiError, ApiResult};
use super::names::Reference;

/// A data aggregate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Aggregate {
    /// UUID.
    pub uuid: Uuid,
    /// Name.
    pub name: String,
    /// Home node.
    pub node: String,
    /// Size in bytes.
    pub size: u64,
    /// Bytes in use besides the sizes of its volumes; negative where these are larger than what they take.
    #[serde(default)]
    pub used_besides: i64,
    /// Time of creation.
    pub create_time: Moment,
}

impl Aggregate {
    /// Returns the bytes in use when its volumes have this size together.
    pub fn used(&self, by_volumes: u64) -> u64 {
        by_volumes.saturating_add_signed(self.used_besides)
    }
}

impl Cluster {
    /// Returns the name of the aggregate that a request refers to. \\ Error 917508 is documented for a volume
    /// request that names an unknown aggregate. For storage VM requests, for which NetApp lists no code, it
    /// is assumed (`svm-unknown-aggregate-code`).
    pub(super) fn aggregate_at(&self, reference: &Reference, target: &str) -> ApiResult<String> {
        let found =
            self.aggregates.iter().find(|aggregate| reference.points_at(&aggregate.name, aggregate.uuid));
        found.map(|aggregate| aggregate.name.clone()).ok_or_else(|| {
            let message = format!("Aggregate \"{}\" does not exist.", reference.shown());
            ApiError::new(400, 917_508, message).on(target)
        })
    }
}
