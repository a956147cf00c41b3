//! Import, and the refresh from recent reads.

use ontap::{ServicePolicy, Version};
use provider_core::service_policy_move::{MoveModel, malformed, messages, parts, took_place};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::look::{policies_of, refuse_faulty};
use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// Returns the stored move if a recent read of all service policies shows it unchanged. A move that looks
/// changed or gone there is read by itself.
pub async fn unchanged(cx: &Cx<Clients>, stored: &MoveModel) -> Option<MoveModel> {
    let svm = stored.svm_id.known()?;
    let recent = cx.clients().all::<ServicePolicy>("service policies", Age::Recent).await.ok()?;
    if refuse_faulty(&recent, stored).is_err() {
        return None;
    }
    let ours: Vec<_> =
        recent.iter().filter(|policy| policy.svm.uuid.as_ref() == Some(svm)).cloned().collect();
    Some(stored.observed(&ours)).filter(|seen| !ours.is_empty() && seen == stored)
}

/// Returns the move that an import id names: the defaults, for this storage VM and source.
pub async fn by_import_id(ontap: &ontap::Client, id: &str, version: Version) -> Outcome<MoveModel> {
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
    if !policies.iter().any(|policy| policy.name == source) {
        return Err(messages::no_source(svm, source, &policies));
    }
    let seen = model.observed(&policies);
    if took_place(&model, &policies) { Ok(seen) } else { Err(messages::never_moved(&seen)) }
}
