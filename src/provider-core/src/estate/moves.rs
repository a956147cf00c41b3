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
        let Some(usual) = usual(system.cluster.version, &svm.name, &svm.uuid) else { continue };
        let made = as_made(&usual, &policies);
        let reference = ontap_core::Reference { name: Some(svm.name.clone()), uuid: Some(svm.uuid.clone()) };
        if chosen.why_not(&reference).is_none() && chosen.has(&reference) {
            leave_out_others(&usual, made.as_ref(), &policies, book);
        }
        match (made, chosen.why_not(&reference)) {
            (Some(model), Some(why)) => book.leave_out(&model.subject(), &why),
            (Some(model), None) if chosen.has(&reference) => add(&model, &svm.name, book),
            _ => {}
        }
    }
}

/// Names the services that left the policy as well, and that the move which is written does not include.
fn leave_out_others(
    usual: &MoveModel,
    made: Option<&MoveModel>,
    policies: &[ServicePolicy],
    book: &mut Book,
) {
    let Some(source) = policies.iter().find(|policy| policy.name == usual.source()) else { return };
    let written = made.map(MoveModel::listed_services).unwrap_or_default();
    let left = usual.listed_services().into_iter().filter(|service| !source.has(service));
    let others: Vec<_> = left.filter(|service| !written.contains(service)).map(|one| one.dashed()).collect();
    if !others.is_empty() {
        let why = format!(
            "{} went elsewhere or nowhere. One move has the same policies for all its services, so that it is to \
             be written by hand.",
            others.join(", ")
        );
        book.leave_out(&format!("{}, in part", usual.subject()), &why);
    }
}

/// Returns the move out of the usual policy, if it took place.
pub fn of_svm(version: Version, name: &str, uuid: &str, policies: &[ServicePolicy]) -> Option<MoveModel> {
    as_made(&usual(version, name, uuid)?, policies)
}

/// Returns the move with the defaults, if the release has one.
fn usual(version: Version, name: &str, uuid: &str) -> Option<MoveModel> {
    if refuse_older_release(version).has_errors() {
        return None;
    }
    Some(MoveModel {
        svm_name: Attr::Known(SvmName::parse(name).ok()?),
        svm_id: uuid.into(),
        ..MoveModel::imported(MoveModel::default().source(), version)
    })
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
