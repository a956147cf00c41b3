//! Commands as a person types them, in a shell.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};

use crate::terraform::{Finished, LIMIT, finish};
use crate::workdir::Workdir;

impl Workdir {
    /// Runs lines of a shell in this folder, up to the first that fails. `terraform` and
    /// `terraform-provider-cvo` are the programs of this folder, and Terraform starts the plugin itself.
    ///
    /// # Errors
    /// If the shell cannot be started or does not end in time.
    pub fn shell(&self, lines: &str) -> Result<Finished> {
        let mut command = Command::new("/bin/sh");
        command.args(["-e", "-u", "-c", lines]).current_dir(self.path()).env_clear().envs(self.environment());
        // Beside the plugin there may be another program called `terraform`.
        let mut folders = vec![];
        for program in self.programs() {
            folders.push(program.parent().context("a program is in a folder")?.to_path_buf());
        }
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        command.env("PATH", env::join_paths(folders)?);
        finish(&mut command, lines.to_owned(), "", LIMIT)
    }
}
