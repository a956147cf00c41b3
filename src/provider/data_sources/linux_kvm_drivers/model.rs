//! The attributes of `data.cvo_linux_kvm_drivers`.

use std::collections::BTreeMap;

use tfplugin::{Attr, Model};

use crate::values::ImageRoot;
use crate::values::kernels::Kernels;
use crate::values::kvm::{DriverName, PresetName};

/// Whether the kernels of a Linux image find their disk and their network on KVM: which drivers each of them has, built in
/// or in the initrd that the boot loader loads.
///
/// The image is mounted on the machine that runs Terraform. Its initrds are read as they are: nothing of the image is run,
/// nothing is written, links never lead out of it, and no rights are needed but to read its files, some of which many
/// distributions leave to root. What is configured in the image proves nothing and is reported separately. The ONTAP half
/// of the provider is not used, so that its `endpoint` can be left out.
///
/// What to do about an image that lacks drivers is in the guide [KVM drivers](../guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LinuxKvmDriversData {
    /// Folder in which the root file system of the image is mounted, such as `/mnt/image`, with its `/boot` if that is a
    /// file system of its own. Not `/`.
    #[attr(required)]
    pub(crate) image_root: Attr<ImageRoot>,
    /// Which drivers: `virtio`, the default, `aws_nitro` for an image that goes to Amazon EC2, or `none` for those in
    /// `drivers` alone.
    #[attr(optional)]
    pub(crate) preset: Attr<PresetName>,
    /// Further drivers, such as `hv_storvsc`. Every kernel must have them; of a preset's drivers one that the kernel does not
    /// have at all is not missed, as long as it finds its disk.
    #[attr(optional)]
    pub(crate) drivers: Attr<Vec<DriverName>>,
    /// Which kernels: `"all"`, the default, `"bootable"` for those that an entry of the boot loader starts, or a list of
    /// releases such as `["6.1.0-50-amd64"]`.
    #[attr(optional)]
    pub(crate) kernels: Attr<Kernels>,
    /// Whether the image needs to be optimized, as manuals call it: the opposite of `compliant`.
    #[attr(computed)]
    pub(crate) needs_optimization: Attr<bool>,
    /// Whether each of these kernels has its drivers, and nothing in the configuration is known to take them from the next
    /// one.
    #[attr(computed)]
    pub(crate) compliant: Attr<bool>,
    /// Why it is not compliant; whole sentences, empty when it is.
    #[attr(computed)]
    pub(crate) reasons: Attr<Vec<String>>,
    /// Tool that makes the initrds: `dracut`, `initramfs-tools` or `mkinitrd`; null when the image has none.
    #[attr(computed)]
    pub(crate) engine: Attr<String>,
    /// Which Linux it is; null when no file of the image says so.
    #[attr(computed)]
    pub(crate) os: Attr<OsData>,
    /// What each kernel has, by its release.
    #[attr(computed)]
    pub(crate) images: Attr<BTreeMap<String, ImageData>>,
    /// What else should be known before the image is used on KVM.
    #[attr(computed)]
    pub(crate) findings: Attr<Vec<FindingData>>,
}

/// Which Linux it is.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct OsData {
    /// The distribution, such as `debian`, as `ID` of `/etc/os-release` has it.
    #[attr(computed)]
    pub(crate) id: Attr<String>,
    /// Its version, such as `12`; empty for a rolling release.
    #[attr(computed)]
    pub(crate) version: Attr<String>,
    /// `redhat`, `debian` or `suse`; null when the distribution is like none of them.
    #[attr(computed)]
    pub(crate) family: Attr<String>,
}

/// What a kernel has.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ImageData {
    /// The initrd that is loaded with the kernel, links followed; null when it cannot be told which one that is.
    #[attr(computed)]
    pub(crate) path: Attr<String>,
    /// Whether an entry of the boot loader starts the kernel.
    #[attr(computed)]
    pub(crate) bootable: Attr<bool>,
    /// Each driver: `in_image`, `builtin` (the kernel itself has it), `available` (the kernel has it as a module that the
    /// image lacks) or `not_in_kernel`. Empty when the image cannot be read.
    #[attr(computed)]
    pub(crate) drivers: Attr<BTreeMap<String, String>>,
    /// Drivers that the image lacks although the kernel has them.
    #[attr(computed)]
    pub(crate) missing: Attr<Vec<String>>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct FindingData {
    /// The kind, such as `names_on_one_line`, `root_by_device_name`, `fstab_by_device_name`, `separate_usr`,
    /// `security_software`, `ambiguous_image` or `uki`.
    #[attr(computed)]
    pub(crate) code: Attr<String>,
    /// The file, kernel or driver that it is about.
    #[attr(computed)]
    pub(crate) object: Attr<String>,
    /// What it is and what to do.
    #[attr(computed)]
    pub(crate) text: Attr<String>,
}
