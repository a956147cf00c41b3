//! Messages for objects that cannot be identified as the one of the state.

use tfplugin_core::Diagnostics;

/// How messages name an object.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    /// Name, such as `storage VM svm_2`.
    pub name: &'a str,
    /// Resource type, such as `cvo_storage_vm`.
    pub type_name: &'a str,
    /// Import id, if it is known.
    pub import_id: Option<&'a str>,
}

/// Returns the error for an object that has the name of ours but is not ours.
pub fn not_ours(object: &Object<'_>, differences: &[String]) -> Diagnostics {
    Diagnostics::error(
        format!("What is there is not the {} that this configuration made", object.name),
        format!(
            "A create ended without an answer, and what has its name now is another one: {}. It was not \
             touched, and nothing is taken over. {}",
            differences.join("; "),
            object.way_out()
        ),
    )
}

/// Returns the error for a state that has no uuid and no record of a create that could have made the object.
pub fn without_record(object: &Object<'_>, missing: &[&str]) -> Diagnostics {
    Diagnostics::error(
        format!("The state does not say which {} it is about", object.name),
        format!(
            "It lacks {}, and there is no record of an unfinished create: the state was edited or damaged, \
             or comes from a create that failed. Nothing is taken over by its name. {}",
            missing.join(", "),
            object.way_out()
        ),
    )
}

/// Returns the error for an object that is gone and whose name another one has: something else deleted it
/// and made it again. `gone` is the uuid in the state, `there` that of the other one.
pub fn made_anew(object: &Object<'_>, gone: &str, there: &str) -> Diagnostics {
    let (name, type_name) = (object.name, object.type_name);
    let subject: String =
        name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
    Diagnostics::error(
        format!("{subject} was made anew outside of Terraform"),
        format!(
            "The state is about uuid {gone}, which the cluster has no more; what has its name now has uuid \
             {there}. Something else deleted the one and made the other. Nothing was touched, and nothing is \
             taken over by its name. If another {type_name} manages it now, only forget this one. {}",
            object.way_out()
        ),
    )
}

impl Object<'_> {
    /// Returns the way out. The provider never learns the object's address in the configuration; Terraform
    /// names it with the error.
    fn way_out(&self) -> String {
        let id = self.import_id.unwrap_or("...");
        format!(
            "Look at what is there. Then forget this object with\n  terraform state rm ADDRESS\nwhere \
             ADDRESS is the {} that Terraform names with this error (the name in the configuration), and \
             either let the next apply make it under a free name, or take over what is there with\n\nimport \
             {{\n  to = ADDRESS\n  id = {id:?}\n}}\n\nAn import block alone is skipped as long as the state \
             has the address.",
            self.type_name
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_out_can_be_pasted() {
        let object =
            Object { name: "storage VM svm_2", type_name: "cvo_storage_vm", import_id: Some("svm_2") };
        let anew = made_anew(&object, "u-1", "u-2");
        for message in [not_ours(&object, &["x".to_owned()]), without_record(&object, &["id"]), anew] {
            let detail = &message.iter().next().unwrap().detail;
            assert!(detail.contains("import {\n  to = ADDRESS\n  id = \"svm_2\"\n}"), "{detail}");
            assert!(detail.contains("terraform state rm ADDRESS"), "{detail}");
        }
    }
}
