//! What goes wrong on real systems when the manual is followed to the letter, or a tool's exit status is believed: that it
//! does go wrong, and that the provider's own logic says so.

mod any_tool;
mod dracut;
mod initramfs_tools;

use acceptance_tests::LinuxMachine;
use anyhow::{Result, ensure};

use crate::judged::Judged;

/// Runs a command that ends well, and gives everything that it said.
fn ends_well(machine: &LinuxMachine, command: &str) -> Result<String> {
    let done = machine.run(command)?.succeeded()?;
    Ok(done.stdout + &done.stderr)
}

/// Demands that the manual's own check is content with the image of a kernel.
fn the_manual_is_content(machine: &LinuxMachine, image: &str) -> Result<()> {
    let check = machine.run(&format!("{} {image} | grep virtio", machine.lister()))?.succeeded()?;
    ensure!(check.stdout.contains("virtio"), "{check}");
    Ok(())
}

/// Demands that the verdict is that the image lacks exactly these drivers for the kernel.
fn expect_missing(found: &Judged, kernel: &str, drivers: &[&str]) -> Result<()> {
    let missing = found.missing(kernel)?;
    ensure!(missing == drivers, "expected {drivers:?} to be missing, but it is {missing:?}");
    ensure!(!drivers.is_empty() && !found.verdict.compliant(), "{:?}", found.verdict);
    let said: Vec<_> = found.verdict.reasons().collect();
    for driver in drivers {
        let lacks = |reason: &&&String| reason.contains(&format!("lacks {driver} for kernel {kernel}"));
        ensure!(said.iter().any(|reason| lacks(&reason)), "not a word about {driver}: {said:?}");
    }
    Ok(())
}
