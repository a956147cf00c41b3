//! [`Finding`]: something to know about a system before or after its initrd is rebuilt.

/// The kind of a finding; its name appears in results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// The image that the boot loader loads is ambiguous or cannot be determined.
    AmbiguousImage,
    /// No boot loader configuration was found, so the image was chosen by its name.
    ImageByName,
    /// dracut misreads or ignores a line.
    BrokenDracutConf,
    /// Several names on one line of a list that takes one name per line.
    NamesOnOneLine,
    /// A configured name that no kernel has a module for.
    NoSuchModule,
    /// `/boot` is a separate file system that is not mounted.
    BootNotMounted,
    /// The file system of `/boot` has too little free space.
    BootNearlyFull,
    /// `/etc/fstab` identifies disks by device name.
    FstabByDeviceName,
    /// The kernel has no VirtIO drivers.
    KernelTooOld,
    /// The kernel's root disk is identified by device name.
    RootByDeviceName,
    /// Security software was found.
    SecuritySoftware,
    /// `/usr` is a separate file system.
    SeparateUsr,
    /// The initrd is part of a unified kernel image.
    Uki,
    /// `update_initramfs=no` is set.
    UpdateInitramfsDisabled,
    /// `MODULES=dep` is set: the image contains only what the machine that makes it needs.
    ModulesDep,
}

impl Code {
    /// Returns the name in results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AmbiguousImage => "ambiguous_image",
            Self::ImageByName => "image_by_name",
            Self::BrokenDracutConf => "broken_dracut_conf",
            Self::NamesOnOneLine => "names_on_one_line",
            Self::NoSuchModule => "no_such_module",
            Self::BootNotMounted => "boot_not_mounted",
            Self::BootNearlyFull => "boot_nearly_full",
            Self::FstabByDeviceName => "fstab_by_device_name",
            Self::KernelTooOld => "kernel_too_old",
            Self::RootByDeviceName => "root_by_device_name",
            Self::SecuritySoftware => "security_software",
            Self::SeparateUsr => "separate_usr",
            Self::Uki => "uki",
            Self::UpdateInitramfsDisabled => "update_initramfs_disabled",
            Self::ModulesDep => "modules_dep",
        }
    }
}

/// Maximum number of findings of one kind per file. Further ones would add nothing.
pub const MOST: usize = 20;

/// Returns the beginning of a line for a message. Lines of a file can be of any length.
pub fn shown(line: &str) -> String {
    const LONGEST: usize = 120;
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() { format!("{cut} ...") } else { cut }
}

/// Lists the first of several files.
pub fn listed(files: &[String]) -> String {
    const LISTED: usize = 10;
    let named = files.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if files.len() > LISTED { format!("{named} and others") } else { named }
}

/// A finding: what, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind.
    pub code: Code,
    /// File or object; empty for the system as a whole.
    pub object: String,
    /// Description and remedy, in whole sentences.
    pub text: String,
}

impl Finding {
    /// Creates a finding.
    pub fn new(code: Code, object: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code, object: object.into(), text: text.into() }
    }

    /// Returns a finding if a folder has less free space than a second image of that size needs. Both are in
    /// bytes.
    #[must_use]
    pub fn of_room(folder: &str, free: u64, image: u64) -> Option<Self> {
        let text = format!(
            "{folder} has {free} bytes left, and an image has {image}: a second one does not fit beside it. \
             Remove kernels that are no longer used."
        );
        (free < image).then(|| Self::new(Code::BootNearlyFull, folder, text))
    }
}
