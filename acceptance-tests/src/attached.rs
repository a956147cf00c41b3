//! A plugin that serves many Terraform commands, where a test is about something else than how Terraform starts it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::background::Running;

/// The variable by which Terraform is told of a plugin that runs already.
pub(crate) const REATTACH: &str = "TF_REATTACH_PROVIDERS";

/// The plugin ends when nobody is left who could write to the shell, also if the test was killed. The shell must not be
/// gone before.
const SCRIPT: &str = r#"trap '' TERM; "$0" --debug & cat >/dev/null; kill -INT $!; wait"#;

/// A plugin in debug mode. It ends with this value, or with this process if that is killed.
pub(crate) struct Attached {
    /// The value of [`REATTACH`].
    pub(crate) reattach: String,
    _plugin: Running,
}

impl Attached {
    /// Starts the plugin in a folder, with this environment and no other: those that Terraform would start it with.
    pub(crate) fn start(
        plugin: &Path,
        folder: &Path,
        environment: &BTreeMap<OsString, OsString>,
    ) -> Result<Self> {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", SCRIPT]).arg(plugin).current_dir(folder).env_clear().envs(environment);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut plugin = Running(command.spawn().context("cannot start the plugin")?);
        let begins = format!("{REATTACH}='");
        let line = plugin.first_line_with(&begins, "the plugin")?;
        let value = line.trim_end().strip_prefix(&begins).and_then(|value| value.strip_suffix('\''));
        let value = value.with_context(|| format!("the plugin said: {line}"))?;
        Ok(Self { reattach: value.replace(r"'\''", "'"), _plugin: plugin })
    }
}
