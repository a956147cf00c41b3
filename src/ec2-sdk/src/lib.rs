//! The EC2 port, implemented with the AWS SDK.
//!
//! *Invariant:* this is the only crate that names the SDK, which is why everything else compiles without it.
//! The SDK handles retries, timeouts and credentials; the port decides what an error means.
#![deny(missing_docs)]

mod asked;
mod attempts;
mod bounded;
mod caller;
mod client;
mod connect;
mod convert;
mod convert_route;
mod credentials;
mod failure;
mod listing;
mod log;
mod reads;
mod settings;
mod sparing;
mod writes;

pub use caller::caller;
pub use client::SdkEc2;
pub use settings::Settings;
