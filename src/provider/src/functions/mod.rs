//! One file per function, pure; the registration lines stand in the crate's root.

mod cidr;
pub mod is_floating;
pub mod kvm_driver_plan;
pub mod netmask;
mod ontap_version;
pub mod planned_lifs;
pub mod version_at_least;
