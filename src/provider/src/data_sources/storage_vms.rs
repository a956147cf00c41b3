//! `data.cvo_storage_vms`: every data storage VM by name.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use ontap::Svm;
use provider_core::storage_vm::names;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome, Recorded, shown};

use super::private_lifs;
use crate::clients::{Age, Clients};

/// Every data storage VM of the cluster, whoever made it. `cvo_storage_vm` has one of them, with its root
/// volume.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct StorageVmsData {
    /// The storage VMs by name.
    #[attr(computed)]
    pub storage_vms: Attr<BTreeMap<String, StorageVmEntry>>,
}

/// One storage VM.
#[derive(Debug, Clone, PartialEq, Default, Model)]
#[model(record = Svm)]
pub struct StorageVmEntry {
    /// UUID of the storage VM.
    #[attr(computed, api(uuid))]
    pub id: Attr<String>,
    /// `running` or `stopped`, for example.
    #[attr(computed, api(state, read = shown))]
    pub state: Attr<String>,
    /// Subtype, such as `default` or `dp_destination`.
    #[attr(computed, api(subtype, read = shown))]
    pub subtype: Attr<String>,
    /// Names of all aggregates on the storage VM's list.
    #[attr(computed, api(aggregates, read = names))]
    pub aggregates: Attr<BTreeSet<String>>,
    /// Snapshot policy that new volumes get.
    #[attr(computed, api(snapshot_policy.name))]
    pub snapshot_policy: Attr<String>,
    /// Language.
    #[attr(computed, api(language))]
    pub language: Attr<String>,
    /// IPspace.
    #[attr(computed, api(ipspace.name))]
    pub ipspace: Attr<String>,
    /// Comment.
    #[attr(computed, api(comment))]
    pub comment: Attr<String>,
    /// Of an HA pair in several availability zones: the nodes that have no private LIF of this storage VM
    /// that stays with them, such as one for iSCSI. Floating addresses do not migrate to them. Empty for
    /// other systems.
    #[attr(computed, derived)]
    pub nodes_without_private_lif: Attr<BTreeSet<String>>,
}

/// The data source.
#[derive(Debug)]
pub struct StorageVms;

#[async_trait]
impl DataSource for StorageVms {
    const NAME: &'static str = "storage_vms";

    type Model = StorageVmsData;
    type Clients = Clients;

    async fn read(cx: &Cx<Clients>, _config: StorageVmsData) -> Outcome<StorageVmsData> {
        let (found, lifs) =
            futures::join!(cx.clients().all::<Svm>("storage VMs", Age::Now), private_lifs::look(cx));
        let (found, lifs) = (found?, lifs?);
        let entry = |svm: &Svm| StorageVmEntry {
            nodes_without_private_lif: Attr::Known(lifs.lacking(&svm.uuid)),
            ..StorageVmEntry::default().observed(svm)
        };
        let by_name = found.iter().map(|svm| (svm.name.clone(), entry(svm))).collect();
        Ok(StorageVmsData { storage_vms: Attr::Known(by_name) })
    }
}
