//! Transactions that succeed.

use kvm_drivers::plan::Style;
use kvm_drivers::script::{Step, Transaction};
use kvm_drivers::system::Engine;
use linux_machine::testing::{KERNEL, Machine};
use linux_machine::{Error, carry_out};

use crate::bring::{PATIENCE, bring, look, planned, planned_with};

#[tokio::test]
async fn every_engine_adds_the_drivers_in_either_style() {
    for engine in Engine::ALL {
        for style in [Style::Modern, Style::Seed] {
            let machine = Machine::new(engine);
            machine.add_kernel("6.1.0-51-amd64");
            assert!(!look(&machine).await.2.compliant());
            bring(&machine, style).await.unwrap();
            let (_, survey, verdict) = look(&machine).await;
            assert!(verdict.compliant(), "{engine} {style:?}: {:?}", verdict.reasons().collect::<Vec<_>>());
            assert!(survey.configured.gives(&crate::bring::wanted().drivers()));
            assert_eq!(planned(&machine, style).await, Transaction::default(), "something is left to do");
        }
    }
}

#[tokio::test]
async fn bash_can_be_the_shell() {
    for engine in Engine::ALL {
        let machine = Machine::new(engine);
        machine.tool("sh", "#!/usr/bin/bash\nexec /usr/bin/bash --posix \"$@\"\n");
        bring(&machine, Style::Modern).await.unwrap();
        assert!(look(&machine).await.2.compliant());
        machine.write(&machine.image(KERNEL), "init\n");
        machine.write("etc/fails", "");
        machine.tool("mkinitrd", "#!/bin/sh\nexit 1\n");
        let before = machine.essential();
        let error = bring(&machine, Style::Modern).await.unwrap_err().to_string();
        assert!(error.contains("ended with status 1"), "{error}");
        assert_eq!(machine.essential(), before);
    }
}

#[tokio::test]
async fn the_original_and_the_previous_image_are_kept() {
    let machine = Machine::new(Engine::InitramfsTools);
    bring(&machine, Style::Modern).await.unwrap();
    let image = machine.image(KERNEL);
    let kept = |ending: &str| machine.read(&format!("{image}{ending}"));
    assert_eq!((kept(".cvo-orig"), kept(".cvo-prev")), ("init\n".into(), "init\n".into()));
    machine.write(&image, "init\nsecond\n");
    bring(&machine, Style::Modern).await.unwrap();
    assert_eq!((kept(".cvo-orig"), kept(".cvo-prev")), ("init\n".into(), "init\nsecond\n".into()));
    assert_eq!(kept(".cvo-new"), "");
    let backup = machine.read("/var/lib/cvo-kvm/etc-initramfs-tools-modules.orig");
    assert_eq!(backup, "# List of modules\next4\n");
}

#[tokio::test]
async fn the_mode_of_a_file_is_preserved_and_a_new_file_is_world_readable() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |machine: &Machine, path: &str| {
        let path = machine.path().join(path.trim_start_matches('/'));
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    };
    let machine = Machine::new(Engine::InitramfsTools);
    let file = machine.path().join("etc/initramfs-tools/modules");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o640)).unwrap();
    bring(&machine, Style::Modern).await.unwrap();
    assert_eq!(mode(&machine, "/etc/initramfs-tools/modules"), 0o640);
    let machine = Machine::new(Engine::Dracut);
    bring(&machine, Style::Modern).await.unwrap();
    assert_eq!(mode(&machine, "/etc/dracut.conf.d/90-cvo-kvm-drivers.conf"), 0o644);
}

#[tokio::test]
async fn a_checksum_that_a_tool_keeps_is_updated() {
    let machine = Machine::new(Engine::InitramfsTools);
    let kept = format!("/var/lib/initramfs-tools/{KERNEL}");
    bring(&machine, Style::Modern).await.unwrap();
    assert!(!machine.path().join(&kept[1..]).exists(), "this tool should keep none");
    let image = machine.image(KERNEL);
    machine.write(&kept, &format!("0000  {image}\n"));
    machine.write(&image, "init\n");
    bring(&machine, Style::Modern).await.unwrap();
    let words = ["sh", "-c", "sha1sum -- \"$1\"", "sh", &image].map(str::to_owned);
    let sum = ssh::Host::run(&machine, &ssh::Command::new(words)).await.unwrap().stdout.text();
    assert_eq!(machine.read(&kept), sum);
}

