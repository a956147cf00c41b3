//! The files and commands of the plan for each system, line by line.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test itself")]

use kvm_drivers::plan::{ConfigMode, Options, Plan, Preset, Style, plan};
use kvm_drivers::system::{Engine, Family};
use kvm_drivers::{Driver, Kernel};

fn planned(id: &str, version: &str, style: Style) -> Plan {
    plan(id, version, &Options { style, ..Options::default() }).unwrap()
}

/// The plan for a system: engine, file, mode, content, regenerate, lister's command line, image, restart.
struct Row {
    engine: Engine,
    path: &'static str,
    mode: ConfigMode,
    content: &'static str,
    regenerate: &'static str,
    list: &'static str,
    image: &'static str,
    restart: bool,
}

const RED_HAT: Row = Row {
    engine: Engine::Dracut,
    path: "/etc/dracut.conf",
    mode: ConfigMode::AppendLines,
    content: "add_drivers+=\" virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio \"\n",
    regenerate: "dracut -f /boot/initramfs-$(uname -r).img $(uname -r)",
    list: "lsinitrd /boot/initramfs-$(uname -r).img",
    image: "/boot/initramfs-$(uname -r).img",
    restart: false,
};

const DEBIAN: Row = Row {
    engine: Engine::InitramfsTools,
    path: "/etc/initramfs-tools/modules",
    mode: ConfigMode::AppendLines,
    content: "virtio_blk\nvirtio_scsi\nvirtio_net\nvirtio_pci\nvirtio_ring\nvirtio\n",
    regenerate: "update-initramfs -u -k $(uname -r)",
    list: "lsinitramfs /boot/initrd.img-$(uname -r)",
    image: "/boot/initrd.img-$(uname -r)",
    restart: false,
};

const UBUNTU_WITH_DRACUT: Row = Row {
    regenerate: "dracut -f /boot/initrd.img-$(uname -r) $(uname -r)",
    list: "lsinitrd /boot/initrd.img-$(uname -r)",
    image: "/boot/initrd.img-$(uname -r)",
    ..RED_HAT
};

const OLD_SUSE: Row = Row {
    engine: Engine::Mkinitrd,
    path: "/etc/sysconfig/kernel",
    mode: ConfigMode::SetVariable,
    content: "INITRD_MODULES=\"ata_piix ata_generic virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring \
         virtio\"\n",
    regenerate: "mkinitrd",
    list: "lsinitrd /boot/initrd-$(uname -r)",
    image: "/boot/initrd-$(uname -r)",
    restart: true,
};

const SUSE: Row = Row {
    engine: Engine::Dracut,
    path: "/etc/dracut.conf",
    mode: ConfigMode::AppendLines,
    content: "add_drivers+=\" ata_piix ata_generic virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring \
         virtio \"\n",
    regenerate: "dracut -f /boot/initrd-$(uname -r) $(uname -r)",
    list: "lsinitrd /boot/initrd-$(uname -r)",
    image: "/boot/initrd-$(uname -r)",
    restart: false,
};

/// Every system of the manual and current systems, with the manual's style.
const SYSTEMS: [(&str, &str, &Row); 42] = [
    ("centos", "6.10", &RED_HAT),
    ("centos", "7.0", &RED_HAT),
    ("centos", "7", &RED_HAT),
    ("centos", "8", &RED_HAT),
    ("euleros", "2.0", &RED_HAT),
    ("rhel", "6.9", &RED_HAT),
    ("rhel", "9.4", &RED_HAT),
    ("rhel", "10.0", &RED_HAT),
    ("rocky", "8.9", &RED_HAT),
    ("rocky", "9.4", &RED_HAT),
    ("rocky", "10.0", &RED_HAT),
    ("almalinux", "9.4", &RED_HAT),
    ("ol", "8.10", &RED_HAT),
    ("fedora", "42", &RED_HAT),
    ("amzn", "2", &RED_HAT),
    ("amzn", "2023", &RED_HAT),
    ("openEuler", "22.03", &RED_HAT),
    ("hce", "2.0", &RED_HAT),
    ("anolis", "8.9", &RED_HAT),
    ("debian", "7", &DEBIAN),
    ("debian", "12", &DEBIAN),
    ("debian", "13", &DEBIAN),
    ("ubuntu", "12.10", &DEBIAN),
    ("ubuntu", "22.04", &DEBIAN),
    ("ubuntu", "24.04", &DEBIAN),
    ("ubuntu", "25.04", &DEBIAN),
    ("ubuntu", "25.10", &UBUNTU_WITH_DRACUT),
    ("ubuntu", "26.04", &UBUNTU_WITH_DRACUT),
    ("sles", "11.4", &OLD_SUSE),
    ("sles", "12", &OLD_SUSE),
    ("opensuse", "12.3", &OLD_SUSE),
    ("opensuse", "13.1", &OLD_SUSE),
    ("sles", "12.1", &SUSE),
    ("sles", "12-SP1", &SUSE),
    ("sles", "12.2", &SUSE),
    ("sles", "15.6", &SUSE),
    ("sles", "16.0", &SUSE),
    ("sled", "15.6", &SUSE),
    ("opensuse", "13.2", &SUSE),
    ("opensuse-leap", "15.6", &SUSE),
    ("opensuse-tumbleweed", "20260901", &SUSE),
    ("opensuse-tumbleweed", "", &SUSE),
];

