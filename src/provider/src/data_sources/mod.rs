//! One file or folder per data source; the registration lines stand in the crate's root.

pub mod aggregates;
pub mod lifs;
pub mod linux_kvm_drivers;
pub mod service_policies;
pub mod storage_vm;
pub mod storage_vms;
pub mod system;
