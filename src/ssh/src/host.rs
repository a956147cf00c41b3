//! The one ability that work on a machine needs.

use async_trait::async_trait;

use crate::command::Command;
use crate::error::Result;
use crate::output::Output;

/// A machine that runs commands: over SSH, in a mounted image, or as a test expects it.
#[async_trait]
pub trait Host: Send + Sync {
    /// Runs a command to its end. A status other than zero is no error here: what it means, the caller knows.
    ///
    /// # Errors
    /// When it is unknown how the command ended, or when it did not end by itself.
    async fn run(&self, command: &Command) -> Result<Output>;

    /// What messages call this machine.
    fn name(&self) -> String;
}
