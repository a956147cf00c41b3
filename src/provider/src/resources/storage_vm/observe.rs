//! Reading a storage VM whole, and what was read as state.

use std::collections::BTreeSet;

use ontap::{
    Cluster, Reference, RootVolumeBody, SecurityStyle, Svm, SvmBody, SvmSubtype, UnlessGone, Volume,
};
use tfplugin::{Attr, Cx, Diagnostics, Outcome, Text};

use super::model::StorageVmModel;
use super::{AggregateNames, describe};
use crate::clients::{Age, Clients};
use crate::diagnose::During;
use crate::identity;
use crate::values::SvmName;

/// A storage VM and its root volume. One of subtype `dp_destination` has none before the first transfer.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    svm: Svm,
    root: Option<Volume>,
}

/// Reads what exists.
pub(super) async fn whole(ontap: &ontap::Client, uuid: &str, name: &str) -> Outcome<Whole> {
    let svm = ontap.get::<Svm>(uuid).await.during(format!("read {name}"))?;
    with_root(ontap, svm, name).await
}

/// Reads the root volume of a storage VM that was just read.
pub(super) async fn with_root(ontap: &ontap::Client, svm: Svm, name: &str) -> Outcome<Whole> {
    let root = ontap.root_volume(&svm.uuid).await.during(format!("read the root volume of {name}"))?;
    Ok(Whole { svm, root })
}

impl Whole {
    /// Of what was read.
    pub(super) fn new(svm: Svm, root: Option<Volume>) -> Self {
        Self { svm, root }
    }

    /// The storage VM.
    pub(super) fn svm(&self) -> &Svm {
        &self.svm
    }

    /// Its root volume.
    pub(super) fn root(&self) -> Option<&Volume> {
        self.root.as_ref()
    }

    /// Names of the aggregates on its list.
    pub(super) fn aggregate_names(&self) -> BTreeSet<String> {
        self.svm.aggregate_names()
    }
}

/// The storage VM of a stored uuid; `None` when it is gone, which only a 404 says.
pub(super) async fn by_uuid(
    ontap: &ontap::Client,
    stored: &StorageVmModel,
    uuid: &str,
) -> Outcome<Option<Whole>> {
    let name = describe(stored);
    match ontap.get::<Svm>(uuid).await.unless_gone().during(format!("read {name}"))? {
        Some(svm) => with_root(ontap, svm, &name).await.map(Some),
        None => Ok(None),
    }
}

/// Refuses what has neither the name nor the root volume of the stored state: its uuid leads to another storage VM. One of
/// both may have been changed outside of Terraform, and both where the uuid is also remembered beside the state.
pub(super) fn refuse_another(cx: &Cx<Clients>, stored: &StorageVmModel, whole: &Whole) -> Outcome<()> {
    if identity::remembered(cx).is_some() {
        return Ok(());
    }
    let other_name = stored.name.known().is_some_and(|name| name.as_str() != whole.svm.name);
    let root = whole.root.as_ref().map(|root| &root.uuid);
    let other_root =
        stored.root_volume_id.known().is_some_and(|stored| root.is_some_and(|root| root != stored));
    if other_name && other_root { super::guard::refuse_unlike(stored, whole) } else { Ok(()) }
}

/// The storage VM of a stored state if a recent look at all of them and their root volumes shows it unchanged. What looks
/// changed or gone there is looked at itself.
pub(super) async fn unchanged(
    cx: &Cx<Clients>,
    stored: &StorageVmModel,
    cluster: &Cluster,
) -> Option<StorageVmModel> {
    let (svms, roots) =
        futures::join!(Clients::all_svms(cx, Age::Recent), Clients::all_root_volumes(cx, Age::Recent));
    let svm = svms.ok()?.iter().find(|svm| stored.id.known() == Some(&svm.uuid))?.clone();
    let root = roots.ok()?.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
    Some(stored.observed(&Whole { svm, root }, cluster)).filter(|seen| seen == stored)
}

/// The storage VM that an import id names.
pub(super) async fn by_name_or_uuid(ontap: &ontap::Client, id: &str) -> Outcome<Svm> {
    let all = ontap.list::<Svm>(&[]).await.during("list the storage VMs")?;
    let mut matching = all.iter().filter(|svm| svm.name == id || svm.uuid == id);
    let names =
        || all.iter().map(|svm| format!("{} ({})", svm.name, svm.uuid)).collect::<Vec<_>>().join(", ");
    match (matching.next(), matching.next()) {
        (Some(only), None) => Ok(only.clone()),
        (None, _) => Err(Diagnostics::error(
            format!("There is no storage VM {id:?}"),
            format!("The import id is a storage VM's name or uuid. The cluster has: {}.", names()),
        )),
        (Some(_), Some(_)) => Err(Diagnostics::error(
            format!("{id:?} names several storage VMs"),
            format!("Import by uuid. The cluster has: {}.", names()),
        )),
    }
}

