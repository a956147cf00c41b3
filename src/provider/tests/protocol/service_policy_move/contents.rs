//! The contents of the policies, including allowed addresses.

use std::collections::BTreeMap;

use super::{BLOCKS, FILES, ISCSI};
use crate::support::System;

/// Each service of each policy of a storage VM, with the networks that may use it.
pub(super) type Contents = BTreeMap<(String, String), String>;

/// Returns the contents of the policies of `svm_cvo`.
pub(super) fn contents(system: &System) -> Contents {
    contents_of(system, "svm_cvo")
}

pub(super) fn contents_of(system: &System, svm: &str) -> Contents {
    let world = system.simulator.world();
    let world = world.lock();
    let svm = world.cluster.svm_named(svm).map(|svm| svm.uuid);
    let ours = world.cluster.policies.iter().filter(|policy| policy.svm == svm);
    let entries = ours.flat_map(|policy| policy.entries.iter().map(move |entry| (&policy.name, entry)));
    entries
        .map(|(policy, entry)| ((policy.clone(), entry.service.clone()), entry.allowed_addresses.join(" ")))
        .collect()
}

/// Returns the contents with services moved from `default-data-files` into both policies for iSCSI, with the
/// same networks.
pub(super) fn with_moved(before: &Contents, services: &[&str]) -> Contents {
    let mut after = before.clone();
    for service in services {
        let networks = after.remove(&(FILES.to_owned(), (*service).to_owned())).unwrap();
        for target in [BLOCKS, ISCSI] {
            after.insert((target.to_owned(), (*service).to_owned()), networks.clone());
        }
    }
    after
}
