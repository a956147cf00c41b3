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

/// Returns a Debian system with one kernel. The kernel has all drivers as modules; its image has these.
fn debian(in_image: &[&str]) -> Memory {
    let dep: String = SIX.iter().chain(&["ahci"]).map(|name| format!("kernel/{name}.ko:\n")).collect();
    let entry = format!(
        "menuentry 'Linux' {{\n linux /boot/vmlinuz-{KERNEL} root=UUID=1\n initrd \
         /boot/initrd.img-{KERNEL}\n}}\n"
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

const OPTIONS: ChangeOptions = ChangeOptions {
    style: Style::Modern,
    security: SecuritySoftware::Warn,
    keep_previous: true,
    is_image: false,
};

fn running(processes: &[&str]) -> Facts {
    Facts { processes: processes.iter().map(|name| (*name).to_owned()).collect(), ..Facts::default() }
}

fn refusal(outcome: Outcome<Change>) -> String {
    outcome.unwrap_err().iter().map(|only| format!("{}: {}", only.summary, only.detail)).collect()
}

fn stages(change: &Change) -> Vec<&str> {
    change.transaction.stages.iter().map(|stage| stage.name.as_str()).collect()
}

#[test]
fn only_the_configuration_is_written_if_the_image_has_its_drivers() {
    let change = add_drivers(&seen(debian(&SIX), Facts::default()), OPTIONS).unwrap();
    assert_eq!((stages(&change), change.makes_images), (WRITE.to_vec(), false));
    let configured = debian(&SIX).with(MODULES, SIX.join("\n"));
    let change = add_drivers(&seen(configured, Facts::default()), OPTIONS).unwrap();
    assert_eq!(change.transaction, Transaction::default(), "a configuration written by hand is accepted");
}

#[test]
fn our_block_is_updated_even_if_the_drivers_are_configured_elsewhere() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, format!("{}\n{block}", SIX.join("\n")));
    let change = add_drivers(&seen(root, Facts::default()), OPTIONS).unwrap();
    assert_eq!(stages(&change), WRITE);
}

#[test]
fn a_running_package_manager_prevents_a_change() {
    let refusal = refusal(add_drivers(&seen(debian(&[]), running(&["sshd", "dpkg"])), OPTIONS));
    assert!(refusal.contains("dpkg runs"), "{refusal}");
}

#[test]
fn security_software_causes_a_warning_or_a_refusal_on_demand() {
    let with = |security| {
        add_drivers(&seen(debian(&[]), running(&["clamd"])), ChangeOptions { security, ..OPTIONS })
    };
    let warned = with(SecuritySoftware::Warn).unwrap().warnings;
    assert!(warned.iter().any(|only| only.detail.contains("ClamAV")), "{warned:?}");
    assert!(with(SecuritySoftware::Ignore).unwrap().warnings.is_empty());
    let refused = refusal(with(SecuritySoftware::Fail));
    assert!(refused.contains("ClamAV"), "{refused}");
    let idle = add_drivers(&seen(debian(&SIX), running(&["clamd"])), OPTIONS).unwrap();
    assert!(idle.warnings.is_empty(), "no image is built");
}

#[test]
fn drivers_that_a_kernel_lacks_are_refused_before_anything_is_written() {
    let mut seen = seen(debian(&[]), Facts::default());
    seen.wanted.named = vec![Driver::parse("hv_storvsc").unwrap()];
    let refusal = refusal(add_drivers(&seen, OPTIONS));
    assert!(refusal.contains("no driver hv_storvsc"), "{refusal}");
}

#[test]
fn a_file_that_could_not_be_restored_exactly_is_refused() {
    let root = debian(&[]).with(MODULES, b"# caf\xe9\n".to_vec());
    let refusal = refusal(add_drivers(&seen(root, Facts::default()), OPTIONS));
    assert!(refusal.contains("no text in UTF-8"), "{refusal}");
}

#[test]
fn settings_that_fit_the_initrd_to_the_machine_are_refused_for_images_only() {
    let root = || debian(&[]).with("/etc/initramfs-tools/initramfs.conf", "MODULES=dep\n");
    let image = ChangeOptions { is_image: true, ..OPTIONS };
    assert!(refusal(add_drivers(&seen(root(), Facts::default()), image)).contains("MODULES=dep"));
    assert!(add_drivers(&seen(root(), Facts::default()), OPTIONS).is_ok());
}

/// Returns the drivers that each new image must have.
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
fn a_restored_image_must_have_the_drivers_that_the_machine_starts_with() {
    let block = format!("# BEGIN cvo kvm drivers\n{}\n# END cvo kvm drivers\n", SIX.join("\n"));
    let root = || debian(&SIX).with(MODULES, format!("# mine\n{block}"));
    let kernel = Kernel::parse(KERNEL).unwrap();
    let driver = |name: &str| Driver::parse(name).unwrap();
    let facts = Facts {
        root_drivers: vec![driver("ahci"), driver("sd_mod")],
        knows_root_disk: true,
        ..Facts::default()
    };
    let on_a_disk = remove_config(&seen(root(), facts), OPTIONS, true).unwrap();
    assert_eq!(required(&on_a_disk)[&kernel], ["ahci"], "the kernel has no module sd_mod");
    let guest = Facts { is_kvm_guest: true, knows_root_disk: true, ..Facts::default() };
    let on_kvm = remove_config(&seen(root(), guest), OPTIONS, true).unwrap();
    assert_eq!(required(&on_kvm)[&kernel], SIX);
}

#[test]
fn nothing_is_restored_if_the_disk_is_unknown() {
    let refusal = refusal(remove_config(&seen(debian(&SIX), Facts::default()), OPTIONS, true));
    assert!(refusal.contains("which drivers an image must keep"), "{refusal}");
    let image = ChangeOptions { is_image: true, ..OPTIONS };
    assert!(
        remove_config(&seen(debian(&SIX), Facts::default()), image, true).is_ok(),
        "an image needs no known disk"
    );
}

#[test]
fn the_configuration_can_be_removed_where_images_cannot_be_built() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, block).with_size("/boot/efi/EFI/Linux/debian.efi", 1);
    let facts = Facts { knows_root_disk: true, ..Facts::default() };
    assert!(remove_config(&seen(root.clone(), facts.clone()), OPTIONS, true).is_err());
    assert!(remove_config(&seen(root, facts), OPTIONS, false).is_ok());
}

#[test]
fn without_new_images_only_the_configuration_is_removed() {
    let block = "# BEGIN cvo kvm drivers\nahci\n# END cvo kvm drivers\n";
    let root = debian(&SIX).with(MODULES, format!("# mine\n{block}"));
    let change = remove_config(&seen(root, Facts::default()), OPTIONS, false).unwrap();
    let [_, stage] = &change.transaction.stages[..] else { panic!("two stages: {change:?}") };
    assert_eq!(stage.steps, [Step::Write { path: MODULES.to_owned(), content: "# mine\n".to_owned() }]);
    let nothing = remove_config(&seen(debian(&SIX), Facts::default()), OPTIONS, false).unwrap();
    assert_eq!(nothing.transaction, Transaction::default());
}
