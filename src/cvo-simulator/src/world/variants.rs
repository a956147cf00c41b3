//! Behaviour on which NetApp's own sources contradict each other, or of which they say nothing: the default
//! is what its clients expect of a real system, the variant what its reference or another client says, or
//! what would do most harm.

use serde::{Deserialize, Serialize};

/// The variants. All are off by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Variants {
    /// LIFs, routes and service policies of an unknown storage VM are refused with 1967146, which the
    /// reference of these paths lists. The acceptance tests of NetApp's Terraform provider expect 2621462:
    /// assumed (`unknown-svm-code`).
    pub published_svm_code: bool,
    /// A rename of a storage VM is refused together with other changes (13434881), as a comment in NetApp's
    /// Ansible module says. NetApp's Terraform provider always sends the aggregates along, and its tests
    /// expect success: assumed (`svm-rename-with-others`).
    pub rename_only_alone: bool,
    /// A route whose destination has host bits is refused (53282375), as its reference says. The acceptance
    /// tests of NetApp's Terraform provider expect success: assumed (`route-host-bits`).
    pub host_bits_refused: bool,
    /// The deletion of a storage VM takes its data volumes, for good, and its SnapMirror relationships along.
    /// That it is refused is assumed (`svm-delete-refuses-data`): NetApp's reference says that they must be
    /// deleted first, but not that ONTAP insists.
    pub svm_delete_takes_data: bool,
    /// A deleted volume keeps its name in the recovery queue. That it gets a number is assumed
    /// (`recovery-queue-names`).
    pub recovery_queue_keeps_names: bool,
    /// A LIF that is made or changed on a node that is taken over stays there, down, until the giveback. That
    /// it comes up on the partner is assumed (`lif-leaves-failed-node`).
    pub lifs_stay_on_failed_nodes: bool,
    /// A job that fails while the answer is delayed is answered like one that is done, and only a look at the job
    /// shows it. That it is answered with its error is assumed (`done-in-time-is-done`).
    pub failures_only_in_jobs: bool,
}
