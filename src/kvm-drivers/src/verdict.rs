//! [`Verdict`]: whether every kernel that can boot has its drivers.

use crate::listing::Listing;
use crate::plan::Preset;
use crate::root::{Code, KernelSurvey, NotSure, Survey};
use crate::{Driver, Kernel};

/// What a kernel has of a driver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The image has it.
    InImage,
    /// The kernel has it built in.
    Builtin,
    /// The kernel has it as a module that the image lacks.
    Available,
    /// The kernel does not have it at all.
    NotInKernel,
}

impl State {
    /// The name in results: `in_image`, `builtin`, `available` or `not_in_kernel`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InImage => "in_image",
            Self::Builtin => "builtin",
            Self::Available => "available",
            Self::NotInKernel => "not_in_kernel",
        }
    }

    /// Whether the driver is there when the kernel starts.
    #[must_use]
    pub fn is_there(self) -> bool {
        matches!(self, Self::InImage | Self::Builtin)
    }
}

/// Which drivers are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// A hypervisor's. One that a kernel does not have at all is not missed, as long as the kernel finds its disk.
    pub preset: Preset,
    /// Named ones: a kernel must have them.
    pub named: Vec<Driver>,
    /// Further ones, which come into the image of a kernel that has them.
    pub optional: Vec<Driver>,
}

impl Wanted {
    /// All of them, each once.
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

    /// Those that a system's configuration is to give. Behind a name that a kernel does not have dracut drops all others,
    /// with status 0, so that those which every kernel has come first; an optional one that none has is left out.
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

/// What holds for one kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelVerdict {
    /// The kernel.
    pub kernel: Kernel,
    /// The image; `None` when it cannot be told which one is loaded.
    pub image: Option<String>,
    /// Whether an entry of the boot loader starts it.
    pub bootable: bool,
    /// Each wanted driver; empty when the image could not be listed.
    pub drivers: Vec<(Driver, State)>,
    /// What is wrong; whole sentences. Empty when nothing is.
    pub reasons: Vec<String>,
}

impl KernelVerdict {
    /// Drivers that the image should have and lacks.
    pub fn missing(&self) -> impl Iterator<Item = &Driver> {
        self.drivers.iter().filter(|(_, state)| *state == State::Available).map(|(driver, _)| driver)
    }
}

/// What holds for a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Kernel by kernel.
    pub kernels: Vec<KernelVerdict>,
    /// What is wrong with the configuration, so that the next kernel would lack drivers; whole sentences.
    pub configuration: Vec<String>,
}

impl Verdict {
    /// Whether every kernel has its drivers, and nothing in the configuration is known to take them from the next one.
    #[must_use]
    pub fn compliant(&self) -> bool {
        self.configuration.is_empty() && self.kernels.iter().all(|kernel| kernel.reasons.is_empty())
    }

    /// Everything that is wrong.
    pub fn reasons(&self) -> impl Iterator<Item = &String> {
        self.kernels.iter().flat_map(|kernel| &kernel.reasons).chain(&self.configuration)
    }
}

/// Judges a system. `listing` gives what is in the image of a kernel, or says why it cannot be listed.
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
            // Without an initrd a kernel has what is built in.
            Err(NotSure::None { .. } | NotSure::Unnamed { .. }) => Ok(Listing::default()),
            Err(not_sure) => Err(not_sure.to_string()),
        };
        judge_kernel(kernel, wanted, listed)
    });
    Verdict { kernels: kernels.collect(), configuration: judge_configuration(survey, wanted) }
}

/// What is wrong with a system that no new image can mend; whole sentences.
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

/// Judges one kernel by what is in its image.
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

/// Groups of which the kernel has no driver at all, so that no image can help it.
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

/// A configuration that reads as if it gave the drivers, and does not, counts as wrong even while the images have them:
/// the next kernel's image would lack them. As soon as the drivers are given elsewhere, it is a finding only.
fn judge_configuration(survey: &Survey, wanted: &Wanted) -> Vec<String> {
    // What is loaded then is in none of the images that were looked into.
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
