//! `cvo_linux_kvm_drivers` on real Debian systems that it must not or cannot change:
//! every file is left exactly as it was.

use acceptance_tests::{LinuxHost, LinuxMachine, LinuxRoot, Workdir};
use anyhow::Result;
use serde_json::json;

use crate::terraform::{ON_A_MACHINE, expect_drivers, on};

const SYSTEM: [&str; 2] = ["/boot", "/etc"];

/// Expects an apply to fail with all `parts` in its error, and the system to be unchanged.
fn refused(host: &LinuxMachine, work: &Workdir, parts: &[&str]) -> Result<()> {
    let before = host.files_in(&SYSTEM)?;
    work.try_apply()?.failed_saying(parts)?;
    assert_eq!(host.files_in(&SYSTEM)?, before);
    Ok(())
}

#[test]
fn a_tool_that_fails_is_rolled_back_to_the_byte() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian12InitramfsTools)?;
    let hook = "/etc/initramfs-tools/hooks/broken";
    host.write(hook, "#!/bin/sh\n[ \"$1\" = prereqs ] && exit 0\necho 'E: this hook is broken'\nexit 3\n")?;
    host.say(&format!("chmod 755 {hook}"))?;
    let on = on(&host)?;
    refused(
        &host,
        &on.work,
        &["make an image for kernel", "this hook is broken", "Everything was put back"],
    )?;
    host.say(&format!("rm {hook}"))?;
    on.work.apply()?;
    expect_drivers(&host, host.kernel())
}

#[test]
fn a_configuration_that_leaves_drivers_out_is_rolled_back_to_the_byte() -> Result<()> {
    for root in [LinuxRoot::Debian12Dracut, LinuxRoot::Debian13Dracut] {
        let host = LinuxHost::of(root)?;
        // dracut accepts this and exits with status 0.
        host.write("/etc/dracut.conf.d/99-broken.conf", "no_kernel=\"yes\"\n")?;
        let on = on(&host)?;
        refused(&host, &on.work, &["make an image for kernel", "Everything was put back"])?;
    }
    Ok(())
}

#[test]
fn dracut_configured_to_make_efi_programs_is_refused() -> Result<()> {
    for root in [LinuxRoot::Debian12Dracut, LinuxRoot::Debian13Dracut] {
        let host = LinuxHost::of(root)?;
        let on = on(&host)?;
        host.write("/etc/dracut.conf.d/10-uki.conf", "uefi=\"yes\"\n")?;
        refused(
            &host,
            &on.work,
            &["part of another file", "10-uki.conf has uefi=yes", "Nothing was changed"],
        )?;
        // Written so that a line-based reader misses it: the new image itself is checked too.
        host.write(
            "/etc/dracut.conf.d/10-uki.conf",
            "eval uefi=yes uefi_stub=/boot/stub kernel_image=/boot/stub\n",
        )?;
        host.say("printf MZ > /boot/stub")?;
        refused(&host, &on.work, &["make an image for kernel", "Everything was put back"])?;
    }
    Ok(())
}

#[test]
fn an_unmounted_boot_is_refused() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian12InitramfsTools)?;
    let on = on(&host)?;
    host.write("/etc/fstab", "UUID=1 / ext4 defaults 0 1\nUUID=2 /boot ext4 noauto 0 2\n")?;
    host.say("mount -t tmpfs none /boot")?;
    refused(&host, &on.work, &["/boot", "it is not mounted", "Nothing was changed"])?;
    host.say("umount /boot")?;
    on.work.apply()?;
    expect_drivers(&host, host.kernel())
}

#[test]
fn a_full_boot_is_refused_with_numbers() -> Result<()> {
    for root in [LinuxRoot::Debian12Dracut, LinuxRoot::Debian12InitramfsTools] {
        let host = LinuxHost::of(root)?;
        host.fill_boot(1 << 20)?;
        let on = on(&host)?;
        refused(&host, &on.work, &["look whether /boot has room", "1024 KiB left", "are needed"])?;
        assert!(host.files_in(&["/boot"])?.contains_key(&host.image(host.kernel())));
    }
    Ok(())
}

