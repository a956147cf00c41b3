//! Naive use of dracut.

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::{Context, Result};
use kvm_drivers::root::Code;

use super::{expect_missing, succeeds, the_manuals_check_passes};
use crate::judged::judged;
use crate::readers::configure;

const BOTH: [LinuxRoot; 2] = [LinuxRoot::Debian12Dracut, LinuxRoot::Debian13Dracut];
const DROP_IN: &str = "/etc/dracut.conf.d/90-kvm.conf";

/// Rebuilds the image of a kernel with a configuration file. The tool succeeds.
fn made_with(machine: &LinuxMachine, file: &str, settings: &str) -> Result<String> {
    machine.write(file, settings)?;
    let kernel = machine.kernel();
    succeeds(machine, &format!("dracut -f {} {kernel}", machine.image(kernel)))
}

fn line(drivers: &[&str]) -> String {
    format!("add_drivers+=\" {} \"\n", drivers.join(" "))
}

#[test]
fn a_dash_in_the_name_of_the_variable_is_an_error() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let settings = line(&LinuxMachine::VIRTIO).replace("add_drivers", "add-drivers");
        let said = made_with(&machine, DROP_IN, &settings)?;
        assert!(said.contains("command not found"), "{said}");
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &found.modules(machine.kernel()))?;
        assert_eq!(found.codes(), [Code::BrokenDracutConf]);
    }
    Ok(())
}

#[test]
fn a_file_without_its_ending_is_not_read() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        made_with(&machine, "/etc/dracut.conf.d/90-kvm", &line(&LinuxMachine::VIRTIO))?;
        let found = judged(&machine)?;
        assert_eq!(found.survey.configured.drivers, []);
        expect_missing(&found, machine.kernel(), &found.modules(machine.kernel()))?;
    }
    Ok(())
}

#[test]
fn a_file_with_a_missing_quotation_mark_is_skipped() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        made_with(&machine, DROP_IN, &line(&LinuxMachine::VIRTIO).replace(" \"\n", "\n"))?;
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &found.modules(machine.kernel()))?;
        assert_eq!(found.codes(), [Code::BrokenDracutConf]);
    }
    Ok(())
}

#[test]
fn without_spaces_the_last_name_and_the_first_of_the_next_file_become_one() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        machine.write("/etc/dracut.conf.d/91-more.conf", "add_drivers+=\"virtio_scsi\"\n")?;
        made_with(&machine, DROP_IN, "add_drivers+=\"virtio_pci virtio_blk virtio_net\"\n")?;
        the_manuals_check_passes(&machine, &machine.image(machine.kernel()))?;
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &["virtio_scsi", "virtio_net"])?;
        assert_eq!(found.codes(), [Code::BrokenDracutConf, Code::BrokenDracutConf]);
    }
    Ok(())
}

#[test]
fn a_misspelled_driver_and_all_after_it_are_skipped() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let misspelled =
            LinuxMachine::VIRTIO.map(|name| if name == "virtio_scsi" { "virtio_scsl" } else { name });
        made_with(&machine, DROP_IN, &line(&misspelled))?;
        let found = judged(&machine)?;
        let behind = ["virtio_scsi", "virtio_net", "virtio_pci"];
        let missing: Vec<_> =
            behind.into_iter().filter(|name| found.modules(machine.kernel()).contains(name)).collect();
        expect_missing(&found, machine.kernel(), &missing)?;
        assert_eq!(found.codes(), [Code::NoSuchModule]);
    }
    Ok(())
}

#[test]
fn without_a_kernel_an_image_gets_the_modules_of_the_running_kernel() -> Result<()> {
    let running = nix::sys::utsname::uname()?.release().to_string_lossy().into_owned();
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        if kernel == running {
            // In this one case, the result would be correct. The other root has another kernel.
            continue;
        }
        machine.add_kernel(&running)?;
        configure(&machine, &LinuxMachine::VIRTIO)?;
        let image = machine.image(kernel);
        succeeds(&machine, &format!("dracut -f {image}"))?;
        the_manuals_check_passes(&machine, &image)?;
        let found = judged(&machine)?;
        expect_missing(&found, kernel, &found.modules(kernel))?;
    }
    Ok(())
}

#[test]
fn an_image_with_the_manuals_name_is_never_loaded() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        configure(&machine, &LinuxMachine::VIRTIO)?;
        let second = format!("/boot/initramfs-{kernel}.img");
        succeeds(&machine, &format!("dracut -f {second} {kernel}"))?;
        the_manuals_check_passes(&machine, &second)?;
        let found = judged(&machine)?;
        assert_eq!(found.verdict.kernels[0].image, Some(machine.image(kernel)));
        expect_missing(&found, kernel, &found.modules(kernel))?;
    }
    Ok(())
}

#[test]
fn an_image_with_all_disk_drivers_has_no_network_driver() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let small = "/etc/dracut.conf.d/10-small.conf";
        let all_disks = machine.read(small)?.replace("drivers+=\" ext4 \"\n", "");
        made_with(&machine, small, &all_disks)?;
        the_manuals_check_passes(&machine, &machine.image(machine.kernel()))?;
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &["virtio_net"])?;
    }
    Ok(())
}

/// dracut before release 107 overwrites the image, and deletes it if it cannot complete it.
#[test]
fn a_full_boot_destroys_the_working_image() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        let image = machine.image(kernel);
        configure(&machine, &LinuxMachine::VIRTIO)?;
        // Less than the drivers need.
        machine.fill_boot(1 << 14)?;
        let done = machine.run(&format!("dracut -f {image} {kernel}"))?;
        assert_ne!(done.code, 0, "{done}");
        assert!(!machine.files_in(&["/boot"])?.contains_key(&image), "{done}");
        let found = judged(&machine)?;
        assert_eq!(found.codes(), [Code::AmbiguousImage]);
        let reason = found.verdict.reasons().next().context("the verdict gives a reason")?;
        assert!(reason.contains("is not there"), "{reason}");
    }
    Ok(())
}
