//! [`DriverRequest`]: the requested drivers and kernels.

use kvm_drivers::Driver;
use kvm_drivers::plan::{Preset, suse_extras};
use kvm_drivers::root::Survey;
use kvm_drivers::system::Family;
use kvm_drivers::verdict::Wanted;
use tfplugin_core::{Attr, Diagnostics, Model, Outcome};

use crate::values::kernels::{Chosen, Kernels};
use crate::values::kvm::{DriverName, PresetName};

/// The requested drivers, and the kernels that must have them.
#[derive(Debug, Clone, PartialEq)]
pub struct DriverRequest {
    preset: Preset,
    named: Vec<Driver>,
    optional: Option<Vec<Driver>>,
    pub chosen: Chosen,
}

/// Which drivers of which kernels it is about, as the configuration says it.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct RequestData {
    /// Which drivers: `virtio`, `aws_nitro` for a system that goes to Amazon EC2, or `none` for those in
    /// `drivers` alone.
    #[attr(optional, default = "virtio")]
    pub preset: Attr<PresetName>,
    /// Further drivers, such as `hv_storvsc`. Every kernel must have them; of a preset's drivers one that the
    /// kernel does not have at all is not missed, as long as it finds its disk.
    #[attr(optional)]
    pub drivers: Attr<Vec<DriverName>>,
    /// Drivers that come into the image of a kernel that has them. Default: `ata_piix` and `ata_generic` on
    /// SUSE with `preset = "virtio"`, none elsewhere.
    #[attr(optional)]
    pub optional_drivers: Attr<Vec<DriverName>>,
    /// Which kernels: `"all"`, the default, `"bootable"` for those that an entry of the boot loader starts
    /// and the one that runs, or a list of releases such as `["6.1.0-50-amd64"]`.
    #[attr(optional)]
    pub kernels: Attr<Kernels>,
}

impl RequestData {
    /// Refuses a request without drivers, unless attributes that decide this are known only after apply.
    pub fn validate(&self, diagnostics: &mut Diagnostics) {
        let is_known = !self.preset.is_unknown() && !self.drivers.is_unknown();
        if is_known && let Err(refusal) = DriverRequest::of(self) {
            diagnostics.extend(refusal);
        }
    }
}

impl DriverRequest {
    /// Returns the request that the attributes express. None of them may be unknown.
    ///
    /// # Errors
    /// Returns a refusal if no driver is requested.
    pub fn of(data: &RequestData) -> Outcome<Self> {
        let names = |list: &Vec<DriverName>| list.iter().map(|name| name.0.clone()).collect::<Vec<_>>();
        let request = Self {
            preset: data.preset.value_or_default().0,
            named: data.drivers.known().map(names).unwrap_or_default(),
            optional: data.optional_drivers.known().map(names),
            chosen: data.kernels.known().map(|kernels| kernels.chosen().clone()).unwrap_or_default(),
        };
        if request.preset.drivers().is_empty() && request.named.is_empty() {
            Err(no_driver())
        } else {
            Ok(request)
        }
    }

    /// Returns the drivers that the surveyed system must have. On SUSE, the manual's examples have two
    /// additional drivers, which do no harm.
    pub fn wanted(&self, survey: &Survey) -> Wanted {
        let family = survey.system.as_ref().and_then(|system| system.family);
        let default_extras = || match (family, self.preset) {
            (Some(Family::Suse), Preset::Virtio) => suse_extras(),
            _ => Vec::new(),
        };
        Wanted {
            preset: self.preset,
            named: self.named.clone(),
            optional: self.optional.clone().unwrap_or_else(default_extras),
        }
    }
}

fn no_driver() -> Diagnostics {
    Diagnostics::error_at(
        "drivers",
        "No driver is asked for",
        format!(
            "With preset = \"{}\" the drivers must be named, such as [\"virtio_blk\"].",
            Preset::None.as_str()
        ),
    )
}

#[cfg(test)]
mod tests {
    use kvm_drivers::root::{Memory, survey};
    use tfplugin_core::Text;

    use super::*;

    fn request(preset: &str, drivers: &[&str], optional: Option<&[&str]>) -> Outcome<DriverRequest> {
        let names =
            |list: &[&str]| list.iter().map(|name| DriverName::parse(name).unwrap()).collect::<Vec<_>>();
        DriverRequest::of(&RequestData {
            preset: Attr::Known(PresetName::parse(preset).unwrap()),
            drivers: Attr::Known(names(drivers)),
            optional_drivers: optional.map(names).into(),
            kernels: Attr::Null,
        })
    }

    fn wanted(request: &DriverRequest, os_id: &str) -> Vec<String> {
        let root = Memory::default()
            .with("/etc/os-release", format!("ID={os_id}\nVERSION_ID=\"12\"\n"))
            .with("/lib/modules/6.1.0/modules.dep", "");
        request.wanted(&survey(&root).unwrap()).drivers().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn suse_also_gets_the_drivers_of_an_ide_disk_unless_others_are_chosen() {
        let default = request("virtio", &[], None).unwrap();
        assert_eq!(wanted(&default, "debian").len(), 6);
        assert_eq!(wanted(&default, "sles")[6..], ["ata_piix", "ata_generic"]);
        assert_eq!(wanted(&request("virtio", &[], Some(&[])).unwrap(), "sles").len(), 6);
        assert_eq!(wanted(&request("none", &["a"], Some(&["b"])).unwrap(), "sles"), ["a", "b"]);
    }

    #[test]
    fn a_request_without_drivers_is_refused() {
        assert!(request("none", &[], None).is_err() && request("none", &["a"], None).is_ok());
    }
}
