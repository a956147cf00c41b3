//! Configuration settings, and other obstacles.

use kvm_drivers::Driver;
use kvm_drivers::plan::Preset;
use kvm_drivers::root::{Code, Finding, Memory, security_software};
use kvm_drivers::script::{Refusal, targets};

use crate::look::{SIX, codes, judged, of};
use crate::systems::{centos_7, debian_12, rocky_9, with_kernel};

#[test]
fn names_on_one_line_are_not_compliant_even_if_the_image_has_the_drivers() {
    let line = "virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio\n";
    let root = debian_12(&SIX).with("/etc/initramfs-tools/modules", line);
    let found = of(root.clone());
    assert!(codes(&found).contains(&Code::NamesOnOneLine));
    assert_eq!(found.configured.drivers, [Driver::parse("virtio_blk").unwrap()]);
    let verdict = judged(&root);
    assert!(!verdict.compliant());
    assert!(verdict.reasons().any(|reason| reason.contains("several drivers in one line")));
    let mended = format!("{line}{}\n", SIX.join("\n"));
    assert!(judged(&root.with("/etc/initramfs-tools/modules", mended)).compliant());
    let parameters = debian_12(&SIX).with("/etc/initramfs-tools/modules", "loop max_loop=8\n");
    assert!(judged(&parameters).compliant(), "a module may have parameters");
}

#[test]
fn lines_that_dracut_misreads_are_found() {
    let cases = [
        ("add-drivers+=\" virtio_blk \"", "underscore"),
        ("add_drivers+=\"virtio_blk virtio\"", "spaces inside"),
        ("add_drivers+=\" virtio_blk", "quotation mark"),
    ];
    for (line, says) in cases {
        let root = centos_7().with("/etc/dracut.conf.d/10-kvm.conf", line);
        let found = of(root.clone());
        let finding = found.findings.iter().find(|finding| finding.code == Code::BrokenDracutConf).unwrap();
        assert!(finding.text.contains(says) && finding.text.contains("10-kvm.conf"), "{}", finding.text);
        assert!(!judged(&root).compliant());
    }
    let unread = centos_7().with("/etc/dracut.conf.d/kvm", "add_drivers+=\" virtio_blk \"\n");
    assert_eq!(of(unread).configured.drivers, [], "dracut reads only files ending in .conf");
}

#[test]
fn settings_that_prevent_image_updates_are_found() {
    let root = debian_12(&SIX)
        .with("/etc/initramfs-tools/update-initramfs.conf", "update_initramfs=yes\nupdate_initramfs=no\n")
        .with("/etc/initramfs-tools/conf.d/driver-policy", "MODULES=dep\n");
    let found = of(root.clone());
    assert!(
        codes(&found).contains(&Code::UpdateInitramfsDisabled) && codes(&found).contains(&Code::ModulesDep)
    );
    assert!(targets(&found, &judged(&root), false).is_ok());
    assert!(matches!(targets(&found, &judged(&root), true), Err(Refusal::ModulesDep(_))));
}

#[test]
fn a_misspelled_driver_is_found_although_every_tool_skips_it() {
    let root = debian_12(&SIX).with("/etc/initramfs-tools/modules", "virtio_blkk\nvirtio_net\n");
    let found = of(root);
    let finding = found.findings.iter().find(|finding| finding.code == Code::NoSuchModule).unwrap();
    assert!(finding.text.contains("virtio_blkk") && finding.text.contains("/etc/initramfs-tools/modules"));
    assert_eq!(codes(&found).iter().filter(|code| **code == Code::NoSuchModule).count(), 1);
}

#[test]
fn a_boot_partition_without_room_for_a_second_image_is_found() {
    assert_eq!(Finding::of_room("/boot", 100, 100), None);
    let finding = Finding::of_room("/boot", 99, 100).unwrap();
    assert!(
        finding.code == Code::BootNearlyFull && finding.text.contains("99") && finding.text.contains("100")
    );
}