#[test]
fn another_host_key_is_refused_before_a_login() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian12InitramfsTools)?;
    let other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ";
    let mut on = on(&host)?;
    on.work.set("TF_VAR_host_key", other);
    refused(&host, &on.work, &["host_keys", "has changed", "No login was tried"])?;
    assert!(!host.log()?.contains("Accepted"), "{}", host.log()?);
    Ok(())
}

#[test]
fn a_user_who_cannot_become_root_is_told_how() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian13InitramfsTools)?;
    let mut on = on(&host)?;
    on.work.set("TF_VAR_user", LinuxHost::VISITOR);
    refused(&host, &on.work, &["visitor", "Nothing was changed"])?;
    on.work.set("TF_VAR_user", LinuxHost::ADMIN);
    refused(&host, &on.work, &["sudo", "wants a password"])?;
    on.work.set("TF_VAR_sudo_password", LinuxHost::ADMIN_PASSWORD);
    on.work.apply()?;
    on.work.set("TF_VAR_user", LinuxHost::BUILDER);
    on.work.expect_no_changes()?;
    let stored = std::fs::read_to_string(on.work.state_file())?;
    for secret in [LinuxHost::ADMIN_PASSWORD, host.private_key().lines().nth(1).unwrap_or("nothing")] {
        assert!(!stored.contains(secret) && !stored.contains(&json!(secret).to_string()), "in the state");
    }
    Ok(())
}

#[test]
fn the_manual_taken_literally_is_not_compliant_and_is_repaired() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian12InitramfsTools)?;
    let modules = "/etc/initramfs-tools/modules";
    host.write(modules, &(LinuxMachine::VIRTIO.join(" ") + "\n"))?;
    host.rebuild(host.kernel())?;
    assert!(host.drivers_in(host.kernel())?.contains("virtio_blk"), "the manual's own check passes");
    let on = on(&host)?;
    on.work.apply()?;
    expect_drivers(&host, host.kernel())?;
    host.say(&format!("cp {0}.cvo-prev {0}", host.image(host.kernel())))?;
    let lacks = reasons_after_refresh(&on.work)?;
    assert!(lacks.contains("lacks virtio_pci"), "{lacks}");
    Ok(())
}

/// Returns the reasons that a refresh stores.
fn reasons_after_refresh(work: &Workdir) -> Result<String> {
    work.run(&["apply", "-refresh-only", "-auto-approve"])?.succeeded()?;
    Ok(work.attributes(ON_A_MACHINE)?["reasons"].to_string())
}

/// Makes the machine report that it runs on another hypervisor.
fn runs_on(host: &LinuxMachine, hypervisor: &str) -> Result<()> {
    host.write("/usr/local/sbin/systemd-detect-virt", &format!("#!/bin/sh\necho {hypervisor}\n"))?;
    // A root in memory has no disk. Give it one without a driver: the first loop device.
    let mountpoint = "#!/bin/sh\n[ \"$1\" != -d ] && exec /usr/bin/mountpoint \"$@\"\necho 7:0\n";
    host.write("/usr/local/sbin/mountpoint", mountpoint)?;
    host.say(
        "chmod 755 /usr/local/sbin/systemd-detect-virt /usr/local/sbin/mountpoint
        if [ -d /sys/class/dmi ]; then mountpoint -q /sys/class/dmi || mount -t tmpfs none /sys/class/dmi; fi",
    )?;
    Ok(())
}

#[test]
fn images_are_restored_on_demand_but_not_on_a_machine_that_needs_the_drivers() -> Result<()> {
    for root in [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut] {
        let host = LinuxHost::of(root)?;
        let before = host.files_in(&["/etc"])?;
        let mut on = on(&host)?;
        on.work.set("TF_VAR_on_destroy", "restore");
        on.work.apply()?;
        runs_on(&host, "kvm")?;
        let with = host.files_in(&SYSTEM)?;
        let refusal = on.work.run(&["destroy", "-auto-approve", "-input=false"])?;
        refusal.failed_saying(&["lacks virtio_blk", "Everything was put back", "on_destroy = \"keep\""])?;
        assert_eq!(host.files_in(&SYSTEM)?, with);
        runs_on(&host, "none")?;
        on.work.destroy()?;
        assert_eq!(host.files_in(&["/etc"])?, before);
        let left = host.drivers_in(host.kernel())?;
        assert!(!left.contains("virtio_scsi"), "{left:?}");
    }
    Ok(())
}
