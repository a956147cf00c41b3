//! Finding a move: by an import id.

use ontap::Version;
use tfplugin::{Cx, Diagnostics, Outcome, Text};

use super::model::MoveModel;
use super::task::policies_of;
use super::told;
use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::values::SvmName;

/// The stored move if a recent look at all service policies shows it unchanged. What looks changed or gone there is looked
/// at itself.
pub(super) async fn unchanged(cx: &Cx<Clients>, stored: &MoveModel) -> Option<MoveModel> {
    let svm = stored.svm_id.known()?;
    let recent = Clients::all_policies(cx, Age::Recent).await.ok()?;
    let ours: Vec<_> =
        recent.iter().filter(|policy| policy.svm.uuid.as_ref() == Some(svm)).cloned().collect();
    Some(stored.observed(&ours)).filter(|seen| !ours.is_empty() && seen == stored)
}

/// The move that an import id names: the defaults for this storage VM and this source.
pub(super) async fn by_import_id(ontap: &ontap::Client, id: &str, version: Version) -> Outcome<MoveModel> {
    let Some((svm, source)) = parts(id) else { return Err(malformed(id)) };
    let found =
        ontap.find::<ontap::Svm>(&[("name", svm)]).await.during(format!("look for storage VM {svm}"))?;
    let Some(found) = found.filter(|found| found.name == svm) else {
        let all = ontap.list::<ontap::Svm>(&[]).await.during("list the storage VMs")?;
        let names: Vec<_> = all.into_iter().map(|svm| svm.name).collect();
        return Err(Diagnostics::error(
            format!("There is no storage VM {svm:?}"),
            format!("The import id is svm_name/from_policy. The cluster has: {}.", names.join(", ")),
        ));
    };
    let model = MoveModel { svm_id: found.uuid.into(), ..MoveModel::imported(source, version) };
    let policies = policies_of(ontap, &model).await?;
    match policies.iter().any(|policy| policy.name == source) {
        true => Ok(model.observed(&policies)),
        false => Err(told::no_source(svm, source, &policies)),
    }
}

/// Storage VM and policy of an import id. The name of neither can hold a slash.
fn parts(id: &str) -> Option<(&str, &str)> {
    let (svm, source) = id.split_once('/')?;
    let is_fine = SvmName::parse(svm).is_ok() && !source.is_empty() && !source.contains('/');
    is_fine.then_some((svm, source))
}

fn malformed(id: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{id:?} names no service policy move"),
        "The import id is svm_name/from_policy, such as svm_2/default-data-files.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_is_a_storage_vm_and_a_policy() {
        assert_eq!(parts("svm_2/default-data-files"), Some(("svm_2", "default-data-files")));
        let others =
            ["", "svm_2", "svm_2/", "/default-data-files", "svm_2/a/b", "x\"}|*|{/a", "svm*/a", "a|b/a"];
        for id in others {
            assert_eq!(parts(id), None, "{id}");
        }
    }
}
