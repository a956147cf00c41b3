//! [`Clients`]: the handle that every operation receives. It holds the two halves of the system, the access
//! to Linux hosts, and the means to keep the operations of one run apart. Nothing is sent before it is
//! needed, and data that does not change within a run is read once.

mod arrivals;
mod aws;
mod claims;
mod cluster;
mod departures;
mod ec2_reads;
mod forecast;
mod gathered;
mod kept;
mod locks;
mod looks;
mod made;
mod recent;
mod shared;
#[cfg(test)]
mod shown;
mod stoppable;
mod wait;

pub use arrivals::Arriving;
pub use aws::Aws;
pub use cluster::{LOWEST, Ontap};
pub use departures::{Departing, Kind as DepartingKind};
pub use forecast::{Leaving, New};
pub use gathered::Gathered;
pub use locks::{Held, stopped};
pub use shared::Age;
pub use wait::{Ahead, every_second, growing, pause, persisting, wait_until, while_falling};

use std::collections::BTreeSet;
use std::sync::Arc;

use ec2::Ec2;
use provider_core::system::E0a;
use tfplugin::Outcome;
use tokio::sync::OnceCell;

use crate::config::ProviderConfig;
use crate::linux::Access;

/// The system, and what is known about it during one run.
pub struct Clients {
    /// The ONTAP half.
    pub ontap: Ontap,
    /// The AWS half.
    pub aws: Arc<Aws>,
    /// Logins to Linux hosts.
    pub linux: Access,
    /// Ranges of other VPCs that count for every floating address; absent if nothing is said about them.
    pub additional_cidrs: Option<BTreeSet<String>>,
    /// Locks: one change at a time per object.
    pub locks: locks::Locks,
    /// Addresses that objects of this run own or name.
    pub claims: claims::Claims,
    /// What the plans of this run do with addresses.
    pub forecast: forecast::Forecast,
    /// Addresses that are on their way to an interface.
    pub arrivals: arrivals::Arrivals,
    /// What resources keep.
    pub kept: kept::Kept,
    /// Storage VMs that this process has made.
    pub made: made::Made,
    /// LIFs and routes that this process is deleting.
    pub departures: departures::Departures,
    /// The interfaces behind e0a, where both halves meet ([`crate::system`]).
    pub(crate) e0a: OnceCell<Vec<E0a>>,
    recent: recent::Recent,
}

impl Clients {
    /// Creates the handle for one configuration. If no endpoint is set, `ontap` is the error for every
    /// operation that needs ONTAP.
    pub fn new(
        ontap: Outcome<ontap::Client>,
        ec2: Arc<dyn Ec2>,
        linux: Access,
        config: &ProviderConfig,
    ) -> Self {
        Self {
            arrivals: arrivals::Arrivals::default(),
            kept: kept::Kept::default(),
            ontap: Ontap::new(ontap, config.expected_cluster_uuid.clone().into_known()),
            aws: Arc::new(Aws::new(ec2, &config.aws.value_or_default())),
            linux,
            additional_cidrs: config.additional_cidrs.clone().into_known(),
            locks: locks::Locks::default(),
            claims: claims::Claims::default(),
            forecast: forecast::Forecast::default(),
            made: made::Made::default(),
            departures: departures::Departures::default(),
            e0a: OnceCell::new(),
            recent: recent::Recent::default(),
        }
    }
}

impl std::fmt::Debug for Clients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Clients").finish_non_exhaustive()
    }
}
