//! Roots of several systems: which kernels, images and settings they have, and what is made of it.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod boot;
mod files;
mod image;
mod look;
mod settings;
mod systems;
mod this_machine;
