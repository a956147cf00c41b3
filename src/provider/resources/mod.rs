//! One folder per resource; the registration lines stand in the crate's root.

pub mod lif;
pub mod route;
pub mod secondary_ip;
pub mod storage_vm;
