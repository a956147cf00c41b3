//! A plugin shared by many Terraform commands, for tests that are not about how Terraform starts it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::background::Running;

/// The variable that points Terraform to a running plugin.
pub(crate) const REATTACH: &str = "TF_REATTACH_PROVIDERS";

/// The plugin ends when no process can write to the shell any more, even if the test was killed. Until then,
/// the shell must stay alive.
const SCRIPT: &str = r#"trap '' TERM; "$0" --debug & cat >/dev/null; kill -INT $!; wait"#;

/// A plugin in debug mode. It ends when this value is dropped or this process is killed.
pub(crate) struct Attached {
    /// The value of [`REATTACH`].
    pub(crate) reattach: String,
    _plugin: Running,
}

impl Attached {
    /// Starts the plugin in a folder, with exactly this environment: the one that Terraform would start it
    /// with.
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
        let value = value.with_context(|| format!("the plugin printed: {line}"))?;
        Ok(Self { reattach: value.replace(r"'\''", "'"), _plugin: plugin })
    }
}
