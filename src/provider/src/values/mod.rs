//! Value types: parsed once, compared by meaning, kept in the configuration's spelling.

mod destination;
mod image_root;
mod interface_id;
mod ipv4;
pub(crate) mod kernels;
pub(crate) mod kvm;
mod netmask;
mod one_of;
pub(crate) mod ssh;
mod svm_name;

pub(crate) use destination::Destination;
pub(crate) use image_root::ImageRoot;
pub use interface_id::InterfaceId;
pub(crate) use ipv4::Ipv4;
pub(crate) use netmask::Netmask;
pub(crate) use one_of::{OneOf, Word};
pub(crate) use svm_name::SvmName;
