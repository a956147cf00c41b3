//! `cvo_linux_kvm_drivers` on real Debian systems over SSH, with real Terraform.

use acceptance_tests::{Action, LinuxHost, LinuxRoot};
use anyhow::Result;
use serde_json::json;

use crate::terraform::{ON_A_MACHINE, expect_drivers, on};

const LATER: &str = "6.99.0-1-amd64";
const SYSTEM: [&str; 2] = ["/boot", "/etc"];

/// Tests the whole lifecycle: drivers in the initrd of every kernel, including one that is added later, and a
/// destroy.
fn life_on(root: LinuxRoot) -> Result<()> {
    let host = LinuxHost::of(root)?;
    let on = on(&host)?;
    on.work.apply()?;
    on.work.expect_no_changes()?;
    on.work.expect_nothing_to_refresh()?;
    expect_drivers(&host, host.kernel())?;
    let found = on.work.attributes(ON_A_MACHINE)?;
    assert_eq!((&found["compliant"], &found["engine"]), (&json!(true), &json!(root.tool())));
    assert_eq!(found["machine_id"], host.read("/etc/machine-id")?.trim());
    assert_eq!(found["images"][host.kernel()]["missing"], json!([]));

    // The next kernel gets its drivers from the configuration.
    host.add_kernel(LATER)?;
    expect_drivers(&host, LATER)?;
    on.work.expect_no_changes()?;

    // A kernel without the drivers is detected and repaired.
    let first = host.image(host.kernel());
    host.say(&format!("cp {first}.cvo-orig {}", host.image(LATER)))?;
    let plan = on.work.plan()?;
    assert_eq!(plan.changes(), [(ON_A_MACHINE, Action::Update)]);
    assert_eq!(plan.attribute(ON_A_MACHINE, "compliant"), (json!(false), json!(true)));
    on.work.apply()?;
    expect_drivers(&host, LATER)?;
    on.work.expect_no_changes()?;

    let before = host.files_in(&SYSTEM)?;
    on.work.destroy()?;
    assert_eq!(host.files_in(&SYSTEM)?, before, "a destroy changes nothing on the system");
    Ok(())
}

#[test]
fn drivers_are_added_to_debian_12_with_initramfs_tools() -> Result<()> {
    life_on(LinuxRoot::Debian12InitramfsTools)
}

#[test]
fn drivers_are_added_to_debian_12_with_dracut() -> Result<()> {
    life_on(LinuxRoot::Debian12Dracut)
}

#[test]
fn drivers_are_added_to_debian_13_with_initramfs_tools() -> Result<()> {
    life_on(LinuxRoot::Debian13InitramfsTools)
}

#[test]
fn drivers_are_added_to_debian_13_with_dracut() -> Result<()> {
    life_on(LinuxRoot::Debian13Dracut)
}

#[test]
fn a_kernel_added_without_an_initrd_is_detected_and_gets_one() -> Result<()> {
    for root in [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut] {
        let host = LinuxHost::of(root)?;
        let on = on(&host)?;
        on.work.apply()?;
        let first = host.kernel();
        host.say(&format!(
            "set -e
            cp -a /usr/lib/modules/{first} /usr/lib/modules/{LATER}
            depmod {LATER}
            for file in vmlinuz config; do cp -a /boot/$file-{first} /boot/$file-{LATER}; done"
        ))?;
        assert_eq!(on.work.plan()?.attribute(ON_A_MACHINE, "compliant"), (json!(false), json!(true)));
        on.work.apply()?;
        expect_drivers(&host, LATER)?;
        on.work.expect_no_changes()?;
    }
    Ok(())
}
