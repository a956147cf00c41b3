//! The objects that a query lists: those that can be imported and then described by a configuration, each with
//! a name by which a person recognizes it.

mod addresses;
mod lifs;
mod moves;
mod routes;
mod storage_vms;

use ontap_core::Reference;

use crate::system::Oldest;
use crate::values::NamePattern;
use crate::written::{Written, refuse_impossible, written};
pub use addresses::{Interfaces, addresses};
pub use lifs::lifs;
pub use moves::moves;
pub use routes::routes;
pub use storage_vms::storage_vms;

/// An object that a query lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<M> {
    /// The object, as an import returns it.
    pub object: M,
    /// The name by which a person recognizes it.
    pub name: String,
}

/// Which storage VMs a query is about.
#[derive(Debug, Clone, Copy)]
pub struct Filter<'a> {
    /// Their names; all if it is absent.
    pub svm: Option<&'a NamePattern>,
    /// The storage VM that the system was deployed with, if it is left out.
    pub left_out: Option<&'a Oldest>,
}

impl Filter<'_> {
    /// Returns whether the storage VM is wanted. The one that the system was deployed with is if it is named.
    #[must_use]
    pub fn wants(&self, svm: &Reference) -> bool {
        let (Some(name), Some(uuid)) = (&svm.name, &svm.uuid) else { return false };
        let is_named = self.svm.and_then(NamePattern::exact) == Some(name);
        let is_left_out = matches!(self.left_out, Some(Oldest::Svm(default)) if default.uuid == *uuid);
        is_named || !is_left_out && self.svm.is_none_or(|pattern| pattern.matches(name))
    }
}

/// Returns whether a configuration can say what the object is.
fn can_be_written<M: Written>(object: &M, around: &M::Around) -> bool {
    refuse_impossible::<M>(&written(object, around)).is_ok()
}

#[cfg(test)]
mod tests;
