//! [`survey`]: collects everything about a root that determines which images need
//! drivers, except the content of the images.

use std::collections::BTreeSet;
use std::io;

use super::boot::{BootImage, BootLoader, ByKernel, NotSure, release};
use super::bounded::Bounded;
use super::config::{Configured, initramfs_settings};
use super::files::{Files, text};
use super::findings::{MOST, listed, shown};
use super::{Code, Finding, security};
use crate::listing::{Builtins, Modules};
use crate::system::{Engine, RELEASE_FILES, System, Tools, parse_release};
use crate::{Driver, Kernel};

/// The result of a survey of a root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Linux system; `None` if no file names it.
    pub system: Option<System>,
    /// Tool that makes the initrd; `None` if there is none.
    pub engine: Option<Engine>,
    /// Its kernels.
    pub kernels: Vec<KernelSurvey>,
    /// Drivers that the configuration adds to the next initrd.
    pub configured: Configured,
    /// Findings to report.
    pub findings: Vec<Finding>,
}

/// The result of a survey of one kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KernelSurvey {
    /// The kernel.
    pub kernel: Kernel,
    /// Drivers built into it.
    pub builtins: Builtins,
    /// Drivers available to it as modules.
    pub modules: Modules,
    /// Image that the boot loader loads.
    pub image: Result<BootImage, NotSure>,
    /// Whether `/boot` has the kernel's file, or a boot loader entry starts it.
    pub is_in_boot: bool,
}

/// Why a root cannot be surveyed.
#[derive(Debug, thiserror::Error)]
pub enum SurveyError {
    /// There is no kernel.
    #[error(
        "there is no kernel: /lib/modules has no folder with the modules of one. Is it the root of a Linux \
         system, and is it mounted?"
    )]
    NoKernel,
    /// A file cannot be read.
    #[error("a file cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// Surveys a root.
///
/// # Errors
/// If there is no kernel, a file cannot be read, or there is more to read than on any real system. Unknown is
/// never treated as absent.
pub fn survey(files: &dyn Files) -> Result<Survey, SurveyError> {
    let files = &Bounded::new(files);
    let system = system(files)?;
    let engine = tools(files)?.engine();
    let loader = BootLoader::of(files)?;
    let started = Started { entries: loader.by_kernel(), in_boot: in_boot(files)? };
    let releases = releases(files, &started)?;
    if releases.is_empty() {
        return Err(SurveyError::NoKernel);
    }
    let only = releases.len() == 1;
    let kernel = |kernel: Kernel| kernel_survey(files, &started, kernel, only);
    let kernels: Vec<KernelSurvey> = releases.into_iter().map(kernel).collect::<io::Result<_>>()?;
    let configured = match engine {
        Some(engine) => Configured::of(files, engine)?,
        None => Configured::default(),
    };
    let mut findings = of_kernels(&kernels);
    findings.extend(of_loader(&loader));
    let fstab = text(files, "/etc/fstab")?.unwrap_or_default();
    findings.extend(of_fstab(&fstab));
    findings.extend(of_absent_boot(&fstab, kernels.iter().any(|kernel| kernel.is_in_boot)));
    findings.extend(configured.findings.iter().cloned());
    findings.extend(misspelled(&configured, engine, &kernels));
    if engine == Some(Engine::InitramfsTools) {
        findings.extend(initramfs_settings(files)?);
    }
    findings.extend(security::installed(files)?);
    Ok(Survey { system, engine, kernels, configured, findings })
}

