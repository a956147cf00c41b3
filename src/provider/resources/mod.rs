//! One folder per resource; the registration lines stand in the crate's root.

pub mod secondary_ip;
pub mod storage_vm;
