//! Inspecting a machine.

use kvm_drivers::root::{Files, Folder, survey};
use kvm_drivers::script::HOOKS;
use kvm_drivers::system::Engine;
use linux_machine::testing::{KERNEL, Machine};
use linux_machine::{Error, listings, probe};

use crate::bring::look;

#[tokio::test]
async fn a_survey_of_the_probe_equals_one_of_the_root() {
    for engine in Engine::ALL {
        let machine = Machine::new(engine);
        machine.add_kernel("6.1.0-51-amd64");
        machine.write("etc/initramfs/post-update.d/copy", "");
        machine.write("etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n");
        machine.write("etc/dracut.conf.d/10.conf", "add_drivers+=\"a b\"\n");
        machine.write("etc/initramfs-tools/conf.d/x", "MODULES=dep\n");
        let link = machine.path().join("boot/initrd");
        std::os::unix::fs::symlink(machine.image(KERNEL), link).unwrap();
        let fetched = probe(&machine).await.unwrap();
        let folder = Folder::open(machine.path()).unwrap();
        assert_eq!(survey(&fetched.files).unwrap(), survey(&folder).unwrap(), "{engine}");
        assert_eq!(fetched.files.list(HOOKS).unwrap(), ["copy"]);
        assert_eq!(fetched.files.resolve("/boot/initrd").unwrap(), Some(machine.image(KERNEL)));
    }
}

#[tokio::test]
async fn a_link_in_place_of_boot_is_followed() {
    let machine = Machine::new(Engine::InitramfsTools);
    std::fs::rename(machine.path().join("boot"), machine.path().join("var/boot")).unwrap();
    std::os::unix::fs::symlink("var/boot", machine.path().join("boot")).unwrap();
    let fetched = probe(&machine).await.unwrap();
    let kernel = &survey(&fetched.files).unwrap().kernels[0];
    assert_eq!(kernel.image.as_ref().unwrap().path, machine.image(KERNEL));
}

#[tokio::test]
async fn facts_are_read_from_the_machine() {
    let machine = Machine::new(Engine::Dracut);
    let facts = probe(&machine).await.unwrap().facts;
    assert_eq!(facts.machine_id, "0123456789abcdef0123456789abcdef");
    assert_eq!(facts.boot_id, "11111111-1111-1111-1111-111111111111");
    assert!(facts.running.is_some() && facts.free_in_boot.is_some_and(|bytes| bytes > 0));
    assert_eq!(facts.processes, ["systemd"]);
    assert!(facts.root_drivers.is_empty() && !facts.is_kvm_guest);
    assert!(!facts.has_selinux);
}

#[tokio::test]
async fn the_drivers_of_the_root_disk_are_found() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool("mountpoint", "#!/bin/sh\necho 253:0\n");
    machine.write("sys/class/dmi/id/sys_vendor", "QEMU\n");
    // A logical volume on a partition of a disk on a controller.
    let disk = "sys/devices/pci0000:00/0000:00:04.0/host0/block/sda";
    for (link, target) in [
        ("sys/dev/block/253:0", "../../devices/virtual/block/dm-0"),
        (
            "sys/devices/virtual/block/dm-0/slaves/sda1",
            "/sys/devices/pci0000:00/0000:00:04.0/host0/block/sda/sda1",
        ),
        ("sys/devices/pci0000:00/0000:00:04.0/driver", "/sys/bus/pci/drivers/virtio-pci"),
        ("sys/bus/pci/drivers/virtio-pci/module", "/sys/module/virtio_pci"),
        ("sys/devices/pci0000:00/0000:00:04.0/host0/driver", "/sys/bus/virtio/drivers/virtio_scsi"),
        ("sys/bus/virtio/drivers/virtio_scsi/module", "/sys/module/virtio_scsi"),
    ] {
        let link = machine.path().join(link);
        std::fs::create_dir_all(link.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, link).unwrap();
    }
    for folder in [&format!("{disk}/sda1"), "sys/module/virtio_pci", "sys/module/virtio_scsi"] {
        std::fs::create_dir_all(machine.path().join(folder)).unwrap();
    }
    let facts = probe(&machine).await.unwrap().facts;
    let names: Vec<&str> = facts.root_drivers.iter().map(kvm_drivers::Driver::as_str).collect();
    assert_eq!(names, ["virtio_scsi", "virtio_pci"]);
    assert!(facts.is_kvm_guest && facts.knows_root_disk);
    // As with btrfs: no device has this number, and a subvolume follows the name of the source.
    machine.tool("mountpoint", "#!/bin/sh\necho 0:42\n");
    machine.tool("findmnt", "#!/bin/sh\necho '/dev/null[/@/.snapshots/1/snapshot]'\n");
    assert!(!probe(&machine).await.unwrap().facts.knows_root_disk, "such a block device exists");
    let class = machine.path().join("sys/class/block");
    std::fs::create_dir_all(&class).unwrap();
    std::os::unix::fs::symlink("../../devices/virtual/block/dm-0", class.join("null")).unwrap();
    let facts = probe(&machine).await.unwrap().facts;
    assert_eq!(facts.root_drivers.len(), 2);
    assert!(facts.knows_root_disk);
}

#[tokio::test]
async fn inspecting_writes_nothing() {
    let machine = Machine::new(Engine::InitramfsTools);
    let before = machine.essential();
    look(&machine).await;
    assert_eq!(machine.essential(), before);
    assert!(!machine.path().join("var/lib/cvo-kvm").exists());
}

#[tokio::test]
async fn the_error_names_a_file_that_is_too_large() {
    let machine = Machine::new(Engine::Dracut);
    machine.write("etc/dracut.conf", &"#".repeat(9 << 20));
    let error = probe(&machine).await.unwrap_err();
    assert!(matches!(&error, Error::TooLarge { path, .. } if path == "/etc/dracut.conf"), "{error}");
}

#[tokio::test]
async fn a_truncated_list_is_an_error() {
    let machine = Machine::new(Engine::InitramfsTools);
    let image = machine.image(KERNEL);
    machine.write(&image, &format!("truncated\nlib/modules/{KERNEL}/kernel/drivers/virtio/virtio_pci.ko\n"));
    let lists = listings(&machine, Engine::InitramfsTools, std::slice::from_ref(&image)).await.unwrap();
    let why = lists[&image].as_ref().unwrap_err();
    assert!(why.contains("status 2") && why.contains("premature end"), "{why}");
}

#[tokio::test]
async fn without_a_lister_images_cannot_be_listed() {
    let machine = Machine::new(Engine::InitramfsTools);
    let image = machine.image(KERNEL);
    let lists = listings(&machine, Engine::Dracut, std::slice::from_ref(&image)).await.unwrap();
    assert!(lists[&image].as_ref().unwrap_err().contains("127"), "{lists:?}");
}
