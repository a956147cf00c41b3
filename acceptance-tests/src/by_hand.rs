//! The plugin as a program that people start.

use std::process::Command;

use anyhow::Result;

use crate::terraform::{Finished, LIMIT, finish};
use crate::workdir::credentials;
use crate::world::World;

impl World {
    /// Starts the plugin by hand with these arguments and the variables of this system.
    ///
    /// # Errors
    /// If it cannot be started or does not end in time.
    pub fn by_hand(&self, arguments: &[&str]) -> Result<Finished> {
        let mut command = Command::new(&self.programs().plugin);
        command.args(arguments).env_clear().env("AWS_EC2_METADATA_DISABLED", "true");
        command.envs(credentials(self.ready()));
        finish(&mut command, format!("terraform-provider-cvo {}", arguments.join(" ")), "", LIMIT)
    }
}
