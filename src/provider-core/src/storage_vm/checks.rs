//! What prevents a storage VM from being made, changed or destroyed: pure decisions on what was just read.

use std::collections::BTreeSet;

use ontap_core::{SnapmirrorRelationship, Svm, SvmPeer, Volume};
use tfplugin_core::{Attr, Diagnostics, Outcome, Text};

use super::model::StorageVmModel;
use super::observe::Whole;
use crate::identity::{self, Difference};
use crate::object::{OntapModel, exists_already};

/// Largest number of objects of one kind that a message names.
const NAMED: usize = 10;

/// Objects of one kind that prevent the deletion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    pub kind: &'static str,
    pub names: Vec<String>,
}

/// Refuses to destroy a protected storage VM. A state without the attribute counts as protected.
pub fn refuse_protected(prior: &StorageVmModel) -> Outcome<()> {
    if prior.deletion_protection == Attr::Known(false) {
        return Ok(());
    }
    Err(Diagnostics::error_at(
        "deletion_protection",
        format!("{} is protected from deletion", prior.subject()),
        "Nothing was touched. To destroy it: first set deletion_protection = false and apply, then destroy. \
         To only forget it, use \"terraform state rm\".",
    ))
}

/// Returns the blocker for objects of one kind.
pub fn blocker<T>(
    kind: &'static str,
    found: impl IntoIterator<Item = T>,
    name: impl Fn(T) -> String,
) -> Blocker {
    Blocker { kind, names: found.into_iter().map(name).collect() }
}

pub fn describe_mirror(mirror: SnapmirrorRelationship) -> String {
    let end = |path: Option<String>| path.unwrap_or_else(|| "elsewhere".to_owned());
    format!("{} to {}", end(mirror.source.path), end(mirror.destination.path))
}

pub fn describe_peer(peer: SvmPeer) -> String {
    let (svm, cluster) = (peer.peer.svm.name.or(peer.name), peer.peer.cluster.name);
    format!("{} of cluster {}", svm.unwrap_or(peer.uuid), cluster.unwrap_or_else(|| "unknown".to_owned()))
}

/// Refuses to delete a storage VM that contains these objects.
pub fn in_the_way(name: &str, blockers: &[Blocker]) -> Diagnostics {
    let list: Vec<_> = blockers.iter().map(Blocker::line).collect();
    Diagnostics::error(
        format!("{} is not empty", capital(name)),
        format!(
            "In the way of its deletion:\n{}\nNothing of the storage VM was changed. This provider never \
             deletes data: remove these objects where they are managed, then destroy again.",
            list.join("\n")
        ),
    )
}

impl Blocker {
    fn line(&self) -> String {
        format!("  - {}", self.text())
    }

    /// Returns a text such as `2 LUNs: a, b`.
    pub fn text(&self) -> String {
        let mut names = self.names.clone();
        names.sort();
        let more = names.len().saturating_sub(NAMED);
        names.truncate(NAMED);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{} {}: {}{rest}", self.names.len(), self.kind, names.join(", "))
    }
}

/// Refuses a storage VM that has another name than the requested one.
///
/// # Errors
/// Returns the difference.
pub fn refuse_other_name(begun: &StorageVmModel, found: &str) -> Outcome<()> {
    let stored = begun.name.known().map(Text::text);
    let name = Difference { attribute: "name", stored, found: Some(found.to_owned()) };
    identity::refuse_unlike(&begun.describe(), &[name])
}

/// Refuses to remove aggregates from the list while volumes are on them.
pub fn aggregates_in_use(removed: &BTreeSet<String>, lying: &[String]) -> Diagnostics {
    Diagnostics::error_at(
        "aggregates",
        format!(
            "Volumes of the storage VM lie on {}",
            removed.iter().cloned().collect::<Vec<_>>().join(", ")
        ),
        format!(
            "An aggregate leaves the list only when no volume lies on it: {}. Move the volumes \
                 away, or put the aggregate back into the configuration.",
            lying.join(", ")
        ),
    )
}

/// Returns the volumes on one of the aggregates, each as `volume on aggregate`.
pub fn on_aggregates(volumes: &[Volume], removed: &BTreeSet<String>) -> Vec<String> {
    let lying = volumes.iter().flat_map(|volume| {
        let on = volume.aggregates.iter().filter_map(|aggregate| aggregate.name.clone());
        on.filter(|name| removed.contains(name)).map(|name| format!("{} on {name}", volume.name))
    });
    lying.collect()
}

fn capital(text: &str) -> String {
    text.chars().take(1).flat_map(char::to_uppercase).chain(text.chars().skip(1)).collect()
}

/// Refuses a name that another storage VM has.
pub fn name_taken(taken: &Svm) -> Diagnostics {
    exists_already::<StorageVmModel>(&Whole::from(taken.clone()))
}

/// Refuses a change of the root volume if ONTAP shows none.
pub fn no_root_volume(name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The root volume of {name} cannot be changed"),
        "ONTAP shows none: the destination of a disaster recovery relationship gets it with the first \
         transfer. Leave root_volume_name and root_volume_security_style out.",
    )
}

/// Refuses a storage VM that ONTAP is still creating: it is not known yet whether it is ours.
pub fn in_the_making(name: &str) -> Diagnostics {
    Diagnostics::error(
        format!("ONTAP is still making {name}"),
        "Whether it is the one that was asked for shows when it is made. Run Terraform again then.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blockers_are_counted_and_named() {
        let names = (1..=12).map(|n| format!("vol{n:02}")).collect();
        let line = Blocker { kind: "data volumes", names }.line();
        assert_eq!(
            line,
            "  - 12 data volumes: vol01, vol02, vol03, vol04, vol05, vol06, vol07, vol08, vol09, vol10 and 2 \
             more"
        );
    }

    #[test]
    fn only_false_lifts_the_protection() {
        let with = |deletion_protection| StorageVmModel { deletion_protection, ..StorageVmModel::default() };
        assert!(refuse_protected(&with(Attr::Known(false))).is_ok());
        for protected in [Attr::Known(true), Attr::Null] {
            assert!(refuse_protected(&with(protected)).is_err());
        }
    }
}
