use std::collections::BTreeMap;

use kvm_drivers::Facts;
use kvm_drivers::listing::Listing;
use kvm_drivers::root::{Memory, survey};
use kvm_drivers::script::Step;
use kvm_drivers::{Driver, Kernel};

use super::*;

const KERNEL: &str = "6.1.0-50-amd64";
const MODULES: &str = "/etc/initramfs-tools/modules";
const WRITE: [&str; 2] =
    ["look at /etc/initramfs-tools/modules once more", "write /etc/initramfs-tools/modules"];
const SIX: [&str; 6] = ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

/// Debian with one kernel, which has these modules, and these drivers in its image.
fn debian(in_image: &[&str]) -> Memory {
    let dep: String = SIX.iter().chain(&["ahci"]).map(|name| format!("kernel/{name}.ko:\n")).collect();
    let entry = format!(
        "menuentry 'Linux' {{\n linux /boot/vmlinuz-{KERNEL} root=UUID=1\n initrd /boot/initrd.img-{KERNEL}\n}}\n"
    );
    Memory::default()
        .with("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        .with_size("/usr/sbin/update-initramfs", 1)
        .with("/boot/grub/grub.cfg", entry)
        .with(&format!("/lib/modules/{KERNEL}/modules.dep"), dep)
        .with(&format!("/lib/modules/{KERNEL}/modules.builtin"), "")
        .with_size(&format!("/boot/vmlinuz-{KERNEL}"), 1)
        .with(&format!("/boot/initrd.img-{KERNEL}"), in_image.join("\n"))
        .with(MODULES, "# mine\n")
}

fn seen(root: Memory, facts: Facts) -> Inspection {
    let survey = survey(&root).unwrap();
    let wanted = Wanted { preset: Preset::Virtio, ..Wanted::default() };
    let verdict = judge(&survey, &wanted, |kernel, path| {
        let image = kvm_drivers::root::text(&root, path).unwrap().unwrap();
        let files: Vec<String> =
            image.lines().map(|name| format!("lib/modules/{kernel}/x/{name}.ko")).collect();
        Ok(Listing::of_files(files.iter().map(String::as_str)))
    });
    Inspection { survey, absent: None, wanted, verdict, facts, files: Box::new(root) }
}

const MANNER: Manner =
    Manner { style: Style::Modern, security: SecuritySoftware::Warn, keep_previous: true, is_image: false };

fn running(processes: &[&str]) -> Facts {
    Facts { processes: processes.iter().map(|name| (*name).to_owned()).collect(), ..Facts::default() }
}

fn said(outcome: Outcome<Change>) -> String {
    outcome.unwrap_err().iter().map(|only| format!("{}: {}", only.summary, only.detail)).collect()
}

fn stages(change: &Change) -> Vec<&str> {
    change.transaction.stages.iter().map(|stage| stage.name.as_str()).collect()
}

#[test]
fn where_the_image_has_its_drivers_only_the_configuration_is_written() {
    let change = bring(&seen(debian(&SIX), Facts::default()), MANNER).unwrap();
    assert_eq!((stages(&change), change.makes_images), (WRITE.to_vec(), false));
    let configured = debian(&SIX).with(MODULES, SIX.join("\n"));
    let change = bring(&seen(configured, Facts::default()), MANNER).unwrap();
    assert_eq!(change.transaction, Transaction::default(), "written by hand, and accepted");
}

#[test]
fn what_is_ours_is_kept_as_the_configuration_says() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, format!("{}\n{block}", SIX.join("\n")));
    let change = bring(&seen(root, Facts::default()), MANNER).unwrap();
    assert_eq!(stages(&change), WRITE);
}

#[test]
fn a_package_manager_at_work_is_not_disturbed() {
    let said = said(bring(&seen(debian(&[]), running(&["sshd", "dpkg"])), MANNER));
    assert!(said.contains("dpkg runs"), "{said}");
}

#[test]
fn security_software_is_reported_and_stops_a_change_on_demand() {
    let with = |security| bring(&seen(debian(&[]), running(&["clamd"])), Manner { security, ..MANNER });
    let warned = with(SecuritySoftware::Warn).unwrap().warnings;
    assert!(warned.iter().any(|only| only.detail.contains("ClamAV")), "{warned:?}");
    assert!(with(SecuritySoftware::Ignore).unwrap().warnings.is_empty());
    let refused = said(with(SecuritySoftware::Fail));
    assert!(refused.contains("ClamAV"), "{refused}");
    let idle = bring(&seen(debian(&SIX), running(&["clamd"])), MANNER).unwrap();
    assert!(idle.warnings.is_empty(), "no image is made");
}

