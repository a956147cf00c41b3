//! The ONTAP cluster.

use serde::{Deserialize, Serialize};

use super::Settings;
use super::clock::Moment;
use super::version::OntapVersion;
use crate::inventory::ClusterInventory;

/// A storage VM.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Svm {
    /// Its name.
    pub name: String,
}

/// Everything that ONTAP knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cluster {
    /// Cluster name.
    pub name: String,
    /// Release that it runs.
    pub version: OntapVersion,
    /// Storage VMs.
    pub svms: Vec<Svm>,
}

impl Cluster {
    /// The cluster right after its deployment.
    pub fn new(inventory: ClusterInventory, settings: &Settings) -> Self {
        Self {
            name: inventory.name,
            version: settings.version,
            svms: vec![Svm { name: inventory.default_svm.name }],
        }
    }

    /// The storage VM with this name.
    pub fn svm_named(&self, name: &str) -> Option<&Svm> {
        self.svms.iter().find(|svm| svm.name == name)
    }

    /// Ends the jobs that are due.
    pub fn settle(&mut self, _now: Moment) {}
}
