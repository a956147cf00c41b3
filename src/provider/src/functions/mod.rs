//! One file per function, pure; the registration lines stand in the crate's root.

mod cidr;
pub(crate) mod is_floating;
pub(crate) mod kvm_driver_plan;
pub(crate) mod netmask;
mod ontap_version;
pub(crate) mod planned_lifs;
pub(crate) mod version_at_least;
