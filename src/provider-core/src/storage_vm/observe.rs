//! A storage VM as it was read, and what was read as state: pure.

use std::collections::BTreeSet;

use ontap_core::{Cluster, SecurityStyle, Svm, SvmCreate, SvmSubtype, Volume};
use tfplugin_core::{Attr, Text};

use super::model::StorageVmModel;
use crate::unfinished::Values;
use crate::values::SvmName;

/// A storage VM and its root volume. One of subtype `dp_destination` has none before the first transfer.
#[derive(Debug, Clone)]
pub struct Whole {
    svm: Svm,
    root: Option<Volume>,
}

impl Whole {
    /// Of what was read.
    pub fn new(svm: Svm, root: Option<Volume>) -> Self {
        Self { svm, root }
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

    /// The state of a storage VM while its create is not complete, or of which nobody knows whether it exists (`uuid`
    /// is absent).
    pub fn begun(&self, uuid: Option<&str>, cluster: &Cluster) -> Self {
        Self {
            id: uuid.map(str::to_owned).into(),
            cluster_uuid: cluster.uuid.clone().into(),
            cluster_name: cluster.name.clone().into(),
            ..self.clone()
        }
    }

    /// This plan with what the create call has settled already, so that the steps are what is left to do.
    pub fn as_made(&self, svm: &Svm) -> Self {
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.value_or_default().intersection(&on_the_list).cloned().collect();
        Self { aggregates: Attr::Known(ours), ..self.clone() }
    }

    /// The state after a read: what ONTAP says, and of the aggregates only those that are ours.
    pub fn observed(&self, whole: &Whole, cluster: &Cluster) -> Self {
        Self {
            cluster_uuid: cluster.uuid.clone().into(),
            cluster_name: cluster.name.clone().into(),
            ..self.seen(whole)
        }
    }

    /// Likewise, of the storage VM alone.
    pub fn seen(&self, whole: &Whole) -> Self {
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
    pub fn changed(&self, whole: &Whole, cluster: &Cluster) -> Self {
        let observed = self.observed(whole, cluster);
        let all_aggregates = self.all_aggregates.clone().or(observed.all_aggregates.clone());
        Self { all_aggregates, ..observed }
    }

    /// The state after an import: everything that was found, protected. No configuration can name aggregates of a
    /// `dp_destination`, so that those on its list are not ours.
    pub fn imported(whole: &Whole, cluster: &Cluster) -> Self {
        let found = whole.aggregate_names();
        let is_destination = whole.svm.subtype == Some(SvmSubtype::DpDestination);
        let aggregates = if found.is_empty() || is_destination { Attr::Null } else { Attr::Known(found) };
        let before = Self { aggregates, deletion_protection: Attr::Known(true), ..Self::default() };
        before.observed(whole, cluster)
    }

    /// Whether nothing that ONTAP knows of changes.
    pub fn differs_only_here(&self, prior: &Self) -> bool {
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

impl StorageVmModel {
    /// What a create sends.
    pub fn values_sent(&self) -> Values {
        let body = self.create_body();
        Values::from([
            ("name", Some(body.name)),
            ("root_volume_name", body.root_volume),
            ("root_volume_aggregate", body.root_volume_aggregate),
            ("root_volume_security_style", body.root_volume_security_style.map(|style| style.to_string())),
            ("snapshot_policy", body.snapshot_policy),
            ("language", body.language),
            ("ipspace", body.ipspace),
            ("comment", body.comment),
            ("subtype", body.subtype.map(|subtype| subtype.to_string())),
        ])
    }

    /// The same of what was found.
    pub fn values_of(&self, whole: &Whole) -> Values {
        self.seen(whole).values_sent()
    }
}
