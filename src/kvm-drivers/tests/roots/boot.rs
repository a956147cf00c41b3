//! Which image is loaded, and whether it has the drivers.

use kvm_drivers::plan::Preset;
use kvm_drivers::root::{Code, Files, Memory, NotSure, survey};
use kvm_drivers::script::targets;
use kvm_drivers::system::Engine;
use kvm_drivers::verdict::{Wanted, beyond_help, judge};
use kvm_drivers::{Driver, image};

use crate::image::{archive, modules};
use crate::look::{SIX, codes, judged, of};
use crate::systems::{
    centos_6, centos_7, debian_12, debian_13, modules_dep, rocky_9, sles_11, sles_12, with_kernel,
};

#[test]
fn every_boot_loader_determines_the_loaded_image() {
    let cases = [
        (centos_6(), Engine::Dracut, "/boot/initramfs-2.6.32-573.8.1.el6.x86_64.img"),
        (centos_7(), Engine::Dracut, "/boot/initramfs-3.10.0-123.el7.x86_64.img"),
        (rocky_9(), Engine::Dracut, "/boot/initramfs-5.14.0-427.el9.x86_64.img"),
        (sles_11(), Engine::Mkinitrd, "/boot/initrd.vmx"),
        (sles_12(), Engine::Dracut, "/boot/initrd-4.4.21-69-default"),
        (debian_12(&SIX), Engine::InitramfsTools, "/boot/initrd.img-6.1.0-50-amd64"),
    ];
    for (root, engine, path) in cases {
        let found = of(root);
        assert_eq!(found.engine, Some(engine), "{path}");
        assert_eq!(found.kernels.len(), 1);
        let image = found.kernels[0].image.as_ref().unwrap();
        assert_eq!((image.path.as_str(), image.bootable), (path, true));
    }
}

#[test]
fn a_second_image_that_is_not_loaded_is_ignored() {
    let stray = "/boot/initramfs-4.4.21-69-default.img";
    let root = sles_12().with(stray, archive(&modules("4.4.21-69-default", &SIX)));
    assert_eq!(of(root.clone()).kernels[0].image.as_ref().unwrap().path, "/boot/initrd-4.4.21-69-default");
    assert!(!judged(&root).compliant(), "only the stray image has the drivers");
}

#[test]
fn two_images_for_one_kernel_are_refused() {
    let other = "/boot/initramfs-6.1.0-50-amd64.img";
    let menu = format!("menuentry 'b' {{\n linux /boot/vmlinuz-6.1.0-50-amd64\n initrd {other}\n}}\n");
    let root = debian_12(&SIX).with(other, archive(&[])).with("/boot/grub2/grub.cfg", menu);
    let found = of(root.clone());
    assert!(matches!(found.kernels[0].image, Err(NotSure::Several { .. })));
    assert!(codes(&found).contains(&Code::AmbiguousImage));
    let refusal = targets(&found, &judged(&root), false).unwrap_err();
    assert!(refusal.to_string().contains(other), "{refusal}");
}

#[test]
fn without_a_boot_loader_one_usual_name_suffices_but_two_are_ambiguous() {
    let plain = with_kernel(Memory::default(), "6.1.0-50-amd64", &SIX)
        .with("/usr/sbin/update-initramfs", "")
        .with("/boot/initrd.img-6.1.0-50-amd64", archive(&modules("6.1.0-50-amd64", &SIX)));
    let found = of(plain.clone());
    assert!(codes(&found).contains(&Code::ImageByName));
    assert!(judged(&plain).compliant());
    let two = plain.with("/boot/initramfs-6.1.0-50-amd64.img", "x");
    assert!(of(two).kernels[0].image.is_err());
}

#[test]
fn images_with_all_drivers_are_compliant_and_others_are_not() {
    assert!(judged(&debian_12(&SIX)).compliant());
    let verdict = judged(&debian_12(&["virtio_blk", "virtio_scsi", "virtio_net", "virtio_ring", "virtio"]));
    let reasons: Vec<&String> = verdict.reasons().collect();
    assert_eq!(reasons, ["/boot/initrd.img-6.1.0-50-amd64 lacks virtio_pci for kernel 6.1.0-50-amd64."]);
    assert!(judged(&debian_13()).compliant(), "three are built in");
}