fn system(files: &dyn Files) -> io::Result<Option<System>> {
    for path in RELEASE_FILES {
        if let Some(found) = text(files, path)?.and_then(|text| parse_release(path, &text)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn tools(files: &dyn Files) -> io::Result<Tools> {
    let has = |name: &str| -> io::Result<bool> {
        for folder in ["/usr/sbin", "/sbin", "/usr/bin", "/bin"] {
            if files.exists(&format!("{folder}/{name}"))? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    Ok(Tools {
        update_initramfs: has("update-initramfs")?,
        dracut: has("dracut")?,
        mkinitrd: has("mkinitrd")?,
    })
}

/// Returns the kernels of `/lib/modules` that can start. Removing a kernel sometimes leaves its folder
/// behind. If no folder has a kernel file, all of them count, because kernels may be stored elsewhere.
fn releases(files: &dyn Files, started: &Started<'_>) -> io::Result<Vec<Kernel>> {
    let (mut installed, mut others) = (Vec::new(), Vec::new());
    for name in files.list("/lib/modules")? {
        let Ok(kernel) = Kernel::parse(&name) else { continue };
        let folder = format!("/lib/modules/{name}");
        if started.is_there(&kernel) || files.exists(&format!("{folder}/vmlinuz"))? {
            installed.push(kernel);
        } else if files.exists(&format!("{folder}/modules.dep"))? {
            others.push(kernel);
        }
    }
    Ok(if installed.is_empty() { others } else { installed })
}

/// The evidence that a kernel can start, collected once for all kernels.
struct Started<'a> {
    entries: ByKernel<'a>,
    in_boot: BTreeSet<Kernel>,
}

impl Started<'_> {
    fn is_there(&self, kernel: &Kernel) -> bool {
        self.in_boot.contains(kernel) || self.entries.starts(kernel)
    }
}

/// Returns the kernels that have a file in `/boot`.
fn in_boot(files: &dyn Files) -> io::Result<BTreeSet<Kernel>> {
    Ok(files.list("/boot")?.iter().filter_map(|name| release(name)).collect())
}

fn kernel_survey(
    files: &dyn Files,
    started: &Started<'_>,
    kernel: Kernel,
    only: bool,
) -> io::Result<KernelSurvey> {
    let folder = format!("/lib/modules/{kernel}");
    let builtins = match text(files, &format!("{folder}/modules.builtin"))? {
        Some(list) => Builtins::of_modules_builtin(&list),
        None => Builtins::of_config(&text(files, &format!("/boot/config-{kernel}"))?.unwrap_or_default()),
    };
    let modules = text(files, &format!("{folder}/modules.dep"))?.unwrap_or_default();
    Ok(KernelSurvey {
        is_in_boot: started.is_there(&kernel),
        image: started.entries.image_of(files, &kernel, only)?,
        modules: Modules::of_modules_dep(&modules),
        builtins,
        kernel,
    })
}

fn of_kernels(kernels: &[KernelSurvey]) -> Vec<Finding> {
    let mut found = Vec::new();
    for KernelSurvey { kernel, image, .. } in kernels {
        if !kernel.is_supported() {
            let text = crate::KernelError::TooOld(kernel.to_string()).to_string();
            found.push(Finding::new(Code::KernelTooOld, kernel.as_str(), text));
        }
        match image {
            // Whether the kernel needs an initrd depends on the drivers.
            Err(NotSure::None { .. } | NotSure::Unnamed { .. }) => {}
            Err(not_sure) => {
                found.push(Finding::new(Code::AmbiguousImage, kernel.as_str(), not_sure.to_string()));
            }
            Ok(image) if !image.bootable => {
                let text = format!(
                    "No entry of a boot loader was found for kernel {kernel}; its image was taken by the \
                     usual name: {}.",
                    image.path
                );
                found.push(Finding::new(Code::ImageByName, kernel.as_str(), text));
            }
            Ok(_) => {}
        }
    }
    found
}

fn of_loader(loader: &BootLoader) -> Vec<Finding> {
    let unified = loader.unified.iter().map(|path| {
        let text = format!(
            "{path} is a unified kernel image, with the initrd inside: a new initrd beside it \
             would never be loaded. Make the image anew with the tool that made it."
        );
        Finding::new(Code::Uki, path, text)
    });
    let mut found: Vec<Finding> = unified.collect();
    for entry in &loader.entries {
        let root = entry.arguments.iter().find_map(|argument| argument.strip_prefix("root="));
        if let Some(device) = root.filter(|device| is_device_name(device)) {
            let text = format!(
                "{} starts {:?} with root={}: on KVM the disk has another name. Write it by UUID.",
                entry.source,
                shown(&entry.title),
                shown(device)
            );
            found.push(Finding::new(Code::RootByDeviceName, &entry.source, text));
        }
    }
    found.dedup_by(|a, b| a.code == b.code && a.object == b.object);
    found.truncate(2 * MOST);
    found
}

/// Reports configured drivers that no kernel has. Tools skip a misspelled name and still exit with status 0.
fn misspelled(configured: &Configured, engine: Option<Engine>, kernels: &[KernelSurvey]) -> Vec<Finding> {
    let consequence = match engine {
        Some(Engine::Dracut) => "dracut passes over it and over every name behind it",
        _ => "the tool that makes the initrd passes over it",
    };
    let exists = |driver: &Driver| {
        kernels.iter().any(|kernel| kernel.modules.has(driver) || kernel.builtins.has(driver))
    };
    let finding = |driver: &Driver| {
        let files = listed(&configured.sources);
        let text = format!(
            "{files} names {driver}, and no kernel has a driver of that name; {consequence}. Is it \
             misspelled?"
        );
        Finding::new(Code::NoSuchModule, driver.as_str(), text)
    };
    configured.drivers.iter().filter(|driver| !exists(driver)).take(MOST).map(finding).collect()
}

fn of_fstab(fstab: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    for line in fstab.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let mut words = line.split_whitespace();
        let (Some(device), Some(place)) = (words.next(), words.next()) else { continue };
        if is_device_name(device) {
            let text = format!(
                "/etc/fstab mounts {} at {}: on KVM the disk has another name. Write it by UUID.",
                shown(device),
                shown(place)
            );
            found.push(Finding::new(Code::FstabByDeviceName, place, text));
        }
        if place == "/usr" {
            let text = "/usr is a file system of its own: platforms that put drivers into a registered image \
                 do not do so then, and it has to be done here.";
            found.push(Finding::new(Code::SeparateUsr, place, text));
        }
    }
    found.truncate(MOST);
    found
}

/// Reports an unmounted `/boot`: an image written to its mount point would never be loaded.
fn of_absent_boot(fstab: &str, is_there: bool) -> Option<Finding> {
    let mounts_boot =
        |line: &str| line.split_whitespace().nth(1).map(|place| place.trim_end_matches('/')) == Some("/boot");
    let mut lines = fstab.lines().filter(|line| !line.trim_start().starts_with('#'));
    let text = "/etc/fstab mounts a file system at /boot, and no kernel is there: it is not mounted. Mount \
         it first.";
    (!is_there && lines.any(mounts_boot)).then(|| Finding::new(Code::BootNotMounted, "/boot", text))
}

/// Whether the device name depends on the driver: `/dev/sda1`, `/dev/hda1`, `/dev/xvda1`, `/dev/vda1`.
fn is_device_name(device: &str) -> bool {
    let name = device.strip_prefix("/dev/").unwrap_or_default();
    let disk = ["sd", "hd", "xvd", "vd"].iter().find_map(|prefix| name.strip_prefix(prefix));
    disk.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.contains('/'))
}
