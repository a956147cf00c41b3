//! The trait of machines that run commands.

use async_trait::async_trait;

use crate::command::Command;
use crate::error::Result;
use crate::output::Output;

/// A machine that runs commands: over SSH, in a mounted image, or scripted by a test.
#[async_trait]
pub trait Host: Send + Sync {
    /// Runs a command to its end. A nonzero exit status is not an error here, because only the caller knows
    /// its meaning.
    ///
    /// # Errors
    /// When the command did not end by itself, or it is unknown how it ended.
    async fn run(&self, command: &Command) -> Result<Output>;

    /// Returns the name of the machine for messages.
    fn name(&self) -> String;
}
