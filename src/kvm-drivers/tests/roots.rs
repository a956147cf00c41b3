//! Roots of several systems: which kernels, images and settings they have, and what is made of it.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

mod roots {
    pub(crate) mod image;
    pub(crate) mod systems;
}

use std::path::Path;

use kvm_drivers::plan::Preset;
use kvm_drivers::root::{CONTENTS, Code, Files, Folder, Memory, NotSure, Survey, survey};
use kvm_drivers::script::{Refusal, targets};
use kvm_drivers::system::Engine;
use kvm_drivers::verdict::{Verdict, Wanted, judge};
use kvm_drivers::{Driver, image};
use roots::image::{archive, modules};
use roots::systems::{
    centos_6, centos_7, debian_12, debian_13, modules_dep, rocky_9, sles_11, sles_12, with_kernel,
};

const SIX: [&str; 6] = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

fn of(root: Memory) -> Survey {
    survey(&root).unwrap()
}

/// Judges a root by the images that it has in memory.
fn judged(root: &Memory) -> Verdict {
    judge(&of(root.clone()), &Wanted::default(), |_, path| {
        let bytes = root.read(path, 1 << 30).map_err(|error| error.to_string())?;
        image::listing(&bytes[..], image::Limits::default()).map_err(|error| error.to_string())
    })
}

