//! The ONTAP side and the control server, over real HTTP and TLS.

// Clippy takes only `cfg(test)` modules for tests, where `unwrap` is allowed.
#[cfg(test)]
mod client;
#[cfg(test)]
mod control;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod pair;
#[cfg(test)]
mod policies;
#[cfg(test)]
mod protocol;
#[cfg(test)]
mod protocols;
