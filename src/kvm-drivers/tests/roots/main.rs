//! Roots of several systems: their kernels, images and settings, and the verdicts on them.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod boot;
mod files;
mod image;
mod look;
mod settings;
mod systems;
mod this_machine;
