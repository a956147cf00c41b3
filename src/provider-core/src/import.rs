//! Which of several objects an import id names: pure.

use tfplugin_core::{Diagnostics, Outcome};

use crate::object::OntapModel;

/// Returns the object that an import id names, out of all objects of its kind.
///
/// # Errors
/// The id names no object, several, or one that is not managed. The message lists the existing ids.
pub fn choose<M: OntapModel, T: Clone + Into<M::Record>>(all: Vec<T>, id: &str) -> Outcome<T> {
    let all: Vec<_> = all.into_iter().map(|object| (object.clone().into(), object)).collect();
    let managed = all.iter().filter(|(record, _)| M::refuse_unmanaged(record).is_ok());
    let mut candidates: Vec<_> = managed.map(|(record, _)| candidate::<M>(record)).collect();
    candidates.sort();
    let (kind, existing) = (M::KIND, existing_ids(&candidates));
    let is_named = |(record, _): &(M::Record, T)| {
        let seen = M::default().observed(record);
        seen.id().known().is_some_and(|uuid| uuid == id) || seen.import_id().is_some_and(|own| own == id)
    };
    let mut matching: Vec<_> = all.into_iter().filter(is_named).collect();
    match (matching.pop(), matching.is_empty()) {
        (Some((record, only)), true) => M::refuse_unmanaged(&record).map(|()| only),
        (Some(_), false) => Err(Diagnostics::error(
            format!("{id:?} names several {kind}s"),
            format!("Import by uuid. {existing}"),
        )),
        (None, _) => Err(Diagnostics::error(
            format!("There is no {kind} {id:?}"),
            format!("The import id is {}, or the {kind}'s uuid. {existing}", M::IMPORT_ID.join("/")),
        )),
    }
}

fn existing_ids(candidates: &[String]) -> String {
    if candidates.is_empty() {
        "The cluster has none.".to_owned()
    } else {
        format!("The cluster has: {}.", candidates.join(", "))
    }
}

fn candidate<M: OntapModel>(record: &M::Record) -> String {
    let seen = M::default().observed(record);
    format!("{} ({})", seen.import_id().unwrap_or_default(), seen.id().value_or_default())
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
