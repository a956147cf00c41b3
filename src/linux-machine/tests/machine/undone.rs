//! Transactions that fail: the machine is byte for byte as before, and the message says why.

use kvm_drivers::plan::Style;
use kvm_drivers::script::{Step, Transaction};
use kvm_drivers::system::Engine;
use linux_machine::testing::Machine;
use linux_machine::{Error, Undone, carry_out};

use crate::bring::{PATIENCE, bring, planned};

/// Runs a transaction that fails, checks that everything was undone, and returns the error.
async fn fails(machine: &Machine, transaction: &Transaction) -> Error {
    let before = machine.essential();
    let error = carry_out(machine, transaction, PATIENCE).await.unwrap_err();
    let after = machine.essential();
    assert_eq!(after, before, "{error}");
    for name in std::fs::read_dir(machine.path().join("boot")).unwrap() {
        let entry = name.unwrap();
        assert!(!entry.file_name().to_string_lossy().contains(".cvo-"), "{entry:?} is left: {error}");
        let names = std::os::unix::fs::MetadataExt::nlink(&entry.metadata().unwrap());
        assert!(entry.path().is_dir() || names == 1, "{entry:?} has {names} names");
    }
    assert!(matches!(error, Error::Failed { undone: Undone::Whole, .. }), "{error}");
    error
}

#[tokio::test]
async fn a_failing_tool_changes_nothing_and_is_quoted() {
    for engine in Engine::ALL {
        let machine = Machine::new(engine);
        machine.write("etc/fails", "");
        if engine == Engine::Mkinitrd {
            machine.tool("mkinitrd", "#!/bin/sh\necho '/etc/fails says so'\nexit 1\n");
        }
        let error = fails(&machine, &planned(&machine, Style::Modern).await).await.to_string();
        for part in ["make an image for kernel", "ended with status 1", "/etc/fails says so", "as before"] {
            assert!(error.contains(part), "{error}");
        }
    }
}

#[tokio::test]
async fn an_image_without_the_drivers_is_not_installed() {
    let machine = Machine::new(Engine::InitramfsTools);
    let mut literal = planned(&machine, Style::Modern).await;
    for step in literal.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        if let Step::Write { content, .. } = step {
            // A literal reading of the table in the manual.
            *content = "virtio_blk virtio_scsi virtio_net virtio_pci virtio_ring virtio\n".to_owned();
        }
    }
    let error = fails(&machine, &literal).await.to_string();
    assert!(
        error.contains("lacks virtio_scsi virtio_net virtio_pci virtio_ring virtio for kernel"),
        "{error}"
    );
}

#[tokio::test]
async fn an_efi_program_is_not_accepted_as_an_image() {
    let machine = Machine::new(Engine::Dracut);
    let efi = machine.read("/sbin/dracut").replace("    echo \"Image: $1: 1M\"\n", "    echo MZ\n");
    machine.tool("dracut", &efi);
    let error = fails(&machine, &planned(&machine, Style::Modern).await).await.to_string();
    assert!(error.contains("is an EFI program") && error.contains("uefi=yes"), "{error}");
}

#[tokio::test]
async fn a_script_without_a_report_has_an_unknown_outcome() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool("mkinitramfs", "#!/bin/sh\nkill -9 $PPID\n");
    let transaction = planned(&machine, Style::Modern).await;
    let error = carry_out(&machine, &transaction, PATIENCE).await.unwrap_err();
    assert!(matches!(error, Error::OutcomeUnknown { .. }), "{error}");
    assert!(!error.to_string().contains("Nothing was changed"), "{error}");
    assert_eq!(machine.read(&machine.image(linux_machine::testing::KERNEL)), "init\n");
}

#[tokio::test]
async fn a_read_only_boot_is_refused_before_any_change() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool("mktemp", "#!/bin/sh\ncase $2 in /boot/*) exit 1;; esac\nexec /usr/bin/mktemp \"$@\"\n");
    let error = fails(&machine, &planned(&machine, Style::Modern).await).await.to_string();
    assert!(error.contains("/boot is not writable"), "{error}");
}

#[tokio::test]
async fn a_terminated_transaction_restores_everything() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool("mkinitramfs", "#!/bin/sh\nkill -TERM $PPID\nexit 0\n");
    let error = fails(&machine, &planned(&machine, Style::Modern).await).await.to_string();
    assert!(error.contains("told to stop"), "{error}");
}

