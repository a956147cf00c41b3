//! `cvo_linux_kvm_drivers`: KVM drivers in the initrds of a Linux system.

pub mod change;
mod model;
mod observe;
pub mod place;
mod rules;
mod words;

pub use model::LinuxKvmDriversModel;
pub use rules::{rules, validate};
pub use words::{ConfigStyle, OnDestroy, Reboot, SecuritySoftware};
