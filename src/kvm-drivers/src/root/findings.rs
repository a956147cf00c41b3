//! [`Finding`]: what somebody should know about a system before or after its initrd is made anew.

/// What kind of thing was found; the name goes into results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// More than one image may be the one that the boot loader loads, or none can be told.
    AmbiguousImage,
    /// The boot loader's configuration was not found, and the image was taken by its name.
    ImageByName,
    /// dracut reads a line otherwise than it is meant, or not at all.
    BrokenDracutConf,
    /// Several names in one line of a list that takes one a line.
    NamesOnOneLine,
    /// A name in a configuration that no module has.
    NoSuchModule,
    /// `/boot` is a file system of its own, and is not there.
    BootNotMounted,
    /// The file system of `/boot` has too little room.
    BootNearlyFull,
    /// `/etc/fstab` names disks by device.
    FstabByDeviceName,
    /// The kernel has no VirtIO.
    KernelTooOld,
    /// The kernel's root disk is named by device.
    RootByDeviceName,
    /// Security software was found.
    SecuritySoftware,
    /// `/usr` is a file system of its own.
    SeparateUsr,
    /// The initrd is part of a unified kernel image.
    Uki,
    /// `update_initramfs=no` is set.
    UpdateInitramfsDisabled,
    /// `MODULES=dep` is set: the image gets what the machine that makes it needs.
    ModulesDep,
}

impl Code {
    /// The name in results.
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

/// How many findings of one kind a file gives: more would say the same.
pub const MOST: usize = 20;

/// The beginning of a line for a message; a file may have lines of any length.
pub fn shown(line: &str) -> String {
    const LONGEST: usize = 120;
    let cut: String = line.chars().take(LONGEST).collect();
    if cut.len() < line.len() { format!("{cut} ...") } else { cut }
}

/// The first of several files.
pub fn listed(files: &[String]) -> String {
    const LISTED: usize = 10;
    let named = files.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if files.len() > LISTED { format!("{named} and others") } else { named }
}

/// What was found, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind.
    pub code: Code,
    /// The file or object; empty for the system as a whole.
    pub object: String,
    /// What it is and what to do; whole sentences.
    pub text: String,
}

impl Finding {
    /// A finding.
    pub fn new(code: Code, object: impl Into<String>, text: impl Into<String>) -> Self {
        Self { code, object: object.into(), text: text.into() }
    }

    /// The finding that a folder has less room than a second image of that size needs; `None` when it has enough.
    #[must_use]
    pub fn of_room(folder: &str, free: u64, image: u64) -> Option<Self> {
        let text = format!(
            "{folder} has {free} bytes left, and an image has {image}: a second one does not fit beside it. Remove kernels that are no longer used."
        );
        (free < image).then(|| Self::new(Code::BootNearlyFull, folder, text))
    }
}
