//! What a person would write for a storage VM: pure.

use std::collections::BTreeSet;

use tfplugin_core::{Attr, Diagnostics, Text};

use super::model::StorageVmModel;
use super::rules::{DESTINATION, validate};
use crate::values::VolumeName;
use crate::written::Written;

/// The language of a new storage VM.
const LANGUAGE: &str = "c.utf_8";

impl Written for StorageVmModel {
    type Around = ();

    fn goes_without_saying(&self, attribute: &str, (): &()) -> bool {
        let is = |value: &Attr<String>, usual: &str| *value == Attr::from(usual);
        let is_destination = is(&self.subtype, DESTINATION);
        match attribute {
            "root_volume_name" => {
                let usual = self.name.known().map(VolumeName::of_root).map(|name| name.text());
                is_destination || self.root_volume_name.known() == usual.as_ref()
            }
            "root_volume_aggregate" => {
                let first = self.aggregates.known().and_then(BTreeSet::first);
                is_destination || self.root_volume_aggregate.known() == first
            }
            "root_volume_security_style" => is_destination || is(&self.root_volume_security_style, "unix"),
            "snapshot_policy" => is_destination || is(&self.snapshot_policy, "default"),
            "language" => is_destination || is(&self.language, LANGUAGE),
            "ipspace" => is(&self.ipspace, "Default"),
            "subtype" => is(&self.subtype, "default"),
            "comment" => is(&self.comment, ""),
            _ => false,
        }
    }

    fn refuse(config: &Self, refusals: &mut Diagnostics) {
        validate(config, refusals);
    }
}

#[cfg(test)]
#[path = "written_tests.rs"]
mod tests;
