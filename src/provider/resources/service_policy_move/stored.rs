//! Whether a stored move is whole, and whether what was read is what it is about.

use ontap::Reference;
use tfplugin::{Diagnostics, Outcome, Text};

use super::model::MoveModel;
use crate::diagnose::During;

/// Refuses a stored move that lacks something or contradicts itself, as a hand edit or a merge of states leaves it. What
/// is missing is never guessed: it could be another storage VM's.
pub(super) fn whole(stored: &MoveModel) -> Outcome<()> {
    let is_empty = |text: Option<&str>| text.is_none_or(str::is_empty);
    let parts = [
        ("svm_id", is_empty(stored.svm_id.known().map(String::as_str))),
        ("svm_name", stored.svm_name.known().is_none()),
        ("services", stored.meant().is_empty()),
        ("from_policy", is_empty(stored.from_policy.known().map(String::as_str))),
        ("to_policies", stored.targets().is_empty()),
    ];
    let missing: Vec<_> = parts.iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| *name).collect();
    if !missing.is_empty() {
        let what = format!("lacks {}", missing.join(", "));
        return Err(refused(stored, &what, "what is missing is not guessed"));
    }
    match &stored.id {
        id if id.known().is_some() && *id != stored.composed_id() => {
            let what = format!(
                "says {} as its id, and svm_id is {}",
                id.value_or_default(),
                stored.svm_id.value_or_default()
            );
            Err(refused(stored, &what, "it is not known which storage VM is meant"))
        }
        _ => Ok(()),
    }
}

fn refused(stored: &MoveModel, what: &str, why: &str) -> Diagnostics {
    let name = stored.svm_name.known().map_or_else(|| "SVM_NAME".to_owned(), Text::text);
    Diagnostics::error(
        format!("The stored state of a service policy move {what}"),
        format!(
            "Nothing was read or changed, because {why}. Restore the state from a backup; or take the resource out of it with \
             \"terraform state rm\" and import it anew, with an import block that has its address as \"to\" and\n\n  \
             id = \"{name}/{}\"\n\nThe policies stay as they are.",
            stored.source()
        ),
    )
}

/// Refuses to delete where another storage VM was found under the stored uuid. One whose stored name nobody has any more
/// was renamed.
pub(super) async fn same_svm(ontap: &ontap::Client, found: &Reference, stored: &MoveModel) -> Outcome<()> {
    let (name, uuid) = (stored.svm_label(), stored.svm_id.value_or_default());
    let found = found.name.clone().unwrap_or_default();
    if found == name {
        return Ok(());
    }
    let other = ontap.svm_by_name(&name).await.during(format!("look for storage VM {name}"))?;
    let Some(other) = other.filter(|other| other.name == name && other.uuid != uuid) else { return Ok(()) };
    Err(Diagnostics::error(
        format!("The state says storage VM {name}, but what has its uuid is storage VM {found}"),
        format!(
            "The stored uuid {uuid} is that of {found}, while {name} exists with uuid {}. Nothing was changed. If the move of {name} \
             is meant, take the resource out of the state with \"terraform state rm\" and import it anew with the id \
             {name}/{}; if that of {found} is meant, run \"terraform apply -refresh-only\" first.",
            other.uuid,
            stored.source()
        ),
    ))
}

#[cfg(test)]
mod tests {
    use ontap::Version;
    use tfplugin::Attr;

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
    fn what_is_missing_is_named_with_the_way_out() {
        let whole_state = stored();
        let cases = [
            (MoveModel { svm_id: Attr::Null, ..stored() }, "lacks svm_id"),
            (MoveModel { svm_id: "".into(), ..stored() }, "lacks svm_id"),
            (MoveModel { svm_name: Attr::Null, ..stored() }, "lacks svm_name"),
            (MoveModel { services: Attr::Null, ..stored() }, "lacks services"),
            (MoveModel { from_policy: Attr::Null, ..stored() }, "lacks from_policy"),
            (MoveModel { to_policies: Attr::Null, ..stored() }, "lacks to_policies"),
            (MoveModel::default(), "lacks svm_id, svm_name, services, from_policy, to_policies"),
            (MoveModel { svm_id: "u-other".into(), ..stored() }, "u-svm/default-data-files as its id"),
        ];
        assert_eq!(whole(&whole_state), Ok(()));
        assert_eq!(whole(&MoveModel { id: Attr::Null, ..stored() }), Ok(()), "it is made of the others");
        for (state, expected) in cases {
            let refusal = whole(&state).unwrap_err();
            let only = refusal.iter().next().unwrap();
            assert!(only.summary.contains(expected), "{expected}: {}", only.summary);
            for part in ["Nothing was read or changed", "terraform state rm", "/default-data-files\""] {
                assert!(only.detail.contains(part), "{part}: {}", only.detail);
            }
        }
    }
}
