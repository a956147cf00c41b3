//! Reading a storage VM whole.

use ontap::{Cluster, Svm, UnlessGone};
use provider_core::storage_vm::{StorageVmModel, Whole, choose, describe, refuse_neither_name_nor_root};
use tfplugin::{Cx, Outcome};

use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::identity;

/// Reads what exists.
pub async fn whole(ontap: &ontap::Client, uuid: &str, name: &str) -> Outcome<Whole> {
    let svm = ontap.svm(uuid).await.during(format!("read {name}"))?;
    with_root(ontap, svm, name).await
}

/// Reads the root volume of a storage VM that was just read.
pub async fn with_root(ontap: &ontap::Client, svm: Svm, name: &str) -> Outcome<Whole> {
    let root = ontap.root_volume(&svm.uuid).await.during(format!("read the root volume of {name}"))?;
    Ok(Whole::new(svm, root))
}

/// The storage VM of a stored uuid; `None` when it is gone, which only a 404 says.
pub async fn by_uuid(ontap: &ontap::Client, stored: &StorageVmModel, uuid: &str) -> Outcome<Option<Whole>> {
    let name = describe(stored);
    match ontap.svm(uuid).await.unless_gone().during(format!("read {name}"))? {
        Some(svm) => with_root(ontap, svm, &name).await.map(Some),
        None => Ok(None),
    }
}

/// Refuses what has neither the name nor the root volume of the stored state: its uuid leads to another storage VM. One of
/// both may have been changed outside of Terraform, and both where the uuid is also remembered beside the state.
pub fn refuse_another(cx: &Cx<Clients>, stored: &StorageVmModel, whole: &Whole) -> Outcome<()> {
    if identity::remembered(cx).is_some() {
        return Ok(());
    }
    refuse_neither_name_nor_root(stored, whole)
}

/// The storage VM of a stored state if a recent look at all of them and their root volumes shows it unchanged. What looks
/// changed or gone there is looked at itself.
pub async fn unchanged(
    cx: &Cx<Clients>,
    stored: &StorageVmModel,
    cluster: &Cluster,
) -> Option<StorageVmModel> {
    let (svms, roots) =
        futures::join!(cx.clients().all_svms(Age::Recent), cx.clients().all_root_volumes(Age::Recent));
    let svm = svms.ok()?.iter().find(|svm| stored.id.known() == Some(&svm.uuid))?.clone();
    let root = roots.ok()?.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
    Some(stored.observed(&Whole::new(svm, root), cluster)).filter(|seen| seen == stored)
}

/// The storage VM that an import id names.
pub async fn by_name_or_uuid(ontap: &ontap::Client, id: &str) -> Outcome<Svm> {
    choose(&ontap.svms().await.during("list the storage VMs")?, id)
}
