//! The EC2 port over the AWS SDK.
//!
//! *Invariant:* this is the only crate that names the SDK, which is why everything else compiles without it.
//! Retries, timeouts and credentials are the SDK's; what an error means is decided in the port.
#![deny(missing_docs)]

mod asked;
mod attempts;
mod bounded;
mod client;
mod connect;
mod convert;
mod convert_route;
mod credentials;
mod failure;
mod listing;
mod reads;
mod settings;
mod writes;

pub use client::SdkEc2;
pub use settings::Settings;
