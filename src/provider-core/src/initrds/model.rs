//! Attributes that the resource and the data source share.

use std::collections::BTreeMap;

use kvm_drivers::script::PREVIOUS;
use kvm_drivers::system::{Family, System};
use kvm_drivers::verdict::KernelVerdict;
use tfplugin_core::{Attr, Model};

use super::Inspection;

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
    /// The initrd that is loaded with the kernel, links followed; null when it cannot be told which one that is.
    #[attr(computed)]
    pub path: Attr<String>,
    /// Whether an entry of the boot loader starts the kernel.
    #[attr(computed)]
    pub bootable: Attr<bool>,
    /// Each driver: `in_image`, `builtin` (the kernel itself has it), `available` (the kernel has it as a module that the
    /// image lacks) or `not_in_kernel`. Empty when the image cannot be read.
    #[attr(computed)]
    pub drivers: Attr<BTreeMap<String, String>>,
    /// Drivers that the image lacks although the kernel has them.
    #[attr(computed)]
    pub missing: Attr<Vec<String>>,
    /// The image before the last change, beside it; null when there is none.
    #[attr(computed)]
    pub previous_image: Attr<String>,
}

impl OsData {
    /// What a system says it is.
    pub fn of(system: &System) -> Self {
        Self {
            id: system.os_id.clone().into(),
            version: system.version_id.clone().into(),
            family: system.family.map(Family::as_str).map(str::to_owned).into(),
        }
    }
}

impl ImageData {
    /// What each kernel has, by its release.
    pub fn of(seen: &Inspection) -> BTreeMap<String, Self> {
        let image = |kernel: &KernelVerdict| (kernel.kernel.to_string(), Self::of_kernel(kernel, seen));
        seen.verdict.kernels.iter().map(image).collect()
    }

    fn of_kernel(kernel: &KernelVerdict, seen: &Inspection) -> Self {
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
