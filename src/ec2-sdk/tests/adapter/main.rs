//! The adapter against EC2's rules: those of the simulator, and those of moto where moto is faithful.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a helper of a test fails like the test itself, and says when there was nothing to test"
)]

mod addresses;
mod alone;
mod attempts;
mod bench;
mod chain;
mod confused;
mod endless;
mod faults;
mod log;
mod moto;
mod proxy;
mod reads;
mod routes;
mod secrets;
mod together;
mod wire;
