//! Messages: why nothing is changed, and what the user should know about a change.

use kvm_drivers::plan::CannotEdit;
use kvm_drivers::root::Finding;
use kvm_drivers::script::Refusal;
use tfplugin_core::Diagnostics;

pub fn refused(refusal: &Refusal) -> Diagnostics {
    let summary = match refusal {
        Refusal::NoEngine => "There is no tool that makes an initrd",
        Refusal::Unified(_) => "The initrd is part of another file",
        Refusal::Kernel(_) | Refusal::NoName(_) | Refusal::NotInBoot(_) => {
            "A kernel's initrd cannot be made anew"
        }
        Refusal::Shared { .. } => "Two kernels have one initrd",
        Refusal::ModulesDep(_) => "The image's settings fit its initrd to this machine",
    };
    Diagnostics::error(summary, sentence(&refusal.to_string()))
}

pub fn busy(name: &str) -> Diagnostics {
    Diagnostics::error(
        "A package manager or a tool for images is at work",
        format!(
            "{name} runs on the machine. It may install or remove kernels or make images itself meanwhile. \
             Apply again when it has ended."
        ),
    )
}

pub fn beyond_help(reasons: &[String]) -> Diagnostics {
    let listed: String = reasons.iter().map(|reason| format!("\n- {}", sentence(reason))).collect();
    Diagnostics::error(
        "A new initrd would not have every driver",
        format!(
            "No image can mend this:{listed}\nInstall a kernel that has them, correct drivers, or choose \
             other kernels."
        ),
    )
}

pub fn unknown_disk() -> Diagnostics {
    Diagnostics::error(
        "It cannot be told what the machine starts from",
        "The disk of the root file system was not found among the devices, so that it is not known which \
         drivers an image must keep.",
    )
}

pub fn security_software_refused(running: &[Finding]) -> Diagnostics {
    Diagnostics::error_at(
        "security_software",
        "Security software is at work",
        format!("{} Or set security_software = \"warn\".", texts(running)),
    )
}

pub fn security_software_warning(running: &[Finding]) -> Diagnostics {
    let mut warnings = Diagnostics::new();
    if !running.is_empty() {
        warnings.push_warning_at(
            "security_software",
            "Security software is at work",
            format!("{} It may hold up or spoil what tools write.", texts(running)),
        );
    }
    warnings
}

pub fn not_edited(why: &CannotEdit) -> Diagnostics {
    Diagnostics::error("The configuration file is not understood", sentence(&why.to_string()))
}

pub fn unreadable(path: &str, why: &str) -> Diagnostics {
    Diagnostics::error(
        "The configuration file cannot be changed",
        format!(
            "{path}: {why}. It could not be put back as it was. Correct the file, or set config_style = \
             \"drop_in\" where the tool has a folder for further files."
        ),
    )
}

fn texts(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn sentence(text: &str) -> String {
    if text.ends_with(['.', '?']) { text.to_owned() } else { format!("{text}.") }
}