impl StorageVmModel {
    /// The request that makes it.
    pub(super) fn create_body(&self) -> SvmBody {
        SvmBody {
            name: Some(self.name.known().map(Text::text).unwrap_or_default()),
            subtype: self.subtype.known().map(|subtype| SvmSubtype::from(subtype.as_str())),
            language: self.language.clone().into_known(),
            comment: self.comment.clone().into_known(),
            ipspace: Reference { name: self.ipspace.clone().into_known(), uuid: None },
            snapshot_policy: Reference { name: self.snapshot_policy.clone().into_known(), uuid: None },
            aggregates: None,
            root_volume: RootVolumeBody {
                name: self.root_volume_name.clone().into_known(),
                aggregate: self.root_volume_aggregate.clone().into_known(),
                security_style: self
                    .root_volume_security_style
                    .known()
                    .map(|style| SecurityStyle::from(style.as_str())),
            },
        }
    }

    /// The state of a storage VM while its create is not complete, or of which nobody knows whether it exists (`uuid`
    /// is absent).
    pub(super) fn begun(&self, uuid: Option<&str>, cluster: &Cluster) -> Self {
        Self {
            id: uuid.map(str::to_owned).into(),
            cluster_uuid: cluster.uuid.clone().into(),
            cluster_name: cluster.name.clone().into(),
            ..self.clone()
        }
    }

    /// This plan with what the create call has settled already, so that the steps are what is left to do.
    pub(super) fn as_made(&self, svm: &Svm) -> Self {
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.value_or_default().intersection(&on_the_list).cloned().collect();
        Self { aggregates: Attr::Known(ours), ..self.clone() }
    }

    /// The state after a read: what ONTAP says, and of the aggregates only those that are ours.
    pub(super) fn observed(&self, whole: &Whole, cluster: &Cluster) -> Self {
        Self {
            cluster_uuid: cluster.uuid.clone().into(),
            cluster_name: cluster.name.clone().into(),
            ..self.seen(whole)
        }
    }

    /// Likewise, of the storage VM alone.
    pub(super) fn seen(&self, whole: &Whole) -> Self {
        let svm = &whole.svm;
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.clone().map(|ours| ours.intersection(&on_the_list).cloned().collect());
        let root = whole.root.as_ref();
        Self {
            id: svm.uuid.clone().into(),
            name: SvmName::parse(&svm.name).ok().map_or_else(|| self.name.clone(), Attr::Known),
            aggregates: ours,
            all_aggregates: Attr::Known(on_the_list),
            root_volume_name: root.map(|root| root.name.clone()).into(),
            root_volume_aggregate: root.and_then(aggregate_of).into(),
            root_volume_security_style: root
                .and_then(|root| root.nas.security_style.as_ref())
                .map(ToString::to_string)
                .into(),
            root_volume_id: root.map(|root| root.uuid.clone()).into(),
            snapshot_policy: svm.snapshot_policy.name.clone().into(),
            language: svm.language.clone().into(),
            ipspace: svm.ipspace.name.clone().into(),
            subtype: svm.subtype.as_ref().map(ToString::to_string).into(),
            comment: Attr::Known(svm.comment.clone().unwrap_or_default()),
            ..self.clone()
        }
    }

    /// The state after an update. What the console added to the list in the meantime, which the plan could not
    /// foresee, shows in the next refresh.
    pub(super) fn changed(&self, whole: &Whole, cluster: &Cluster) -> Self {
        let observed = self.observed(whole, cluster);
        let all_aggregates = self.all_aggregates.clone().or(observed.all_aggregates.clone());
        Self { all_aggregates, ..observed }
    }

    /// The state after an import: everything that was found, protected. No configuration can name aggregates of a
    /// `dp_destination`, so that those on its list are not ours.
    pub(super) fn imported(whole: &Whole, cluster: &Cluster) -> Self {
        let found = whole.aggregate_names();
        let is_destination = whole.svm.subtype == Some(SvmSubtype::DpDestination);
        let aggregates = if found.is_empty() || is_destination { Attr::Null } else { Attr::Known(found) };
        let before = Self { aggregates, deletion_protection: Attr::Known(true), ..Self::default() };
        before.observed(whole, cluster)
    }

    /// Whether nothing that ONTAP knows of changes.
    pub(super) fn differs_only_here(&self, prior: &Self) -> bool {
        let mut same = self.clone();
        same.deletion_protection = prior.deletion_protection;
        same.timeouts = prior.timeouts.clone();
        same == *prior
    }
}

/// The aggregate that a volume lies on.
fn aggregate_of(volume: &Volume) -> Option<String> {
    volume.aggregates.first()?.name.clone()
}
