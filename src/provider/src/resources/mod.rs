//! One folder per resource; the registration lines stand in the crate's root.

pub mod lif;
pub mod linux_kvm_drivers;
pub mod route;
pub mod secondary_ip;
pub mod service_policy_move;
pub mod storage_vm;
