//! One folder per resource; the registration lines stand in the crate's root.

pub(crate) mod lif;
pub(crate) mod linux_kvm_drivers;
pub(crate) mod route;
pub(crate) mod secondary_ip;
pub(crate) mod service_policy_move;
pub(crate) mod storage_vm;
