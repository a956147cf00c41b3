//! Which storage VMs are wanted, and why others are not.

use std::collections::BTreeSet;

use ontap_core::Reference;

use super::{Selection, System};
use crate::system::Oldest;

/// The storage VMs by what becomes of their objects.
#[derive(Debug)]
pub struct Chosen {
    /// Uuids of those that are wanted.
    wanted: BTreeSet<String>,
    /// Uuids of all.
    listed: BTreeSet<String>,
    /// The name of the one that the system was deployed with, if it is left out.
    pub system: Option<String>,
    /// Whether the selection names storage VMs; what belongs to none is not wanted then.
    pub is_narrow: bool,
    /// Names of the selection that no storage VM has.
    pub unknown: Vec<String>,
    /// What could not be told about the storage VM that the system was deployed with.
    pub untold: Option<String>,
}

impl Chosen {
    /// Returns whether the objects of the storage VM are wanted.
    pub fn has(&self, svm: &Reference) -> bool {
        svm.uuid.as_ref().is_some_and(|uuid| self.wanted.contains(uuid))
    }

    /// Returns why the objects of the storage VM are left out, as a sentence, unless only others were asked for.
    pub fn why_not(&self, svm: &Reference) -> Option<String> {
        let name = svm.name.as_deref().unwrap_or_default();
        if self.system.is_some() && svm.name == self.system {
            return Some(format!(
                "The system was deployed with storage VM {name}. It is written if it is asked for by its name."
            ));
        }
        let is_listed = svm.uuid.as_ref().is_none_or(|uuid| self.listed.contains(uuid));
        let why = || format!("ONTAP does not list storage VM {name}, to which it belongs. Run this again.");
        (!is_listed && !self.is_narrow).then(why)
    }
}

/// Returns the storage VMs that are wanted.
pub fn chosen(system: &System<'_>, selection: &Selection) -> Chosen {
    let named = selection.storage_vms.as_ref();
    let default = match system.default_svm {
        Oldest::Svm(svm) if named.is_none() && !selection.include_system => Some(svm),
        _ => None,
    };
    let untold = match system.default_svm {
        Oldest::Untold(why) if named.is_none() && !selection.include_system => Some(why.clone()),
        _ => None,
    };
    let svms = || system.storage_vms.iter().map(|whole| whole.svm());
    let is_wanted = |name: &String, uuid: &String| match named {
        Some(names) => names.contains(name),
        None => default.is_none_or(|default| default.uuid != *uuid),
    };
    let wanted = svms().filter(|svm| is_wanted(&svm.name, &svm.uuid)).map(|svm| svm.uuid.clone()).collect();
    let exists = |name: &String| svms().any(|svm| svm.name == *name);
    let unknown = named.into_iter().flatten().filter(|name| !exists(name)).cloned().collect();
    let system = default.map(|default| default.name.clone());
    let listed = svms().map(|svm| svm.uuid.clone()).collect();
    Chosen { wanted, listed, system, is_narrow: named.is_some(), unknown, untold }
}