#[tokio::test]
async fn hooks_that_copy_images_get_the_new_image_and_the_old_one_after_a_failure() {
    let machine = Machine::new(Engine::InitramfsTools);
    let hook = "etc/initramfs/post-update.d/copy";
    machine.write(hook, "#!/bin/sh\ncp \"$2\" /boot/copy\n[ ! -e /etc/hook-fails ]\n");
    let mode = <std::fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o755);
    std::fs::set_permissions(machine.path().join(hook), mode).unwrap();
    machine.write("boot/copy", "init\n");
    machine.write("etc/hook-fails", "");
    let before = machine.essential();
    let error = bring(&machine, Style::Modern).await.unwrap_err().to_string();
    assert!(error.contains("run-parts ended with status 1"), "{error}");
    assert_eq!(machine.essential(), before);
    std::fs::remove_file(machine.path().join("etc/hook-fails")).unwrap();
    bring(&machine, Style::Modern).await.unwrap();
    assert_eq!(machine.read("boot/copy"), machine.read(&machine.image(KERNEL)));
}

#[tokio::test]
async fn previous_images_are_removed_on_request() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.add_kernel("6.1.0-51-amd64");
    let transaction = planned_with(&machine, Style::Modern, false).await;
    carry_out(&machine, &transaction, PATIENCE).await.unwrap();
    assert!(look(&machine).await.2.compliant());
    for kernel in [KERNEL, "6.1.0-51-amd64"] {
        let image = machine.image(kernel);
        assert_eq!(machine.read(&format!("{image}.cvo-prev")), "");
        assert_eq!(machine.read(&format!("{image}.cvo-orig")), "init\n");
    }
}

#[tokio::test]
async fn copies_replace_links_where_boot_has_no_links() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool("ln", "#!/bin/sh\nexit 1\n");
    machine.add_kernel("6.1.0-51-amd64");
    let mut broken = planned(&machine, Style::Modern).await;
    let before = machine.essential();
    broken.stages.last_mut().unwrap().steps.push(Step::Run { argv: vec!["false".into()] });
    carry_out(&machine, &broken, PATIENCE).await.unwrap_err();
    assert_eq!(machine.essential(), before);
    bring(&machine, Style::Modern).await.unwrap();
    assert_eq!(machine.read(&format!("{}.cvo-orig", machine.image(KERNEL))), "init\n");
    assert!(look(&machine).await.2.compliant());
}

#[tokio::test]
async fn the_backup_of_a_link_is_a_copy_of_its_target() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.write("etc/real/modules", "# mine\next4\n");
    let link = machine.path().join("etc/initramfs-tools/modules");
    std::fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("../real/modules", &link).unwrap();
    bring(&machine, Style::Modern).await.unwrap();
    assert!(link.is_symlink() && machine.read("etc/real/modules").contains("virtio_pci"));
    let backup = "/var/lib/cvo-kvm/etc-initramfs-tools-modules.orig";
    assert_eq!(machine.read(backup), "# mine\next4\n");
    assert!(!machine.path().join(&backup[1..]).is_symlink());
}

#[tokio::test]
async fn special_characters_of_the_shell_are_literal() {
    let machine = Machine::new(Engine::Dracut);
    let content = "it's $(touch /etc/run) `id` \"$HOME\" \\ \n\n\ttwo\n";
    let mut transaction = planned(&machine, Style::Modern).await;
    transaction.stages.truncate(1);
    transaction.stages[0].steps = vec![Step::Write { path: "/etc/a b'c".into(), content: content.into() }];
    carry_out(&machine, &transaction, PATIENCE).await.unwrap();
    assert_eq!(machine.read("/etc/a b'c"), content);
    assert!(!machine.path().join("etc/run").exists());
}

#[tokio::test]
async fn two_concurrent_changes_exclude_each_other() {
    let machine = Machine::new(Engine::InitramfsTools);
    let transaction = planned(&machine, Style::Modern).await;
    let slow = machine.read("/sbin/mkinitramfs").replace("#!/bin/sh\n", "#!/bin/sh\nsleep 2\n");
    machine.tool("mkinitramfs", &slow);
    let (one, other) = tokio::join!(
        carry_out(&machine, &transaction, PATIENCE),
        carry_out(&machine, &transaction, PATIENCE)
    );
    let outcomes = [one, other];
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(Error::Busy { .. }))), "{outcomes:?}");
    assert!(look(&machine).await.2.compliant());
}
