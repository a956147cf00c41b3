//! Failures on real systems when the manual is followed literally or a tool's exit status is trusted. The
//! tests show that each failure occurs and that the provider's own logic detects it.

mod any_tool;
mod dracut;
mod initramfs_tools;

use acceptance_tests::LinuxMachine;
use anyhow::{Result, ensure};

use crate::judged::Judged;

/// Runs a command that must succeed, and returns all of its output.
fn succeeds(machine: &LinuxMachine, command: &str) -> Result<String> {
    let done = machine.run(command)?.succeeded()?;
    Ok(done.stdout + &done.stderr)
}

/// Expects the manual's own check to pass for an image.
fn the_manuals_check_passes(machine: &LinuxMachine, image: &str) -> Result<()> {
    let check = machine.run(&format!("{} {image} | grep virtio", machine.lister()))?.succeeded()?;
    ensure!(check.stdout.contains("virtio"), "{check}");
    Ok(())
}

/// Expects the verdict that the image lacks exactly these drivers for the kernel.
fn expect_missing(found: &Judged, kernel: &str, drivers: &[&str]) -> Result<()> {
    let missing = found.missing(kernel)?;
    ensure!(missing == drivers, "expected {drivers:?} to be missing, but these are: {missing:?}");
    ensure!(!drivers.is_empty() && !found.verdict.compliant(), "{:?}", found.verdict);
    let said: Vec<_> = found.verdict.reasons().collect();
    for driver in drivers {
        let lacks = |reason: &&&String| reason.contains(&format!("lacks {driver} for kernel {kernel}"));
        ensure!(said.iter().any(|reason| lacks(&reason)), "no reason mentions {driver}: {said:?}");
    }
    Ok(())
}
