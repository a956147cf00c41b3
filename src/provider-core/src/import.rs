//! Which of several objects an import names, by id or by identity: pure.

use std::collections::BTreeSet;

use tfplugin_core::{Diagnostics, Outcome, Text};

use crate::identity::{OfCluster, is_same, spelled};
use crate::object::OntapModel;

/// How many existing objects an error names.
const SHOWN: usize = 20;

/// What an import names its object by.
#[derive(Debug)]
pub enum Wanted<'a, I> {
    /// The import id.
    Id(&'a str),
    /// The identity.
    Identity(&'a I),
}

/// Returns the object that an import names, out of all objects of its kind.
///
/// # Errors
/// The import names no object, several, or one that is not managed. The message lists existing ids: those of
/// the storage VM that an id names, if it names one.
pub fn choose<M: OntapModel, T: Clone + Into<M::Record>>(
    all: Vec<T>,
    wanted: &Wanted<'_, M::Identity>,
) -> Outcome<T> {
    let all: Vec<_> = all.into_iter().map(|object| (object.clone().into(), object)).collect();
    let managed = all.iter().filter(|(record, _)| M::refuse_unmanaged(record).is_ok());
    let mut candidates: Vec<_> = managed.map(|(record, _)| M::default().observed(record)).collect();
    candidates.sort_by_key(shown);
    let is_named = |(record, _): &(M::Record, T)| wanted.names(&M::default().observed(record));
    let mut matching: Vec<_> = all.into_iter().filter(is_named).collect();
    match (matching.pop(), matching.is_empty()) {
        (Some((record, only)), true) => M::refuse_unmanaged(&record).map(|()| only),
        (Some(_), false) => {
            candidates.retain(|candidate| wanted.names(candidate));
            Err(several(&candidates, wanted))
        }
        (None, _) => Err(none(&candidates, wanted)),
    }
}

impl<I: OfCluster> Wanted<'_, I> {
    /// Returns whether this is the object, which is on the cluster that answers.
    fn names<M: OntapModel<Identity = I>>(&self, seen: &M) -> bool {
        match self {
            Self::Id(id) => {
                seen.id().known().is_some_and(|uuid| uuid.eq_ignore_ascii_case(id))
                    || seen.import_id().is_some_and(|own| own == *id)
            }
            Self::Identity(wanted) => {
                let own = seen.identity(&wanted.cluster().text());
                own.is_some_and(|own| is_same(&own, *wanted))
            }
        }
    }
}

fn several<M: OntapModel>(candidates: &[M], wanted: &Wanted<'_, M::Identity>) -> Diagnostics {
    let (kind, existing) = (M::KIND, existing(candidates, wanted));
    match wanted {
        Wanted::Id(id) => {
            Diagnostics::error(format!("{id:?} names several {kind}s"), format!("Import by uuid. {existing}"))
        }
        Wanted::Identity(identity) => Diagnostics::error(
            format!("There are several {kind}s with {}", spelled(*identity)),
            format!("Nothing is imported. Import by uuid, with `id` in place of `identity`. {existing}"),
        ),
    }
}

fn none<M: OntapModel>(candidates: &[M], wanted: &Wanted<'_, M::Identity>) -> Diagnostics {
    let (kind, existing) = (M::KIND, existing(candidates, wanted));
    match wanted {
        Wanted::Id(id) => Diagnostics::error(
            format!("There is no {kind} {id:?}"),
            format!("The import id is {}, or the {kind}'s uuid. {existing}", M::IMPORT_ID.join("/")),
        ),
        Wanted::Identity(identity) => Diagnostics::error(
            format!("There is no {kind} with {}", spelled(*identity)),
            format!("Nothing is imported. Correct the identity. {existing}"),
        ),
    }
}

/// Returns a sentence about what there is to import.
fn existing<M: OntapModel>(candidates: &[M], wanted: &Wanted<'_, M::Identity>) -> String {
    let Wanted::Id(id) = wanted else { return all_existing(candidates) };
    if !M::BELONGS_TO_SVM {
        return all_existing(candidates);
    }
    let svm = id.split_once('/').map_or(*id, |(svm, _)| svm);
    let of_svm: Vec<_> = candidates.iter().filter(|candidate| svm_of(*candidate) == svm).collect();
    if !of_svm.is_empty() {
        return format!("Storage VM {svm} has: {}.", listed(of_svm.into_iter().map(shown)));
    }
    let names: BTreeSet<_> = candidates.iter().map(svm_of).collect();
    if names.is_empty() || !id.contains('/') {
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
