//! [`Target`]: an image that gets drivers.

use std::collections::BTreeMap;

use crate::root::{Code, KernelSurvey, NotSure, Survey};
use crate::system::Engine;
use crate::verdict::{State, Verdict};
use crate::{Driver, Kernel};

/// An image that gets drivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The kernel.
    pub kernel: Kernel,
    /// The image that the boot loader loads.
    pub image: String,
    /// The kernel's own file.
    pub kernel_image: String,
    /// Drivers that the image must have: those that the kernel has as modules.
    pub drivers: Vec<Driver>,
    /// Whether it lacks any, so that a new one is made.
    pub is_stale: bool,
    /// Whether it starts by itself.
    pub is_default: bool,
    /// Whether there is such an image already.
    pub exists: bool,
}

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no tool.
    #[error(
        "no tool that makes an initrd was found: neither update-initramfs nor dracut nor mkinitrd. Install the one of the distribution."
    )]
    NoEngine,
    /// The initrd is inside another file.
    #[error("{0}")]
    Unified(String),
    /// Something about a kernel forbids it.
    #[error("{0}")]
    Kernel(String),
    /// A kernel has no initrd, and it is not known what one is called there.
    #[error(
        "kernel {0} has no initrd, and it is not known what one is called on such a system. Make one with the distribution's tool."
    )]
    NoName(Kernel),
    /// Two kernels have one image.
    #[error(
        "{image} is loaded for kernel {first} and for kernel {second}; made anew it would have the modules of one of them. Give each kernel an image of its own, or remove a kernel."
    )]
    Shared {
        /// The image.
        image: String,
        /// A kernel.
        first: Kernel,
        /// Another one.
        second: Kernel,
    },
    /// A kernel has neither an initrd nor a file of its own in `/boot`.
    #[error(
        "kernel {0} has no initrd, and /boot does not have the kernel either: where it starts from is not known. Is /boot mounted?"
    )]
    NotInBoot(Kernel),
    /// Its settings would give it the drivers of the machine that makes it.
    #[error("{0}")]
    ModulesDep(String),
}

/// The images of a system, the one that starts by itself last: if the connection breaks, it is the one least touched.
///
/// # Errors
/// When it is not sure which image is loaded, the initrd is part of another file, a kernel is too old, or no tool is
/// there. Nothing is changed then, not even for the other kernels.
pub fn targets(
    survey: &Survey,
    verdict: &Verdict,
    is_image_root: bool,
) -> Result<(Engine, Vec<Target>), Refusal> {
    let engine = survey.engine.ok_or(Refusal::NoEngine)?;
    for finding in &survey.findings {
        match finding.code {
            Code::Uki => return Err(Refusal::Unified(finding.text.clone())),
            Code::KernelTooOld | Code::BootNotMounted => return Err(Refusal::Kernel(finding.text.clone())),
            Code::ModulesDep if is_image_root => return Err(Refusal::ModulesDep(finding.text.clone())),
            _ => {}
        }
    }
    let mut targets = Vec::new();
    for (kernel, judged) in survey.kernels.iter().zip(&verdict.kernels) {
        let has_missing = judged.missing().next().is_some();
        if matches!(kernel.image, Err(NotSure::None { .. } | NotSure::Unnamed { .. })) && !has_missing {
            continue; // What it has built in is enough.
        }
        let place = Place::of(kernel, survey)?;
        let as_module = |state: &State| matches!(state, State::InImage | State::Available);
        let drivers = judged.drivers.iter().filter(|(_, state)| as_module(state));
        targets.push(Target {
            kernel: kernel.kernel.clone(),
            drivers: drivers.map(|(driver, _)| driver.clone()).collect(),
            // An image that could not be listed has no states; it is damaged and made anew as well.
            is_stale: has_missing || judged.drivers.is_empty(),
            image: place.image,
            kernel_image: place.kernel_image,
            is_default: place.is_default,
            exists: place.exists,
        });
    }
    targets.sort_by_key(|target| target.is_default);
    if targets.iter().any(|target| target.is_stale) {
        refuse_shared(&targets)?;
    }
    Ok((engine, targets))
}

/// Refuses to make an image anew that two kernels load: it would have the modules of one of them.
///
/// # Errors
/// When there is one.
pub fn refuse_shared(targets: &[Target]) -> Result<(), Refusal> {
    let mut loaded: BTreeMap<&str, &Kernel> = BTreeMap::new();
    for target in targets {
        if let Some(first) = loaded.insert(&target.image, &target.kernel) {
            let (image, first, second) = (target.image.clone(), first.clone(), target.kernel.clone());
            return Err(Refusal::Shared { image, first, second });
        }
    }
    Ok(())
}

/// Where the image of a kernel is, or comes to be.
struct Place {
    image: String,
    kernel_image: String,
    is_default: bool,
    exists: bool,
}

impl Place {
    fn of(survey_of: &KernelSurvey, survey: &Survey) -> Result<Self, Refusal> {
        let release = survey_of.kernel.as_str();
        let usual = format!("/boot/vmlinuz-{release}");
        match &survey_of.image {
            Ok(image) => Ok(Self {
                image: image.path.clone(),
                kernel_image: image.kernel_image.clone().unwrap_or(usual),
                is_default: image.is_default,
                exists: true,
            }),
            // No entry names one, so that one more under the usual name is in nobody's way.
            Err(NotSure::None { kernel }) if !survey_of.is_in_boot => Err(Refusal::NotInBoot(kernel.clone())),
            Err(NotSure::None { kernel }) => {
                let family = survey.system.as_ref().and_then(|system| system.family);
                let family = family.ok_or_else(|| Refusal::NoName(kernel.clone()))?;
                Ok(Self {
                    image: family.image_path(release),
                    kernel_image: usual,
                    is_default: false,
                    exists: false,
                })
            }
            Err(not_sure) => Err(Refusal::Kernel(not_sure.to_string())),
        }
    }
}
