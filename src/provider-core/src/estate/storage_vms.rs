//! The storage VMs of a configuration.

use ontap_core::Reference;

use super::System;
use super::book::{Book, Entry};
use super::selection::Chosen;
use crate::object::OntapModel;
use crate::storage_vm::StorageVmModel;

/// Adds the storage VMs.
pub fn collect(system: &System<'_>, chosen: &Chosen, book: &mut Book) {
    let mut all: Vec<_> = system.storage_vms.iter().collect();
    all.sort_by_key(|whole| &whole.svm().name);
    for whole in all {
        let svm = whole.svm();
        let subject = format!("Storage VM {}", svm.name);
        let reference = Reference { name: Some(svm.name.clone()), uuid: Some(svm.uuid.clone()) };
        if let Some(why) = chosen.why_not(&reference) {
            book.leave_out(&subject, &why);
        }
        if !chosen.has(&reference) {
            continue;
        }
        if let Err(refusals) = StorageVmModel::refuse_import(whole) {
            book.refuse(&subject, &refusals);
            continue;
        }
        let model = StorageVmModel::imported(whole);
        let entry = Entry {
            type_name: StorageVmModel::TYPE,
            subject,
            wanted: svm.name.clone(),
            place: (svm.name.clone(), 0),
            import_id: model.import_id(),
        };
        if let Some(address) = book.add(entry, &model, &()).map(|added| added.address()) {
            book.storage_vms.insert(svm.uuid.clone(), address);
        }
    }
}
