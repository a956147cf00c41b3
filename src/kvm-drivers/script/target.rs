//! [`Target`]: an image that gets drivers.

use crate::root::{Code, Survey};
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
            Code::KernelTooOld => return Err(Refusal::Kernel(finding.text.clone())),
            Code::ModulesDep if is_image_root => return Err(Refusal::ModulesDep(finding.text.clone())),
            _ => {}
        }
    }
    let mut targets = Vec::new();
    for (kernel, judged) in survey.kernels.iter().zip(&verdict.kernels) {
        let image = kernel.image.as_ref().map_err(|not_sure| Refusal::Kernel(not_sure.to_string()))?;
        let as_module = |state: &State| matches!(state, State::InImage | State::Available);
        let drivers = judged.drivers.iter().filter(|(_, state)| as_module(state));
        let release = &kernel.kernel;
        targets.push(Target {
            kernel: release.clone(),
            image: image.path.clone(),
            kernel_image: image.kernel_image.clone().unwrap_or_else(|| format!("/boot/vmlinuz-{release}")),
            drivers: drivers.map(|(driver, _)| driver.clone()).collect(),
            // An image that could not be listed has no states; it is damaged and made anew as well.
            is_stale: judged.missing().next().is_some() || judged.drivers.is_empty(),
            is_default: image.is_default,
        });
    }
    targets.sort_by_key(|target| target.is_default);
    Ok((engine, targets))
}
