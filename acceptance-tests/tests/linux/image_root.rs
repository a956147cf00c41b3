//! `cvo_linux_kvm_drivers` on a mounted image of a real Debian.

use acceptance_tests::{LinuxImage, LinuxRoot};
use anyhow::Result;
use serde_json::json;

use crate::terraform::{IN_AN_IMAGE, expect_drivers, of};

#[test]
fn an_image_gets_its_drivers_from_its_own_tool_and_no_other_new_files() -> Result<()> {
    for root in [LinuxRoot::Debian12InitramfsTools, LinuxRoot::Debian13Dracut] {
        let image = LinuxImage::of(root)?;
        let folders = ["/etc", "/usr/bin", "/var/lib/dpkg", "/dev", "/run", "/tmp", "/proc", "/sys"];
        let of = of(&image)?;
        let before = listed(&image, &folders)?;
        of.work.apply()?;
        expect_drivers(&image, image.kernel())?;
        of.work.expect_no_changes()?;
        let found = of.work.attributes(IN_AN_IMAGE)?;
        assert_eq!((&found["compliant"], &found["engine"]), (&json!(true), &json!(root.tool())));
        let after = listed(&image, &folders)?;
        let new: Vec<&String> = after.iter().filter(|path| !before.contains(path)).collect();
        let ours = |path: &str| path.ends_with("90-cvo-kvm-drivers.conf");
        assert!(new.iter().all(|path| ours(path)), "{new:?}");
    }
    Ok(())
}

/// Returns the paths in folders of the image, as seen from this machine.
fn listed(image: &LinuxImage, folders: &[&str]) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    for folder in folders {
        let inside = image.folder().join(folder.trim_start_matches('/'));
        let found = std::process::Command::new("find").arg(&inside).output()?;
        paths.extend(String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned));
    }
    Ok(paths)
}

#[test]
fn without_permission_no_program_of_the_image_is_run() -> Result<()> {
    let image = LinuxImage::of(LinuxRoot::Debian12InitramfsTools)?;
    let mut of = of(&image)?;
    of.work.set("TF_VAR_allow_chroot", "false");
    let before = image.files_in(&["/boot", "/etc", "/var/lib"])?;
    of.work.try_apply()?.failed_saying(&["allow_chroot", "Nothing was changed"])?;
    assert!(of.work.objects()?.is_empty(), "nothing was created");
    assert_eq!(image.files_in(&["/boot", "/etc", "/var/lib"])?, before);
    Ok(())
}

#[test]
fn a_tool_that_fails_in_an_image_is_rolled_back_to_the_byte() -> Result<()> {
    let image = LinuxImage::of(LinuxRoot::Debian12Dracut)?;
    image.write("/etc/dracut.conf.d/99-broken.conf", "no_kernel=\"yes\"\n")?;
    let of = of(&image)?;
    let before = image.files_in(&["/boot", "/etc"])?;
    of.work.try_apply()?.failed_saying(&["make an image for kernel", "Everything was put back"])?;
    assert_eq!(image.files_in(&["/boot", "/etc"])?, before);
    Ok(())
}

#[test]
fn an_image_that_is_no_longer_mounted_is_planned_again() -> Result<()> {
    let image = LinuxImage::of(LinuxRoot::Debian12InitramfsTools)?;
    let mut of = of(&image)?;
    of.work.apply()?;
    let empty = tempfile::tempdir()?;
    of.work.set("TF_VAR_image_root", &empty.path().display().to_string());
    let plan = of.work.plan()?;
    assert_eq!(plan.changes().len(), 1);
    Ok(())
}
