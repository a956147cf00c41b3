//! Surveys and judges a root as the provider does.

use kvm_drivers::image;
use kvm_drivers::root::{Code, Files, Memory, Survey, survey};
use kvm_drivers::verdict::{Verdict, Wanted, judge};

pub(crate) const SIX: [&str; 6] =
    ["virtio_blk", "virtio_scsi", "virtio_net", "virtio_pci", "virtio_ring", "virtio"];

pub(crate) fn of(root: Memory) -> Survey {
    survey(&root).unwrap()
}

/// Judges a root by its images in memory.
pub(crate) fn judged(root: &Memory) -> Verdict {
    judge(&of(root.clone()), &Wanted::default(), |_, path| {
        let bytes = root.read(path, 1 << 30).map_err(|error| error.to_string())?;
        image::listing(&bytes[..], image::Limits::default(), &|| false).map_err(|error| error.to_string())
    })
}

pub(crate) fn codes(survey: &Survey) -> Vec<Code> {
    survey.findings.iter().map(|finding| finding.code).collect()
}
