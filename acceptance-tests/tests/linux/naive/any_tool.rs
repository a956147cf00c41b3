//! Failures with both tools.

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::{Context, Result};
use kvm_drivers::Driver;
use kvm_drivers::listing::Listing;

use super::the_manuals_check_passes;
use crate::judged::judged;
use crate::readers::configure;

#[test]
fn a_pipe_hides_that_the_image_is_damaged() -> Result<()> {
    for root in [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut] {
        let machine = LinuxMachine::of(root)?;
        let (kernel, image) = (machine.kernel(), machine.image(machine.kernel()));
        configure(&machine, &LinuxMachine::VIRTIO)?;
        machine.rebuild(kernel)?;
        machine.say(&format!("truncate --size=-4096 {image}"))?;
        // lsinitramfs reads a zstd-compressed image in full before it prints anything.
        if root.has_dracut() {
            the_manuals_check_passes(&machine, &image)?;
        }
        let listed = machine.run(&format!("{} {image}", machine.lister()))?;
        assert_ne!(listed.code, 0, "{listed}");
        assert!(Listing::of_lister(&listed.stdout, Some(listed.code)).is_err());
        let found = judged(&machine)?;
        let reason = found.verdict.reasons().next().context("the verdict gives a reason")?;
        assert!(reason.contains("cannot be listed") && reason.contains("damaged"), "{reason}");
    }
    Ok(())
}

#[test]
fn two_images_with_the_same_drivers_differ() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    let image = machine.image(machine.kernel());
    let once = || -> Result<_> {
        machine.rebuild(machine.kernel())?;
        Ok((machine.files_in(&["/boot"])?.remove(&image), judged(&machine)?.verdict))
    };
    configure(&machine, &LinuxMachine::VIRTIO)?;
    let (first, second) = (once()?, once()?);
    assert_ne!(first.0, second.0);
    assert_eq!(first.1, second.1);
    Ok(())
}

#[test]
fn the_manuals_search_for_built_in_drivers_finds_modules() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    let search = format!("cat /boot/config-{} | grep CONFIG_VIRTIO | grep y", machine.kernel());
    assert!(machine.say(&search)?.lines().count() > 0);
    let found = judged(&machine)?;
    for name in LinuxMachine::VIRTIO {
        assert!(!found.survey.kernels[0].builtins.has(&Driver::parse(name)?), "{name}");
    }
    Ok(())
}
