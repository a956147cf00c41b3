use serde_json::json;

use super::*;

fn lif(uuid: &str, svm: Option<&str>, name: &str) -> IpInterface {
    let scope = if svm.is_some() { "svm" } else { "cluster" };
    let lif = json!({"uuid": uuid, "name": name, "svm": {"name": svm}, "scope": scope, "ip": {"address": "10.0.1.14"}});
    serde_json::from_value(lif).unwrap()
}

fn lifs() -> Vec<IpInterface> {
    vec![lif("u-1", Some("svm_1"), "nas"), lif("u-2", Some("svm_2"), "nas"), lif("u-3", None, "cluster_mgmt")]
}

#[test]
fn a_name_and_a_uuid_each_name_one_lif() {
    for (id, uuid) in [("svm_2/nas", "u-2"), ("u-1", "u-1")] {
        assert_eq!(choose(lifs(), id).unwrap().uuid, uuid);
    }
}

#[test]
fn an_id_that_names_none_lists_what_there_is() {
    for id in ["nas", "svm_3/nas", "svm_1/", "", "svm_1/nas/x"] {
        let refusal = format!("{:?}", choose(lifs(), id).unwrap_err());
        assert!(refusal.contains("svm_1/nas (u-1), svm_2/nas (u-2)"), "{id}: {refusal}");
        assert!(!refusal.contains("cluster_mgmt"), "{id}: {refusal}");
    }
}

#[test]
fn an_id_that_names_several_asks_for_the_uuid() {
    let mut twice = lifs();
    twice.push(lif("u-4", Some("svm_1"), "nas"));
    let refusal = format!("{:?}", choose(twice, "svm_1/nas").unwrap_err());
    assert!(refusal.contains("several") && refusal.contains("u-4"), "{refusal}");
}

#[test]
fn lifs_of_the_cluster_and_of_ipv6_are_not_managed() {
    let refusal = format!("{:?}", choose(lifs(), "u-3").unwrap_err());
    assert!(refusal.contains("no storage VM"), "{refusal}");
    let six = json!({"uuid": "u-6", "name": "six", "svm": {"name": "svm_1"}, "scope": "svm", "ip": {"address": "fe80::1"}});
    assert!(choose(vec![serde_json::from_value(six).unwrap()], "svm_1/six").is_err());
}
