//! Values as MessagePack, the way Terraform sends and expects them.

mod decode;
mod encode;
#[cfg(test)]
mod tests;

pub use decode::decode;
pub use encode::encode;

/// Extension type of an unknown value; its payload means nothing.
const UNKNOWN: i8 = 0;
/// Extension type of an unknown value of which something is known already, such as a prefix. Nothing
/// here plans with such hints, so that it reads as unknown.
const REFINED_UNKNOWN: i8 = 12;
