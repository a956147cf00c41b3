//! One file or folder per data source; the registration lines stand in the crate's root.

pub(crate) mod storage_vm;
pub(crate) mod system;
