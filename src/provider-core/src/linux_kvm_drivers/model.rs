//! Schema, manual and state of `cvo_linux_kvm_drivers`.

use std::collections::BTreeMap;
use std::time::Duration;

use tfplugin_core::{Attr, Model, Timeout, Timeouts};

use super::choices::{ConfigStyle, OnDestroy, Reboot, SecuritySoftware};
use crate::initrds::{Asked, ImageData, OsData, Privilege, Where};
use crate::values::kernels::Kernels;
use crate::values::kvm::{DriverName, PresetName};
use crate::values::ssh::{HostKey, HostName, OnUnreachable, Port, ProfileName, login_name};
use crate::values::{Choice, ImageRoot};

/// Native KVM (VirtIO) drivers in the initrds of a Linux system, so that it finds its disk and its network when it starts
/// as a guest of KVM: on a machine that is reached over SSH, or in an image that is mounted where Terraform runs.
///
/// What counts is what the images have that the boot loader loads, kernel by kernel, and not what is configured or how a
/// tool ended. An image is made under another name, looked into, and renamed; the one before is kept beside it. When
/// anything fails, configuration and images are put back to the byte, by the machine itself also when the connection
/// breaks. A kernel that was installed later and lacks drivers shows in the plan as `compliant = false -> true`.
///
/// The tool that is found decides: dracut, initramfs-tools, or SUSE's mkinitrd before dracut. Nothing is installed, security
/// software is never switched off, and the machine is restarted only on demand. How to log in stands in the provider's
/// `ssh`. The ONTAP half of the provider is not used. More is in the guide [KVM drivers](../guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct LinuxKvmDriversModel {
    /// `ssh://host:port`, or `file://` and the folder of the image.
    #[attr(computed)]
    pub id: Attr<String>,
    /// Name or address of the machine. Exactly one of `host` and `image_root` is set. When it changes, the drivers are
    /// brought to the machine that is there; the one before stays as it is.
    #[attr(optional)]
    pub host: Attr<HostName>,
    /// Port of its SSH server. Default 22.
    #[attr(optional)]
    pub port: Attr<Port>,
    /// Login name, where it is not that of the provider's `ssh`.
    #[attr(optional, check = login_name)]
    pub user: Attr<String>,
    /// Entry of `ssh.profiles` in the provider block that says how to log in. Default: the attributes beside it.
    #[attr(optional)]
    pub ssh_profile: Attr<ProfileName>,
    /// Public keys of the machine, such as `ssh-ed25519 AAAA...`, or their fingerprints `SHA256:...`. Left out, the
    /// `known_hosts` of the provider's `ssh` must have one. A machine with another key is never logged in to.
    #[attr(optional)]
    pub host_keys: Attr<Vec<HostKey>>,
    /// How commands become root: `auto`, the default, uses sudo unless the login user is root; `sudo` does so always; `none`
    /// never.
    #[attr(optional, default = "auto", name = "become")]
    pub privilege: Attr<Choice<Privilege>>,
    /// Folder in which the root file system of an image is mounted, such as `/mnt/image`, with its `/boot` if that is a
    /// file system of its own. Not `/`, nor what leads there. A folder that is missing or empty counts as an
    /// image that is not there yet.
    #[attr(optional)]
    pub image_root: Attr<ImageRoot>,
    /// Whether the programs of the image may be run, as root, on the machine that runs Terraform. They must be run to make
    /// an initrd; without it only what is there is looked at. They get namespaces of their own, no network, no disks and no
    /// other processes: enough against accidents, not against malice. Use it for images that you trust. Default `false`.
    #[attr(optional, default = false)]
    pub allow_chroot: Attr<bool>,
    /// Which drivers: `virtio`, the default, `aws_nitro` for a system that goes to Amazon EC2, or `none` for those in
    /// `drivers` alone.
    #[attr(optional, default = "virtio")]
    pub preset: Attr<PresetName>,
    /// Further drivers, such as `hv_storvsc`. Every kernel must have them; of a preset's drivers one that the kernel does not
    /// have at all is not missed, as long as it finds its disk.
    #[attr(optional)]
    pub drivers: Attr<Vec<DriverName>>,
    /// Drivers that come into the image of a kernel that has them. Default: `ata_piix` and `ata_generic` on SUSE with
    /// `preset = "virtio"`, none elsewhere.
    #[attr(optional)]
    pub optional_drivers: Attr<Vec<DriverName>>,
    /// Which kernels: `"all"`, the default, `"bootable"` for those that an entry of the boot loader starts and the one
    /// that runs, or a list of releases such as `["6.1.0-50-amd64"]`.
    #[attr(optional)]
    pub kernels: Attr<Kernels>,
    /// How the configuration is written: `drop_in`, the default, into a file or a marked block that is ours alone; `seed`
    /// into the distribution's own file, as the manual does.
    #[attr(optional, default = "drop_in")]
    pub config_style: Attr<Choice<ConfigStyle>>,
    /// What becomes of a change while security software runs, which may hold up or spoil it: `warn`, the default, goes on
    /// with a warning, `fail` changes nothing, `ignore` goes on. It is never switched off.
    #[attr(optional, default = "warn")]
    pub security_software: Attr<Choice<SecuritySoftware>>,
    /// Whether the image before a change stays beside the new one, with a name that ends in `.cvo-prev`. Default `true`. The
    /// very first one (`.cvo-orig`) stays in any case.
    #[attr(optional, default = true)]
    pub keep_previous_image: Attr<bool>,
    /// `if_changed` restarts the machine after an image was changed, waits for it, and looks once more: the proof that the
    /// boot loader loads the image. Default `never`.
    #[attr(optional, default = "never")]
    pub reboot: Attr<Choice<Reboot>>,
    /// What a refresh does when nobody answers: `error`, the default, or `keep` for what is stored, with a warning. A host
    /// key that does not fit is an error always.
    #[attr(optional, default = "error")]
    pub on_unreachable: Attr<Choice<OnUnreachable>>,
    /// What a destroy does: `keep`, the default, leaves the system as it is and contacts nobody; `remove_config` takes the
    /// configuration away and leaves the images; `restore` takes it away and makes the images without it, unless one would
    /// then lack what the machine starts from.
    #[attr(optional, default = "keep")]
    pub on_destroy: Attr<Choice<OnDestroy>>,
    /// How long a create waits for a machine that does not answer yet. Default `5m`.
    #[attr(optional, default = "5m")]
    pub wait_for_ssh: Attr<Timeout>,
    /// Whether each of these kernels has its drivers, and the configuration gives them to the next one.
    #[attr(computed)]
    pub compliant: Attr<bool>,
    /// Why it is not compliant; whole sentences, empty when it is.
    #[attr(computed)]
    pub reasons: Attr<Vec<String>>,
    /// What tells the machine from others (`/etc/machine-id`); empty for an image.
    #[attr(computed)]
    pub machine_id: Attr<String>,
    /// Which Linux it is; null when no file says so.
    #[attr(computed)]
    pub os: Attr<OsData>,
    /// Tool that makes the initrds: `dracut`, `initramfs-tools` or `mkinitrd`; null when there is none.
    #[attr(computed)]
    pub engine: Attr<String>,
    /// File that gives the drivers to every new initrd.
    #[attr(computed)]
    pub config_path: Attr<String>,
    /// What is to stand in it.
    #[attr(computed)]
    pub config_fragment: Attr<String>,
    /// Where the file is kept as it was before the first change; null when there is no such copy.
    #[attr(computed)]
    pub config_backup: Attr<String>,
    /// What each kernel has, by its release.
    #[attr(computed)]
    pub images: Attr<BTreeMap<String, ImageData>>,
    /// How long the operations may take. Default 30 minutes for a create and an update, 2 for a read, 15 for a delete.
    #[attr(optional)]
    pub timeouts: Attr<Timeouts>,
}