fn codes(survey: &Survey) -> Vec<Code> {
    survey.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_boot_loader_says_which_image_is_loaded() {
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
fn a_second_image_that_nobody_loads_is_not_looked_at() {
    let stray = "/boot/initramfs-4.4.21-69-default.img";
    let root = sles_12().with(stray, archive(&modules("4.4.21-69-default", &SIX)));
    assert_eq!(of(root.clone()).kernels[0].image.as_ref().unwrap().path, "/boot/initrd-4.4.21-69-default");
    assert!(!judged(&root).compliant(), "the manual's check reads the stray one");
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
fn without_a_boot_loader_one_usual_name_will_do_and_two_will_not() {
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
fn a_damaged_image_is_no_proof() {
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
fn names_on_one_line_are_not_compliant_even_while_the_image_has_the_drivers() {
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
    assert_eq!(of(unread).configured.drivers, [], "dracut reads only what ends in .conf");
}

#[test]
fn settings_that_keep_images_as_they_are_are_found() {
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
fn what_else_stands_in_the_way_is_said() {
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
fn each_kernel_has_an_image_of_its_own_to_be_judged() {
    let second = "6.1.0-51-amd64";
    let root = with_kernel(debian_12(&SIX), second, &SIX)
        .with(&format!("/boot/initrd.img-{second}"), archive(&modules("6.1.0-50-amd64", &SIX)));
    let verdict = judged(&root);
    let reasons = verdict.kernels.iter().map(|kernel| kernel.reasons.len()).collect::<Vec<_>>();
    assert_eq!(reasons, [0, 6], "modules of another kernel are of no use");
    let (_, targets) = targets(&of(root), &verdict, false).unwrap();
    assert_eq!(targets.iter().map(|target| target.is_stale).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn a_folder_that_a_removed_kernel_left_behind_is_no_kernel() {
    let root = debian_12(&SIX).with("/lib/modules/6.0.0-9-amd64/modules.dep", "");
    assert_eq!(of(root).kernels.len(), 1);
}

#[test]
fn an_entry_whose_image_cannot_be_told_is_refused() {
    let entry = |initrd: &str| {
        let menu = format!("menuentry 'a' {{\n linux /boot/vmlinuz-6.1.0-50-amd64\n{initrd}}}\n");
        of(debian_12(&SIX).with("/boot/grub/grub.cfg", menu)).kernels.remove(0).image
    };
    assert!(entry(" initrd /boot/initrd.img-6.1.0-50-amd64\n").is_ok());
    assert!(entry(" initrd /boot/intel-ucode.img /boot/initrd.img-6.1.0-50-amd64\n").is_ok());
    for wrong in ["", " initrd $image\n", " initrd /boot/gone\n", " initrd /boot/a /boot/b\n"] {
        assert!(matches!(entry(wrong), Err(NotSure::None { .. })), "{wrong}");
    }
}

#[test]
fn an_image_without_a_release_in_its_entry_is_told_only_for_an_only_kernel() {
    let two = with_kernel(sles_11(), "3.0.101-64-default", &SIX);
    assert!(of(two).kernels.iter().all(|kernel| kernel.image.is_err()));
    let memtest = "menuentry 'Memory test' {\n linux16 /boot/memtest86+.bin\n}\n";
    let menu =
        String::from_utf8(debian_12(&SIX).read("/boot/grub/grub.cfg", 9999).unwrap()).unwrap() + memtest;
    assert!(of(debian_12(&SIX).with("/boot/grub/grub.cfg", menu)).kernels[0].image.is_ok());
}

/// Notes what is asked of a root.
struct Asked(Memory, std::cell::RefCell<Vec<String>>);

impl Files for Asked {
    fn read(&self, path: &str, limit: u64) -> std::io::Result<Vec<u8>> {
        self.1.borrow_mut().push(path.to_owned());
        self.0.read(path, limit)
    }

    fn list(&self, path: &str) -> std::io::Result<Vec<String>> {
        self.0.list(path)
    }

    fn size(&self, path: &str) -> std::io::Result<Option<u64>> {
        self.0.size(path)
    }

    fn resolve(&self, path: &str) -> std::io::Result<Option<String>> {
        self.0.resolve(path)
    }
}

#[test]
fn a_survey_reads_nothing_that_its_list_does_not_name() {
    let fits = |path: &str, pattern: &str| {
        let parts = path.split('/').zip(pattern.split('/'));
        path.split('/').count() == pattern.split('/').count()
            && parts.into_iter().all(|(part, pattern)| match pattern.split_once('*') {
                Some((before, _)) => part.starts_with(before),
                None => part == pattern,
            })
    };
    for root in [centos_6(), centos_7(), rocky_9(), sles_11(), sles_12(), debian_12(&SIX), debian_13()] {
        let asked = Asked(root, Vec::new().into());
        survey(&asked).unwrap();
        for path in asked.1.into_inner() {
            assert!(CONTENTS.iter().any(|pattern| fits(&path, pattern)), "{path}");
        }
    }
}

#[test]
fn old_kernels_are_refused() {
    let root =
        with_kernel(Memory::default(), "2.6.24-server", &[]).with("/boot/initrd.img-2.6.24-server", "x");
    assert!(codes(&of(root.clone())).contains(&Code::KernelTooOld));
    assert!(judged(&root).reasons().any(|reason| reason.contains("2.6.25 or later")));
}

#[test]
fn a_driver_that_the_kernel_does_not_have_is_not_missed_unless_it_was_named() {
    let without_scsi = ["virtio_blk", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];
    let root =
        debian_12(&without_scsi).with("/lib/modules/6.1.0-50-amd64/modules.dep", modules_dep(&without_scsi));
    let found = of(root.clone());
    let with = |named: &str| {
        let wanted = Wanted { preset: Preset::Virtio, named: Driver::parse(named).into_iter().collect() };
        judge(&found, &wanted, |_, path| {
            let bytes = root.read(path, 1 << 30).unwrap();
            image::listing(&bytes[..], image::Limits::default()).map_err(|error| error.to_string())
        })
    };
    assert!(with("").compliant());
    assert!(with("virtio_blkk").reasons().any(|reason| reason.contains("no driver virtio_blkk")));
    let bare = with_kernel(Memory::default(), "6.1.0", &["ext4"])
        .with("/boot/initrd.img-6.1.0", archive(&modules("6.1.0", &["ext4"])));
    assert!(judged(&bare).reasons().any(|reason| reason.contains("virtio_blk or virtio_scsi")));
}

#[test]
fn a_root_without_a_kernel_is_an_error() {
    let empty = survey(&Memory::default()).unwrap_err().to_string();
    assert!(empty.contains("/lib/modules"), "{empty}");
}

#[cfg(unix)]
#[test]
fn links_of_an_image_never_lead_out_of_it() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret"), "outside").unwrap();
    let root = tempfile::tempdir().unwrap();
    let at = |path: &str| root.path().join(path);
    std::fs::create_dir_all(at("etc")).unwrap();
    std::fs::create_dir_all(at("usr/lib")).unwrap();
    std::fs::write(at("usr/lib/os-release"), "ID=debian\n").unwrap();
    symlink("/usr/lib/os-release", at("etc/os-release")).unwrap();
    symlink("usr/lib", at("lib")).unwrap();
    symlink(outside.path().join("secret"), at("etc/absolute")).unwrap();
    symlink("../../../../../../../../../../etc/passwd", at("etc/climbing")).unwrap();
    symlink("loop", at("etc/loop")).unwrap();
    symlink(outside.path(), at("etc/folder")).unwrap();
    let folder = Folder::open(root.path()).unwrap();
    assert_eq!(
        folder.read("/etc/os-release", 100).unwrap(),
        b"ID=debian\n",
        "absolute links begin at the root"
    );
    assert_eq!(folder.resolve("/lib/os-release").unwrap().as_deref(), Some("/usr/lib/os-release"));
    assert_eq!(folder.resolve("/../../etc/../lib").unwrap().as_deref(), Some("/usr/lib"));
    for path in ["/etc/absolute", "/etc/climbing", "/etc/folder/secret"] {
        assert_eq!(folder.read(path, 100).unwrap_err().kind(), std::io::ErrorKind::NotFound, "{path}");
        assert!(!folder.exists(path).unwrap());
    }
    assert!(folder.read("/etc/loop", 100).is_err());
    assert_eq!(folder.read("/etc/os-release", 9).unwrap_err().kind(), std::io::ErrorKind::FileTooLarge);
    assert!(folder.read("/etc", 9).is_err());
    assert_eq!(folder.list("/etc/folder").unwrap(), [""; 0]);
    assert_eq!(folder.list("/usr").unwrap(), ["lib"]);
    assert!(Folder::open(Path::new("/nonexistent")).is_err());
}
