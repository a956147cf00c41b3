//! Drivers in the initrds of real Debian systems. Run with `cargo xtask test --only linux` as root.

mod applied;
mod fixture;
mod image_root;
mod judged;
mod login;
mod naive;
mod readers;
mod refused;
mod terraform;
