//! The requests that change a storage VM from one state to another: pure.

use std::collections::BTreeSet;

use ontap_core::{Nas, Reference, SvmBody, VolumeBody};
use tfplugin_core::Recorded;

use super::model::StorageVmModel;

/// One request of an update.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Sets a new name. That ONTAP takes it together with anything else is only assumed
    /// (`svm-rename-with-others`; 13434883 is published), so this request comes first and alone.
    Rename(String),
    /// Sets everything else of the storage VM.
    Patch(SvmBody),
    /// Sets name or security style of the root volume. That REST changes them is assumed
    /// (`root-volume-by-patch`).
    RootVolume(VolumeBody),
}

impl Step {
    /// Describes the step for "Could not …"; `name` is such as `storage VM svm_2`.
    pub fn action(&self, name: &str) -> String {
        match self {
            Self::Rename(new) => format!("rename {name} to {new}"),
            Self::Patch(_) => format!("change {name}"),
            Self::RootVolume(_) => format!("change the root volume of {name}"),
        }
    }
}

/// Returns the requests in an order that ONTAP accepts. `on_the_list` are the aggregates that the storage VM
/// has now.
pub fn steps(prior: &StorageVmModel, planned: &StorageVmModel, on_the_list: &BTreeSet<String>) -> Vec<Step> {
    let SvmBody { name, root_volume, snapshot_policy, comment, language, .. } = planned.changes(prior);
    let aggregates = new_list(prior, planned, on_the_list);
    let aggregates = aggregates.map(|names| names.into_iter().map(Reference::to_name).collect());
    let patch = SvmBody { snapshot_policy, comment, language, aggregates, ..SvmBody::default() };
    let root = VolumeBody {
        name: root_volume.name,
        nas: Nas { security_style: root_volume.security_style },
        ..VolumeBody::default()
    };
    let rename = name.map(Step::Rename);
    let patch = (patch != SvmBody::default()).then_some(Step::Patch(patch));
    let root = (root != VolumeBody::default()).then_some(Step::RootVolume(root));
    [rename, patch, root].into_iter().flatten().collect()
}

/// Returns the aggregates that the configuration removes from the list.
pub fn removed(prior: &StorageVmModel, planned: &StorageVmModel) -> BTreeSet<String> {
    let (was, wanted) = (prior.aggregates.value_or_default(), planned.aggregates.value_or_default());
    was.difference(&wanted).cloned().collect()
}

/// Returns the new list. A PATCH replaces the whole list, so aggregates that others added are included.
fn new_list(
    prior: &StorageVmModel,
    planned: &StorageVmModel,
    on_the_list: &BTreeSet<String>,
) -> Option<Vec<String>> {
    let removed = removed(prior, planned);
    let wanted = planned.aggregates.value_or_default();
    let list: BTreeSet<_> = on_the_list.difference(&removed).cloned().chain(wanted).collect();
    (list != *on_the_list).then(|| list.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use tfplugin_core::{Attr, Text};

    use super::*;
    use crate::values::SvmName;

    fn svm(name: &str, aggregates: &[&str]) -> StorageVmModel {
        StorageVmModel {
            name: Attr::Known(SvmName::parse(name).unwrap()),
            aggregates: Attr::Known(set(aggregates)),
            ..StorageVmModel::default()
        }
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(ToString::to_string).collect()
    }

    fn lists(steps: &[Step]) -> Vec<Vec<String>> {
        let patches = steps.iter().filter_map(|step| match step {
            Step::Patch(patch) => patch.aggregates.clone().map(names),
            Step::Rename(_) | Step::RootVolume(_) => None,
        });
        patches.collect()
    }

    fn names(references: Vec<Reference>) -> Vec<String> {
        references.into_iter().filter_map(|reference| reference.name).collect()
    }

    #[test]
    fn without_a_change_there_is_no_request() {
        let same = svm("svm_2", &["aggr1"]);
        assert_eq!(steps(&same, &same, &set(&["aggr1", "added_by_the_console"])), []);
    }

    #[test]
    fn a_rename_comes_first_and_alone() {
        let mut planned = svm("svm_3", &["aggr1"]);
        planned.comment = "new".into();
        let steps = steps(&svm("svm_2", &["aggr1"]), &planned, &set(&["aggr1"]));
        assert_eq!(steps.first(), Some(&Step::Rename("svm_3".to_owned())));
        assert_eq!(steps.len(), 2);
    }

    #[test]
    fn aggregates_that_others_added_stay_on_the_list() {
        let (prior, planned) = (svm("svm_2", &["aggr1", "aggr2"]), svm("svm_2", &["aggr1", "aggr3"]));
        let steps = steps(&prior, &planned, &set(&["aggr1", "aggr2", "by_console"]));
        assert_eq!(lists(&steps), [["aggr1", "aggr3", "by_console"].map(str::to_owned).to_vec()]);
        assert_eq!(removed(&prior, &planned), set(&["aggr2"]));
    }

    #[test]
    fn an_aggregate_missing_from_the_list_is_added_again() {
        let same = svm("svm_2", &["aggr1", "aggr2"]);
        let prior = StorageVmModel { aggregates: Attr::Known(set(&["aggr1"])), ..same.clone() };
        assert_eq!(
            lists(&steps(&prior, &same, &set(&["aggr1"]))),
            [["aggr1", "aggr2"].map(str::to_owned).to_vec()]
        );
    }
}
