//! Real Debian systems, for what only real tools can tell.
//!
//! `cargo xtask test` makes the root file systems ([`LinuxRoot`]) once. A test takes a [`LinuxMachine`], in which the
//! tools of that Debian run; a [`LinuxHost`], whose SSH server listens as well; or a [`LinuxImage`], which is a mounted image
//! too. All need root.

mod host;
mod image;
mod machine;
mod namespace;
mod root;

pub use host::LinuxHost;
pub use image::LinuxImage;
pub use machine::LinuxMachine;
pub use namespace::Namespace;
pub use root::{LINUX_ROOTS, LinuxRoot};