#[tokio::test]
async fn every_failing_step_is_undone() {
    for engine in Engine::ALL {
        let machine = Machine::new(engine);
        machine.add_kernel("6.1.0-51-amd64");
        let transaction = planned(&machine, Style::Modern).await;
        for stage in 0..transaction.stages.len() {
            for step in 0..=transaction.stages[stage].steps.len() {
                let mut broken = transaction.clone();
                broken.stages[stage].steps.insert(step, Step::Run { argv: vec!["false".into()] });
                let error = fails(&machine, &broken).await.to_string();
                assert!(error.contains("false ended with status 1"), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_that_changed_since_the_probe_is_left_alone() {
    for (engine, path, change) in [
        (Engine::InitramfsTools, "/etc/initramfs-tools/modules", "# List of modules\next4\n\n"),
        (Engine::Dracut, "/etc/dracut.conf.d/90-cvo-kvm-drivers.conf", "mine\n"),
    ] {
        let machine = Machine::new(engine);
        let transaction = planned(&machine, Style::Modern).await;
        machine.write(path, change);
        let error = fails(&machine, &transaction).await.to_string();
        assert!(error.contains("somebody"), "{error}");
    }
}

#[tokio::test]
async fn too_little_space_is_refused_with_numbers_before_any_change() {
    let machine = Machine::new(Engine::InitramfsTools);
    machine.tool(
        "df",
        "#!/bin/sh\nprintf 'Filesystem 1024-blocks Used Available Capacity Mounted \
         on\\n/dev/sda1 9 9 7 100%% /boot\\n'\n",
    );
    let mut transaction = planned(&machine, Style::Modern).await;
    for step in transaction.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        if let Step::Space { bytes, .. } = step {
            *bytes = 100 << 10;
        }
    }
    let error = fails(&machine, &transaction).await.to_string();
    assert!(error.contains("/boot has 7 KiB left, and 100 KiB are needed"), "{error}");
}

#[tokio::test]
async fn the_error_says_what_cannot_be_restored() {
    let machine = Machine::new(Engine::InitramfsTools);
    let mut transaction = planned(&machine, Style::Modern).await;
    let last = transaction.stages.last_mut().unwrap();
    last.steps = vec![Step::Run { argv: vec!["false".into()] }];
    last.undo = vec![Step::Rename { from: "/boot/nothing".into(), to: "/boot/x".into() }];
    let error = carry_out(&machine, &transaction, PATIENCE).await.unwrap_err();
    assert!(matches!(error, Error::Failed { undone: Undone::Failed(_), .. }), "{error}");
    assert!(error.to_string().contains("/boot/nothing cannot be renamed to /boot/x"), "{error}");
}

#[tokio::test]
async fn a_truncated_script_does_nothing() {
    let machine = Machine::new(Engine::InitramfsTools);
    let transaction = planned(&machine, Style::Modern).await;
    let before = machine.essential();
    let recorded = Recorded(std::sync::Mutex::new(None));
    let _ = carry_out(&recorded, &transaction, PATIENCE).await;
    let whole = recorded.0.into_inner().unwrap().unwrap();
    // Up to the last line, which calls the function that the others define.
    let last = whole.stdin.windows(9).rposition(|part| part == b"\ncvo_main").unwrap();
    for end in [last / 4, last / 2, last * 3 / 4, last + 1] {
        let mut part = whole.clone();
        part.stdin.truncate(end);
        let _ = ssh::Host::run(&machine, &part).await.unwrap();
        assert_eq!(machine.essential(), before, "cut off after {end} bytes");
        assert!(!machine.path().join("var/lib/cvo-kvm").exists());
    }
    bring(&machine, Style::Modern).await.unwrap();
}

/// A host that only records the command.
struct Recorded(std::sync::Mutex<Option<ssh::Command>>);

#[async_trait::async_trait]
impl ssh::Host for Recorded {
    async fn run(&self, command: &ssh::Command) -> ssh::Result<ssh::Output> {
        *self.0.lock().unwrap() = Some(command.clone());
        Ok(ssh::Output::default())
    }

    fn name(&self) -> String {
        "recorded".to_owned()
    }
}
