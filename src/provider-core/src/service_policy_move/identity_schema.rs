//! The identity of a policy move.

use tfplugin_core::Identity;

use super::model::MoveModel;
use crate::identity::OfCluster;
use crate::values::Uuid;

/// What tells a policy move from all others.
#[derive(Debug, Clone, PartialEq, Identity)]
pub struct MoveIdentity {
    /// UUID of the cluster, which `data.cvo_system` gives.
    cluster_uuid: Uuid,
    /// UUID of the storage VM.
    pub svm_uuid: Uuid,
    /// Service policy that the services are taken out of. It changes with the attribute of that name.
    #[identity(mutable)]
    pub from_policy: String,
}

impl MoveIdentity {
    /// Returns the identity of a move on this cluster; `None` if a part is not known.
    #[must_use]
    pub fn of(made: &MoveModel, cluster: &str) -> Option<Self> {
        Some(Self {
            cluster_uuid: cluster.into(),
            svm_uuid: made.svm_id.known()?.as_str().into(),
            from_policy: made.from_policy.known()?.clone(),
        })
    }
}

impl OfCluster for MoveIdentity {
    fn cluster(&self) -> &Uuid {
        &self.cluster_uuid
    }
}
