use ontap_core::{ServicePolicy, Version};
use serde_json::json;
use tfplugin_core::{Attr, Private, Text};

use super::super::{MoveModel, as_made, rules};
use crate::planning::assert_unchanged;
use crate::values::SvmName;
use crate::written::{configuration, refuse_impossible, written};

const FIVE: [&str; 5] = [
    "data_fpolicy_client",
    "management_ad_client",
    "management_dns_client",
    "management_ldap_client",
    "management_nis_client",
];

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    let svm = json!({"name": "svm_2", "uuid": "u-2"});
    serde_json::from_value(json!({"uuid": name, "name": name, "services": services, "svm": svm})).unwrap()
}

#[test]
fn a_move_by_the_book_is_written_by_its_storage_vm_and_another_by_what_differs() {
    let (blocks, iscsi) = ("default-data-blocks", "default-data-iscsi");
    let both = |services: &[&str]| vec![policy(blocks, services), policy(iscsi, services)];
    let cases = [
        (vec![], both(&FIVE), "svm_name"),
        (vec![FIVE[0]], both(&FIVE), "svm_name services"),
        (vec![], vec![policy(blocks, &[]), policy(iscsi, &FIVE)], "svm_name to_policies"),
        (vec![], vec![policy("outbound", &FIVE)], "svm_name to_policies"),
        (vec![], vec![policy("outbound", &FIVE[1..])], "svm_name services to_policies"),
    ];
    for (stayed, mut policies, expected) in cases {
        policies.push(policy("default-data-files", &stayed));
        let model = MoveModel {
            svm_name: Attr::Known(SvmName::parse("svm_2").unwrap()),
            svm_id: "u-2".into(),
            complete: Attr::Known(true),
            ..MoveModel::imported("default-data-files", Version::new(9, 15, 1))
        };
        let made = as_made(&model, &policies).unwrap();
        let lines = written(&made, &());
        assert_eq!(refuse_impossible::<MoveModel>(&lines), Ok(()), "{expected}");
        let config = configuration::<MoveModel>(&lines);
        assert_unchanged((&config, &made), Private::default(), |plan| rules::rules(plan, None), &expected);
        let names: Vec<_> = lines.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names.join(" "), expected);
    }
}
