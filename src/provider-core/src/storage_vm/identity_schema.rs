//! The identity of a storage VM.

use tfplugin_core::Identity;

use super::model::StorageVmModel;
use crate::identity::OfCluster;
use crate::values::Uuid;

/// What tells a storage VM from all others.
#[derive(Debug, Clone, PartialEq, Identity)]
pub struct StorageVmIdentity {
    /// UUID of the cluster, which `data.cvo_system` gives.
    cluster_uuid: Uuid,
    /// UUID that ONTAP gave the storage VM, its `id`.
    uuid: Uuid,
}

impl StorageVmIdentity {
    /// Returns the identity of a storage VM of this cluster; `None` if its uuid is not known.
    #[must_use]
    pub fn of(svm: &StorageVmModel, cluster: &str) -> Option<Self> {
        Some(Self { cluster_uuid: cluster.into(), uuid: svm.id.known()?.as_str().into() })
    }
}

impl OfCluster for StorageVmIdentity {
    fn cluster(&self) -> &Uuid {
        &self.cluster_uuid
    }
}
