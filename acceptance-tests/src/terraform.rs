//! Terraform commands, each with a time limit.

use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use wait_timeout::ChildExt;

use crate::plan::Plan;
use crate::workdir::Workdir;

/// Time limit of a command.
pub(crate) const LIMIT: Duration = Duration::from_secs(180);

/// A finished command.
#[derive(Debug)]
pub struct Finished {
    /// Command line.
    pub command: String,
    /// Exit code; -1 after a signal.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Error output.
    pub stderr: String,
}

impl Finished {
    /// Expects success.
    ///
    /// # Errors
    /// If the command failed. The error contains its complete output.
    pub fn succeeded(self) -> Result<Self> {
        ensure!(self.code == 0, "{self}");
        Ok(self)
    }

    /// Expects a failure whose error output contains all `parts`, ignoring line breaks.
    ///
    /// # Errors
    /// If the command succeeded or its error output lacks a part.
    pub fn failed_saying(self, parts: &[&str]) -> Result<Self> {
        ensure!(self.code == 1, "expected a failure:\n{self}");
        let said = unwrapped(&self.stderr);
        for part in parts {
            ensure!(said.contains(&unwrapped(part)), "expected to read `{part}`:\n{self}");
        }
        Ok(self)
    }

    /// Expects standard output to contain `part`, such as a warning, ignoring line breaks.
    ///
    /// # Errors
    /// If the output lacks it.
    pub fn saying(self, part: &str) -> Result<Self> {
        ensure!(unwrapped(&self.stdout).contains(&unwrapped(part)), "expected to read `{part}`:\n{self}");
        Ok(self)
    }
}

impl std::fmt::Display for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "`{}` ended with {}", self.command, self.code)?;
        writeln!(f, "{}\n{}", self.stdout.trim_end(), self.stderr.trim_end())
    }
}

/// Removes Terraform's frame and line breaks.
fn unwrapped(text: &str) -> String {
    let plain = text.replace(['│', '╷', '╵'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Workdir {
    /// Runs a Terraform command to its end, whether it succeeds or not.
    ///
    /// # Errors
    /// If it cannot be started or does not end in time.
    pub fn run(&self, arguments: &[&str]) -> Result<Finished> {
        self.run_with_input(arguments, "")
    }

    /// Like [`Self::run`], with `typed` as standard input.
    ///
    /// # Errors
    /// If it cannot be started or does not end in time.
    pub fn run_with_input(&self, arguments: &[&str], typed: &str) -> Result<Finished> {
        let shown = format!("terraform {}", arguments.join(" "));
        finish(&mut self.with_plugin(arguments)?, shown, typed, LIMIT)
    }

    /// Runs `terraform init`, which must succeed.
    ///
    /// # Errors
    /// If it fails.
    pub fn init(&self) -> Result<Finished> {
        self.run(&["init", "-input=false"])?.succeeded()
    }

    /// Runs `terraform apply`, which must succeed.
    ///
    /// # Errors
    /// If it fails.
    pub fn apply(&self) -> Result<Finished> {
        self.run(&["apply", "-auto-approve", "-input=false"])?.succeeded()
    }

    /// Runs `terraform apply`, whether it succeeds or not.
    ///
    /// # Errors
    /// If it does not end in time.
    pub fn try_apply(&self) -> Result<Finished> {
        self.run(&["apply", "-auto-approve", "-input=false"])
    }

    /// Runs `terraform destroy`, which must succeed.
    ///
    /// # Errors
    /// If it fails.
    pub fn destroy(&self) -> Result<Finished> {
        self.run(&["destroy", "-auto-approve", "-input=false"])?.succeeded()
    }

    /// Runs `terraform import`, which must succeed.
    ///
    /// # Errors
    /// If it fails.
    pub fn import(&self, address: &str, id: &str) -> Result<Finished> {
        self.run(&["import", "-input=false", address, id])?.succeeded()
    }

    /// Runs `terraform plan` and returns the plan.
    ///
    /// # Errors
    /// If planning fails.
    pub fn plan(&self) -> Result<Plan> {
        self.plan_with(&[])
    }

    /// Like [`Self::plan`], with further options such as `-destroy`.
    ///
    /// # Errors
    /// If planning fails.
    pub fn plan_with(&self, options: &[&str]) -> Result<Plan> {
        Ok(self.planned(options)?.0)
    }

    /// Returns a plan, and Terraform's output about it.
    pub(crate) fn planned(&self, options: &[&str]) -> Result<(Plan, Finished)> {
        let arguments = [&["plan", "-input=false", "-out=plan.bin"], options].concat();
        let said = self.run(&arguments)?.succeeded()?;
        let shown = self.run(&["show", "-json", "plan.bin"])?.succeeded()?;
        Ok((Plan::new(serde_json::from_str(&shown.stdout).context("the plan is not JSON")?), said))
    }

    /// Returns the attributes of an object in the state.
    ///
    /// # Errors
    /// If the state cannot be read or has no such object.
    pub fn attributes(&self, address: &str) -> Result<Value> {
        let found = self.objects()?.into_iter().find(|object| object["address"] == address);
        Ok(found.with_context(|| format!("{address} is not in the state"))?["values"].take())
    }

    /// Returns the objects in the state, including data sources and objects of modules.
    ///
    /// # Errors
    /// If the state cannot be read.
    pub fn objects(&self) -> Result<Vec<Value>> {
        let shown = self.run(&["show", "-json"])?.succeeded()?;
        let state: Value = serde_json::from_str(&shown.stdout).context("the state is not JSON")?;
        Ok(objects_of(&state["values"]["root_module"]))
    }

    /// Returns the output values.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn outputs(&self) -> Result<Value> {
        let shown = self.run(&["output", "-json"])?.succeeded()?;
        serde_json::from_str(&shown.stdout).context("the outputs are not JSON")
    }
}

fn objects_of(module: &Value) -> Vec<Value> {
    let own = module["resources"].as_array().cloned().unwrap_or_default();
    let children = module["child_modules"].as_array().into_iter().flatten();
    own.into_iter().chain(children.flat_map(objects_of)).collect()
}

/// Runs a command until its end or the time limit. Output goes to files, so that no full pipe blocks the
/// command.
pub fn finish(command: &mut Command, shown: String, typed: &str, limit: Duration) -> Result<Finished> {
    let folder = tempfile::tempdir()?;
    let (out, err) = (folder.path().join("out"), folder.path().join("err"));
    command.stdin(Stdio::piped()).stdout(File::create(&out)?).stderr(File::create(&err)?);
    let mut child = command.spawn().with_context(|| format!("cannot start `{shown}`"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A command that does not read its input may have ended already.
        let _unread = stdin.write_all(typed.as_bytes());
    }
    let ended = child.wait_timeout(limit)?;
    if ended.is_none() {
        child.kill()?;
        child.wait()?;
    }
    let text = |path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let code = ended.and_then(|status| status.code()).unwrap_or(-1);
    let finished = Finished { command: shown, code, stdout: text(&out)?, stderr: text(&err)? };
    ensure!(ended.is_some(), "not finished within {limit:?}:\n{finished}");
    Ok(finished)
}
