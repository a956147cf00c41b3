//! The initrds of a Linux system, for the resource and the data source: the way there, and the look at it
//! ([`provider_core::initrds`] says what is asked and what it means).

mod host;
mod image;
mod mounted;
mod place;
mod polled;

pub use place::{Place, Reached};
