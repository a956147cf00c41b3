//! The judgment of the provider's own logic about a machine, without running any of the machine's programs.

use std::collections::BTreeSet;

use acceptance_tests::LinuxMachine;
use anyhow::{Context, Result};
use kvm_drivers::image::{self, Limits};
use kvm_drivers::root::{Code, Folder, Survey, survey};
use kvm_drivers::verdict::{Verdict, Wanted, judge};
use kvm_drivers::{Driver, Kernel};

/// A survey of a machine and the verdict on it.
pub(crate) struct Judged {
    pub(crate) survey: Survey,
    pub(crate) verdict: Verdict,
}

/// Surveys and judges a machine like a mounted image.
pub(crate) fn judged(machine: &LinuxMachine) -> Result<Judged> {
    let folder = Folder::open(&machine.path())?;
    let survey = survey(&folder)?;
    let listing = |_: &Kernel, path: &str| {
        let image = folder.open_file(path).map_err(|error| error.to_string())?;
        image::listing(image, Limits::default(), &|| false).map_err(|error| error.to_string())
    };
    Ok(Judged { verdict: judge(&survey, &Wanted::default(), listing), survey })
}

impl Judged {
    /// Returns the codes of all findings.
    pub(crate) fn codes(&self) -> Vec<Code> {
        self.survey.findings.iter().map(|finding| finding.code).collect()
    }

    /// Returns the drivers missing from the image of a kernel.
    pub(crate) fn missing(&self, kernel: &str) -> Result<Vec<String>> {
        let verdict = self.verdict.kernels.iter().find(|found| found.kernel.as_str() == kernel);
        let missing = verdict.with_context(|| format!("no verdict about {kernel}"))?.missing();
        Ok(missing.map(ToString::to_string).collect())
    }

    /// Returns those of the six drivers that are not built into the kernel, and so must be in its image.
    pub(crate) fn modules(&self, kernel: &str) -> Vec<&'static str> {
        let found = self.survey.kernels.iter().find(|found| found.kernel.as_str() == kernel);
        let is_builtin = |name: &str| {
            Driver::parse(name).is_ok_and(|driver| found.is_some_and(|found| found.builtins.has(&driver)))
        };
        LinuxMachine::VIRTIO.into_iter().filter(|name| !is_builtin(name)).collect()
    }
}

/// Returns the modules in the image of a kernel, as read by the provider.
pub(crate) fn read(machine: &LinuxMachine, kernel: &str) -> Result<BTreeSet<String>> {
    let image = Folder::open(&machine.path())?.open_file(&machine.image(kernel))?;
    let members = image::members(image, Limits::default())?;
    let files = members.iter().filter(|member| member.is_file);
    let of_kernel = files.filter(|member| member.path.contains(&format!("lib/modules/{kernel}/")));
    let name = |path: &str| Some(Driver::of_file(path.rsplit('/').next()?)?.to_string());
    Ok(of_kernel.filter_map(|member| name(&member.path)).collect())
}
