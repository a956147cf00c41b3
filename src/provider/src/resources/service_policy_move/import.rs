//! Import, and the refresh from recent reads.

use ontap::{ServicePolicy, Svm, Version};
use provider_core::import::Wanted;
use provider_core::service_policy_move::{
    MoveIdentity, MoveModel, as_made, malformed, messages, parts, rules,
};
use tfplugin::{Cx, Diagnostics, Outcome};

use super::look::{name_of, policies_of, read, refuse_faulty};
use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::identity;

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

/// Returns the move that an import names.
pub async fn import(cx: &Cx<Clients>, wanted: &Wanted<'_, MoveIdentity>) -> Outcome<MoveModel> {
    let ontap = cx.clients().ontap.client().await?;
    let version = cx.clients().ontap.cluster().await?.version;
    rules::refuse_older_release(version).into_result()?;
    let found = match wanted {
        Wanted::Id(id) => by_import_id(&ontap, id, version).await?,
        Wanted::Identity(identity) => by_identity(&ontap, identity, version).await?,
    };
    identity::remember_cluster(cx).await?;
    identity::remember(cx, &found.svm_id.value_or_default());
    Ok(found)
}

async fn by_import_id(ontap: &ontap::Client, id: &str, version: Version) -> Outcome<MoveModel> {
    let Some((svm, source)) = parts(id) else { return Err(malformed(id)) };
    let found = ontap.find::<Svm>(&[("name", svm)]).await.during(format!("look for storage VM {svm}"))?;
    let Some(found) = found.filter(|found| found.name == svm) else {
        let summary = format!("There is no storage VM {svm:?}");
        let detail = "The import id is svm_name/from_policy.";
        return Err(no_svm(ontap, summary, detail).await);
    };
    let model = MoveModel { svm_id: found.uuid.into(), ..MoveModel::imported(source, version) };
    let policies = policies_of(ontap, &model).await?;
    as_found(&model, svm, &policies)
}

async fn by_identity(ontap: &ontap::Client, wanted: &MoveIdentity, version: Version) -> Outcome<MoveModel> {
    let uuid = wanted.svm_uuid.canonical();
    let model =
        MoveModel { svm_id: uuid.clone().into(), ..MoveModel::imported(&wanted.from_policy, version) };
    let what = format!("read the service policies of the storage VM with uuid {uuid}");
    let policies = read(ontap, &model).await.during(what)?;
    if policies.is_empty() {
        let summary = format!("There is no storage VM with uuid {uuid}");
        return Err(no_svm(ontap, summary, "Nothing is imported. Correct the identity.").await);
    }
    as_found(&model, name_of(&policies), &policies)
}

/// Returns the error for a storage VM that does not exist, with those that do.
async fn no_svm(ontap: &ontap::Client, summary: String, detail: &str) -> Diagnostics {
    match ontap.list::<Svm>(&[]).await.during("list the storage VMs") {
        Err(unread) => unread,
        Ok(all) => {
            let names: Vec<_> = all.into_iter().map(|svm| svm.name).collect();
            Diagnostics::error(summary, format!("{detail} The cluster has: {}.", names.join(", ")))
        }
    }
}

/// Returns the move as it was made.
fn as_found(model: &MoveModel, svm: &str, policies: &[ServicePolicy]) -> Outcome<MoveModel> {
    if !policies.iter().any(|policy| policy.name == model.source()) {
        return Err(messages::no_source(svm, model.source(), policies));
    }
    as_made(model, policies).ok_or_else(|| messages::never_moved(&model.observed(policies)))
}
