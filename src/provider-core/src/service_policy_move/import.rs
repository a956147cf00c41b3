//! Import ids: pure.

use ontap_core::{ServiceName, ServicePolicy};
use tfplugin_core::{Diagnostics, Text};

use super::model::MoveModel;
use crate::values::SvmName;

/// Returns the names of the storage VM and the policy, if the id has the right form. Neither name can contain
/// a slash.
pub fn parts(id: &str) -> Option<(&str, &str)> {
    let (svm, source) = id.split_once('/')?;
    let is_valid = SvmName::parse(svm).is_ok() && !source.is_empty() && !source.contains('/');
    is_valid.then_some((svm, source))
}

/// Returns whether a move took place: the source lacks a service that a policy has to which services are
/// moved, one of the defaults or one of somebody's own making. `model` is the move that is imported.
pub fn took_place(model: &MoveModel, policies: &[ServicePolicy]) -> bool {
    let (source, targets) = (model.source(), model.targets());
    let Some(loser) = policies.iter().find(|policy| policy.name == source) else { return false };
    let is_target = |policy: &&ServicePolicy| {
        targets.contains(&policy.name) || policy.name != source && !policy.name.starts_with("default-")
    };
    let left = |service: &ServiceName| {
        !loser.has(service) && policies.iter().filter(is_target).any(|policy| policy.has(service))
    };
    model.listed_services().iter().any(left)
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
    use ontap_core::Version;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_move_took_place_if_a_service_left_the_source_for_another_policy() {
        let all = ["data_nfs", "management_dns_client", "management_nis_client"];
        let cases: [(&[&str], &str, &[&str], bool); 6] = [
            (&all, "default-data-iscsi", &["data_iscsi"], false),
            (&all, "default-data-iscsi", &["management_dns_client"], false),
            (&["data_nfs"], "default-data-iscsi", &["data_iscsi"], false),
            (&["management_nis_client"], "default-data-blocks", &["management_dns_client"], true),
            (&["management_nis_client"], "outbound", &["management_dns_client"], true),
            (&["data_nfs"], "default-management", &["management_dns_client"], false),
        ];
        for (left, other, there, expected) in cases {
            let policy = |name: &str, services: &[&str]| -> ServicePolicy {
                serde_json::from_value(json!({"uuid": name, "name": name, "services": services})).unwrap()
            };
            let policies = [policy("default-data-files", left), policy(other, there)];
            let model = MoveModel::imported("default-data-files", Version::new(9, 15, 1));
            assert_eq!(took_place(&model, &policies), expected, "{left:?}, {other}: {there:?}");
        }
    }

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
