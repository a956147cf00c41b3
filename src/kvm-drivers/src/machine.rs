//! [`Facts`]: what a machine that runs says of itself besides its files.

use crate::{Driver, Kernel};

/// What no file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The kernel that runs.
    pub running: Option<Kernel>,
    /// What tells this machine from others (`/etc/machine-id`); empty where it has none.
    pub machine_id: String,
    /// What tells one run of it from the next; empty where it cannot be read.
    pub boot_id: String,
    /// Names of the processes that run.
    pub processes: Vec<String>,
    /// Drivers of the disk that it runs from, and of what that is connected to.
    pub root_drivers: Vec<Driver>,
    /// Whether that disk was found, so that those are all.
    pub knows_root_disk: bool,
    /// Whether it runs as a guest of KVM.
    pub is_kvm_guest: bool,
    /// Whether files have SELinux labels.
    pub has_selinux: bool,
    /// How many bytes are free in the file system of `/boot`.
    pub free_in_boot: Option<u64>,
}
