//! From what was seen to the attributes: pure.

use kvm_drivers::root::{Finding, Survey};
use kvm_drivers::system::{Family, System};
use kvm_drivers::verdict::{KernelVerdict, Verdict};
use tfplugin::Attr;

use super::model::{FindingData, ImageData, LinuxKvmDriversData, OsData};

/// The configuration with what was seen.
pub(super) fn answer(config: LinuxKvmDriversData, survey: &Survey, verdict: &Verdict) -> LinuxKvmDriversData {
    let image = |kernel: &KernelVerdict| (kernel.kernel.to_string(), image(kernel));
    LinuxKvmDriversData {
        needs_optimization: (!verdict.compliant()).into(),
        compliant: verdict.compliant().into(),
        reasons: Attr::Known(verdict.reasons().cloned().collect()),
        engine: survey.engine.map(|engine| engine.as_str().to_owned()).into(),
        os: survey.system.as_ref().map(os).into(),
        images: Attr::Known(verdict.kernels.iter().map(image).collect()),
        findings: Attr::Known(survey.findings.iter().map(finding).collect()),
        ..config
    }
}

fn os(system: &System) -> OsData {
    OsData {
        id: system.os_id.clone().into(),
        version: system.version_id.clone().into(),
        family: system.family.map(Family::as_str).map(str::to_owned).into(),
    }
}

fn image(kernel: &KernelVerdict) -> ImageData {
    let states = kernel.drivers.iter().map(|(driver, state)| (driver.to_string(), state.as_str().to_owned()));
    ImageData {
        path: kernel.image.clone().into(),
        bootable: kernel.bootable.into(),
        drivers: Attr::Known(states.collect()),
        missing: Attr::Known(kernel.missing().map(ToString::to_string).collect()),
    }
}

fn finding(found: &Finding) -> FindingData {
    FindingData {
        code: found.code.as_str().into(),
        object: found.object.clone().into(),
        text: found.text.clone().into(),
    }
}
