//! The test programs built by Cargo, and the tests in them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::Workspace;
use crate::{cargo, process};

/// A test program and what is needed to run it as Cargo does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    package: String,
    /// Name of the target, which distinguishes the programs of a package.
    target: String,
    executable: PathBuf,
    /// Folder of the package.
    folder: PathBuf,
}

/// Builds the test programs of all packages, or only those with this name.
pub fn build(workspace: &Workspace, only: Option<&str>) -> Result<Vec<Program>> {
    let mut build = cargo::command(workspace, "test");
    build.args(["--no-run", "--message-format=json-render-diagnostics"]);
    if let Some(program) = only {
        build.args(["--test", program]);
    }
    process::output(&mut build)?.lines().filter_map(|line| program(line).transpose()).collect()
}

/// Parses one of Cargo's messages; `None` if it does not concern a test program.
fn program(message: &str) -> Result<Option<Program>> {
    let Ok(message) = serde_json::from_str::<Value>(message) else { return Ok(None) };
    let Some(executable) = message["executable"].as_str() else { return Ok(None) };
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return Ok(None);
    }
    let text = |value: &Value| value.as_str().map(ToOwned::to_owned).context("Cargo's message lacks a text");
    let folder = PathBuf::from(text(&message["manifest_path"])?);
    let folder = folder.parent().context("a manifest lies in a folder")?.to_path_buf();
    Ok(Some(Program {
        package: package(&text(&message["package_id"])?).to_owned(),
        target: text(&message["target"]["name"])?,
        executable: executable.into(),
        folder,
    }))
}

/// Extracts the name from `path+file:///folder/name#1.2.3` or `path+file:///folder#name@1.2.3`.
fn package(id: &str) -> &str {
    let (place, version) = id.rsplit_once('#').unwrap_or((id, ""));
    match version.split_once('@') {
        Some((name, _)) => name,
        None => place.rsplit('/').next().unwrap_or(place),
    }
}

impl Program {
    /// Returns the prefix for the names of its tests.
    pub fn name(&self) -> String {
        if self.target.replace('_', "-") == self.package {
            return self.package.clone();
        }
        format!("{} {}", self.package, self.target)
    }

    /// Returns a command that starts it as `cargo test` does.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        cargo::forget_own_package(&mut command);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command.env("CARGO_PKG_NAME", &self.package).env("AWS_EC2_METADATA_DISABLED", "true");
        command
    }

    /// Returns the names of its tests, or of those whose name contains the filter.
    pub fn tests(&self, filter: Option<&str>) -> Result<Vec<String>> {
        let listed = process::output(self.command().args(["--list", "--format=terse"]).args(filter))?;
        Ok(listed.lines().filter_map(|line| line.strip_suffix(": test")).map(ToOwned::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::*;

    fn message(reason: &str, executable: Option<&str>, test: bool) -> String {
        let manifest = "/project/src/ec2-sdk/Cargo.toml";
        json!({
            "reason": reason, "package_id": "path+file:///project/src/ec2-sdk#0.1.0", "manifest_path": manifest,
            "target": {"name": "adapter"}, "profile": {"test": test}, "executable": executable,
        })
        .to_string()
    }

    #[test]
    fn a_program_is_parsed_from_a_message_of_cargo() {
        let built = program(&message("compiler-artifact", Some("/target/adapter-1"), true)).unwrap().unwrap();
        assert_eq!(built.name(), "ec2-sdk adapter");
        assert_eq!(built.folder, Path::new("/project/src/ec2-sdk"));
        assert_eq!(built.executable, Path::new("/target/adapter-1"));
        for other in [
            message("compiler-artifact", Some("/target/example"), false),
            message("compiler-artifact", None, true),
            message("build-finished", None, false),
            "no JSON".to_owned(),
        ] {
            assert_eq!(program(&other).unwrap(), None, "{other}");
        }
    }

    #[test]
    fn both_forms_of_a_package_id_are_parsed() {
        for id in ["path+file:///project/src/ec2-sdk#0.1.0", "path+file:///project/sdk#ec2-sdk@0.1.0"] {
            assert_eq!(package(id), "ec2-sdk");
        }
    }
}
