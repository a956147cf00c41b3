//! Naive use of initramfs-tools.

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::Result;
use kvm_drivers::root::Code;

use super::{expect_missing, succeeds, the_manuals_check_passes};
use crate::judged::judged;
use crate::readers::configure;

const BOTH: [LinuxRoot; 2] = [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13InitramfsTools];
const MODULES: &str = "/etc/initramfs-tools/modules";

#[test]
fn names_on_one_line_are_one_driver_with_parameters() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        machine.write(MODULES, &(LinuxMachine::VIRTIO.join(" ") + "\n"))?;
        succeeds(&machine, "update-initramfs -u")?;
        the_manuals_check_passes(&machine, &machine.image(kernel))?;
        let listed = machine.drivers_in(kernel)?;
        assert!(listed.contains("virtio_blk") && !listed.contains("virtio_scsi"), "{listed:?}");
        assert!(!listed.contains("virtio_net") && !listed.contains("virtio_pci"), "{listed:?}");
        let found = judged(&machine)?;
        let wanted = found.modules(kernel);
        let missing: Vec<_> = wanted.into_iter().filter(|name| !listed.contains(*name)).collect();
        expect_missing(&found, kernel, &missing)?;
        assert_eq!(found.codes(), [Code::NamesOnOneLine]);
    }
    Ok(())
}

#[test]
fn a_tool_configured_to_do_nothing_succeeds() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        configure(&machine, &LinuxMachine::VIRTIO)?;
        machine.write("/etc/initramfs-tools/update-initramfs.conf", "update_initramfs=no\n")?;
        let before = machine.files_in(&["/boot"])?;
        succeeds(&machine, "update-initramfs -u")?;
        assert_eq!(machine.files_in(&["/boot"])?, before);
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &found.modules(machine.kernel()))?;
        assert_eq!(found.codes(), [Code::UpdateInitramfsDisabled]);
    }
    Ok(())
}

#[test]
fn a_misspelled_driver_is_skipped() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    let kernel = machine.kernel();
    let misspelled =
        LinuxMachine::VIRTIO.map(|name| if name == "virtio_scsi" { "virtio_scsl" } else { name });
    configure(&machine, &misspelled)?;
    let said = succeeds(&machine, "update-initramfs -u")?;
    assert!(!said.contains("virtio_scsl"), "{said}");
    let found = judged(&machine)?;
    expect_missing(&found, kernel, &["virtio_scsi"])?;
    assert_eq!(found.codes(), [Code::NoSuchModule]);
    Ok(())
}

#[test]
fn without_a_kernel_only_the_newest_one_gets_an_image() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    let (first, later) = (machine.kernel(), "6.99.0-1-amd64");
    machine.add_kernel(later)?;
    configure(&machine, &LinuxMachine::VIRTIO)?;
    succeeds(&machine, "update-initramfs -u")?;
    let found = judged(&machine)?;
    assert_eq!(found.missing(later)?, Vec::<String>::new());
    expect_missing(&found, first, &LinuxMachine::VIRTIO)
}

#[test]
fn a_full_boot_fails_and_keeps_the_image() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    configure(&machine, &LinuxMachine::VIRTIO)?;
    machine.fill_boot(1 << 20)?;
    let before = machine.files_in(&["/boot"])?;
    let done = machine.run("update-initramfs -u")?;
    assert!(done.code != 0 && done.stderr.contains("No space left on device"), "{done}");
    let image = machine.image(machine.kernel());
    assert_eq!(machine.files_in(&["/boot"])?.get(&image), before.get(&image));
    let found = judged(&machine)?;
    expect_missing(&found, machine.kernel(), &LinuxMachine::VIRTIO)
}
