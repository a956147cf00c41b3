use serde_json::{Value as Json, json};
use tfplugin_core::{Private, Value};

use super::super::{Whole, accepted};
use super::*;
use crate::object::{OntapModel, rules};
use crate::planning::assert_unchanged;
use crate::written::{configuration, refuse_impossible, written};

fn whole(svm: &Json, root: &Json) -> Whole {
    let mut record = json!({
        "uuid": "u-1", "name": "svm-2", "subtype": "default", "language": "c.utf_8", "ipspace": {"name": "Default"},
        "snapshot_policy": {"name": "default"}, "aggregates": [{"name": "aggr1"}, {"name": "aggr2"}],
    });
    record.as_object_mut().unwrap().extend(svm.as_object().unwrap().clone());
    let mut volume = json!({
        "uuid": "v-1", "name": "svm_2_root", "aggregates": [{"name": "aggr1"}], "nas": {"security_style": "unix"},
    });
    volume.as_object_mut().unwrap().extend(root.as_object().unwrap().clone());
    let root = (!root["none"].is_boolean()).then(|| serde_json::from_value(volume).unwrap());
    Whole::new(serde_json::from_value(record).unwrap(), root, None)
}

/// Returns what is written, after checking that it plans no change of the imported storage VM.
fn names(case: &str, svm: &Json, root: &Json) -> String {
    let found = whole(svm, root);
    let imported = StorageVmModel { complete: Attr::Known(true), ..StorageVmModel::imported(&found) };
    let lines = written(&imported, &());
    let mut private = Private::default();
    for (key, value) in accepted(&imported, |_| false) {
        private.set(&key, &value);
    }
    let config = configuration::<StorageVmModel>(&lines);
    assert_eq!(refuse_impossible::<StorageVmModel>(&lines), Ok(()), "{case}");
    assert_unchanged((&config, &imported), private, |plan| rules(plan, None), &case);
    lines.into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
}

#[test]
fn only_what_is_unusual_is_written_and_the_plan_is_empty() {
    let none = json!({});
    let dp =
        json!({"subtype": "dp_destination", "language": "ja.utf_8", "snapshot_policy": {"name": "none"}});
    let cases = [
        ("all is usual", none.clone(), none.clone(), "name aggregates"),
        ("an empty comment", json!({"comment": ""}), none.clone(), "name aggregates"),
        ("a comment", json!({"comment": "a \"b\" ${c}\n"}), none.clone(), "name aggregates comment"),
        ("a language", json!({"language": "ja.utf_8"}), none.clone(), "name aggregates language"),
        ("an old language", json!({"language": "c"}), none.clone(), "name aggregates language"),
        ("an IPspace", json!({"ipspace": {"name": "ips"}}), none.clone(), "name aggregates ipspace"),
        (
            "snapshots",
            json!({"snapshot_policy": {"name": "none"}}),
            none.clone(),
            "name aggregates snapshot_policy",
        ),
        ("no snapshot policy shows", json!({"snapshot_policy": {}}), none.clone(), "name aggregates"),
        ("a root's name", none.clone(), json!({"name": "root"}), "name aggregates root_volume_name"),
        (
            "a root's place",
            none.clone(),
            json!({"aggregates": [{"name": "aggr2"}]}),
            "name aggregates root_volume_aggregate",
        ),
        (
            "a root's style",
            none.clone(),
            json!({"nas": {"security_style": "ntfs"}}),
            "name aggregates root_volume_security_style",
        ),
        ("a destination without a root", dp.clone(), json!({"none": true}), "name subtype"),
        ("a destination", dp, json!({"nas": {"security_style": "mixed"}, "name": "x"}), "name subtype"),
    ];
    for (case, svm, root, expected) in cases {
        assert_eq!(names(case, &svm, &root), expected, "{case}");
    }
}

#[test]
fn what_no_configuration_can_say_is_refused() {
    let cases = [
        (json!({"aggregates": []}), json!({}), "aggregates"),
        (json!({"name": "svm 2"}), json!({}), "name"),
        (json!({"subtype": "sync_source"}), json!({}), "subtype"),
        (json!({}), json!({"nas": {"security_style": "unified"}}), "root_volume_security_style"),
    ];
    for (svm, root, attribute) in cases {
        let lines = written(&StorageVmModel::imported(&whole(&svm, &root)), &());
        let refusals = refuse_impossible::<StorageVmModel>(&lines).unwrap_err();
        let paths: Vec<_> =
            refusals.iter().filter_map(|one| one.path.as_ref().map(ToString::to_string)).collect();
        assert_eq!(paths, [attribute], "{refusals:?}");
    }
}

#[test]
fn what_another_than_the_default_decides_here_is_written() {
    let unprotected = StorageVmModel {
        deletion_protection: Attr::Known(false),
        ..StorageVmModel::imported(&whole(&json!({}), &json!({})))
    };
    let lines = written(&unprotected, &());
    assert_eq!(lines.last(), Some(&("deletion_protection".to_owned(), Value::from(false))));
}
