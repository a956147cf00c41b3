//! Entries of the Boot Loader Specification, one per file.

use super::boot::RawEntry;

/// Parses a file of `loader/entries`; `None` if it is not an entry for Linux.
pub fn entry(text: &str) -> Option<RawEntry> {
    let mut entry = RawEntry::default();
    for line in text.lines() {
        let Some((key, value)) = line.trim().split_once(char::is_whitespace) else { continue };
        let value = value.trim();
        match key {
            "title" => entry.title = value.to_owned(),
            "version" => entry.version = Some(value.to_owned()),
            "linux" => entry.kernel_image = value.to_owned(),
            "initrd" => entry.initrds.extend(value.split_whitespace().map(str::to_owned)),
            "options" => entry.arguments.extend(value.split_whitespace().map(str::to_owned)),
            _ => {}
        }
    }
    (!entry.kernel_image.is_empty()).then_some(entry)
}

/// Whether a file of `loader/entries` starts a unified kernel image, which contains its initrd.
pub fn is_unified(text: &str) -> bool {
    text.lines().any(|line| matches!(line.split_whitespace().next(), Some("efi" | "uki")))
}
