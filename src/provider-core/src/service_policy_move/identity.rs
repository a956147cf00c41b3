//! Whether a stored move is intact, and whether a storage VM that was read is the one that the move is about:
//! pure.

use ontap_core::Svm;
use tfplugin_core::{Diagnostics, Outcome};

use super::model::MoveModel;
use crate::unfinished::{Object, without_record};

/// The type name, for messages.
pub const TYPE: &str = "cvo_service_policy_move";

/// Refuses a stored move that lacks something or contradicts itself.
pub fn refuse_broken(stored: &MoveModel) -> Outcome<()> {
    require_intact(stored, None)
}

/// Refuses what [`refuse_broken`] refuses, and a stored move that contradicts the storage VM uuid recorded
/// with it.
///
/// # Errors
/// Returns what is missing or contradicts, and the way out.
pub fn require_intact(stored: &MoveModel, recorded: Option<&str>) -> Outcome<()> {
    let (described, import_id) = (stored.describe(), stored.import_id());
    let missing = stored.missing();
    if !missing.is_empty() {
        let object = Object { name: &described, type_name: TYPE, import_id: import_id.as_deref() };
        return Err(without_record(&object, &missing));
    }
    let svm_id = stored.svm_id.value_or_default();
    let is_other_id = stored.id.known().is_some() && stored.id != stored.composed_id();
    match recorded.filter(|recorded| *recorded != svm_id) {
        Some(recorded) => {
            Err(contradiction(stored, &format!("what was made or imported is on that with uuid {recorded}")))
        }
        None if is_other_id => {
            Err(contradiction(stored, &format!("its id is {}", stored.id.value_or_default())))
        }
        None => Ok(()),
    }
}

fn contradiction(stored: &MoveModel, but: &str) -> Diagnostics {
    Diagnostics::error(
        format!("The state of the {} contradicts itself", stored.describe()),
        format!(
            "Its svm_id is {}, but {but}: the state was edited or damaged, and it is not known which storage \
             VM is meant. Restore the state from a backup, or remove the resource from it with \"terraform \
             state rm\" and import it with the id {}.",
            stored.svm_id.value_or_default(),
            stored.import_id().unwrap_or_else(|| "svm_name/from_policy".to_owned())
        ),
    )
}

/// Refuses a move whose stored uuid belongs to another storage VM, named `found`, while `other` has the
/// stored name.
pub fn another_svm(stored: &MoveModel, found: &str, other: &Svm) -> Diagnostics {
    let (name, uuid) = (stored.svm_label(), stored.svm_id.value_or_default());
    Diagnostics::error(
        format!("The state says storage VM {name}, but what has its uuid is storage VM {found}"),
        format!(
            "The stored uuid {uuid} is that of {found}, while {name} exists with uuid {}. If the move of \
             {name} is meant, take the resource out of the state with \"terraform state rm\" and import it \
             anew with the id {name}/{}; if that of {found} is meant, run \"terraform apply -refresh-only\" \
             first.",
            other.uuid,
            stored.source()
        ),
    )
}

#[cfg(test)]
mod tests {
    use ontap_core::Version;
    use tfplugin_core::{Attr, Text};

    use super::*;
    use crate::values::SvmName;

    fn stored() -> MoveModel {
        MoveModel {
            id: "u-svm/default-data-files".into(),
            svm_id: "u-svm".into(),
            svm_name: SvmName::parse("svm_2").unwrap().into(),
            ..MoveModel::imported("default-data-files", Version::new(9, 15, 1))
        }
    }

    #[test]
    fn the_refusal_names_what_is_missing_and_the_way_out() {
        let cases = [
            (MoveModel { svm_id: Attr::Null, ..stored() }, "lacks svm_id,"),
            (MoveModel { svm_id: "".into(), ..stored() }, "lacks svm_id,"),
            (MoveModel { svm_name: Attr::Null, ..stored() }, "lacks svm_name,"),
            (MoveModel { services: Attr::Null, ..stored() }, "lacks services,"),
            (MoveModel { from_policy: Attr::Null, ..stored() }, "lacks from_policy,"),
            (MoveModel { to_policies: Attr::Null, ..stored() }, "lacks to_policies,"),
            (MoveModel::default(), "lacks svm_id, svm_name, services, from_policy, to_policies,"),
        ];
        assert_eq!(require_intact(&stored(), Some("u-svm")), Ok(()));
        assert_eq!(
            require_intact(&MoveModel { id: Attr::Null, ..stored() }, None),
            Ok(()),
            "the id follows from the others"
        );
        for (state, expected) in cases {
            let refusal = require_intact(&state, Some("u-svm")).unwrap_err();
            let detail = &refusal.iter().next().unwrap().detail;
            for part in [expected, "terraform state rm"] {
                assert!(detail.contains(part), "{part}: {detail}");
            }
        }
    }

    #[test]
    fn a_state_that_contradicts_itself_or_the_record_is_refused() {
        let other = || MoveModel { svm_id: "u-other".into(), ..stored() };
        let intact_but_other = || MoveModel { id: "u-other/default-data-files".into(), ..other() };
        assert_eq!(require_intact(&intact_but_other(), None), Ok(()), "an old state has no record");
        for (state, recorded) in [
            (other(), None),
            (other(), Some("u-svm")),
            (intact_but_other(), Some("u-svm")),
            (stored(), Some("u-other")),
        ] {
            let refusal = require_intact(&state, recorded).unwrap_err();
            let detail = &refusal.iter().next().unwrap().detail;
            assert!(detail.contains("u-svm") && detail.contains("svm_2/default-data-files"), "{detail}");
        }
    }
}
