//! What prevents a storage VM from being made, changed or destroyed: pure decisions on what was just read.

use std::collections::BTreeSet;

use ontap_core::{Svm, Volume, VolumeState};
use tfplugin_core::{Attr, Diagnostics, Outcome, Text};

use super::model::StorageVmModel;
use super::observe::Whole;
use crate::identity::{self, Difference};
use crate::object::{OntapModel, exists_already};

/// Refuses to destroy a protected storage VM. A state without the attribute counts as protected.
pub fn refuse_protected(prior: &StorageVmModel) -> Outcome<()> {
    if prior.deletion_protection == Attr::Known(false) {
        return Ok(());
    }
    Err(Diagnostics::error_at(
        "deletion_protection",
        format!("{} is protected from deletion", prior.subject()),
        "Nothing was touched. If it has only another address in the configuration, such as another key in \
         for_each or another module, nothing need be destroyed: say so in a moved block, or give it back its \
         key (in the module storage-vm, set key to what it was). To destroy it: first set \
         deletion_protection = false and apply, then destroy. To only forget it, use \"terraform state rm\".",
    ))
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

/// Returns the volumes on one of the aggregates, each as `volume on aggregate`. A volume that is not
/// offline has an aggregate, so that one without may be on any.
pub fn on_aggregates(volumes: &[Volume], removed: &BTreeSet<String>) -> Vec<String> {
    let lying = volumes.iter().flat_map(|volume| {
        let on = volume.aggregates.iter().filter_map(|aggregate| aggregate.name.clone());
        let on_removed = on.filter(|name| removed.contains(name));
        let is_somewhere = volume.aggregates.iter().all(|aggregate| aggregate.name.is_none())
            && volume.state != Some(VolumeState::Offline);
        let somewhere = is_somewhere.then(|| "an aggregate that ONTAP does not tell".to_owned());
        on_removed.chain(somewhere).map(|name| format!("{} on {name}", volume.name))
    });
    lying.collect()
}

/// Refuses a name that another storage VM has.
pub fn name_taken(taken: &Svm) -> Diagnostics {
    exists_already::<StorageVmModel>(&Whole::from(taken.clone()))
}

/// Refuses a data storage VM whose root volume is not listed, where it matters which one it is. Every such
/// storage VM has one, so that its values are not known.
///
/// # Errors
/// The root volume is not listed.
pub fn require_root(whole: &Whole) -> Outcome<()> {
    if whole.root_is_known() {
        return Ok(());
    }
    let name = &whole.svm().name;
    Err(Diagnostics::error(
        format!("ONTAP does not list the root volume of storage VM {name}"),
        "Every storage VM that serves data has one, so that its name and settings are not known. Look for it \
         (\"volume show -vsroot true\"), and run Terraform again when it is listed.",
    ))
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
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn an_aggregate_is_in_use_as_long_as_a_volume_may_be_on_it() {
        let removed: BTreeSet<_> = ["aggr2".to_owned()].into();
        let volume = |state: Value, aggregates: Value| -> Volume {
            serde_json::from_value(
                json!({"uuid": "u", "name": "v", "state": state, "aggregates": aggregates}),
            )
            .unwrap()
        };
        let cases = [
            (volume(json!("online"), json!([{"name": "aggr1"}])), vec![]),
            (volume(json!("online"), json!([{"name": "aggr1"}, {"name": "aggr2"}])), vec!["v on aggr2"]),
            (volume(json!("offline"), json!([])), vec![]),
            (volume(json!("online"), json!([])), vec!["v on an aggregate that ONTAP does not tell"]),
            (volume(Value::Null, json!([{}])), vec!["v on an aggregate that ONTAP does not tell"]),
        ];
        for (volume, expected) in cases {
            assert_eq!(on_aggregates(std::slice::from_ref(&volume), &removed), expected, "{volume:?}");
        }
    }

    #[test]
    fn only_false_lifts_the_protection() {
        let with = |deletion_protection| StorageVmModel { deletion_protection, ..StorageVmModel::default() };
        assert!(refuse_protected(&with(Attr::Known(false))).is_ok());
        for protected in [Attr::Known(true), Attr::Null] {
            let refusal = refuse_protected(&with(protected)).unwrap_err();
            let detail = &refusal.iter().next().unwrap().detail;
            assert!(detail.contains("moved block") && detail.contains("set key"), "{detail}");
        }
    }
}
