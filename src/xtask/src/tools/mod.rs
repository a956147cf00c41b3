//! What the commands fetch: pinned by version and hash, kept in `target/tools`.

mod bootstrap;
pub(crate) mod pip;
pub(crate) mod python;
pub(crate) mod terraform;
mod wheel;
