//! A storage VM as it was read, and its conversion to state: pure.

use std::borrow::Borrow;
use std::collections::BTreeSet;

use ontap_core::{Cluster, Reference, Svm, SvmSubtype, Volume};
use tfplugin_core::{Attr, Recorded};

use super::model::StorageVmModel;

/// A storage VM, its root volume and its cluster. A storage VM of subtype `dp_destination` has no root volume
/// before the first transfer.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The storage VM.
    pub svm: Svm,
    /// Its root volume.
    pub root: Option<Volume>,
    cluster: Option<Cluster>,
}

impl Borrow<Svm> for Whole {
    fn borrow(&self) -> &Svm {
        &self.svm
    }
}

/// A storage VM of which only its own record was read.
impl From<Svm> for Whole {
    fn from(svm: Svm) -> Self {
        Self { svm, root: None, cluster: None }
    }
}

impl Whole {
    /// Combines the records that were read.
    pub fn new(svm: Svm, root: Option<Volume>, cluster: Option<Cluster>) -> Self {
        Self { svm, root, cluster }
    }

    /// Returns the storage VM.
    pub fn svm(&self) -> &Svm {
        &self.svm
    }

    /// Returns the root volume.
    pub fn root(&self) -> Option<&Volume> {
        self.root.as_ref()
    }

    /// Returns whether the root volume was found, or the storage VM has none: a data storage VM always has
    /// one.
    pub fn root_is_known(&self) -> bool {
        self.root.is_some() || self.svm.subtype == Some(SvmSubtype::DpDestination)
    }

    /// Returns the names of the aggregates on its list.
    pub fn aggregate_names(&self) -> BTreeSet<String> {
        self.svm.aggregate_names()
    }
}

/// The names of the aggregates on a storage VM's list.
pub trait AggregateNames {
    fn aggregate_names(&self) -> BTreeSet<String>;
}

impl AggregateNames for Svm {
    fn aggregate_names(&self) -> BTreeSet<String> {
        self.aggregates.iter().filter_map(|aggregate| aggregate.name.clone()).collect()
    }
}

impl StorageVmModel {
    /// Returns this plan with what the create request has already done, so that the steps are what remains to
    /// be done.
    pub fn as_made(&self, svm: &Svm) -> Self {
        let on_the_list = svm.aggregate_names();
        let ours = self.aggregates.value_or_default().intersection(&on_the_list).cloned().collect();
        Self { aggregates: Attr::Known(ours), ..self.clone() }
    }

    /// Returns the state after a read: ONTAP's values, but only those aggregates that are ours.
    #[must_use]
    pub fn of_whole(&self, whole: &Whole) -> Self {
        let on_the_list = whole.aggregate_names();
        let known = |seen: Option<&String>, stored: &Attr<String>| {
            seen.cloned().map_or_else(|| stored.clone(), Attr::Known)
        };
        let cluster = whole.cluster.as_ref();
        Self {
            aggregates: self.ours_of(&on_the_list, whole.svm().subtype.as_ref()),
            all_aggregates: Attr::Known(on_the_list),
            cluster_uuid: known(cluster.map(|cluster| &cluster.uuid), &self.cluster_uuid),
            cluster_name: known(cluster.map(|cluster| &cluster.name), &self.cluster_name),
            ..self.observed(whole)
        }
    }

    /// Returns which of the aggregates on the list are ours. Of a storage VM that was taken over from another
    /// provider and not read yet all are, as after an import: that state may lack them or name some.
    fn ours_of(
        &self,
        on_the_list: &BTreeSet<String>,
        subtype: Option<&SvmSubtype>,
    ) -> Attr<BTreeSet<String>> {
        let was_taken_over = self.all_aggregates.is_null() && self.complete == Attr::Known(true);
        if was_taken_over && subtype != Some(&SvmSubtype::DpDestination) && !on_the_list.is_empty() {
            return Attr::Known(on_the_list.clone());
        }
        self.aggregates.clone().map(|ours| ours.intersection(on_the_list).cloned().collect())
    }

    /// Returns the state after an update. Aggregates that the console added in the meantime, which the plan
    /// could not foresee, show in the next refresh.
    pub fn changed(&self, whole: &Whole) -> Self {
        let observed = self.of_whole(whole);
        let all_aggregates = self.all_aggregates.clone().or(observed.all_aggregates.clone());
        Self { all_aggregates, ..observed }
    }
}

/// Returns the names in the references.
pub fn names(references: &[Reference], _: &Attr<BTreeSet<String>>) -> Attr<BTreeSet<String>> {
    Attr::Known(references.iter().filter_map(|reference| reference.name.clone()).collect())
}

/// Returns the comment; an absent comment is the empty one.
pub fn comment(field: &Option<String>, _: &Attr<String>) -> Attr<String> {
    Attr::Known(field.clone().unwrap_or_default())
}

/// The values of the root volume in the state. If no root volume is listed, they are what they were: it is
/// not known, and nothing has changed.
pub mod root {
    use ontap_core::Volume;
    use tfplugin_core::Attr;

    /// Returns the name of the root volume.
    pub fn name(root: &Option<Volume>, stored: &Attr<String>) -> Attr<String> {
        of(root, stored, |root| Some(root.name.clone()))
    }

    /// Returns the uuid of the root volume.
    pub fn uuid(root: &Option<Volume>, stored: &Attr<String>) -> Attr<String> {
        of(root, stored, |root| Some(root.uuid.clone()))
    }

    /// Returns the aggregate of the root volume.
    pub fn aggregate(root: &Option<Volume>, stored: &Attr<String>) -> Attr<String> {
        of(root, stored, |root| root.aggregates.first()?.name.clone())
    }

    /// Returns the security style of the root volume.
    pub fn security_style(root: &Option<Volume>, stored: &Attr<String>) -> Attr<String> {
        of(root, stored, |root| root.nas.security_style.as_ref().map(ToString::to_string))
    }

    fn of(
        root: &Option<Volume>,
        stored: &Attr<String>,
        value: impl Fn(&Volume) -> Option<String>,
    ) -> Attr<String> {
        match root {
            Some(root) => value(root).into(),
            None => stored.known().cloned().into(),
        }
    }
}