#[test]
fn every_system_has_the_file_setting_and_commands_of_the_manual() {
    for (id, version, row) in SYSTEMS {
        let plan = planned(id, version, Style::Seed);
        let at = format!("{id} {version}");
        assert_eq!(plan.engine, row.engine, "{at}");
        assert_eq!((plan.config.path, plan.config.mode), (row.path, row.mode), "{at}");
        assert_eq!(plan.config.content, row.content, "{at}");
        assert_eq!(plan.regenerate, [row.regenerate], "{at}");
        assert_eq!(plan.verify, [format!("{} | grep virtio", row.list)], "{at}");
        assert_eq!(
            plan.builtin_check,
            ["cat /boot/config-$(uname -r) | grep CONFIG_VIRTIO | grep y"],
            "{at}"
        );
        assert_eq!((plan.image_path.as_str(), plan.restart), (row.image, row.restart), "{at}");
    }
}

#[test]
fn the_modern_style_keeps_our_configuration_separate() {
    for (id, version, row) in SYSTEMS {
        let plan = planned(id, version, Style::Modern);
        let at = format!("{id} {version}");
        let wanted = match plan.engine {
            Engine::Dracut => ("/etc/dracut.conf.d/90-cvo-kvm-drivers.conf", ConfigMode::OwnFile),
            Engine::InitramfsTools => ("/etc/initramfs-tools/modules", ConfigMode::OwnBlock),
            Engine::Mkinitrd => ("/etc/sysconfig/kernel", ConfigMode::SetVariable),
        };
        assert_eq!((plan.config.path, plan.config.mode), wanted, "{at}");
        // SLES 12 without a service pack has dracut, although the manual uses mkinitrd.
        if (id, version) != ("sles", "12") {
            assert!(plan.config.content.contains(row.content), "{at}");
            assert_eq!(plan.engine, row.engine, "{at}");
            assert!(plan.verify[0].contains(row.list), "{at}");
        }
        assert_eq!(plan.image_path, row.image, "{at}");
    }
    assert_eq!(planned("sles", "12", Style::Modern).engine, Engine::Dracut);
}

