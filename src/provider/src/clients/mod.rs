//! [`Clients`]: what every resource is given. Nothing is sent before it is needed, and what does not
//! change within a run is asked once.

mod account;
mod claims;
mod cluster;
mod hold;
mod interface;
mod inventory;
mod refresh;
mod service_policies;
mod shared;
mod stoppable;

pub use hold::stopped;
pub use shared::Age;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ec2::Ec2;
use ontap::Cluster;
use tfplugin::Outcome;
use tokio::sync::OnceCell;

use crate::config::ProviderConfig;
use crate::linux::Access;
use crate::locks::Locks;
use provider_core::system::E0a;
use provider_core::values::InterfaceId;

/// The two halves of the system, and what is known of it for the length of one run.
pub struct Clients {
    /// Without an endpoint, what is said to whoever needs ONTAP.
    ontap: Outcome<ontap::Client>,
    ec2: Arc<dyn Ec2>,
    access: Access,
    expected_cluster_uuid: Option<String>,
    allowed_account_ids: BTreeSet<String>,
    interface_ids: BTreeMap<String, InterfaceId>,
    cluster: OnceCell<Cluster>,
    inventory: inventory::Inventory,
    refresh: refresh::Refresh,
    pub e0a: OnceCell<Vec<E0a>>,
    locks: Locks,
    claims: claims::Claims,
}

impl Clients {
    pub fn new(
        ontap: Outcome<ontap::Client>,
        ec2: Arc<dyn Ec2>,
        access: Access,
        config: &ProviderConfig,
    ) -> Self {
        let aws = config.aws.value_or_default();
        Self {
            ontap,
            ec2: Arc::new(stoppable::Stoppable(ec2)),
            access,
            expected_cluster_uuid: config.expected_cluster_uuid.clone().into_known(),
            allowed_account_ids: aws.allowed_account_ids.value_or_default(),
            interface_ids: aws.network_interface_ids.value_or_default(),
            cluster: OnceCell::new(),
            inventory: inventory::Inventory::default(),
            refresh: refresh::Refresh::default(),
            e0a: OnceCell::new(),
            locks: Locks::default(),
            claims: claims::Claims::default(),
        }
    }

    /// The EC2 port.
    pub fn ec2(&self) -> &dyn Ec2 {
        self.ec2.as_ref()
    }

    /// How to log in to Linux hosts.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Addresses that objects of this run have got or named.
    pub fn claims(&self) -> &claims::Claims {
        &self.claims
    }

    /// Interfaces behind e0a that the configuration names, by node name.
    pub fn interface_ids(&self) -> &BTreeMap<String, InterfaceId> {
        &self.interface_ids
    }
}

impl std::fmt::Debug for Clients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clients").finish_non_exhaustive()
    }
}
