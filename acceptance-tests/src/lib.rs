//! Runs real Terraform with the real plugin against the simulator, as a practitioner would.
//!
//! A [`World`] is a running simulator. A [`Workdir`] is a folder with a configuration in which Terraform
//! runs, with its own home, plugin mirror and environment. Configurations are plain Terraform, below
//! `scenarios/` with one folder per step, and below `examples/`. `cargo xtask test` builds the programs and
//! sets their paths.
//!
//! A [`LinuxHost`] is a real Debian accessible over SSH, and a [`LinuxMachine`] one without a server.

mod attached;
mod background;
mod by_hand;
mod control;
mod expect;
mod image_root;
mod imports;
mod linux;
pub mod mirror;
mod plan;
mod programs;
mod scenario;
mod shell;
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
