//! [`Target`]: an image to which drivers are added.

use std::collections::BTreeMap;

use crate::root::{Code, KernelSurvey, NotSure, Survey};
use crate::system::Engine;
use crate::verdict::{State, Verdict};
use crate::{Driver, Kernel};

/// An image to which drivers are added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The kernel.
    pub kernel: Kernel,
    /// Path of the image that the boot loader loads.
    pub image: String,
    /// Path of the kernel's file.
    pub kernel_image: String,
    /// Drivers that the image must have: those that the kernel has as modules.
    pub drivers: Vec<Driver>,
    /// Whether it lacks drivers, so that it must be rebuilt.
    pub is_stale: bool,
    /// Whether it belongs to the default entry of the boot loader.
    pub is_default: bool,
    /// Whether the image already exists.
    pub exists: bool,
}

/// Why nothing is changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No tool that makes an initrd is installed.
    #[error(
        "no tool that makes an initrd was found: neither update-initramfs nor dracut nor mkinitrd. Install \
         the one of the distribution."
    )]
    NoEngine,
    /// The initrd is part of another file.
    #[error("{0}")]
    Unified(String),
    /// A kernel prevents the change.
    #[error("{0}")]
    Kernel(String),
    /// A kernel has no initrd, and the usual name on such a system is unknown.
    #[error(
        "kernel {0} has no initrd, and it is not known what one is called on such a system. Make one with \
         the distribution's tool."
    )]
    NoName(Kernel),
    /// Two kernels share one image.
    #[error(
        "{image} is loaded for kernel {first} and for kernel {second}; made anew it would have the modules \
         of one of them. Give each kernel an image of its own, or remove a kernel."
    )]
    Shared {
        /// Path of the image.
        image: String,
        /// One kernel.
        first: Kernel,
        /// Other kernel.
        second: Kernel,
    },
    /// A kernel has neither an initrd nor its own file in `/boot`.
    #[error(
        "kernel {0} has no initrd, and /boot does not have the kernel either: where it starts from is not \
         known. Is /boot mounted?"
    )]
    NotInBoot(Kernel),
    /// The settings would adapt the image to the machine that makes it.
    #[error("{0}")]
    ModulesDep(String),
}

/// Returns the images of a system. The default one comes last, so that it is the least affected if the
/// connection breaks.
///
/// # Errors
/// If a loaded image cannot be determined, an initrd is part of another file, a kernel is too old, or there
/// is no tool. In that case nothing is changed, not even for the other kernels.
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
            // An image that could not be listed has no states. It is damaged and is rebuilt too.
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

/// Refuses to rebuild an image that two kernels load: it would have the modules of only one of them.
///
/// # Errors
/// If there is such an image.
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

/// The location of a kernel's image, existing or new.
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
            // No entry names an initrd, so a new one with the usual name conflicts with nothing.
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
