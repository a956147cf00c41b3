//! Drives real Terraform with the real plugin against the simulator, as a practitioner would.
//!
//! A [`World`] is one started simulator; a [`Workdir`] is a folder with a configuration in which Terraform
//! runs, with a home, a plugin mirror and an environment of its own. Configurations are vanilla Terraform
//! below `scenarios/`, one folder per step, and `examples/`. `cargo xtask test` builds and names the programs.
//!
//! A [`LinuxHost`] is a real Debian that is reached over SSH, and a [`LinuxMachine`] one without a server.

mod attached;
mod background;
mod control;
mod expect;
mod image_root;
mod imports;
mod linux;
pub mod mirror;
mod plan;
mod programs;
mod scenario;
mod somebody_else;
mod terraform;
mod workdir;
mod world;

pub use control::{Control, Fault};
pub use image_root::ImageRoot;
pub use linux::{LINUX_ROOTS, LinuxHost, LinuxImage, LinuxMachine, LinuxRoot, Namespace};
pub use plan::{Action, Plan};
pub use programs::Programs;
pub use scenario::{example, scenario};
pub use terraform::Finished;
pub use workdir::Workdir;
pub use world::{Ready, World};