#[test]
fn security_software_is_detected_by_process_name() {
    let codes = |names: &[&str]| security_software(names.iter().copied()).len();
    assert_eq!(codes(&["bash", "clamd", "sshd", "clamd"]), 1);
    assert_eq!(codes(&["elastic-endpoin"]), 1, "the kernel truncates names");
    assert_eq!(codes(&["clam", ""]), 0);
}

#[test]
fn other_obstacles_are_reported() {
    let root = debian_12(&SIX)
        .with(
            "/etc/fstab",
            "# /dev/sda9 /old\n/dev/sda1 / ext4\nUUID=1 /usr ext4\n/dev/mapper/a /home ext4\n",
        )
        .with("/usr/sbin/clamd", "")
        .with("/boot/efi/EFI/Linux/debian.efi", "");
    let found = of(root.clone());
    assert_eq!(
        codes(&found),
        [
            Code::Uki,
            Code::RootByDeviceName,
            Code::FstabByDeviceName,
            Code::SeparateUsr,
            Code::SecuritySoftware
        ]
    );
    assert!(matches!(targets(&found, &judged(&root), false), Err(Refusal::Unified(_))));
}

#[test]
fn old_kernels_are_refused() {
    let root =
        with_kernel(Memory::default(), "2.6.24-server", &[]).with("/boot/initrd.img-2.6.24-server", "x");
    assert!(codes(&of(root.clone())).contains(&Code::KernelTooOld));
    assert!(judged(&root).reasons().any(|reason| reason.contains("2.6.25 or later")));
}

/// A compliant system with dracut and these additional files.
fn with_dracut(files: &[(&str, &str)]) -> Memory {
    let root = rocky_9();
    files.iter().fold(root, |root, (path, text)| root.with(path, *text))
}

const OURS: (&str, &str) = (
    "/etc/dracut.conf.d/90-cvo.conf",
    "add_drivers+=\" virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio \"\n",
);

#[test]
fn dracut_configured_to_make_efi_programs_is_refused() {
    for line in ["uefi=yes", "uefi=\"yes\"", "uefi='yes'"] {
        let root = with_dracut(&[("/etc/dracut.conf.d/10-uki.conf", line)]);
        assert_eq!(codes(&of(root.clone())), [Code::Uki], "{line}");
        assert!(matches!(targets(&of(root.clone()), &judged(&root), false), Err(Refusal::Unified(_))));
    }
    for line in ["uefi=no", "#uefi=yes", "uefi_stub=/x"] {
        assert_eq!(codes(&of(with_dracut(&[("/etc/dracut.conf.d/10-uki.conf", line)]))), [], "{line}");
    }
}

#[test]
fn drivers_that_a_later_dracut_file_drops_are_not_configured() {
    let gives = |files: &[(&str, &str)]| of(with_dracut(files)).configured.gives(&Preset::Virtio.drivers());
    assert!(gives(&[OURS]));
    let earlier = ("/usr/lib/dracut/dracut.conf.d/10.conf", "add_drivers=\" xfs \"\n");
    assert!(gives(&[earlier, OURS]), "files are sorted by name across folders");
    let later = ("/usr/lib/dracut/dracut.conf.d/95.conf", "add_drivers=\" xfs \"\n");
    assert!(!gives(&[OURS, later]));
    let root = with_dracut(&[OURS, later]);
    let reasons: Vec<String> = judged(&root).reasons().cloned().collect();
    assert!(reasons.iter().any(|reason| reason.contains("in place of +=")), "{reasons:?}");
    let hidden = ("/etc/dracut.conf.d/95.conf", "");
    assert!(gives(&[OURS, later, hidden]), "a file in /etc replaces the one of the same name");
    let ours_below = ("/usr/lib/dracut/dracut.conf.d/90-cvo.conf", OURS.1);
    assert!(!gives(&[ours_below, ("/etc/dracut.conf.d/90-cvo.conf", "")]));
}
