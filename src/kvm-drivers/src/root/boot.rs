//! [`BootLoader`]: which image the boot loader loads for a kernel.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::files::{Files, text};
use super::{bls, grub};
use crate::Kernel;
use crate::plan::image_path;

/// An entry as its file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawEntry {
    pub title: String,
    pub version: Option<String>,
    pub kernel_image: String,
    pub initrds: Vec<String>,
    pub arguments: Vec<String>,
    pub is_default: bool,
}

/// An entry of the boot loader's menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootEntry {
    /// The file that it comes from.
    pub source: String,
    /// Title.
    pub title: String,
    /// The kernel, where it can be told.
    pub kernel: Option<Kernel>,
    /// The kernel's own file.
    pub kernel_image: String,
    /// The initrd, links followed; `None` when there is none, or it cannot be told.
    pub image: Option<String>,
    /// Whether it names an initrd at all.
    pub names_initrd: bool,
    /// Whether the entry is the one that starts by itself, as far as a number says so.
    pub is_default: bool,
    /// What the kernel is started with.
    pub arguments: Vec<String>,
}

/// What the boot loader is configured to load.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BootLoader {
    /// Entries in the order of their files; those for rescue and for crash dumps are left out.
    pub entries: Vec<BootEntry>,
    /// Unified kernel images that were found.
    pub unified: Vec<String>,
}

/// The image that is loaded for a kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootImage {
    /// Its path, links followed.
    pub path: String,
    /// The kernel's own file, where an entry names it.
    pub kernel_image: Option<String>,
    /// Whether an entry of the boot loader names the kernel.
    pub bootable: bool,
    /// Whether that entry starts by itself.
    pub is_default: bool,
}

/// Why it cannot be told which image is loaded. What cannot be told is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSure {
    /// Several may be.
    #[error("it is not sure which initrd the boot loader loads for kernel {kernel}: {} may be it. Name it in the boot loader's configuration, or remove what is left over.", images.join(", "))]
    Several {
        /// The kernel.
        kernel: Kernel,
        /// The images, ten at most.
        images: Vec<String>,
    },
    /// An entry starts the kernel, and the image that it names is not there.
    #[error(
        "the initrd that an entry of the boot loader names for kernel {kernel} is not there, or cannot be told. Make it anew with the distribution's tool, or mend the entry"
    )]
    Gone {
        /// The kernel.
        kernel: Kernel,
    },
    /// Entries start the kernel, and none of them names an initrd.
    #[error(
        "the boot loader's entry for kernel {kernel} names no initrd, so that one would never be loaded. Let the boot loader's configuration be made anew with an initrd"
    )]
    Unnamed {
        /// The kernel.
        kernel: Kernel,
    },
    /// It has none: no entry names it, and there is none in `/boot` under a usual name.
    #[error("kernel {kernel} has no initrd")]
    None {
        /// The kernel.
        kernel: Kernel,
    },
}

/// How many images are named that may be meant.
const NAMED: usize = 10;
/// Where GRUB's configuration lies; `*` is any folder.
const GRUB: [&str; 4] =
    ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg", "/boot/grub/grub.conf", "/boot/grub/menu.lst"];
/// Where entries of the Boot Loader Specification lie, and the file system to which their paths are relative.
const ENTRIES: [(&str, &str); 3] = [
    ("/boot/loader/entries", "/boot"),
    ("/boot/efi/loader/entries", "/boot/efi"),
    ("/efi/loader/entries", "/efi"),
];

impl BootLoader {
    /// Reads whatever boot loaders are configured.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn of(files: &dyn Files) -> io::Result<Self> {
        let mut found = Self::default();
        let mut seen = BTreeSet::new();
        let mut configurations: Vec<String> = GRUB.map(str::to_owned).into();
        for (_, base) in ENTRIES {
            for folder in files.list(&format!("{base}/EFI"))? {
                for name in files.list(&format!("{base}/EFI/{folder}"))? {
                    let path = format!("{base}/EFI/{folder}/{name}");
                    match name.as_str() {
                        "grub.cfg" | "grub.conf" => configurations.push(path),
                        // Only this folder has unified images; a .efi elsewhere is a boot loader.
                        _ if folder == "Linux" && name.ends_with(".efi") => found.unified.push(path),
                        _ => {}
                    }
                }
            }
        }
        for path in configurations {
            let Some(real) = files.resolve(&path)?.filter(|real| seen.insert(real.clone())) else { continue };
            for raw in grub::entries(&text(files, &real)?.unwrap_or_default()) {
                found.entries.push(settled(files, &path, "/boot", raw)?);
            }
        }
        for (folder, base) in ENTRIES {
            found.add_entries(files, folder, base)?;
        }
        found.entries.retain(|entry| !is_for_rescue(entry));
        Ok(found)
    }

    fn add_entries(&mut self, files: &dyn Files, folder: &str, base: &str) -> io::Result<()> {
        for name in files.list(folder)?.into_iter().filter(|name| name.ends_with(".conf")) {
            let path = format!("{folder}/{name}");
            let text = text(files, &path)?.unwrap_or_default();
            if bls::is_unified(&text) {
                self.unified.push(path);
            } else if let Some(raw) = bls::entry(&text) {
                self.entries.push(settled(files, &path, base, raw)?);
            }
        }
        Ok(())
    }

    /// Its entries by the kernel that they start.
    pub(super) fn by_kernel(&self) -> ByKernel<'_> {
        let mut found = ByKernel { of: BTreeMap::new(), unnamed: Vec::new() };
        for entry in &self.entries {
            match &entry.kernel {
                Some(kernel) => found.of.entry(kernel).or_default().push(entry),
                None if entry.image.is_some() => found.unnamed.push(entry),
                None => {}
            }
        }
        found
    }
}

