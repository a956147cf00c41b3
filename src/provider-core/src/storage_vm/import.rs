//! Which storage VM an import id names: pure.

use ontap_core::Svm;
use tfplugin_core::{Diagnostics, Outcome};

/// The storage VM that an import id names.
///
/// # Errors
/// When it names none or several of these, with those that there are.
pub fn choose(all: &[Svm], id: &str) -> Outcome<Svm> {
    let mut matching = all.iter().filter(|svm| svm.name == id || svm.uuid == id);
    let names =
        || all.iter().map(|svm| format!("{} ({})", svm.name, svm.uuid)).collect::<Vec<_>>().join(", ");
    match (matching.next(), matching.next()) {
        (Some(only), None) => Ok(only.clone()),
        (None, _) => Err(Diagnostics::error(
            format!("There is no storage VM {id:?}"),
            format!("The import id is a storage VM's name or uuid. The cluster has: {}.", names()),
        )),
        (Some(_), Some(_)) => Err(Diagnostics::error(
            format!("{id:?} names several storage VMs"),
            format!("Import by uuid. The cluster has: {}.", names()),
        )),
    }
}
