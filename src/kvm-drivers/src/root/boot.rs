//! [`BootLoader`]: the image that the boot loader loads for a kernel.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::files::{Files, text};
use super::{bls, grub};
use crate::Kernel;
use crate::plan::image_path;

/// An entry as written in its file.
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
    /// File of the entry.
    pub source: String,
    /// Title.
    pub title: String,
    /// Kernel, if it can be determined.
    pub kernel: Option<Kernel>,
    /// Path of the kernel's file.
    pub kernel_image: String,
    /// Initrd, with links resolved; `None` if there is none or it cannot be determined.
    pub image: Option<String>,
    /// Whether the entry names an initrd.
    pub names_initrd: bool,
    /// Whether it is the default entry. Only defaults given as a number are recognized.
    pub is_default: bool,
    /// Kernel arguments.
    pub arguments: Vec<String>,
}

/// The configuration of the boot loaders.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BootLoader {
    /// Entries in the order of their files, without those for rescue and crash dumps.
    pub entries: Vec<BootEntry>,
    /// Unified kernel images.
    pub unified: Vec<String>,
}

/// The image loaded for a kernel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BootImage {
    /// Path, with links resolved.
    pub path: String,
    /// Path of the kernel's file, if an entry names it.
    pub kernel_image: Option<String>,
    /// Whether a boot loader entry names the kernel.
    pub bootable: bool,
    /// Whether that entry is the default.
    pub is_default: bool,
}

/// Why the loaded image cannot be determined. An undetermined image is not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSure {
    /// There are several candidates.
    #[error("it is not sure which initrd the boot loader loads for kernel {kernel}: {} may be it. Name it in \
         the boot loader's configuration, or remove what is left over.", images.join(", \
         "))]
    Several {
        /// The kernel.
        kernel: Kernel,
        /// The candidates, at most ten.
        images: Vec<String>,
    },
    /// An entry starts the kernel, but the image that it names is missing.
    #[error(
        "the initrd that an entry of the boot loader names for kernel {kernel} is not there, or cannot be \
         told. Make it anew with the distribution's tool, or mend the entry"
    )]
    Gone {
        /// The kernel.
        kernel: Kernel,
    },
    /// Entries start the kernel, but none of them names an initrd.
    #[error(
        "the boot loader's entry for kernel {kernel} names no initrd, so that one would never be loaded. Let \
         the boot loader's configuration be made anew with an initrd"
    )]
    Unnamed {
        /// The kernel.
        kernel: Kernel,
    },
    /// There is no initrd: no entry names the kernel, and `/boot` has no image with a usual name.
    #[error("kernel {kernel} has no initrd")]
    None {
        /// The kernel.
        kernel: Kernel,
    },
}

/// Maximum number of candidate images to name.
const NAMED: usize = 10;
/// Paths of GRUB's configuration.
const GRUB: [&str; 4] =
    ["/boot/grub2/grub.cfg", "/boot/grub/grub.cfg", "/boot/grub/grub.conf", "/boot/grub/menu.lst"];
/// Folders with entries of the Boot Loader Specification, and the file system to which the paths in them are
/// relative.
const ENTRIES: [(&str, &str); 3] = [
    ("/boot/loader/entries", "/boot"),
    ("/boot/efi/loader/entries", "/boot/efi"),
    ("/efi/loader/entries", "/efi"),
];

impl BootLoader {
    /// Reads the configuration of all boot loaders.
    ///
    /// # Errors
    /// If a file cannot be read.
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
                        // Only this folder contains unified images. A .efi file elsewhere is a boot loader.
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

    /// Groups the entries by the kernel that they start.
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

/// Entries grouped by kernel, so that the lookup for a kernel only visits its own entries.
pub struct ByKernel<'a> {
    of: BTreeMap<&'a Kernel, Vec<&'a BootEntry>>,
    /// Entries whose kernel cannot be determined but whose image can.
    unnamed: Vec<&'a BootEntry>,
}

impl ByKernel<'_> {
    /// Whether an entry starts the kernel.
    pub fn starts(&self, kernel: &Kernel) -> bool {
        self.of.contains_key(kernel)
    }

    /// Returns the image loaded for a kernel. `only` means that the machine has no other kernel.
    ///
    /// # Errors
    /// [`NotSure`] if it cannot be determined, [`io::Error`] if a file cannot be inspected.
    pub fn image_of(
        &self,
        files: &dyn Files,
        kernel: &Kernel,
        only: bool,
    ) -> io::Result<Result<BootImage, NotSure>> {
        let named = self.of.get(kernel).map(Vec::as_slice).unwrap_or_default();
        // A kernel file without a release in its name, such as linux.vmx, belongs to the only kernel.
        let ours = if named.is_empty() && only { &self.unnamed[..] } else { named };
        let mut images: BTreeSet<String> = ours.iter().filter_map(|entry| entry.image.clone()).collect();
        let is_told = ours.iter().all(|entry| entry.image.is_some());
        let mut may_be_another = false;
        if ours.is_empty() {
            images = by_name(files, kernel)?;
            let known = images.len();
            // A few of them suffice to show the ambiguity.
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

/// Returns the existing initrds with a usual name for the kernel, with links resolved.
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
    // Variables stand for additions by tools; a processor's microcode is a separate image.
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

/// Returns the path of a file that the boot loader names, with links resolved. `/boot` may be a separate file
/// system, or part of one in which further folders precede it.
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

/// Extracts the release from the name of a kernel file.
pub fn release(path: &str) -> Option<Kernel> {
    let name = path.rsplit('/').next()?;
    let prefixes = ["vmlinuz-", "vmlinux-", "Image-", "bzImage-", "kernel-", ""];
    prefixes
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .and_then(|release| Kernel::parse(release).ok())
}
