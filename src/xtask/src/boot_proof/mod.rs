//! `cargo xtask boot-proof`: uses QEMU to check whether a machine with a VirtIO disk boots with an initrd. It
//! is not part of the tests because it emulates the processor and takes minutes.

mod cases;
mod qemu;

use std::fs;
use std::path::Path;

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::{Context, Result, ensure};

use self::cases::{CASES, Case};
use self::qemu::{Ending, Machine};
use crate::linux_roots::{self, apt};
use crate::progress::{Steps, say};
use crate::workspace::Workspace;

const DISK: &str = include_str!("disk.sh");

/// Boots each case and compares the result. All started processes have ended when this returns.
pub fn run(workspace: &Workspace) -> Result<()> {
    linux_roots::ensure_possible()?;
    let mut steps = Steps::default();
    steps.step("looking for QEMU", || apt::install(&["qemu-system-x86"]))?;
    let roots = steps.step("preparing Debian's root file systems", || linux_roots::prepare(workspace))?;
    let mut differing = Vec::new();
    for case in CASES {
        let ending = steps.step(case.name, || boot(&roots, case))?;
        say(&format!("    {ending}"));
        if ending.kind() != case.ends {
            differing.push(format!("{}: {ending}\n{}", case.name, ending.console()));
        }
    }
    steps.report();
    ensure!(differing.is_empty(), "not as it should be:\n{}", differing.join("\n"));
    say("Every machine started or did not start as it should.");
    Ok(())
}

/// Makes the image of a case in a real system, and boots a machine with it.
fn boot(roots: &Path, case: &Case) -> Result<Ending> {
    let system = LinuxMachine::in_folder(roots, LinuxRoot::Debian12InitramfsTools)?;
    (case.make)(&system)?;
    system.say(DISK)?;
    let scratch = tempfile::tempdir()?;
    let taken = |path: &str, name: &str| {
        let to = scratch.path().join(name);
        let from = system.path().join(path.trim_start_matches('/'));
        fs::copy(&from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        Ok::<_, anyhow::Error>(to)
    };
    let kernel = system.kernel();
    qemu::boot(&Machine {
        kernel: taken(&format!("/boot/vmlinuz-{kernel}"), "kernel")?,
        initrd: taken(&system.image(kernel), "initrd")?,
        disk: taken("/tmp/disk.img", "disk")?,
    })
}
