//! The ONTAP cluster: its objects, and how to look them up.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::aggregate::Aggregate;
use super::ip_interface::Interface;
use super::ip_route::Route;
use super::job::Job;
use super::names::{Reference, Uuids};
use super::node::Node;
use super::port::{BroadcastDomain, Port};
use super::role::Role;
use super::service_policy::ServicePolicy;
use super::svm::Svm;
use super::svm_object::SvmObject;
use super::variants::Variants;
use super::version::OntapVersion;
use super::volume::Volume;

/// An object of which the simulator needs only the name and UUID.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Named {
    /// UUID.
    pub uuid: Uuid,
    /// Name.
    pub name: String,
}

/// The whole state of ONTAP.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cluster {
    /// UUID of the cluster.
    pub uuid: Uuid,
    /// Cluster name.
    pub name: String,
    /// ONTAP release.
    pub version: OntapVersion,
    /// The release as this system words it; `None` for the usual words.
    #[serde(default)]
    pub release_text: Option<String>,
    /// Source of UUIDs.
    pub uuids: Uuids,
    /// How long a job runs.
    pub job_duration: Duration,
    /// IPspaces, `Default` first.
    pub ipspaces: Vec<Named>,
    /// Broadcast domains.
    pub broadcast_domains: Vec<BroadcastDomain>,
    /// Snapshot policies.
    pub snapshot_policies: Vec<Named>,
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Ports of all nodes.
    pub ports: Vec<Port>,
    /// Data aggregates.
    pub aggregates: Vec<Aggregate>,
    /// Data storage VMs.
    pub svms: Vec<Svm>,
    /// Volumes, including root volumes and those in the recovery queue.
    pub volumes: Vec<Volume>,
    /// LIFs.
    pub interfaces: Vec<Interface>,
    /// Routes.
    pub routes: Vec<Route>,
    /// Service policies.
    pub policies: Vec<ServicePolicy>,
    /// Further objects of storage VMs.
    pub svm_objects: Vec<SvmObject>,
    /// Jobs, running and ended.
    pub jobs: Vec<Job>,
    /// Whether a LIF goes to its new home at once; otherwise it stays until it is sent home (`is_home`). The
    /// reference of PATCH does not say which, so that both are assumed (`lif-goes-to-its-new-home`).
    #[serde(default = "yes")]
    pub rehoming_moves_lifs: bool,
    /// The role of the only account.
    #[serde(default)]
    pub role: Role,
    /// Behaviour on which the sources contradict each other.
    #[serde(default)]
    pub variants: Variants,
}

fn yes() -> bool {
    true
}

/// The IPspace of data storage VMs unless a request names another.
pub const DEFAULT_IPSPACE: &str = "Default";

/// The IPspace of the traffic between the nodes.
pub const CLUSTER_IPSPACE: &str = "Cluster";

impl Cluster {
    /// Returns the release as ONTAP words it.
    pub fn release_text(&self) -> String {
        self.release_text.clone().unwrap_or_else(|| self.version.full())
    }

    /// Finds the storage VM with this name.
    pub fn svm_named(&self, name: &str) -> Option<&Svm> {
        self.svms.iter().find(|svm| svm.name == name)
    }

    /// Finds the storage VM with this UUID.
    pub fn svm(&self, uuid: Uuid) -> Option<&Svm> {
        self.svms.iter().find(|svm| svm.uuid == uuid)
    }

    /// Finds the storage VM that a request refers to.
    pub fn svm_at(&self, reference: &Reference) -> Option<&Svm> {
        self.svms.iter().find(|svm| reference.points_at(&svm.name, svm.uuid))
    }

    /// Finds the node with this name.
    pub fn node_named(&self, name: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.name == name)
    }

    /// Finds the aggregate with this name.
    pub fn aggregate_named(&self, name: &str) -> Option<&Aggregate> {
        self.aggregates.iter().find(|aggregate| aggregate.name == name)
    }

    /// Finds the port with this name on a node.
    pub fn port(&self, node: &str, name: &str) -> Option<&Port> {
        self.ports.iter().find(|port| port.node == node && port.name == name)
    }

    /// Finds the service policy with this UUID.
    pub fn policy(&self, uuid: Uuid) -> Option<&ServicePolicy> {
        self.policies.iter().find(|policy| policy.uuid == uuid)
    }

    /// Finds the root volume of a storage VM.
    pub fn root_volume(&self, svm: Uuid) -> Option<&Volume> {
        self.volumes.iter().find(|volume| volume.svm == svm && volume.is_root)
    }

    /// Returns the LIFs of a storage VM, or those of the cluster if `svm` is `None`.
    pub fn interfaces_of(&self, svm: Option<Uuid>) -> impl Iterator<Item = &Interface> {
        self.interfaces.iter().filter(move |interface| interface.svm == svm)
    }
}
