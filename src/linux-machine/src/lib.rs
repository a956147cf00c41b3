//! The initrds of a Linux machine: inspects them, and carries out what [`kvm_drivers`] decides.
//!
//! A machine is anything that runs commands ([`ssh::Host`]): a host reached over SSH, or the root of a
//! mounted image ([`ImageRoot`]). It needs a POSIX shell and what every distribution with an initrd has:
//! coreutils, findutils and util-linux. Nothing is installed, and no files are left behind except backups.
//!
//! Inspecting takes two commands, [`probe`] and [`listings`], and writes nothing. Changing takes one
//! ([`carry_out`]): the machine gets the whole transaction as one script, so that it is completed or undone
//! even when the connection breaks. connection breaks.
#![warn(missing_docs)]

mod carry_out;
mod error;
mod image_root;
mod probe;
mod reboot;
mod shell;
#[cfg(feature = "testing")]
#[allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test that cannot be set up has failed")]
pub mod testing;

pub use carry_out::carry_out;
pub use error::{Error, Result, Undone};
pub use image_root::{ImageRoot, Unusable};
pub use probe::{Probe, listings, probe};
pub use reboot::{has_restarted, reboot};
