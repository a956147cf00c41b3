//! Real Debian systems, for questions that only real tools can answer.
//!
//! `cargo xtask test` makes the root file systems ([`LinuxRoot`]) once. A test uses a [`LinuxMachine`], in
//! which the tools of that Debian run; a [`LinuxHost`], which also runs an SSH server; or a [`LinuxImage`],
//! which is also a mounted image. All of them need root.

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
