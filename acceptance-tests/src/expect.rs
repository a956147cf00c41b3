//! Expectations about a plan when nothing has happened that concerns Terraform.

use anyhow::{Result, bail, ensure};

use crate::workdir::Workdir;

impl Workdir {
    /// Expects an empty plan, according to Terraform's exit code, without warnings.
    ///
    /// # Errors
    /// If the plan has changes, including changes of output values, or a warning.
    pub fn expect_no_changes(&self) -> Result<()> {
        let done = self.run(&["plan", "-detailed-exitcode", "-input=false"])?;
        if done.code != 0 || done.stdout.contains("Warning:") {
            bail!("expected an empty plan:\n{done}");
        }
        Ok(())
    }

    /// Expects a refresh to find every object unchanged, without warnings.
    ///
    /// Terraform's exit code is not sufficient: from 1.11 on, it is 2 whenever a managed object depends on a
    /// data source.
    ///
    /// # Errors
    /// If a change was found, or Terraform does not say "No changes".
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