impl LinuxKvmDriversModel {
    /// What an import takes for configured: the defaults.
    pub fn imported() -> Self {
        Self {
            privilege: Attr::Known(Choice::default()),
            allow_chroot: Attr::Known(false),
            preset: Attr::Known(PresetName::default()),
            config_style: Attr::Known(Choice::default()),
            security_software: Attr::Known(Choice::default()),
            keep_previous_image: Attr::Known(true),
            reboot: Attr::Known(Choice::default()),
            on_unreachable: Attr::Known(Choice::default()),
            on_destroy: Attr::Known(Choice::default()),
            wait_for_ssh: tfplugin_core::Text::parse("5m").ok().into(),
            ..Self::default()
        }
    }

    /// The attributes that say where the system is.
    pub fn place(&self) -> Where<'_> {
        Where {
            host: &self.host,
            port: &self.port,
            user: &self.user,
            ssh_profile: &self.ssh_profile,
            host_keys: &self.host_keys,
            privilege: &self.privilege,
            image_root: &self.image_root,
        }
    }

    /// The attributes that ask for drivers.
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            preset: &self.preset,
            drivers: &self.drivers,
            optional_drivers: &self.optional_drivers,
            kernels: &self.kernels,
        }
    }

    /// Whether nothing that a system knows of changes.
    pub fn differs_only_here(&self, prior: &Self) -> bool {
        let here = Self {
            user: prior.user.clone(),
            ssh_profile: prior.ssh_profile.clone(),
            host_keys: prior.host_keys.clone(),
            privilege: prior.privilege,
            allow_chroot: prior.allow_chroot,
            security_software: prior.security_software,
            keep_previous_image: prior.keep_previous_image,
            reboot: prior.reboot,
            on_unreachable: prior.on_unreachable,
            on_destroy: prior.on_destroy,
            wait_for_ssh: prior.wait_for_ssh.clone(),
            timeouts: prior.timeouts.clone(),
            ..self.clone()
        };
        here.with_computed_of(prior) == *prior
    }

    /// With everything that the provider computes as it is stored.
    pub fn with_computed_of(self, prior: &Self) -> Self {
        Self {
            id: prior.id.clone(),
            compliant: prior.compliant,
            reasons: prior.reasons.clone(),
            machine_id: prior.machine_id.clone(),
            os: prior.os.clone(),
            engine: prior.engine.clone(),
            config_path: prior.config_path.clone(),
            config_fragment: prior.config_fragment.clone(),
            config_backup: prior.config_backup.clone(),
            images: prior.images.clone(),
            ..self
        }
    }

    /// How long a create waits for a machine.
    pub fn patience(&self) -> Duration {
        self.wait_for_ssh.known().map(Timeout::duration).unwrap_or_default()
    }
}
