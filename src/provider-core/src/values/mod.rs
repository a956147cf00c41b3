//! Value types: parsed once, compared by meaning, kept in the configuration's spelling.

mod choice;
mod destination;
mod image_root;
mod interface_id;
mod ipv4;
pub mod kernels;
pub mod kvm;
pub mod lif;
mod name;
mod name_pattern;
mod netmask;
pub mod services;
pub mod ssh;
mod svm_name;
mod uuid;
mod volume_name;

pub use choice::{Choice, Choices};
pub use destination::Destination;
pub use image_root::ImageRoot;
pub use interface_id::InterfaceId;
pub use ipv4::Ipv4;
pub use name::{name, names};
pub use name_pattern::NamePattern;
pub use netmask::Netmask;
pub use svm_name::SvmName;
pub use uuid::Uuid;
pub use volume_name::{VolumeName, volume_name};