#[test]
fn the_modern_commands_are_exactly_these() {
    let options =
        |style| Options { kernel: Kernel::parse("6.1.0-50-amd64").ok(), style, ..Options::default() };
    let plan = plan("debian", "12", &options(Style::Modern)).unwrap();
    assert_eq!(plan.regenerate, ["update-initramfs -u -k 6.1.0-50-amd64"]);
    insta::assert_snapshot!(plan.verify[0], @r#"( list="$(lsinitramfs /boot/initrd.img-6.1.0-50-amd64)" || exit 1; for driver in virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio; do file="$(echo "$driver" | sed 's/_/[-_]/g')[.]ko"; echo "$list" | grep -q "lib/modules/6.1.0-50-amd64/.*/$file\([.][a-z0-9]*\)\{0,1\}$" || grep -q "/$file$" /lib/modules/6.1.0-50-amd64/modules.builtin || { echo "$driver is neither in /boot/initrd.img-6.1.0-50-amd64 nor built into 6.1.0-50-amd64" >&2; exit 1; }; done )"#);
    assert_eq!(
        plan.builtin_check,
        ["grep -E \
             '/(virtio[-_]blk|virtio[-_]scsi|virtio[-_]net|virtio[-_]pci|virtio[-_]ring|virtio)[.]ko$' \
             /lib/modules/6.1.0-50-amd64/modules.builtin"]
    );
}

#[test]
fn an_image_with_an_unusual_path_is_rebuilt_and_listed() {
    let with = |id: &str, version: &str, image: &str| {
        let options = Options { style: Style::Seed, image: Some(image.to_owned()), ..Options::default() };
        plan(id, version, &options).unwrap()
    };
    let plan = with("sles", "11.4", "/boot/initrd.vmx");
    assert_eq!(plan.regenerate, ["mkinitrd -k vmlinuz-$(uname -r) -i initrd.vmx"]);
    assert_eq!(plan.verify, ["lsinitrd /boot/initrd.vmx | grep virtio"]);
    let plan = with("sles", "12.2", "/initramfs-xxx");
    assert_eq!(
        plan.regenerate,
        ["dracut -f /boot/initramfs-xxx $(uname -r)"],
        "/boot is a separate file system"
    );
    assert_eq!(plan.verify, ["lsinitrd /boot/initramfs-xxx | grep virtio"]);
}

#[test]
fn kernels_are_later_than_2_6_24_or_refused() {
    let with = |kernel| {
        plan("centos", "6.10", &Options { kernel: Kernel::parse(kernel).ok(), ..Options::default() })
    };
    assert!(with("2.6.24").unwrap_err().to_string().contains("2.6.25 or later"));
    assert_eq!(with("2.6.25").unwrap().regenerate, ["dracut -f /boot/initramfs-2.6.25.img 2.6.25"]);
}

#[test]
fn drivers_of_the_preset_and_named_ones_are_merged_without_duplicates() {
    let driver = |name| Driver::parse(name).unwrap();
    let options = Options {
        preset: Preset::AwsNitro,
        drivers: vec![driver("nvme-core"), driver("megaraid_sas")],
        style: Style::Seed,
        ..Options::default()
    };
    let plan = plan("rocky", "9.4", &options).unwrap();
    assert_eq!(
        plan.config.content,
        "add_drivers+=\" nvme nvme_core ena xen_blkfront xen_netfront megaraid_sas \"\n"
    );
    assert_eq!(plan.optional_drivers, []);
    let none = Options { preset: Preset::None, ..Options::default() };
    assert!(kvm_drivers::plan::plan("rocky", "9.4", &none).is_err());
}

#[test]
fn the_two_suse_drivers_can_be_left_out() {
    let options = Options { optional_drivers: Some(Vec::new()), style: Style::Seed, ..Options::default() };
    let plan = plan("sles", "11.4", &options).unwrap();
    let content = "INITRD_MODULES=\"virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio\"\n";
    assert_eq!(plan.config.content, content);
}

#[test]
fn an_unknown_system_is_planned_by_its_engine_with_a_note() {
    let with = |engine| plan("arch", "", &Options { engine, ..Options::default() });
    assert!(with(None).unwrap_err().to_string().contains("\"engine\""));
    let plan = with(Some(Engine::Dracut)).unwrap();
    assert_eq!((plan.family, plan.image_path.as_str()), (Family::RedHat, "/boot/initramfs-$(uname -r).img"));
    assert!(plan.notes.iter().any(|note| note.contains("assumed")));
}

#[test]
fn an_engine_that_the_system_never_uses_is_refused() {
    for (id, version, engine) in [
        ("centos", "7", Engine::InitramfsTools),
        ("debian", "12", Engine::Mkinitrd),
        ("sles", "12.2", Engine::InitramfsTools),
    ] {
        let options = Options { engine: Some(engine), ..Options::default() };
        let error = plan(id, version, &options).unwrap_err().to_string();
        assert!(error.contains(id) && error.contains(engine.as_str()), "{error}");
    }
    let options = Options { engine: Some(Engine::Dracut), ..Options::default() };
    assert_eq!(plan("debian", "13", &options).unwrap().verify[0].split_once(' ').unwrap().0, "(");
}

#[test]
fn the_plan_says_when_the_version_does_not_settle_the_engine() {
    for (id, version) in
        [("opensuse", "13.1"), ("opensuse", "13.2"), ("sles", "12"), ("ubuntu", "25.10"), ("debian", "13")]
    {
        let notes = planned(id, version, Style::Seed).notes.join("\n");
        assert!(notes.contains("Verify it") || notes.contains("set engine"), "{id} {version}: {notes}");
    }
    for (id, version) in [("opensuse", "12.3"), ("sles", "12.1"), ("sles", "11.4"), ("centos", "7.0")] {
        assert!(!planned(id, version, Style::Seed).notes.join("\n").contains("Verify it"), "{id} {version}");
    }
}
