//! [`Verdict`]: whether every bootable kernel has its drivers. That processors other than x86-64 differ in
//! nothing is assumed (`initrd-other-processors`).

use crate::listing::Listing;
use crate::plan::Preset;
use crate::root::{Code, KernelSurvey, NotSure, Survey};
use crate::{Driver, Kernel};

/// The state of a driver in a kernel and its image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The driver is in the image.
    InImage,
    /// The driver is built into the kernel.
    Builtin,
    /// The kernel has the driver as a module that is not in the image.
    Available,
    /// The kernel does not have the driver.
    NotInKernel,
}

impl State {
    /// Returns the name in results: `in_image`, `builtin`, `available` or `not_in_kernel`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InImage => "in_image",
            Self::Builtin => "builtin",
            Self::Available => "available",
            Self::NotInKernel => "not_in_kernel",
        }
    }

    /// Whether the driver is available when the kernel starts.
    #[must_use]
    pub fn is_there(self) -> bool {
        matches!(self, Self::InImage | Self::Builtin)
    }
}

/// The wanted drivers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Drivers of a hypervisor. One that a kernel does not have is not missed as long as the kernel can find
    /// its disk.
    pub preset: Preset,
    /// Named drivers, which every kernel must have.
    pub named: Vec<Driver>,
    /// Optional drivers, which the image needs only if its kernel has them.
    pub optional: Vec<Driver>,
}

impl Wanted {
    /// Returns all wanted drivers, without duplicates.
    #[must_use]
    pub fn drivers(&self) -> Vec<Driver> {
        let mut drivers = self.preset.drivers();
        for driver in self.named.iter().chain(&self.optional) {
            if !drivers.contains(driver) {
                drivers.push(driver.clone());
            }
        }
        drivers
    }

    /// Returns the drivers for the system's configuration. dracut drops all names after one that a kernel
    /// does not have, with status 0. Therefore, the drivers that every kernel has come first, and an optional
    /// driver that no kernel has is left out.
    #[must_use]
    pub fn to_configure(&self, survey: &Survey) -> Vec<Driver> {
        let has = |kernel: &KernelSurvey, driver: &Driver| {
            kernel.modules.has(driver) || kernel.builtins.has(driver)
        };
        let required = Self { optional: Vec::new(), ..self.clone() }.drivers();
        let exists = |driver: &Driver| survey.kernels.iter().any(|kernel| has(kernel, driver));
        let mut drivers = self.drivers();
        drivers.retain(|driver| required.contains(driver) || exists(driver));
        drivers.sort_by_key(|driver| !survey.kernels.iter().all(|kernel| has(kernel, driver)));
        drivers
    }
}

/// The verdict on one kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelVerdict {
    /// The kernel.
    pub kernel: Kernel,
    /// Path of the image; `None` if the loaded image cannot be determined.
    pub image: Option<String>,
    /// Whether a boot loader entry starts the kernel.
    pub bootable: bool,
    /// State of each wanted driver; empty if the image could not be listed.
    pub drivers: Vec<(Driver, State)>,
    /// Problems, in whole sentences; empty if there are none.
    pub reasons: Vec<String>,
}

impl KernelVerdict {
    /// Returns the drivers that the image should have but lacks.
    pub fn missing(&self) -> impl Iterator<Item = &Driver> {
        self.drivers.iter().filter(|(_, state)| *state == State::Available).map(|(driver, _)| driver)
    }
}

/// The verdict on a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Verdicts on the kernels.
    pub kernels: Vec<KernelVerdict>,
    /// Problems of the configuration that would make the next kernel lack drivers, in whole sentences.
    pub configuration: Vec<String>,
}

impl Verdict {
    /// Whether every kernel has its drivers, and the configuration has no known problem for the next kernel.
    #[must_use]
    pub fn compliant(&self) -> bool {
        self.configuration.is_empty() && self.kernels.iter().all(|kernel| kernel.reasons.is_empty())
    }

    /// Returns all problems.
    pub fn reasons(&self) -> impl Iterator<Item = &String> {
        self.kernels.iter().flat_map(|kernel| &kernel.reasons).chain(&self.configuration)
    }
}

/// Judges a system. `listing` returns the content of a kernel's image, or the reason why it cannot be listed.
pub fn judge(
    survey: &Survey,
    wanted: &Wanted,
    mut listing: impl FnMut(&Kernel, &str) -> Result<Listing, String>,
) -> Verdict {
    let kernels = survey.kernels.iter().map(|kernel| {
        let listed = match &kernel.image {
            Ok(image) => listing(&kernel.kernel, &image.path).map_err(|why| {
                format!("{} of kernel {} cannot be listed: {why}.", image.path, kernel.kernel)
            }),
            // Without an initrd, a kernel has only its built-in drivers.
            Err(NotSure::None { .. } | NotSure::Unnamed { .. }) => Ok(Listing::default()),
            Err(not_sure) => Err(not_sure.to_string()),
        };
        judge_kernel(kernel, wanted, listed)
    });
    Verdict { kernels: kernels.collect(), configuration: judge_configuration(survey, wanted) }
}

