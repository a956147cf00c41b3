//! The initrds of a Linux system, for the resource and the data source: access to the system, and its
//! inspection. [`provider_core::initrds`] has the request and the meaning of the findings.

mod host;
mod image;
mod mounted;
mod place;
mod polled;

pub use place::{Place, Reached};
