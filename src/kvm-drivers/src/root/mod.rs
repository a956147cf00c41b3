//! Reads a root file system: kernels, images and configuration, without running any program.

mod bls;
mod boot;
mod bounded;
mod config;
mod dracut_conf;
mod examine;
mod files;
mod findings;
mod folder;
mod grub;
mod memory;
mod security;
mod this_machine;
mod wanted;

pub use boot::{BootEntry, BootImage, BootLoader, NotSure};
pub use config::Configured;
pub use examine::{KernelSurvey, Survey, SurveyError, survey};
pub use files::{Files, LIMIT, text};
pub use findings::{Code, Finding};
pub use folder::Folder;
pub use memory::Memory;
pub use security::{PROCESSES, package_manager, security_software};
pub use this_machine::NotOpened;
pub use wanted::{CONTENTS, PRESENCE};
