//! `cvo_linux_kvm_drivers` and its data source on machines that are reached over SSH. There is no system,
//! because neither ONTAP nor EC2 is needed.

mod host;
mod life;
mod lost;
mod not_reached;
mod taken_away;
mod undone;

pub(crate) use host::Host;

const TYPE: &str = "cvo_linux_kvm_drivers";
