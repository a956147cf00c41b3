//! Locations of files in the workspace.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders of the workspace in which this program was built.
pub struct Workspace {
    root: PathBuf,
    binaries: PathBuf,
}

impl Workspace {
    /// Derives the folders from where Cargo built and started this program. This respects every way of
    /// choosing another target directory.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize();
        let program = env::current_exe().context("cannot tell where this program lies")?;
        Ok(Self {
            root: root.context("the workspace that built this program has moved: run it by `cargo xtask`")?,
            binaries: program.parent().context("this program lies in no folder")?.to_path_buf(),
        })
    }

    /// Returns the folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a program built by Cargo.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }

    /// Returns the folder of programs built with the profile `release`.
    pub fn release(&self) -> PathBuf {
        self.binaries.with_file_name("release")
    }

    /// Returns the cache of downloaded tools: `target/tools`.
    pub fn tools(&self) -> PathBuf {
        self.binaries.with_file_name("tools")
    }

    /// Returns the folder of Linux root file systems: `target/linux-roots`.
    pub fn linux_roots(&self) -> PathBuf {
        self.binaries.with_file_name("linux-roots")
    }

    /// Returns the folder in which Criterion leaves its results: `target/criterion`.
    pub fn measured(&self) -> PathBuf {
        self.binaries.with_file_name("criterion")
    }

    /// Returns the file with the duration of each test in its last run: `target/test-times`.
    pub fn test_times(&self) -> PathBuf {
        self.binaries.with_file_name("test-times")
    }
}
