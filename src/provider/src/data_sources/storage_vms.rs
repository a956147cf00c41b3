//! `data.cvo_storage_vms`: every data storage VM by name.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use ontap::Svm;
use tfplugin::{Attr, Cx, DataSource, Model, Outcome};

use crate::clients::{Age, Clients};

/// Every data storage VM of the cluster, whoever made it. `cvo_storage_vm` has one of them, with its root volume.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct StorageVmsData {
    /// The storage VMs by name.
    #[attr(computed)]
    pub storage_vms: Attr<BTreeMap<String, StorageVmEntry>>,
}

/// One storage VM.
#[derive(Debug, Clone, PartialEq, Default, Model)]
pub struct StorageVmEntry {
    /// UUID of the storage VM.
    #[attr(computed)]
    pub id: Attr<String>,
    /// `running` or `stopped`, for example.
    #[attr(computed)]
    pub state: Attr<String>,
    /// Subtype, such as `default` or `dp_destination`.
    #[attr(computed)]
    pub subtype: Attr<String>,
    /// Names of all aggregates on the storage VM's list.
    #[attr(computed)]
    pub aggregates: Attr<BTreeSet<String>>,
    /// Snapshot policy that new volumes get.
    #[attr(computed)]
    pub snapshot_policy: Attr<String>,
    /// Language.
    #[attr(computed)]
    pub language: Attr<String>,
    /// IPspace.
    #[attr(computed)]
    pub ipspace: Attr<String>,
    /// Comment.
    #[attr(computed)]
    pub comment: Attr<String>,
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
        let found = cx.clients().all_svms(Age::Now).await?;
        let by_name = found.iter().map(|svm| (svm.name.clone(), entry(svm))).collect();
        Ok(StorageVmsData { storage_vms: Attr::Known(by_name) })
    }
}

fn entry(svm: &Svm) -> StorageVmEntry {
    StorageVmEntry {
        id: svm.uuid.clone().into(),
        state: svm.state.as_ref().map(ToString::to_string).into(),
        subtype: svm.subtype.as_ref().map(ToString::to_string).into(),
        aggregates: Attr::Known(svm.aggregates.iter().filter_map(|found| found.name.clone()).collect()),
        snapshot_policy: svm.snapshot_policy.name.clone().into(),
        language: svm.language.clone().into(),
        ipspace: svm.ipspace.name.clone().into(),
        comment: svm.comment.clone().into(),
    }
}
