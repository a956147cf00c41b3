//! The identity of a route.

use tfplugin_core::Identity;

use super::model::RouteModel;
use crate::identity::OfCluster;
use crate::values::{Destination, Ipv4, Uuid};

/// What tells a route from all others. Its uuid does not: a change in place makes another ONTAP route.
#[derive(Debug, Clone, PartialEq, Identity)]
pub struct RouteIdentity {
    /// UUID of the cluster, which `data.cvo_system` gives.
    cluster_uuid: Uuid,
    /// UUID of the storage VM.
    svm_uuid: Uuid,
    /// Network that the route leads to, in CIDR notation. It changes with the route.
    #[identity(mutable)]
    destination: Destination,
    /// Address of the router. It changes with the route.
    #[identity(mutable)]
    gateway: Ipv4,
}

impl RouteIdentity {
    /// Returns the identity of a route of this cluster; `None` if a part is not known.
    #[must_use]
    pub fn of(route: &RouteModel, cluster: &str) -> Option<Self> {
        Some(Self {
            cluster_uuid: cluster.into(),
            svm_uuid: route.svm_id.known()?.as_str().into(),
            destination: *route.destination.known()?,
            gateway: *route.gateway.known()?,
        })
    }
}

impl OfCluster for RouteIdentity {
    fn cluster(&self) -> &Uuid {
        &self.cluster_uuid
    }
}
