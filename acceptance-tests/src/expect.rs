//! What a plan must show when nothing has happened that Terraform has to do with.

use anyhow::{Result, bail, ensure};

use crate::workdir::Workdir;

impl Workdir {
    /// Demands that nothing is left to do, by Terraform's own word, and that it prints no warning.
    ///
    /// # Errors
    /// When the plan has changes, output values included, or a warning.
    pub fn expect_no_changes(&self) -> Result<()> {
        let done = self.run(&["plan", "-detailed-exitcode", "-input=false"])?;
        if done.code != 0 || done.stdout.contains("Warning:") {
            bail!("expected an empty plan:\n{done}");
        }
        Ok(())
    }

    /// Demands that a refresh finds every object as it was left, and prints no warning.
    ///
    /// Terraform's exit code does not tell: from 1.11 on it is 2 whenever a managed object depends on a data source.
    ///
    /// # Errors
    /// When something was found changed, or Terraform does not say "No changes".
    pub fn expect_nothing_to_refresh(&self) -> Result<()> {
        let (plan, said) = self.planned(&["-refresh-only"])?;
        ensure!(
            plan.drift().is_empty() && plan.changes().is_empty(),
            "found changed: {:?}\n{said}",
            plan.drift()
        );
        ensure!(said.stdout.contains("No changes") && !said.stdout.contains("Warning:"), "{said}");
        Ok(())
    }
}