/// Entries by the kernel that they start, so that each kernel costs no more than its own entries.
pub struct ByKernel<'a> {
    of: BTreeMap<&'a Kernel, Vec<&'a BootEntry>>,
    /// Those of which the kernel cannot be told, and the image can.
    unnamed: Vec<&'a BootEntry>,
}

impl ByKernel<'_> {
    /// Whether an entry starts that kernel.
    pub fn starts(&self, kernel: &Kernel) -> bool {
        self.of.contains_key(kernel)
    }

    /// The image that is loaded for a kernel; `only` says that the machine has no other kernel.
    ///
    /// # Errors
    /// When it cannot be told. [`io::Error`] when a file cannot be looked at.
    pub fn image_of(
        &self,
        files: &dyn Files,
        kernel: &Kernel,
        only: bool,
    ) -> io::Result<Result<BootImage, NotSure>> {
        let named = self.of.get(kernel).map(Vec::as_slice).unwrap_or_default();
        // A kernel's file without a release in its name, such as linux.vmx, is that of the only kernel.
        let ours = if named.is_empty() && only { &self.unnamed[..] } else { named };
        let mut images: BTreeSet<String> = ours.iter().filter_map(|entry| entry.image.clone()).collect();
        let is_told = ours.iter().all(|entry| entry.image.is_some());
        let mut may_be_another = false;
        if ours.is_empty() {
            images = by_name(files, kernel)?;
            let known = images.len();
            // Some are enough to say that it is not sure.
            images.extend(self.unnamed.iter().take(NAMED).filter_map(|entry| entry.image.clone()));
            may_be_another = images.len() > known;
        }
        let mut images: Vec<String> = images.into_iter().collect();
        if images.len() > 1 || may_be_another {
            images.truncate(NAMED);
            return Ok(Err(NotSure::Several { kernel: kernel.clone(), images }));
        }
        let Some(path) = images.pop().filter(|_| is_told) else {
            let kernel = kernel.clone();
            return Ok(Err(match () {
                () if ours.is_empty() => NotSure::None { kernel },
                () if ours.iter().all(|entry| !entry.names_initrd) => NotSure::Unnamed { kernel },
                () => NotSure::Gone { kernel },
            }));
        };
        Ok(Ok(BootImage {
            path,
            kernel_image: ours.first().map(|entry| entry.kernel_image.clone()),
            bootable: !ours.is_empty(),
            is_default: ours.iter().any(|entry| entry.is_default),
        }))
    }
}

/// The usual names of a kernel's initrd that exist, links followed.
fn by_name(files: &dyn Files, kernel: &Kernel) -> io::Result<BTreeSet<String>> {
    use crate::system::Family;
    let mut found = BTreeSet::new();
    for family in [Family::RedHat, Family::Debian, Family::Suse] {
        found.extend(files.resolve(&family.image_path(kernel.as_str()))?);
    }
    Ok(found)
}

fn is_for_rescue(entry: &BootEntry) -> bool {
    let image = entry.image.as_deref().unwrap_or_default();
    entry.source.contains("-0-rescue") || image.contains("0-rescue") || image.ends_with("kdump.img")
}

fn settled(files: &dyn Files, source: &str, base: &str, raw: RawEntry) -> io::Result<BootEntry> {
    let kernel_image = located(files, base, &raw.kernel_image)?.unwrap_or_else(|| raw.kernel_image.clone());
    let kernel = raw
        .version
        .as_deref()
        .and_then(release)
        .or_else(|| release(&kernel_image))
        .or_else(|| release(&raw.kernel_image));
    // Variables add what a tool wants to add; a processor's microcode is an image of its own.
    let plain: Vec<&String> = raw
        .initrds
        .iter()
        .filter(|path| !path.starts_with('$') && !path.contains("ucode") && !path.contains("microcode"))
        .collect();
    let image = match plain[..] {
        [path] => located(files, base, path)?,
        _ => None,
    };
    Ok(BootEntry {
        source: source.to_owned(),
        title: raw.title,
        kernel,
        kernel_image,
        image,
        names_initrd: !raw.initrds.is_empty(),
        is_default: raw.is_default,
        arguments: raw.arguments,
    })
}

/// The path at which the machine has what the boot loader names, links followed: `/boot` may be a file system of its
/// own, or a part of one with further folders before it.
fn located(files: &dyn Files, base: &str, path: &str) -> io::Result<Option<String>> {
    let plain = path.split_once(')').map_or(path, |(_, rest)| rest);
    let Ok(in_boot) = image_path(path) else { return Ok(None) };
    let behind = plain.find("/boot/").map(|at| plain[at..].to_owned());
    for candidate in [format!("{base}{plain}"), in_boot].into_iter().chain(behind) {
        if let Some(found) = files.resolve(&candidate)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The release in the name of a kernel's file.
pub fn release(path: &str) -> Option<Kernel> {
    let name = path.rsplit('/').next()?;
    let prefixes = ["vmlinuz-", "vmlinux-", "Image-", "bzImage-", "kernel-", ""];
    prefixes
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .and_then(|release| Kernel::parse(release).ok())
}
