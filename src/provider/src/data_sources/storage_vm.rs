//! `data.cvo_storage_vm`: one storage VM by name, such as the default one.

use std::collections::BTreeSet;

use async_trait::async_trait;
use ontap::{Cluster, Svm, Volume};
use provider_core::system::nodes_without_private_lif;
use provider_core::values::SvmName;
use tfplugin::{Attr, Cx, DataSource, Diagnostics, Model, Outcome, Text, quoted};

use crate::clients::{Age, Clients};

/// A storage VM that exists, by name: for LIFs and routes on the default storage VM, or on one that another
/// configuration manages.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct StorageVmData {
    /// UUID of the storage VM.
    #[attr(computed)]
    pub id: Attr<String>,
    /// Name of the storage VM.
    #[attr(required)]
    pub name: Attr<SvmName>,
    /// `running` or `stopped`, for example.
    #[attr(computed)]
    pub state: Attr<String>,
    /// Names of all aggregates on the storage VM's list.
    #[attr(computed)]
    pub aggregates: Attr<BTreeSet<String>>,
    /// Name of the root volume.
    #[attr(computed)]
    pub root_volume_name: Attr<String>,
    /// Aggregate of the root volume.
    #[attr(computed)]
    pub root_volume_aggregate: Attr<String>,
    /// Security style of the root volume.
    #[attr(computed)]
    pub root_volume_security_style: Attr<String>,
    /// UUID of the root volume.
    #[attr(computed)]
    pub root_volume_id: Attr<String>,
    /// Snapshot policy that new volumes get.
    #[attr(computed)]
    pub snapshot_policy: Attr<String>,
    /// Language.
    #[attr(computed)]
    pub language: Attr<String>,
    /// IPspace.
    #[attr(computed)]
    pub ipspace: Attr<String>,
    /// Subtype, such as `default` or `dp_destination`.
    #[attr(computed)]
    pub subtype: Attr<String>,
    /// Comment.
    #[attr(computed)]
    pub comment: Attr<String>,
    /// UUID of the cluster.
    #[attr(computed)]
    pub cluster_uuid: Attr<String>,
    /// Name of the cluster.
    #[attr(computed)]
    pub cluster_name: Attr<String>,
    /// Of an HA pair in several availability zones: the nodes that have no private LIF of this storage VM that stays
    /// with them, such as one for iSCSI. Floating addresses do not migrate to them. Empty for other systems.
    #[attr(computed)]
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
        let svm = by_name(cx, "name", &name).await?;
        let roots = cx.clients().all_root_volumes(Age::Now).await?;
        let root = roots.iter().find(|root| root.svm.uuid.as_ref() == Some(&svm.uuid));
        let lacking = lacking(cx, &svm.uuid).await?;
        let found = found(config.name, &svm, root, &cluster);
        Ok(StorageVmData { nodes_without_private_lif: Attr::Known(lacking), ..found })
    }
}

/// The nodes that floating addresses of the storage VM cannot migrate to.
async fn lacking(cx: &Cx<Clients>, svm_uuid: &str) -> Outcome<BTreeSet<String>> {
    if !cx.clients().is_multi_az().await? {
        return Ok(BTreeSet::new());
    }
    let subnets = cx.clients().e0a_subnets().await?;
    let lifs = cx.clients().all_lifs(Age::Now).await?;
    Ok(nodes_without_private_lif(&lifs, svm_uuid, &subnets).into_iter().collect())
}

/// The storage VM that the attribute names, or an error that lists the ones that there are.
pub async fn by_name(cx: &Cx<Clients>, attribute: &str, name: &str) -> Outcome<Svm> {
    let all = cx.clients().all_svms(Age::Now).await?;
    let names: Vec<_> = all.iter().map(|svm| svm.name.as_str()).collect();
    let detail = format!("The cluster has: {}.", names.join(", "));
    let found = all.iter().find(|svm| svm.name == name).cloned();
    found.ok_or_else(|| {
        Diagnostics::error_at(attribute, format!("There is no storage VM {}", quoted(name)), detail)
    })
}

fn found(name: Attr<SvmName>, svm: &Svm, root: Option<&Volume>, cluster: &Cluster) -> StorageVmData {
    let aggregate = root.and_then(|root| root.aggregates.first()).and_then(|found| found.name.clone());
    let style = root.and_then(|root| root.nas.security_style.as_ref());
    StorageVmData {
        id: svm.uuid.clone().into(),
        name,
        state: svm.state.as_ref().map(ToString::to_string).into(),
        aggregates: Attr::Known(svm.aggregates.iter().filter_map(|found| found.name.clone()).collect()),
        root_volume_name: root.map(|root| root.name.clone()).into(),
        root_volume_aggregate: aggregate.into(),
        root_volume_security_style: style.map(ToString::to_string).into(),
        root_volume_id: root.map(|root| root.uuid.clone()).into(),
        snapshot_policy: svm.snapshot_policy.name.clone().into(),
        language: svm.language.clone().into(),
        ipspace: svm.ipspace.name.clone().into(),
        subtype: svm.subtype.as_ref().map(ToString::to_string).into(),
        comment: svm.comment.clone().into(),
        cluster_uuid: cluster.uuid.clone().into(),
        cluster_name: cluster.name.clone().into(),
        ..StorageVmData::default()
    }
}
