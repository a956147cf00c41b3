//! The storage VMs of a query.

use ontap_core::Reference;

use super::{Filter, Listed, can_be_written};
use crate::object::OntapModel;
use crate::storage_vm::{StorageVmModel, Whole};

/// Returns the storage VMs that are wanted, by name.
#[must_use]
pub fn storage_vms(all: &[Whole], filter: &Filter<'_>) -> Vec<Listed<StorageVmModel>> {
    let mut all: Vec<_> = all.iter().filter(|whole| is_wanted(whole, filter)).collect();
    all.sort_by_key(|whole| &whole.svm().name);
    let listed = all
        .into_iter()
        .map(|whole| Listed { object: StorageVmModel::imported(whole), name: whole.svm().name.clone() });
    listed.filter(|listed| can_be_written(&listed.object, &())).collect()
}

fn is_wanted(whole: &Whole, filter: &Filter<'_>) -> bool {
    let svm = whole.svm();
    let reference = Reference { name: Some(svm.name.clone()), uuid: Some(svm.uuid.clone()) };
    filter.wants(&reference) && StorageVmModel::refuse_import(whole).is_ok()
}
