//! From what was seen to the attributes: pure.

use kvm_drivers::root::{Finding, security_software};
use provider_core::initrds::Inspection;
use provider_core::initrds::{ImageData, OsData};
use tfplugin::Attr;

use super::model::{FindingData, LinuxKvmDriversData};

/// The configuration with what was seen.
pub fn answer(config: LinuxKvmDriversData, seen: &Inspection) -> LinuxKvmDriversData {
    let compliant = seen.verdict.compliant();
    LinuxKvmDriversData {
        needs_optimization: (!compliant).into(),
        compliant: compliant.into(),
        reasons: Attr::Known(seen.verdict.reasons().cloned().collect()),
        engine: seen.survey.engine.map(|engine| engine.as_str().to_owned()).into(),
        os: seen.survey.system.as_ref().map(OsData::of).into(),
        images: Attr::Known(ImageData::of(seen)),
        findings: Attr::Known(findings(seen).iter().map(finding).collect()),
        ..config
    }
}

/// What the files say, and of a machine that runs also what it says itself.
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

fn finding(found: &Finding) -> FindingData {
    FindingData {
        code: found.code.as_str().into(),
        object: found.object.clone().into(),
        text: found.text.clone().into(),
    }
}
