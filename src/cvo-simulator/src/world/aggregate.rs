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
    /// Bytes.
    pub size: u64,
    /// When it was made.
    pub create_time: Moment,
}

impl Cluster {
    /// The name of the aggregate that a request means.
    ///
    /// 917508 is what a volume request answers for an aggregate that does not exist; that a storage VM request answers
    /// the same is assumed, since NetApp lists no code for it.
    pub(super) fn aggregate_at(&self, reference: &Reference, target: &str) -> ApiResult<String> {
        let found =
            self.aggregates.iter().find(|aggregate| reference.points_at(&aggregate.name, aggregate.uuid));
        found.map(|aggregate| aggregate.name.clone()).ok_or_else(|| {
            let message = format!("Aggregate \"{}\" does not exist.", reference.shown());
            ApiError::new(400, 917_508, message).on(target)
        })
    }
}
