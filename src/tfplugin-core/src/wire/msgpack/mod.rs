//! Values as MessagePack, in the form that Terraform sends and expects.

mod decode;
mod encode;
#[cfg(test)]
mod tests;

pub use decode::decode;
pub use encode::encode;

/// Extension type of an unknown value. Its payload is meaningless.
const UNKNOWN: i8 = 0;
/// Extension type of an unknown value with a refinement, such as a known prefix. Nothing here uses
/// refinements for planning, so it is decoded as unknown.
const REFINED_UNKNOWN: i8 = 12;
