//! One world for ONTAP and EC2: state and rules, without HTTP and without waiting.

pub mod aggregate;
pub mod answers;
pub mod clock;
pub mod cluster;
mod deployment;
pub mod ec2;
pub mod error;
pub mod failover;
pub mod ip_interface;
mod ip_interface_change;
pub mod ip_route;
pub mod job;
pub mod location;
pub mod mediator;
pub mod names;
pub(crate) mod netmask;
pub mod node;
pub mod port;
mod recovery_queue;
pub mod role;
pub mod service_policy;
mod service_policy_change;
mod snapshot;
pub mod svm;
pub mod svm_create;
mod svm_delete;
pub mod svm_object;
pub mod variants;
pub mod version;
pub mod volume;

#[cfg(test)]
mod tests;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::inventory::{FailoverMode, Inventory};
use answers::Answers;
use clock::{Clock, ClockMode};
use cluster::Cluster;
use ec2::Ec2World;
use mediator::Mediator;
use version::OntapVersion;

/// The whole state of the simulator. Equal worlds give equal answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    /// Simulated time.
    pub clock: Clock,
    /// The ONTAP side.
    pub cluster: Cluster,
    /// The AWS side.
    pub ec2: Ec2World,
    /// The mediator that acts in AWS for an HA pair; `None` for a single node.
    #[serde(default)]
    pub mediator: Option<Mediator>,
    /// How ONTAP answers.
    #[serde(default)]
    pub answers: Answers,
}

/// The parameters of a [`World`] besides its inventory.
#[derive(Debug, Clone)]
pub struct Settings {
    /// ONTAP release.
    pub version: OntapVersion,
    /// How simulated time passes.
    pub clock: ClockMode,
    /// How long an ONTAP job runs.
    pub job_duration: Duration,
    /// How ONTAP answers.
    pub answers: Answers,
    /// Seed from which every UUID of the world is derived.
    pub seed: Uuid,
}

impl World {
    /// Creates the system that `inventory` describes, in its state right after deployment.
    pub fn new(inventory: Inventory, settings: &Settings) -> Self {
        let cluster = Cluster::new(inventory.cluster, settings);
        Self::of(cluster, Ec2World::new(inventory.ec2), inventory.failover_mode, settings)
    }

    /// Puts both sides together as they are.
    pub fn of(cluster: Cluster, ec2: Ec2World, mode: Option<FailoverMode>, settings: &Settings) -> Self {
        let mediator = mode.map(|mode| Mediator::new(mode, &cluster, &ec2));
        let answers = settings.answers.clone();
        Self { clock: Clock::new(settings.clock), cluster, ec2, mediator, answers }
    }

    /// Carries out everything that is due: jobs end, old jobs expire, and AWS follows the LIFs.
    pub fn settle(&mut self) {
        self.cluster.advance_to(self.clock.now());
        if let Some(mediator) = &self.mediator {
            self.follow(mediator.route_delay);
        }
    }
}
