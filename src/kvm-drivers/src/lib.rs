//! Native KVM (VirtIO) drivers in a Linux image's initrd: which are needed, which are there, and how they get there.
//!
//! Everything here is a function over what was read: no network, no waiting, and no program is run. What reads a
//! machine implements [`root::Files`] and hands over what the lister printed; what changes one carries out the steps
//! of [`script`].
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
