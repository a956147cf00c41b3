//! The findings on a system, as attributes.

use std::collections::BTreeMap;

use kvm_drivers::script::PREVIOUS;
use kvm_drivers::system::{Family, System};
use kvm_drivers::verdict::KernelVerdict;
use tfplugin_core::{Attr, Model};

use super::Inspection;

/// What was seen of a system.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct InspectionData {
    /// Whether each of these kernels has its drivers, and the next one is to have them: for the resource, the
    /// configuration gives them to it; for the data source, nothing in the configuration is known to take
    /// them from it.
    #[attr(computed)]
    pub compliant: Attr<bool>,
    /// Why it is not compliant; whole sentences, empty when it is.
    #[attr(computed)]
    pub reasons: Attr<Vec<String>>,
    /// Which Linux it is; null when no file says so.
    #[attr(computed)]
    pub os: Attr<OsData>,
    /// Tool that makes the initrds: `dracut`, `initramfs-tools` or `mkinitrd`; null when there is none.
    #[attr(computed)]
    pub engine: Attr<String>,
    /// What each kernel has, by its release.
    #[attr(computed)]
    pub images: Attr<BTreeMap<String, ImageData>>,
}

/// Which Linux it is.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct OsData {
    /// The distribution, such as `debian`, as `ID` of `/etc/os-release` has it.
    #[attr(computed)]
    pub id: Attr<String>,
    /// Its version, such as `12`; empty for a rolling release.
    #[attr(computed)]
    pub version: Attr<String>,
    /// `redhat`, `debian` or `suse`; null when the distribution is like none of them.
    #[attr(computed)]
    pub family: Attr<String>,
}

/// What a kernel has.
#[derive(Debug, Clone, PartialEq, Model)]
pub struct ImageData {
    /// The initrd that is loaded with the kernel, links followed; null when it cannot be told which one that
    /// is.
    #[attr(computed)]
    pub path: Attr<String>,
    /// Whether an entry of the boot loader starts the kernel.
    #[attr(computed)]
    pub bootable: Attr<bool>,
    /// Each driver: `in_image`, `builtin` (the kernel itself has it), `available` (the kernel has it as a
    /// module that the image lacks) or `not_in_kernel`. Empty when the image cannot be read.
    #[attr(computed)]
    pub drivers: Attr<BTreeMap<String, String>>,
    /// Drivers that the image lacks although the kernel has them.
    #[attr(computed)]
    pub missing: Attr<Vec<String>>,
    /// The image before the last change, beside it; null when there is none.
    #[attr(computed)]
    pub previous_image: Attr<String>,
}

impl InspectionData {
    /// Converts the findings. `compliant` is the verdict, and `reasons` say why the system is not compliant.
    pub fn of(seen: &Inspection, compliant: bool, reasons: Vec<String>) -> Self {
        let image = |kernel: &KernelVerdict| (kernel.kernel.to_string(), ImageData::of(kernel, seen));
        Self {
            compliant: compliant.into(),
            reasons: reasons.into(),
            os: seen.survey.system.as_ref().map(OsData::of).into(),
            engine: seen.survey.engine.map(|engine| engine.as_str().to_owned()).into(),
            images: Attr::Known(seen.verdict.kernels.iter().map(image).collect()),
        }
    }
}

impl OsData {
    fn of(system: &System) -> Self {
        Self {
            id: system.os_id.clone().into(),
            version: system.version_id.clone().into(),
            family: system.family.map(Family::as_str).map(str::to_owned).into(),
        }
    }
}

impl ImageData {
    fn of(kernel: &KernelVerdict, seen: &Inspection) -> Self {
        let states =
            kernel.drivers.iter().map(|(driver, state)| (driver.to_string(), state.as_str().to_owned()));
        let previous = kernel.image.as_ref().map(|path| format!("{path}{PREVIOUS}"));
        Self {
            path: kernel.image.clone().into(),
            bootable: kernel.bootable.into(),
            drivers: Attr::Known(states.collect()),
            missing: Attr::Known(kernel.missing().map(ToString::to_string).collect()),
            previous_image: previous.filter(|path| seen.has(path)).into(),
        }
    }
}
