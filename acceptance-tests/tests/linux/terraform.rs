//! Terraform working folders for real Debian systems, with a provider that has no storage system configured.

use acceptance_tests::{LinuxHost, LinuxImage, LinuxMachine, LinuxRoot, Workdir, World, scenario};
use anyhow::Result;

/// A working folder whose environment names no storage system, and the world that it belongs to.
pub(crate) struct Without {
    pub(crate) work: Workdir,
    _world: World,
}

fn without_system(configuration: &str) -> Result<Without> {
    let world = World::single_node()?;
    let mut work = world.workdir(&scenario(configuration))?;
    for variable in ["CVO_ENDPOINT", "CVO_USERNAME", "CVO_PASSWORD", "CVO_CA_FILE", "AWS_ENDPOINT_URL_EC2"] {
        work.unset(variable);
    }
    Ok(Without { work, _world: world })
}

/// Returns the configuration for a machine accessed over SSH.
pub(crate) fn on(host: &LinuxHost) -> Result<Without> {
    let mut without = without_system("linux_kvm_drivers/host")?;
    without.work.set("TF_VAR_port", &host.port().to_string());
    without.work.set("TF_VAR_host_key", host.host_key());
    without.work.set("TF_VAR_private_key", host.private_key());
    Ok(without)
}

/// Returns the configuration for an image mounted on this machine.
pub(crate) fn of(image: &LinuxImage) -> Result<Without> {
    let mut without = without_system("linux_kvm_drivers/image")?;
    without.work.set("TF_VAR_image_root", &image.folder().display().to_string());
    Ok(without)
}

/// Address of the resource for a machine.
pub(crate) const ON_A_MACHINE: &str = "cvo_linux_kvm_drivers.builder";
/// Address of the resource for an image.
pub(crate) const IN_AN_IMAGE: &str = "cvo_linux_kvm_drivers.image";

/// Returns those of the six drivers that an initrd needs: from Debian 13 on, the kernel has three of them
/// built in.
pub(crate) fn as_modules(root: LinuxRoot) -> &'static [&'static str] {
    match root {
        LinuxRoot::Debian12InitramfsTools | LinuxRoot::Debian12Dracut => &LinuxMachine::VIRTIO,
        LinuxRoot::Debian13InitramfsTools | LinuxRoot::Debian13Dracut => {
            &["virtio_blk", "virtio_scsi", "virtio_net"]
        }
    }
}

/// Asserts that the initrd of a kernel has its drivers, according to the system's own lister.
pub(crate) fn expect_drivers(machine: &LinuxMachine, kernel: &str) -> Result<()> {
    let found = machine.drivers_in(kernel)?;
    let missing: Vec<_> =
        as_modules(machine.root()).iter().filter(|driver| !found.contains(**driver)).collect();
    assert!(missing.is_empty(), "{kernel} lacks {missing:?}, and has {found:?}");
    Ok(())
}
