//! Downloaded tools: pinned by version and hash, kept in `target/tools`.

mod bootstrap;
pub mod pip;
pub mod python;
pub mod terraform;
mod wheel;
