//! `data.cvo_storage_vm`: one storage VM by name, such as the default one.

use std::collections::BTreeSet;

use async_trait::async_trait;
use ontap::Svm;
use provider_core::storage_vm::{Whole, names, require_root, root};
use provider_core::values::SvmName;
use tfplugin::{Attr, Cx, DataSource, Diagnostics, Model, Outcome, Recorded, Text, quoted, shown};

use super::private_lifs;
use crate::clients::{Age, Clients};
use crate::diagnose::During;

/// A storage VM that exists, by name: for LIFs and routes on the default storage VM, or on one that another
/// configuration manages.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Whole)]
pub struct StorageVmData {
    /// UUID of the storage VM.
    #[attr(computed, api(svm.uuid))]
    pub id: Attr<String>,
    /// Name of the storage VM.
    #[attr(required, api(svm.name))]
    pub name: Attr<SvmName>,
    /// `running` or `stopped`, for example.
    #[attr(computed, api(svm.state, read = shown))]
    pub state: Attr<String>,
    /// Names of all aggregates on the storage VM's list.
    #[attr(computed, api(svm.aggregates, read = names))]
    pub aggregates: Attr<BTreeSet<String>>,
    /// Name of the root volume.
    #[attr(computed, api(root, read = root::name))]
    pub root_volume_name: Attr<String>,
    /// Aggregate of the root volume.
    #[attr(computed, api(root, read = root::aggregate))]
    pub root_volume_aggregate: Attr<String>,
    /// Security style of the root volume.
    #[attr(computed, api(root, read = root::security_style))]
    pub root_volume_security_style: Attr<String>,
    /// UUID of the root volume.
    #[attr(computed, api(root, read = root::uuid))]
    pub root_volume_id: Attr<String>,
    /// Snapshot policy that new volumes get.
    #[attr(computed, api(svm.snapshot_policy.name))]
    pub snapshot_policy: Attr<String>,
    /// Language.
    #[attr(computed, api(svm.language))]
    pub language: Attr<String>,
    /// IPspace.
    #[attr(computed, api(svm.ipspace.name))]
    pub ipspace: Attr<String>,
    /// Subtype, such as `default` or `dp_destination`.
    #[attr(computed, api(svm.subtype, read = shown))]
    pub subtype: Attr<String>,
    /// Comment.
    #[attr(computed, api(svm.comment))]
    pub comment: Attr<String>,
    /// UUID of the cluster.
    #[attr(computed, derived)]
    pub cluster_uuid: Attr<String>,
    /// Name of the cluster.
    #[attr(computed, derived)]
    pub cluster_name: Attr<String>,
    /// Of an HA pair in several availability zones: the nodes that have no private LIF of this storage VM
    /// that stays with them, such as one for iSCSI. Floating addresses do not migrate to them. Empty for
    /// other systems.
    #[attr(computed, derived)]
    pub nodes_without_private_lif: Attr<BTreeSet<String>>,
}

/// The data source.
#[derive(Debug)]
pub struct StorageVmByName;

#[async_trait]
impl DataSource for StorageVmByName {
    const NAME: &'static str = "storage_vm";

    type Model = StorageVmData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, config: StorageVmData) -> Outcome<StorageVmData> {
        let cluster = cx.clients().ontap.cluster().await?;
        let name = config.name.known().map(Text::text).unwrap_or_default();
        let (svm, roots, lifs) = futures::join!(
            by_name(cx, "name", &name),
            cx.clients().all_root_volumes(Age::Now),
            private_lifs::look(cx)
        );
        let (svm, roots) = (svm?, roots?);
        let root = roots.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid)).cloned();
        let derived = StorageVmData {
            cluster_uuid: cluster.uuid.clone().into(),
            cluster_name: cluster.name.clone().into(),
            nodes_without_private_lif: Attr::Known(lifs?.lacking(&svm.uuid)),
            ..config
        };
        let whole = Whole::new(svm, root, Some(cluster));
        require_root(&whole)?;
        Ok(derived.observed(&whole))
    }
}

/// Returns the storage VM that the attribute names, or an error that lists the existing ones.
pub async fn by_name(cx: &Cx<Clients>, attribute: &str, name: &str) -> Outcome<Svm> {
    let all = cx.clients().all::<Svm>("storage VMs", Age::Now).await?;
    let names: Vec<_> = all.iter().map(|svm| svm.name.as_str()).collect();
    let detail = format!("The cluster has: {}.", names.join(", "));
    let found = all.iter().find(|svm| svm.name == name).cloned();
    let svm = found.ok_or_else(|| {
        Diagnostics::error_at(attribute, format!("There is no storage VM {}", quoted(name)), detail)
    })?;
    all.refuse_faulty(&svm.uuid).during(format!("read storage VM {name}"))?;
    Ok(svm)
}
