//! The attributes of `data.cvo_linux_kvm_drivers`, and their values from the findings: pure.

use kvm_drivers::root::{Finding, security_software};
use provider_core::initrds::{Inspection, InspectionData, LocationData, RequestData};
use tfplugin::{Attr, Model};

/// Whether the kernels of a Linux system find their disk and their network on KVM: which drivers each of them
/// has, built in or in the initrd that the boot loader loads.
///
/// Of an image that is mounted on the machine that runs Terraform the initrds are read as they are: nothing
/// of the image is run, nothing is written, links never lead out of it, and no rights are needed but to read
/// its files, some of which many distributions leave to root. On a machine that is reached over SSH the
/// system's own lister says what is in them; nothing is written there either. What is configured proves
/// nothing and is reported separately. The ONTAP half of the provider is not used, so that its `endpoint` can
/// be left out.
///
/// What to do about an image that lacks drivers is in the guide [KVM drivers](../guides/kvm-drivers.md).
#[derive(Debug, Clone, PartialEq, Model)]
pub struct LinuxKvmDriversData {
    #[attr(flatten)]
    pub location: LocationData,
    #[attr(flatten)]
    pub request: RequestData,
    /// Whether the image needs to be optimized, as manuals call it: the opposite of `compliant`.
    #[attr(computed)]
    pub needs_optimization: Attr<bool>,
    #[attr(flatten)]
    pub seen: InspectionData,
    /// What else should be known before the image is used on KVM.
    #[attr(computed)]
    pub findings: Attr<Vec<FindingData>>,
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

impl LinuxKvmDriversData {
    /// Returns the configuration with the findings filled in.
    pub fn answered(self, seen: &Inspection) -> Self {
        let compliant = seen.verdict.compliant();
        Self {
            needs_optimization: (!compliant).into(),
            seen: InspectionData::of(seen, compliant, seen.verdict.reasons().cloned().collect()),
            findings: Attr::Known(findings(seen).iter().map(FindingData::of).collect()),
            ..self
        }
    }
}

/// Returns the findings from the files and, for a running machine, those from its processes and free space.
fn findings(seen: &Inspection) -> Vec<Finding> {
    let mut found = seen.survey.findings.clone();
    found.extend(security_software(seen.facts.processes.iter().map(String::as_str)));
    let images = seen.survey.kernels.iter().filter_map(|kernel| kernel.image.as_ref().ok());
    let largest = images.map(|image| seen.size(&image.path)).max();
    if let (Some(free), Some(largest)) = (seen.facts.free_in_boot, largest) {
        found.extend(Finding::of_room("/boot", free, largest));
    }
    found
}

impl FindingData {
    fn of(found: &Finding) -> Self {
        Self {
            code: found.code.as_str().into(),
            object: found.object.clone().into(),
            text: found.text.clone().into(),
        }
    }
}
