//! A storage VM as it was read, and what was read as state: pure.

use std::collections::BTreeSet;

use ontap_core::{Cluster, SecurityStyle, Svm, SvmCreate, SvmSubtype, Volume};
use tfplugin_core::{Attr, Text};

use super::model::StorageVmModel;
use crate::values::SvmName;

/// A storage VM, its root volume and its cluster. One of subtype `dp_destination` has none before the first transfer.
#[derive(Debug, Clone)]
pub struct Whole {
    svm: Svm,
    root: Option<Volume>,
    cluster: Option<Cluster>,
}

impl Whole {
    /// Of what was read.
    pub fn new(svm: Svm, root: Option<Volume>, cluster: Option<Cluster>) -> Self {
        Self { svm, root, cluster }
    }

    /// The storage VM.
    pub fn svm(&self) -> &Svm {
        &self.svm
    }

    /// Its root volume.
    pub fn root(&self) -> Option<&Volume> {
        self.root.as_ref()
    }

    /// Names of the aggregates on its list.
    pub fn aggregate_names(&self) -> BTreeSet<String> {
        self.svm.aggregate_names()
    }
}

/// Names of the aggregates on a storage VM's list.
pub trait AggregateNames {
    fn aggregate_names(&self) -> BTreeSet<String>;
}

impl AggregateNames for Svm {
    fn aggregate_names(&self) -> BTreeSet<String> {
        self.aggregates.iter().filter_map(|aggregate| aggregate.name.clone()).collect()
    }
}

impl StorageVmModel {
    /// The request that makes it.
    pub fn create_body(&self) -> SvmCreate {
        SvmCreate {
            name: self.name.known().map(Text::text).unwrap_or_default(),
            root_volume: self.root_volume_name.clone().into_known(),
            root_volume_aggregate: self.root_volume_aggregate.clone().into_known(),
            root_volume_security_style: self
                .root_volume_security_style
                .known()
                .map(|style| SecurityStyle::from(style.as_str())),
            snapshot_policy: self.snapshot_policy.clone().into_known(),
            language: self.language.clone().into_known(),
            ipspace: self.ipspace.clone().into_known(),
            comment: self.comment.clone().into_known(),
            subtype: self.subtype.known().map(|subtype| SvmSubtype::from(subtype.as_str())),
        }
    }

    /// This plan with what the create call has settled already, so that the steps are what is left to do.
    pub fn as_made(&self, svm: &Svm) -> Self {
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.value_or_default().intersection(&on_the_list).cloned().collect();
        Self { aggregates: Attr::Known(ours), ..self.clone() }
    }

    /// The state after a read: what ONTAP says, and of the aggregates only those that are ours.
    pub fn observed(&self, whole: &Whole) -> Self {
        let svm = &whole.svm;
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.clone().map(|ours| ours.intersection(&on_the_list).cloned().collect());
        let (root, cluster) = (whole.root.as_ref(), whole.cluster.as_ref());
        Self {
            cluster_uuid: cluster
                .map(|cluster| cluster.uuid.clone())
                .map_or_else(|| self.cluster_uuid.clone(), Attr::Known),
            cluster_name: cluster
                .map(|cluster| cluster.name.clone())
                .map_or_else(|| self.cluster_name.clone(), Attr::Known),
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
    pub fn changed(&self, whole: &Whole) -> Self {
        let observed = self.observed(whole);
        let all_aggregates = self.all_aggregates.clone().or(observed.all_aggregates.clone());
        Self { all_aggregates, ..observed }
    }
}

/// The aggregate that a volume lies on.
fn aggregate_of(volume: &Volume) -> Option<String> {
    volume.aggregates.first()?.name.clone()
}
