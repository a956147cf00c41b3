//! The policy moves of a configuration.

use ontap_core::{ServicePolicy, Version};
use tfplugin_core::{Attr, Text};

use super::System;
use super::book::{Book, Entry};
use super::selection::Chosen;
use crate::lif::LifModel;
use crate::object::OntapModel;
use crate::service_policy_move::{MoveModel, TYPE, as_made, rules::refuse_older_release};
use crate::values::SvmName;

/// Adds the policy moves, each after the LIFs of its storage VM.
pub fn collect(system: &System<'_>, chosen: &Chosen, book: &mut Book) {
    let mut svms: Vec<_> = system.storage_vms.iter().map(|whole| whole.svm()).collect();
    svms.sort_by_key(|svm| &svm.name);
    for svm in svms {
        let is_its = |policy: &&ServicePolicy| policy.svm.uuid.as_ref() == Some(&svm.uuid);
        let policies: Vec<_> = system.policies.iter().filter(is_its).cloned().collect();
        let Some(model) = of_svm(system.cluster.version, &svm.name, &svm.uuid, &policies) else { continue };
        let reference = ontap_core::Reference { name: Some(svm.name.clone()), uuid: Some(svm.uuid.clone()) };
        if chosen.is_of_system(&reference) {
            book.leave_out(&model.subject(), &chosen.why_not());
        } else if chosen.has(&reference) {
            add(&model, &svm.name, book);
        }
    }
}

/// Returns the move out of the usual policy, if it took place.
pub fn of_svm(version: Version, name: &str, uuid: &str, policies: &[ServicePolicy]) -> Option<MoveModel> {
    if refuse_older_release(version).has_errors() {
        return None;
    }
    let usual = MoveModel::default();
    let whole = MoveModel {
        svm_name: Attr::Known(SvmName::parse(name).ok()?),
        svm_id: uuid.into(),
        ..MoveModel::imported(usual.source(), version)
    };
    as_made(&whole, policies)
}

fn add(model: &MoveModel, svm: &str, book: &mut Book) {
    let lifs = book.with(LifModel::TYPE, svm);
    let entry = Entry {
        type_name: TYPE,
        subject: model.subject(),
        wanted: svm.to_owned(),
        place: (svm.to_owned(), 4),
        import_id: model.import_id(),
    };
    if let Some(added) = book.add(entry, model, &()) {
        added.depends_on = lifs;
    }
}
