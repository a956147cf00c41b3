//! Import ids: pure.

use tfplugin_core::{Diagnostics, Text};

use crate::values::SvmName;

/// Returns the names of the storage VM and the policy, if the id has the right form. Neither name can contain
/// a slash.
pub fn parts(id: &str) -> Option<(&str, &str)> {
    let (svm, source) = id.split_once('/')?;
    let is_valid = SvmName::parse(svm).is_ok() && !source.is_empty() && !source.contains('/');
    is_valid.then_some((svm, source))
}

/// Refuses an import id of another form.
pub fn malformed(id: &str) -> Diagnostics {
    Diagnostics::error(
        format!("{id:?} names no service policy move"),
        "The import id is svm_name/from_policy, such as svm_2/default-data-files.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_is_a_storage_vm_and_a_policy() {
        assert_eq!(parts("svm_2/default-data-files"), Some(("svm_2", "default-data-files")));
        let malformed_ids =
            ["", "svm_2", "svm_2/", "/default-data-files", "svm_2/a/b", "x\"}|*|{/a", "svm*/a", "a|b/a"];
        for id in malformed_ids {
            assert_eq!(parts(id), None, "{id}");
        }
    }
}
