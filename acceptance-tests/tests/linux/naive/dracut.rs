//! dracut.

use acceptance_tests::{LinuxMachine, LinuxRoot};
use anyhow::{Context, Result};
use kvm_drivers::root::Code;

use super::{ends_well, expect_missing, the_manual_is_content};
use crate::judged::judged;
use crate::readers::configure;

const BOTH: [LinuxRoot; 2] = [LinuxRoot::Debian12Dracut, LinuxRoot::Debian13Dracut];
const DROP_IN: &str = "/etc/dracut.conf.d/90-kvm.conf";

/// Makes the image of a kernel with a file of settings; the tool ends well.
fn made_with(machine: &LinuxMachine, file: &str, settings: &str) -> Result<String> {
    machine.write(file, settings)?;
    let kernel = machine.kernel();
    ends_well(machine, &format!("dracut -f {} {kernel}", machine.image(kernel)))
}

fn line(drivers: &[&str]) -> String {
    format!("add_drivers+=\" {} \"\n", drivers.join(" "))
}

#[test]
fn the_variable_with_a_dash_is_no_variable() -> Result<()> {
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
fn a_file_with_a_missing_quotation_mark_is_passed_over() -> Result<()> {
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
        the_manual_is_content(&machine, &machine.image(machine.kernel()))?;
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &["virtio_scsi", "virtio_net"])?;
        assert_eq!(found.codes(), [Code::BrokenDracutConf, Code::BrokenDracutConf]);
    }
    Ok(())
}

#[test]
fn a_misspelt_driver_is_passed_over_and_those_behind_it_too() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let misspelt =
            LinuxMachine::VIRTIO.map(|name| if name == "virtio_scsi" { "virtio_scsl" } else { name });
        made_with(&machine, DROP_IN, &line(&misspelt))?;
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
fn without_a_kernel_an_image_gets_the_modules_of_the_running_one() -> Result<()> {
    let running = nix::sys::utsname::uname()?.release().to_string_lossy().into_owned();
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        if kernel == running {
            // Then this is the one case in which it would go right; the other root has another kernel.
            continue;
        }
        machine.add_kernel(&running)?;
        configure(&machine, &LinuxMachine::VIRTIO)?;
        let image = machine.image(kernel);
        ends_well(&machine, &format!("dracut -f {image}"))?;
        the_manual_is_content(&machine, &image)?;
        let found = judged(&machine)?;
        expect_missing(&found, kernel, &found.modules(kernel))?;
    }
    Ok(())
}

#[test]
fn an_image_under_the_manuals_name_is_one_that_nobody_loads() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        configure(&machine, &LinuxMachine::VIRTIO)?;
        let second = format!("/boot/initramfs-{kernel}.img");
        ends_well(&machine, &format!("dracut -f {second} {kernel}"))?;
        the_manual_is_content(&machine, &second)?;
        let found = judged(&machine)?;
        assert_eq!(found.verdict.kernels[0].image, Some(machine.image(kernel)));
        expect_missing(&found, kernel, &found.modules(kernel))?;
    }
    Ok(())
}

#[test]
fn an_image_of_all_disk_drivers_has_none_of_the_network() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let small = "/etc/dracut.conf.d/10-small.conf";
        let all_disks = machine.read(small)?.replace("drivers+=\" ext4 \"\n", "");
        made_with(&machine, small, &all_disks)?;
        the_manual_is_content(&machine, &machine.image(machine.kernel()))?;
        let found = judged(&machine)?;
        expect_missing(&found, machine.kernel(), &["virtio_net"])?;
    }
    Ok(())
}

/// dracut before release 107 writes over the image, and removes what it could not complete.
#[test]
fn a_full_boot_costs_the_image_that_worked() -> Result<()> {
    for root in BOTH {
        let machine = LinuxMachine::of(root)?;
        let kernel = machine.kernel();
        let image = machine.image(kernel);
        configure(&machine, &LinuxMachine::VIRTIO)?;
        // Less than the drivers take.
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