/// Returns the problems that no new image can fix, in whole sentences.
#[must_use]
pub fn beyond_help(survey: &Survey, wanted: &Wanted) -> Vec<String> {
    let best = |kernel: &KernelSurvey| {
        let has = |driver: &Driver| kernel.modules.has(driver);
        let release = &kernel.kernel;
        let files: Vec<String> = wanted
            .drivers()
            .iter()
            .filter(|driver| has(driver))
            .map(|driver| format!("lib/modules/{release}/kernel/{driver}.ko"))
            .collect();
        judge_kernel(kernel, wanted, Ok(Listing::of_files(files.iter().map(String::as_str)))).reasons
    };
    survey.kernels.iter().flat_map(best).collect()
}

/// Judges one kernel by the content of its image.
#[must_use]
pub fn judge_kernel(
    survey: &KernelSurvey,
    wanted: &Wanted,
    listed: Result<Listing, String>,
) -> KernelVerdict {
    let kernel = &survey.kernel;
    let mut reasons = Vec::new();
    if !kernel.is_supported() {
        reasons.push(crate::KernelError::TooOld(kernel.to_string()).to_string());
    }
    let drivers = match listed {
        Ok(listing) => states(survey, wanted, &listing),
        Err(why) => {
            reasons.push(why);
            Vec::new()
        }
    };
    let path = survey.image.as_ref().map(|image| image.path.clone()).ok();
    let lacks = path
        .as_ref()
        .map_or_else(|| format!("kernel {kernel} has no initrd, and lacks"), |path| format!("{path} lacks"));
    for (driver, state) in &drivers {
        match state {
            State::Available => reasons.push(format!("{lacks} {driver} for kernel {kernel}.")),
            State::NotInKernel if wanted.named.contains(driver) => {
                reasons.push(format!(
                    "kernel {kernel} has no driver {driver}, neither as a module nor built in."
                ));
            }
            _ => {}
        }
    }
    if !drivers.is_empty() {
        reasons.extend(no_disk(kernel, wanted, &drivers));
    }
    let bootable = survey.image.as_ref().is_ok_and(|image| image.bootable);
    KernelVerdict { kernel: kernel.clone(), image: path, bootable, drivers, reasons }
}

fn states(survey: &KernelSurvey, wanted: &Wanted, listing: &Listing) -> Vec<(Driver, State)> {
    let state = |driver: &Driver| match () {
        () if survey.builtins.has(driver) => State::Builtin,
        () if listing.has(&survey.kernel, driver) => State::InImage,
        () if survey.modules.has(driver) => State::Available,
        () => State::NotInKernel,
    };
    wanted.drivers().into_iter().map(|driver| (driver.clone(), state(&driver))).collect()
}

/// Reports groups of which the kernel has no driver, so that no image can help.
fn no_disk(kernel: &Kernel, wanted: &Wanted, drivers: &[(Driver, State)]) -> Vec<String> {
    let groups = wanted.preset.boot_groups();
    let absent = |driver: &Driver| drivers.contains(&(driver.clone(), State::NotInKernel));
    let lacking = groups.into_iter().filter(|group| group.iter().all(absent));
    let reason = |group: Vec<Driver>| {
        let names: Vec<String> = group.iter().map(ToString::to_string).collect();
        format!("kernel {kernel} has no {}, and cannot find its disk without.", names.join(" or "))
    };
    lacking.map(reason).collect()
}

/// Reports a configuration that appears to add the drivers but does not, even if the images have them: the
/// next kernel's image would lack them. If the drivers are configured elsewhere, it is only a finding.
fn judge_configuration(survey: &Survey, wanted: &Wanted) -> Vec<String> {
    // In these cases, the loaded image is not one of those that were inspected.
    let elsewhere =
        survey.findings.iter().filter(|finding| matches!(finding.code, Code::Uki | Code::BootNotMounted));
    let mut reasons: Vec<String> = elsewhere.map(|finding| finding.text.clone()).collect();
    if survey.configured.gives(&wanted.to_configure(survey)) {
        return reasons;
    }
    let misread = |code: Code| matches!(code, Code::NamesOnOneLine | Code::BrokenDracutConf);
    let findings = survey.configured.findings.iter().filter(|finding| misread(finding.code));
    reasons.extend(findings.map(|finding| finding.text.clone()));
    reasons
}