#[test]
fn a_damaged_image_is_not_compliant() {
    let whole = archive(&modules("6.1.0-50-amd64", &SIX));
    let cut = whole[..whole.len() - 20].to_vec();
    let root = debian_12(&SIX).with("/boot/initrd.img-6.1.0-50-amd64", cut);
    let verdict = judged(&root);
    assert!(!verdict.compliant());
    assert!(verdict.reasons().any(|reason| reason.contains("cannot be listed")));
    let (_, targets) = targets(&of(root), &verdict, false).unwrap();
    assert!(targets[0].is_stale);
}

#[test]
fn each_kernel_is_judged_by_its_own_image() {
    let second = "6.1.0-51-amd64";
    let root = with_kernel(debian_12(&SIX), second, &SIX)
        .with(&format!("/boot/initrd.img-{second}"), archive(&modules("6.1.0-50-amd64", &SIX)));
    let verdict = judged(&root);
    let reasons = verdict.kernels.iter().map(|kernel| kernel.reasons.len()).collect::<Vec<_>>();
    assert_eq!(reasons, [0, 6], "modules of another kernel do not count");
    let (_, targets) = targets(&of(root), &verdict, false).unwrap();
    assert_eq!(targets.iter().map(|target| target.is_stale).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn the_leftover_folder_of_a_removed_kernel_is_not_a_kernel() {
    let root = debian_12(&SIX).with("/lib/modules/6.0.0-9-amd64/modules.dep", "");
    assert_eq!(of(root).kernels.len(), 1);
}

#[test]
fn an_entry_whose_image_cannot_be_determined_is_refused() {
    let entry = |initrd: &str| {
        let menu = format!("menuentry 'a' {{\n linux /boot/vmlinuz-6.1.0-50-amd64\n{initrd}}}\n");
        of(debian_12(&SIX).with("/boot/grub/grub.cfg", menu)).kernels.remove(0).image
    };
    assert!(entry(" initrd /boot/initrd.img-6.1.0-50-amd64\n").is_ok());
    assert!(entry(" initrd /boot/intel-ucode.img /boot/initrd.img-6.1.0-50-amd64\n").is_ok());
    assert!(matches!(entry(""), Err(NotSure::Unnamed { .. })));
    for wrong in [" initrd $image\n", " initrd /boot/gone\n", " initrd /boot/a /boot/b\n"] {
        assert!(matches!(entry(wrong), Err(NotSure::Gone { .. })), "{wrong}");
    }
}

#[test]
fn a_kernel_without_an_initrd_has_built_in_drivers_and_gets_one_with_the_usual_name() {
    let later = "6.1.0-51-amd64";
    let root = |dep: &str, builtin: &str| {
        debian_12(&SIX)
            .with(&format!("/boot/vmlinuz-{later}"), "")
            .with(&format!("/lib/modules/{later}/modules.dep"), dep)
            .with(&format!("/lib/modules/{later}/modules.builtin"), builtin)
    };
    let of_six =
        |ending: &str| -> String { SIX.iter().map(|name| format!("kernel/{name}.ko{ending}")).collect() };
    let built_in = judged(&root("", &of_six("\n")));
    assert!(built_in.compliant(), "{:?}", built_in.reasons().collect::<Vec<_>>());
    let lacking = root(&of_six(":\n"), "");
    let verdict = judged(&lacking);
    assert!(verdict.reasons().any(|reason| reason.contains("has no initrd, and lacks virtio_pci")));
    let (_, all) = targets(&of(lacking), &verdict, false).unwrap();
    let [new] = &all.iter().filter(|target| !target.exists).collect::<Vec<_>>()[..] else {
        panic!("{all:?}")
    };
    assert_eq!((new.image.as_str(), new.is_stale), ("/boot/initrd.img-6.1.0-51-amd64", true));
}

#[test]
fn a_kernel_started_without_an_initrd_needs_none_if_all_drivers_are_built_in() {
    let menu = "menuentry 'a' {\n linux /boot/vmlinuz-6.1.0-50-amd64\n}\n";
    let root = |builtin: &str| {
        debian_12(&SIX)
            .with("/boot/grub/grub.cfg", menu)
            .with("/lib/modules/6.1.0-50-amd64/modules.builtin", builtin)
    };
    let all: String = SIX.iter().map(|name| format!("kernel/{name}.ko\n")).collect();
    let built_in = judged(&root(&all));
    assert!(built_in.compliant(), "{:?}", built_in.reasons().collect::<Vec<_>>());
    assert!(targets(&of(root(&all)), &built_in, false).unwrap().1.is_empty());
    let lacking = judged(&root(""));
    assert!(!lacking.compliant());
    let refusal = targets(&of(root("")), &lacking, false).unwrap_err().to_string();
    assert!(refusal.contains("names no initrd"), "{refusal}");
}

#[test]
fn an_image_that_two_kernels_load_is_not_rebuilt_for_one_of_them() {
    let later = "6.1.0-51-amd64";
    let menu: String = ["6.1.0-50-amd64", later]
        .map(|kernel| {
            format!(
                "menuentry '{kernel}' {{\n linux /boot/vmlinuz-{kernel}\n initrd \
             /boot/initrd.img-6.1.0-50-amd64\n}}\n"
            )
        })
        .concat();
    let root = debian_12(&SIX)
        .with("/boot/grub/grub.cfg", menu)
        .with(&format!("/boot/vmlinuz-{later}"), "")
        .with(&format!("/lib/modules/{later}/modules.dep"), modules_dep(&SIX));
    let verdict = judged(&root);
    assert!(!verdict.compliant(), "the image has the modules of one kernel");
    let refusal = targets(&of(root), &verdict, false).unwrap_err().to_string();
    assert!(refusal.contains("6.1.0-50-amd64") && refusal.contains(later), "{refusal}");
}

#[test]
fn an_unmounted_boot_is_refused_and_files_at_its_mount_point_do_not_count() {
    let fstab = "UUID=1 / ext4 defaults 0 1\nUUID=2 /boot ext4 defaults 0 2\n";
    let root = |fstab: &str| {
        Memory::default()
            .with("/lib/modules/6.1.0/modules.dep", modules_dep(&SIX))
            .with("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
            .with_size("/usr/sbin/update-initramfs", 1)
            .with("/etc/fstab", fstab)
    };
    assert_eq!(codes(&of(root(fstab))), [Code::BootNotMounted]);
    // An image that an earlier change left at the mount point is not the one that is loaded.
    let astray = root(fstab).with("/boot/initrd.img-6.1.0", archive(&modules("6.1.0", &SIX)));
    for root in [root(fstab), astray] {
        let verdict = judged(&root);
        assert!(!verdict.compliant());
        let refusal = targets(&of(root), &verdict, false).unwrap_err().to_string();
        assert!(refusal.contains("not mounted"), "{refusal}");
    }
    let without = root("UUID=1 / ext4 defaults 0 1\n#UUID=2 /boot ext4 defaults 0 2\n");
    let refusal = targets(&of(without.clone()), &judged(&without), false).unwrap_err().to_string();
    assert!(refusal.contains("Is /boot mounted?"), "{refusal}");
    assert!(!codes(&of(debian_12(&SIX).with("/etc/fstab", fstab))).contains(&Code::BootNotMounted));
}

#[test]
fn unified_images_are_found_in_every_firmware_path() {
    for base in ["/boot", "/boot/efi", "/efi"] {
        let root = debian_12(&SIX).with_size(&format!("{base}/EFI/Linux/debian.efi"), 1);
        assert!(codes(&of(root.clone())).contains(&Code::Uki), "{base}");
        assert!(!judged(&root).compliant(), "the loaded image was not inspected");
    }
}

#[test]
fn an_image_without_a_release_in_its_entry_belongs_to_an_only_kernel() {
    let two = with_kernel(sles_11(), "3.0.101-64-default", &SIX);
    assert!(of(two).kernels.iter().all(|kernel| kernel.image.is_err()));
    let memtest = "menuentry 'Memory test' {\n linux16 /boot/memtest86+.bin\n}\n";
    let menu =
        String::from_utf8(debian_12(&SIX).read("/boot/grub/grub.cfg", 9999).unwrap()).unwrap() + memtest;
    assert!(of(debian_12(&SIX).with("/boot/grub/grub.cfg", menu)).kernels[0].image.is_ok());
}

#[test]
fn a_driver_that_the_kernel_lacks_is_missed_only_if_it_was_named() {
    let without_scsi = ["virtio_blk", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
    let root =
        debian_12(&without_scsi).with("/lib/modules/6.1.0-50-amd64/modules.dep", modules_dep(&without_scsi));
    let found = of(root.clone());
    let with = |named: &str| {
        let wanted = Wanted {
            preset: Preset::Virtio,
            named: Driver::parse(named).into_iter().collect(),
            ..Wanted::default()
        };
        judge(&found, &wanted, |_, path| {
            let bytes = root.read(path, 1 << 30).unwrap();
            image::listing(&bytes[..], image::Limits::default(), &|| false).map_err(|error| error.to_string())
        })
    };
    assert!(with("").compliant());
    assert!(with("virtio_blkk").reasons().any(|reason| reason.contains("no driver virtio_blkk")));
    let bare = with_kernel(Memory::default(), "6.1.0", &["ext4"])
        .with("/boot/initrd.img-6.1.0", archive(&modules("6.1.0", &["ext4"])));
    assert!(judged(&bare).reasons().any(|reason| reason.contains("virtio_blk or virtio_scsi")));
}

#[test]
fn an_optional_driver_is_missed_only_if_the_kernel_has_it() {
    let drivers = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
    let dep = modules_dep(&[&drivers[..], &["ata_piix"]].concat());
    let root = debian_12(&drivers).with("/lib/modules/6.1.0-50-amd64/modules.dep", dep);
    let optional = ["ata_piix", "ata_generic"].map(|name| Driver::parse(name).unwrap()).into();
    let wanted = Wanted { preset: Preset::Virtio, optional, ..Wanted::default() };
    let found = of(root.clone());
    let verdict = judge(&found, &wanted, |_, path| {
        let bytes = root.read(path, 1 << 30).unwrap();
        image::listing(&bytes[..], image::Limits::default(), &|| false).map_err(|error| error.to_string())
    });
    let missing: Vec<&str> = verdict.kernels[0].missing().map(Driver::as_str).collect();
    assert_eq!(missing, ["ata_piix"]);
    let configured: Vec<String> = wanted.to_configure(&found).iter().map(ToString::to_string).collect();
    assert_eq!(configured, [&drivers[..], &["ata_piix"]].concat());
}

#[test]
fn a_name_that_some_kernel_lacks_comes_after_all_others() {
    let root = debian_12(&SIX)
        .with(
            "/lib/modules/6.1.0-50-amd64/modules.dep",
            modules_dep(&["virtio_blk", "virtio_net", "virtio_pci"]),
        )
        .with("/lib/modules/6.1.0-50-amd64/modules.builtin", "kernel/virtio.ko\nkernel/virtio_ring.ko\n");
    let wanted = Wanted { preset: Preset::Virtio, ..Wanted::default() };
    let configured: Vec<String> = wanted.to_configure(&of(root)).iter().map(ToString::to_string).collect();
    let expected = ["virtio_blk", "virtio_net", "virtio_pci", "virtio_ring", "virtio", "virtio_scsi"];
    assert_eq!(configured, expected);
}

#[test]
fn problems_that_no_image_can_fix_are_reported_in_advance() {
    let wanted = |named: &str| Wanted {
        preset: Preset::Virtio,
        named: Driver::parse(named).into_iter().collect(),
        ..Wanted::default()
    };
    let found = of(debian_12(&[]));
    assert_eq!(beyond_help(&found, &wanted("")), Vec::<String>::new(), "its image can get them all");
    let [reason] = &beyond_help(&found, &wanted("hv_storvsc"))[..] else { panic!("one reason") };
    assert!(reason.contains("no driver hv_storvsc"), "{reason}");
}

#[test]
fn a_root_without_a_kernel_is_an_error() {
    let empty = survey(&Memory::default()).unwrap_err().to_string();
    assert!(empty.contains("/lib/modules"), "{empty}");
}
