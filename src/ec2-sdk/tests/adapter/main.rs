//! The adapter against EC2's rules: those of the simulator, and those of moto where moto is right.

mod addresses;
mod alone;
mod bench;
mod chain;
mod faults;
mod moto;
mod reads;
mod wire;