#[test]
fn what_no_image_can_mend_is_refused_before_anything_is_written() {
    let mut seen = seen(debian(&[]), Facts::default());
    seen.wanted.named = vec![Driver::parse("hv_storvsc").unwrap()];
    let said = said(bring(&seen, MANNER));
    assert!(said.contains("no driver hv_storvsc"), "{said}");
}

#[test]
fn a_file_that_would_not_come_back_as_it_was_is_refused() {
    let root = debian(&[]).with(MODULES, b"# caf\xe9\n".to_vec());
    let said = said(bring(&seen(root, Facts::default()), MANNER));
    assert!(said.contains("no text in UTF-8"), "{said}");
}

#[test]
fn an_image_whose_settings_fit_this_machine_is_refused_and_a_machine_is_not() {
    let root = || debian(&[]).with("/etc/initramfs-tools/initramfs.conf", "MODULES=dep\n");
    let image = Manner { is_image: true, ..MANNER };
    assert!(said(bring(&seen(root(), Facts::default()), image)).contains("MODULES=dep"));
    assert!(bring(&seen(root(), Facts::default()), MANNER).is_ok());
}

/// The drivers that new images must have.
fn required(change: &Change) -> BTreeMap<Kernel, Vec<String>> {
    let steps = change.transaction.stages.iter().flat_map(|stage| &stage.steps);
    let lists = steps.filter_map(|step| match step {
        Step::List { kernel, drivers, .. } => {
            Some((kernel.clone(), drivers.iter().map(ToString::to_string).collect()))
        }
        _ => None,
    });
    lists.collect()
}

#[test]
fn an_image_is_restored_only_with_what_the_machine_starts_from() {
    let block = format!("# BEGIN cvo kvm drivers\n{}\n# END cvo kvm drivers\n", SIX.join("\n"));
    let root = || debian(&SIX).with(MODULES, format!("# mine\n{block}"));
    let kernel = Kernel::parse(KERNEL).unwrap();
    let driver = |name: &str| Driver::parse(name).unwrap();
    let facts = Facts {
        root_drivers: vec![driver("ahci"), driver("sd_mod")],
        knows_root_disk: true,
        ..Facts::default()
    };
    let on_a_disk = take_away(&seen(root(), facts), MANNER, true).unwrap();
    assert_eq!(required(&on_a_disk)[&kernel], ["ahci"], "the kernel has no module sd_mod");
    let guest = Facts { is_kvm_guest: true, knows_root_disk: true, ..Facts::default() };
    let on_kvm = take_away(&seen(root(), guest), MANNER, true).unwrap();
    assert_eq!(required(&on_kvm)[&kernel], SIX);
}

#[test]
fn nothing_is_restored_where_the_disk_is_not_known() {
    let said = said(take_away(&seen(debian(&SIX), Facts::default()), MANNER, true));
    assert!(said.contains("which drivers an image must keep"), "{said}");
    let image = Manner { is_image: true, ..MANNER };
    assert!(
        take_away(&seen(debian(&SIX), Facts::default()), image, true).is_ok(),
        "of an image nobody knows"
    );
}

#[test]
fn a_configuration_can_go_where_images_cannot_be_made() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, block).with_size("/boot/efi/EFI/Linux/debian.efi", 1);
    let facts = Facts { knows_root_disk: true, ..Facts::default() };
    assert!(take_away(&seen(root.clone(), facts.clone()), MANNER, true).is_err());
    assert!(take_away(&seen(root, facts), MANNER, false).is_ok());
}

#[test]
fn only_the_configuration_goes_when_images_stay() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, format!("# mine\n{block}"));
    let change = take_away(&seen(root, Facts::default()), MANNER, false).unwrap();
    let [_, stage] = &change.transaction.stages[..] else { panic!("two stages: {change:?}") };
    assert_eq!(stage.steps, [Step::Write { path: MODULES.to_owned(), content: "# mine\n".to_owned() }]);
    let nothing = take_away(&seen(debian(&SIX), Facts::default()), MANNER, false).unwrap();
    assert_eq!(nothing.transaction, Transaction::default());
}
