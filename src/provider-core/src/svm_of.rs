//! The storage VM that an object belongs to. An object keeps the uuid of its storage VM and uses it in
//! requests, so that renaming the storage VM is one change, not one change per object.

use ontap_core::Reference;
use tfplugin_core::{Attr, Diagnostics, Model, Outcome, Plan, Text, quoted};

use crate::object::OntapModel;
use crate::values::SvmName;

/// The attributes `svm_name` and `svm_id` of a model.
pub type SvmAttributes<'a> = (&'a Attr<SvmName>, &'a Attr<String>);

/// A model that has `svm_name` and `svm_id` if its object belongs to a storage VM ([`crate::of_svm`]).
pub trait OfSvm: Model {
    /// Whether the object belongs to a storage VM, as every object with `svm_id` does.
    const BELONGS_TO_SVM: bool = false;

    /// Returns the attributes `svm_name` and `svm_id`, or `None` if the object belongs to no storage VM.
    fn svm(&self) -> Option<SvmAttributes<'_>> {
        None
    }

    /// Sets `svm_id`.
    fn set_svm_id(&mut self, _id: Attr<String>) {}

    /// Sets `svm_name`.
    fn set_svm_name(&mut self, _name: Attr<SvmName>) {}
}

/// Implements [`OfSvm`](crate::svm_of::OfSvm) for a model with the fields `svm_name` and `svm_id`.
#[macro_export]
macro_rules! of_svm {
    ($model:ty) => {
        impl $crate::svm_of::OfSvm for $model {
            const BELONGS_TO_SVM: bool = true;

            fn svm(&self) -> Option<$crate::svm_of::SvmAttributes<'_>> {
                Some((&self.svm_name, &self.svm_id))
            }

            fn set_svm_id(&mut self, id: tfplugin_core::Attr<String>) {
                self.svm_id = id;
            }

            fn set_svm_name(&mut self, name: tfplugin_core::Attr<$crate::values::SvmName>) {
                self.svm_name = name;
            }
        }
    };
}

/// Who owns the storage VM name in the configuration, if it is not the stored one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewName {
    /// The name is the stored one, or not known yet.
    Unchanged,
    /// No storage VM, or ours after its rename: the storage VM is renamed in this run or was renamed before.
    OursOrFree,
    /// Another storage VM, with this uuid.
    AnothersUuid(String),
}

/// Refuses a move to another storage VM. A rename of the storage VM does not change the object.
pub fn settle_name<M: OfSvm>(plan: &mut Plan<M>, new_name: &NewName, object: &str) {
    let Some(prior) = &plan.prior else { return };
    let Some((name, id)) = prior.svm() else { return };
    match new_name {
        NewName::Unchanged => {}
        NewName::OursOrFree => {
            let mut unchanged = plan.planned.clone();
            unchanged.set_svm_name(name.clone());
            if unchanged == *prior {
                plan.planned = unchanged;
            }
        }
        NewName::AnothersUuid(uuid) => {
            let detail = format!(
                "It belongs to storage VM {} (uuid {}); the name in the configuration is that of another one \
                 (uuid {uuid}). ONTAP cannot move it. Put the old name back, or destroy it and make a new \
                 one.",
                name.known().map(Text::text).unwrap_or_default(),
                id.value_or_default()
            );
            plan.refuse("svm_name", format!("{object} cannot move to another storage VM"), detail);
        }
    }
}

/// Refuses to change an object whose storage VM, as just read, is not the one of the plan.
pub fn refuse_other<M: OfSvm>(found: &Reference, planned: &M, object: &str) -> Outcome<()> {
    let Some((name, id)) = planned.svm() else { return Ok(()) };
    let planned = [name.known().map(Text::text), id.known().cloned()];
    refuse_difference([found.name.clone(), found.uuid.clone()], planned, object)
}

/// Compares name and uuid of the two storage VMs, and refuses a difference.
pub fn refuse_difference(
    found: [Option<String>; 2],
    planned: [Option<String>; 2],
    object: &str,
) -> Outcome<()> {
    let differs = |(found, planned): (&Option<String>, &Option<String>)| {
        found.is_some() && planned.is_some() && found != planned
    };
    if !found.iter().zip(&planned).any(differs) {
        return Ok(());
    }
    let ([found, _], [name, _]) =
        (found.map(Option::unwrap_or_default), planned.map(Option::unwrap_or_default));
    Err(Diagnostics::error_at(
        "svm_name",
        format!("{object} belongs to storage VM {}, not to {}", quoted(&found), quoted(name)),
        format!(
            "ONTAP cannot move it to another storage VM. If {found} is to be renamed in this run, refer \
             to the name of its cvo_storage_vm, so that it is renamed first; else correct svm_name."
        ),
    ))
}

/// Settles the storage VM of an object. If the object may never have been made, the uuid is looked up again
/// at apply by the name. A rename of the storage VM does not change the object.
pub fn settle<M: OntapModel>(plan: &mut Plan<M>, new_name: Option<&NewName>) {
    if plan.prior.as_ref().is_some_and(M::is_unseen) {
        plan.planned.set_svm_id(Attr::Unknown);
    }
    if let Some(new_name) = new_name {
        let object = plan.prior.as_ref().unwrap_or(&plan.planned).subject();
        settle_name(plan, new_name, &object);
    }
}
