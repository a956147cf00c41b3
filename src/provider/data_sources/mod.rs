//! One file or folder per data source; the registration lines stand in the crate's root.

pub mod storage_vm;
pub mod system;
