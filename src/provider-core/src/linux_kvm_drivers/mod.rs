//! `cvo_linux_kvm_drivers`: KVM drivers in the initrds of a Linux system.

mod choices;
pub mod import;
mod messages;
mod model;
mod rules;
pub mod steps;

pub use choices::{ConfigStyle, OnDestroy, Reboot, SecuritySoftware};
pub use model::LinuxKvmDriversModel;
pub use rules::{rules, validate};
