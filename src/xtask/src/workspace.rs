//! Where things lie.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folders of the workspace that this program was built in.
pub struct Workspace {
    root: PathBuf,
    binaries: PathBuf,
}

impl Workspace {
    /// Takes the folders from where cargo built and started this program, which honors every way of
    /// choosing another target directory.
    pub fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize();
        let program = env::current_exe().context("cannot tell where this program lies")?;
        Ok(Self {
            root: root.context("the workspace that built this program has moved: run it by `cargo xtask`")?,
            binaries: program.parent().context("this program lies in no folder")?.to_path_buf(),
        })
    }

    /// The folder of the workspace's `Cargo.toml`.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A program that cargo builds.
    pub fn binary(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }

    /// Cache of what is fetched: `target/tools`.
    pub fn tools(&self) -> PathBuf {
        self.binaries.with_file_name("tools")
    }

    /// Root file systems of Linux: `target/linux-roots`.
    pub fn linux_roots(&self) -> PathBuf {
        self.binaries.with_file_name("linux-roots")
    }

    /// How long each test took when it ran last: `target/test-times`.
    pub fn test_times(&self) -> PathBuf {
        self.binaries.with_file_name("test-times")
    }
}
