//! One file or folder per data source; the registration lines stand in the crate's root.

pub(crate) mod aggregates;
pub(crate) mod lifs;
pub(crate) mod linux_kvm_drivers;
pub(crate) mod service_policies;
pub(crate) mod storage_vm;
pub(crate) mod storage_vms;
pub(crate) mod system;
