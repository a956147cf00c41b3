//! Which of several objects an import id names: pure.

use std::collections::BTreeSet;

use tfplugin_core::{Diagnostics, Outcome, Text};

use crate::object::OntapModel;

/// How many existing objects an error names.
const SHOWN: usize = 20;

/// Returns the object that an import id names, out of all objects of its kind.
///
/// # Errors
/// The id names no object, several, or one that is not managed. The message lists existing ids: those of the
/// storage VM that the id names, if it names one.
pub fn choose<M: OntapModel, T: Clone + Into<M::Record>>(all: Vec<T>, id: &str) -> Outcome<T> {
    let all: Vec<_> = all.into_iter().map(|object| (object.clone().into(), object)).collect();
    let managed = all.iter().filter(|(record, _)| M::refuse_unmanaged(record).is_ok());
    let mut candidates: Vec<_> = managed.map(|(record, _)| M::default().observed(record)).collect();
    candidates.sort_by_key(shown);
    let kind = M::KIND;
    let is_named = |(record, _): &(M::Record, T)| {
        let seen = M::default().observed(record);
        seen.id().known().is_some_and(|uuid| uuid == id) || seen.import_id().is_some_and(|own| own == id)
    };
    let mut matching: Vec<_> = all.into_iter().filter(is_named).collect();
    match (matching.pop(), matching.is_empty()) {
        (Some((record, only)), true) => M::refuse_unmanaged(&record).map(|()| only),
        (Some(_), false) => {
            candidates.retain(|candidate| candidate.import_id().is_some_and(|own| own == id));
            Err(Diagnostics::error(
                format!("{id:?} names several {kind}s"),
                format!("Import by uuid. {}", existing(&candidates, id)),
            ))
        }
        (None, _) => Err(Diagnostics::error(
            format!("There is no {kind} {id:?}"),
            format!(
                "The import id is {}, or the {kind}'s uuid. {}",
                M::IMPORT_ID.join("/"),
                existing(&candidates, id)
            ),
        )),
    }
}

/// Returns a sentence about what there is to import.
fn existing<M: OntapModel>(candidates: &[M], id: &str) -> String {
    let named_svm = id.split_once('/').map(|(svm, _)| svm).filter(|_| M::BELONGS_TO_SVM);
    let Some(svm) = named_svm else { return all_existing(candidates) };
    let of_svm: Vec<_> = candidates.iter().filter(|candidate| svm_of(*candidate) == svm).collect();
    if !of_svm.is_empty() {
        return format!("Storage VM {svm} has: {}.", listed(of_svm.into_iter().map(shown)));
    }
    let names: BTreeSet<_> = candidates.iter().map(svm_of).collect();
    if names.is_empty() {
        return all_existing(candidates);
    }
    format!("No storage VM {svm:?} has one. These storage VMs have: {}.", listed(names.into_iter()))
}

fn all_existing<M: OntapModel>(candidates: &[M]) -> String {
    if candidates.is_empty() {
        "The cluster has none.".to_owned()
    } else {
        format!("The cluster has: {}.", listed(candidates.iter().map(shown)))
    }
}

fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.take(SHOWN).collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

fn svm_of<M: OntapModel>(candidate: &M) -> String {
    let svm = candidate.svm().and_then(|(name, _)| name.known().map(Text::text));
    svm.unwrap_or_default()
}

fn shown<M: OntapModel>(candidate: &M) -> String {
    format!("{} ({})", candidate.import_id().unwrap_or_default(), candidate.id().value_or_default())
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
