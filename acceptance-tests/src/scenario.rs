//! Paths of configurations.

use std::path::{Path, PathBuf};

/// Returns a folder below `scenarios/`, such as `storage_vm/rename/1-create`.
#[must_use]
pub fn scenario(step: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(step)
}

/// Returns a folder below the repository's `examples/`.
#[must_use]
pub fn example(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(path)
}
