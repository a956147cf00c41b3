//! Preconditions of a plan, and its differences from the manual.

use super::{Options, Style};
use crate::system::{Engine, Expected};

pub fn preconditions(engine: Engine) -> Vec<String> {
    let space = match engine {
        Engine::Dracut => {
            "/boot has room for a second image and is writable: dracut before version 107 deletes the image \
             that works when the disk fills up while it writes."
        }
        _ => "/boot has room for a second image and is writable.",
    };
    [
        "The kernel is 2.6.25 or later.",
        "Antivirus and intrusion detection are switched off while this runs, and on again afterwards.",
        "The image is the one that the boot loader loads: look into grub.cfg, grub.conf or menu.lst, or \
         /boot/loader/entries.",
        space,
    ]
    .map(str::to_owned)
    .into()
}

pub fn notes(engine: Engine, expected: &Expected, options: &Options) -> Vec<String> {
    let mut notes: Vec<&str> = match (engine, options.style) {
        (Engine::Dracut, Style::Seed) => vec![
            "The spaces inside the quotation marks are needed: without them the last name and the first one \
             of another file become one.",
            "The variable is add_drivers; add-drivers, as one section of the manual has it, is no variable, \
             and dracut goes on without it.",
            "dracut is given the kernel's release; without it an image gets the modules of the running \
             kernel.",
        ],
        (Engine::Dracut, Style::Modern) => {
            vec![
                "The file is read because its name ends in .conf; keep no backup with that ending beside it.",
            ]
        }
        (Engine::InitramfsTools, _) => vec![
            "One name a line: several names in one line are one module with parameters, and the machine does \
             not boot.",
            "Only the kernel that is named gets a new image; for all of them run update-initramfs -u -k all.",
            "update-initramfs does nothing, with status 0, where update_initramfs=no is set in \
             /etc/initramfs-tools/update-initramfs.conf.",
        ],
        (Engine::Mkinitrd, _) => vec![
            "Keep the names that INITRD_MODULES has already, and put these behind them.",
            "For an image that is not the usual one the manual says dracut; a system with mkinitrd has none, \
             mkinitrd -k KERNEL -i IMAGE does it. Both names are relative to /boot.",
        ],
    };
    if engine == Engine::Dracut {
        notes.push(
            "A name that the kernel does not have makes dracut drop all names behind it, with status \
             0: leave out what this kernel lacks.",
        );
    }
    if options.style == Style::Seed {
        notes.push(
            "The manual's checks prove little: grep hides the lister's status and finds other drivers \
             too, and CONFIG_VIRTIO misses virtio_scsi. Style \"modern\" has checks that fail when a driver \
             is missing.",
        );
    }
    if expected.family == crate::system::Family::Suse && engine == Engine::Dracut {
        notes.push(
            "SUSE's dracut calls the image initrd-KERNEL; initramfs-KERNEL, as the manual has it, \
             would be a second image that is never booted.",
        );
    }
    if expected.restart && engine == Engine::Mkinitrd {
        notes.push("The manual restarts the machine and then verifies again.");
    }
    notes.extend(expected.doubt);
    notes.into_iter().map(str::to_owned).collect()
}
