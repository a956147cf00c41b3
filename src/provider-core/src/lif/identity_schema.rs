//! The identity of a LIF.

use tfplugin_core::Identity;

use super::model::LifModel;
use crate::identity::OfCluster;
use crate::values::Uuid;

/// What tells a LIF from all others.
#[derive(Debug, Clone, PartialEq, Identity)]
pub struct LifIdentity {
    /// UUID of the cluster, which `data.cvo_system` gives.
    cluster_uuid: Uuid,
    /// UUID that ONTAP gave the LIF, its `id`.
    uuid: Uuid,
}

impl LifIdentity {
    /// Returns the identity of a LIF of this cluster; `None` if its uuid is not known.
    #[must_use]
    pub fn of(lif: &LifModel, cluster: &str) -> Option<Self> {
        Some(Self { cluster_uuid: cluster.into(), uuid: lif.id.known()?.as_str().into() })
    }
}

impl OfCluster for LifIdentity {
    fn cluster(&self) -> &Uuid {
        &self.cluster_uuid
    }
}
