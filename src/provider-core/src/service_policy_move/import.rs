//! Import ids: pure.

use ontap_core::ServicePolicy;
use tfplugin_core::{Attr, Diagnostics, Text};

use super::model::MoveModel;
use crate::values::SvmName;
use crate::values::services::{self as values, Services};

/// Returns the names of the storage VM and the policy, if the id has the right form. Neither name can contain
/// a slash.
pub fn parts(id: &str) -> Option<(&str, &str)> {
    let (svm, source) = id.split_once('/')?;
    let is_valid = SvmName::parse(svm).is_ok() && !source.is_empty() && !source.contains('/');
    is_valid.then_some((svm, source))
}

/// Returns a move as it was made, with the services that did leave the source and the policies that have all
/// of these. `None` if it did not take place: the source lacks no service that a policy has to which services are
/// moved, one of the defaults or one of somebody's own making. Of several possible targets the defaults count, then those that
/// got the most. `model` is the move that is imported, with the defaults.
pub fn as_made(model: &MoveModel, policies: &[ServicePolicy]) -> Option<MoveModel> {
    let (source, targets) = (model.source(), model.targets());
    let loser = policies.iter().find(|policy| policy.name == source)?;
    let left = |policy: &ServicePolicy| -> Services {
        let services = model.listed_services().into_iter();
        services.filter(|service| !loser.has(service) && policy.has(service)).collect()
    };
    let is_own = |policy: &ServicePolicy| policy.name != source && !policy.name.starts_with("default-");
    let (usual, own): (Vec<_>, Vec<_>) = policies
        .iter()
        .filter(|policy| targets.contains(&policy.name) || is_own(policy))
        .map(|policy| (policy.name.clone(), left(policy)))
        .filter(|(_, services)| !services.is_empty())
        .partition(|(name, _)| targets.contains(name));
    let got = if usual.is_empty() { own } else { usual };
    let most = got.iter().map(|(_, services)| services).max_by_key(|services| services.len())?.clone();
    let to_policies = got.into_iter().filter(|(_, services)| services.is_superset(&most));
    let is_moved = |service: &values::ServiceName| most.contains(&service.canonical());
    let services = model.services.value_or_default().into_iter().filter(is_moved).collect();
    let made = MoveModel {
        services: Attr::Known(services),
        to_policies: Attr::Known(to_policies.map(|(name, _)| name).collect()),
        ..model.clone()
    };
    Some(made.observed(policies))
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
            assert_eq!(as_made(&model, &policies).is_some(), expected, "{left:?}, {other}: {there:?}");
        }
    }

    #[test]
    fn a_move_is_seen_as_it_was_made() {
        const FOUR: [&str; 4] = [
            "management_ad_client",
            "management_dns_client",
            "management_ldap_client",
            "management_nis_client",
        ];
        let five = [&FOUR[..], &["data_fpolicy_client"]].concat();
        let (blocks, iscsi) = ("default-data-blocks", "default-data-iscsi");
        let both = [(blocks, &five[..]), (iscsi, &five[..])];
        type Case<'a> = (&'a str, Vec<&'a str>, Vec<(&'a str, &'a [&'a str])>, Vec<&'a str>, usize);
        let cases: [Case<'_>; 6] = [
            ("by the book", vec![], both.to_vec(), vec![blocks, iscsi], 5),
            ("one came back", vec!["data_fpolicy_client"], both.to_vec(), vec![blocks, iscsi], 4),
            ("to iSCSI alone", vec![], vec![(blocks, &[]), (iscsi, &five)], vec![iscsi], 5),
            ("to one of one's own", vec![], vec![(iscsi, &[]), ("outbound", &five)], vec!["outbound"], 5),
            (
                "besides one of one's own",
                vec![],
                [&both[..], &[("other", &FOUR)]].concat(),
                vec![blocks, iscsi],
                5,
            ),
            (
                "management stays as it was",
                vec![],
                vec![(iscsi, &FOUR), ("default-management", &five)],
                vec![iscsi],
                4,
            ),
        ];
        for (case, left, others, targets, moved) in cases {
            let policy = |name: &str, services: &[&str]| -> ServicePolicy {
                serde_json::from_value(json!({"uuid": name, "name": name, "services": services})).unwrap()
            };
            let mut policies = vec![policy("default-data-files", &left)];
            policies.extend(others.iter().map(|(name, services)| policy(name, services)));
            let made = as_made(&MoveModel::imported("default-data-files", Version::new(9, 15, 1)), &policies);
            let made = made.unwrap();
            assert_eq!(made.targets().iter().map(String::as_str).collect::<Vec<_>>(), targets, "{case}");
            assert_eq!(made.listed_services().len(), moved, "{case}");
            assert_eq!(made.moved, made.services, "{case}: nothing is left to be moved");
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
