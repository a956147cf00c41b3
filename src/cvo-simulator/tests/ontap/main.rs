//! The ONTAP side and the control server, over real HTTP and TLS.

// Clippy accepts only `cfg(test)` modules as tests, in which `unwrap` is allowed.
#[cfg(test)]
mod cli;
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod others;
#[cfg(test)]
mod pair;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod protocol;
#[cfg(test)]
mod protocols;
