//! [`Facts`]: facts about a running machine that are not in its files.

use crate::{Driver, Kernel};

/// Facts about a running machine that are not in its files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Running kernel.
    pub running: Option<Kernel>,
    /// Id that distinguishes this machine from others (`/etc/machine-id`); empty if there is none.
    pub machine_id: String,
    /// Id that distinguishes one boot from the next; empty if it cannot be read.
    pub boot_id: String,
    /// Names of the running processes.
    pub processes: Vec<String>,
    /// Drivers of the disk that the machine runs from, and of the devices that it is attached through.
    pub root_drivers: Vec<Driver>,
    /// Whether that disk was found, so that `root_drivers` is complete.
    pub knows_root_disk: bool,
    /// Whether the machine is a guest of KVM.
    pub is_kvm_guest: bool,
    /// Whether files have SELinux labels.
    pub has_selinux: bool,
    /// Free space in the file system of `/boot`, in bytes.
    pub free_in_boot: Option<u64>,
}
