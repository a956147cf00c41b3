//! The provider's own image reader, compared with the listers of real tools on their images.

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::Result;
use kvm_drivers::root::Code;
use kvm_drivers::system::Engine;
use kvm_drivers::verdict::State;

use crate::judged::{judged, read};

/// Writes the configuration correctly.
pub(crate) fn configure(machine: &LinuxMachine, drivers: &[&str]) -> Result<()> {
    if machine.root().has_dracut() {
        let line = format!("add_drivers+=\" {} \"\n", drivers.join(" "));
        return machine.write("/etc/dracut.conf.d/90-kvm.conf", &line);
    }
    machine.write("/etc/initramfs-tools/modules", &(drivers.join("\n") + "\n"))
}

fn images_are_read_as_by_the_lister_and_judged_by_what_they_hold(root: LinuxRoot) -> Result<()> {
    let machine = LinuxMachine::of(root)?;
    let kernel = machine.kernel();
    assert_eq!(read(&machine, kernel)?, machine.drivers_in(kernel)?);

    let without = judged(&machine)?;
    let engine = if root.has_dracut() { Engine::Dracut } else { Engine::InitramfsTools };
    assert_eq!(without.survey.engine, Some(engine));
    let image = without.survey.kernels[0].image.clone()?;
    assert_eq!(
        (image.path.as_str(), image.bootable, image.is_default),
        (&*machine.image(kernel), true, true)
    );
    assert_eq!(without.missing(kernel)?, without.modules(kernel));
    assert!(!without.verdict.compliant());

    configure(&machine, &LinuxMachine::VIRTIO)?;
    machine.rebuild(kernel)?;
    let listed = machine.drivers_in(kernel)?;
    assert_eq!(read(&machine, kernel)?, listed);
    let with = judged(&machine)?;
    assert_eq!(with.verdict.reasons().collect::<Vec<_>>(), Vec::<&String>::new());
    assert_eq!(with.codes(), Vec::<Code>::new());
    for (driver, state) in &with.verdict.kernels[0].drivers {
        let expected = if listed.contains(driver.as_str()) { State::InImage } else { State::Builtin };
        assert_eq!(*state, expected, "{driver}");
    }
    Ok(())
}

#[test]
fn initramfs_tools_of_debian_12() -> Result<()> {
    images_are_read_as_by_the_lister_and_judged_by_what_they_hold(LinuxRoot::Debian12InitramfsTools)
}

#[test]
fn initramfs_tools_of_debian_13() -> Result<()> {
    images_are_read_as_by_the_lister_and_judged_by_what_they_hold(LinuxRoot::Debian13InitramfsTools)
}

#[test]
fn dracut_of_debian_12() -> Result<()> {
    images_are_read_as_by_the_lister_and_judged_by_what_they_hold(LinuxRoot::Debian12Dracut)
}

#[test]
fn dracut_of_debian_13() -> Result<()> {
    images_are_read_as_by_the_lister_and_judged_by_what_they_hold(LinuxRoot::Debian13Dracut)
}

#[test]
fn a_kernel_added_later_is_judged_separately() -> Result<()> {
    for root in [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut] {
        let machine = LinuxMachine::of(root)?;
        let (first, later) = (machine.kernel(), "6.99.0-1-amd64");
        configure(&machine, &LinuxMachine::VIRTIO)?;
        machine.rebuild(first)?;
        configure(&machine, &[])?;
        machine.add_kernel(later)?;
        let found = judged(&machine)?;
        assert_eq!(found.missing(first)?, Vec::<String>::new());
        assert_eq!(found.missing(later)?, found.modules(later), "{}", root.name());
        assert!(found.verdict.kernels.iter().all(|kernel| kernel.bootable));
    }
    Ok(())
}
