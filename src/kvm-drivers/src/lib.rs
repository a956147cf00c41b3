//! Native KVM (VirtIO) drivers in a Linux image's initrd: which are needed, which are present, and how to add
//! them.
//!
//! Everything here is a function over data that has been read: it uses no network, does not wait and runs no
//! program. Code that reads a machine implements [`root::Files`] and passes on the output of the lister; code
//! that changes a machine carries out the steps of [`script`].
#![warn(missing_docs)]

mod driver;
pub mod image;
mod kernel;
pub mod listing;
mod machine;
pub mod plan;
pub mod root;
pub mod script;
pub mod system;
pub mod verdict;

pub use driver::{Driver, NotADriver};
pub use kernel::{Kernel, KernelError};
pub use machine::Facts;
