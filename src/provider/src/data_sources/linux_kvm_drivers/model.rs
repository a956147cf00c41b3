//! The attributes of `data.cvo_linux_kvm_drivers`.

use std::collections::BTreeMap;

use provider_core::initrds::Asked;
use provider_core::initrds::Privilege;
use provider_core::initrds::Where;
use provider_core::initrds::{ImageData, OsData};
use provider_core::values::kernels::Kernels;
use provider_core::values::kvm::{DriverName, PresetName};
use provider_core::values::ssh::{HostKey, HostName, Port, ProfileName, login_name};
use provider_core::values::{Choice, ImageRoot};
use tfplugin::{Attr, Model};

/// Whether the kernels of a Linux system find their disk and their network on KVM: which drivers each of them has, built in
/// or in the initrd that the boot loader loads.
///
/// Of an image that is mounted on the machine that runs Terraform the initrds are read as they are: nothing of the image is
/// run, nothing is written, links never lead out of it, and no rights are needed but to read its files, some of which many
/// distributions leave to root. On a machine that is reached over SSH the system's own lister says what is in them; nothing
/// is written there either. What is configured proves nothing and is reported separately. The ONTAP half of the provider is
/// not used, so that its `endpoint` can be left out.
///
/// What to do about an image that lacks drivers is in the guide [KVM drivers](../guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Model)]
pub struct LinuxKvmDriversData {
    /// Folder in which the root file system of an image is mounted, such as `/mnt/image`, with its `/boot` if that is a
    /// file system of its own. Not `/`, nor what leads there. Exactly one of `image_root` and `host` is set.
    #[attr(optional)]
    pub image_root: Attr<ImageRoot>,
    /// Name or address of a machine that is reached over SSH.
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
    /// `known_hosts` of the provider's `ssh` must have one.
    #[attr(optional)]
    pub host_keys: Attr<Vec<HostKey>>,
    /// How commands become root: `auto`, the default, uses sudo unless the login user is root; `sudo` does so always; `none`
    /// never. Many distributions leave their initrds to root.
    #[attr(optional, name = "become")]
    pub privilege: Attr<Choice<Privilege>>,
    /// Which drivers: `virtio`, the default, `aws_nitro` for an image that goes to Amazon EC2, or `none` for those in
    /// `drivers` alone.
    #[attr(optional)]
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
    /// Whether the image needs to be optimized, as manuals call it: the opposite of `compliant`.
    #[attr(computed)]
    pub needs_optimization: Attr<bool>,
    /// Whether each of these kernels has its drivers, and nothing in the configuration is known to take them from the next
    /// one.
    #[attr(computed)]
    pub compliant: Attr<bool>,
    /// Why it is not compliant; whole sentences, empty when it is.
    #[attr(computed)]
    pub reasons: Attr<Vec<String>>,
    /// Tool that makes the initrds: `dracut`, `initramfs-tools` or `mkinitrd`; null when the image has none.
    #[attr(computed)]
    pub engine: Attr<String>,
    /// Which Linux it is; null when no file of the image says so.
    #[attr(computed)]
    pub os: Attr<OsData>,
    /// What each kernel has, by its release.
    #[attr(computed)]
    pub images: Attr<BTreeMap<String, ImageData>>,
    /// What else should be known before the image is used on KVM.
    #[attr(computed)]
    pub findings: Attr<Vec<FindingData>>,
}

impl LinuxKvmDriversData {
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
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct FindingData {
    /// The kind, such as `names_on_one_line`, `root_by_device_name`, `fstab_by_device_name`, `separate_usr`,
    /// `security_software`, `ambiguous_image`, `boot_not_mounted` or `uki`.
    #[attr(computed)]
    pub code: Attr<String>,
    /// The file, kernel or driver that it is about.
    #[attr(computed)]
    pub object: Attr<String>,
    /// What it is and what to do.
    #[attr(computed)]
    pub text: Attr<String>,
}
