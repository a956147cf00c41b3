use std::collections::BTreeSet;

use ontap_core::{ServiceName, Version};
use serde_json::json;

use super::super::steps::{edits, forward};
use super::*;

const DNS: &str = "management_dns_client";

fn policy(name: &str, services: &[&str]) -> ServicePolicy {
    serde_json::from_value(json!({"uuid": format!("u-{name}"), "name": name, "services": services})).unwrap()
}

fn desired() -> Vec<DesiredPolicy> {
    forward(&[ServiceName::from(DNS)].into(), "files", &["iscsi".to_owned()].into())
}

fn policies() -> Vec<ServicePolicy> {
    vec![policy("iscsi", &["data_iscsi"]), policy("files", &[DNS])]
}

fn only(diagnostics: &Diagnostics) -> (String, String, String) {
    let found: Vec<_> = diagnostics.iter().collect();
    assert_eq!(found.len(), 1, "{diagnostics:?}");
    let path = found[0].path.as_ref().map(ToString::to_string).unwrap_or_default();
    (path, found[0].summary.clone(), found[0].detail.clone())
}

fn assert_contains(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in {text:?}");
    }
}

#[test]
fn the_refusal_names_the_missing_carriers_and_the_ways_out() {
    let missing = Missing { service: ServiceName::from(DNS), nodes: ["b".to_owned()].into() };
    let lost = [Lost { missing: &missing, used_for: Some("DNS") }];
    let (path, summary, detail) = only(&no_carrier("svm_2", &lost, &desired(), Direction::Forward));
    assert_eq!(
        (path.as_str(), summary.as_str()),
        ("services", "Storage VM svm_2 would have no LIF for management-dns-client")
    );
    assert_contains(&detail, &["no LIF of node b", "needs for DNS", "with iscsi", "depends_on", "\"warn\""]);
}

#[test]
fn a_destroy_has_other_ways_out() {
    let missing = Missing { service: ServiceName::from(DNS), nodes: BTreeSet::new() };
    let lost = [Lost { missing: &missing, used_for: Some("DNS") }];
    let (_, _, detail) = only(&no_carrier("svm_2", &lost, &desired(), Direction::Back));
    assert_contains(&detail, &["restore_on_destroy = false", "then destroy"]);
}

#[test]
fn the_warning_names_what_no_longer_works() {
    let missing = Missing { service: ServiceName::from(DNS), nodes: BTreeSet::new() };
    let (summary, detail) =
        no_carrier_warning("svm_2", &[Lost { missing: &missing, used_for: None }], &desired());
    assert_contains(&summary, &["svm_2", "management-dns-client"]);
    assert_contains(&detail, &["with service policy iscsi on each node"]);
    assert_contains(&detail, &["no LIF at all", "cannot be opened"]);
}

#[test]
fn the_lifs_that_prevent_a_change_are_named_with_ways_out() {
    let lif = |name: &str, policy: &str| -> IpInterface {
        let lif = json!({"uuid": name, "name": name, "service_policy": {"uuid": format!("u-{policy}"), "name": policy}});
        serde_json::from_value(lif).unwrap()
    };
    let lifs = [lif("ip_iscsi_1", "iscsi"), lif("ip_nas", "files"), lif("ip_iscsi_2", "iscsi")];
    let edits = edits(&desired(), &policies());
    let add = in_use(&edits[0], &lifs);
    assert_contains(&add, &["ip_iscsi_1, ip_iscsi_2.", "Nothing was removed", "service_policy of cvo_lif"]);
    let remove = in_use(&edits[1], &lifs);
    assert_contains(&remove, &["ip_nas.", "keeps management-dns-client for now"]);
    assert_contains(&in_use(&edits[1], &[]), &["none of this storage VM"]);
}

#[test]
fn the_current_state_follows_the_failure() {
    let failed = Diagnostics::error("Could not add", "ONTAP said no.");
    let sure = progress(&desired(), &policies(), true);
    let (_, summary, detail) = only(&with_sentences(&failed, Some("LIFs use it."), &sure));
    assert_eq!(summary, "Could not add");
    assert_eq!(
        detail,
        "ONTAP said no. LIFs use it. Now iscsi has none of the services; files has all of the services. \
         Apply again to go on from there."
    );
    assert_contains(
        &progress(&desired(), &policies(), false),
        &["As far as is known", "The next plan looks"],
    );
}

#[test]
fn a_missing_policy_is_refused_at_its_attribute() {
    let model = MoveModel::imported("files", Version::new(9, 15, 1));
    for (there, path) in [("iscsi", "from_policy"), ("files", "to_policies")] {
        let policies = [policy(there, &[])];
        let desired = desired();
        let (at, summary, detail) =
            only(&no_policies(&model, &steps::absent_policies(&desired, &policies), &policies));
        assert_eq!(at, path, "{summary}");
        assert_contains(&detail, &[there]);
    }
    assert_contains(
        &only(&no_source("svm_2", "fils", &policies())).2,
        &["files, iscsi", "svm_name/from_policy"],
    );
}

#[test]
fn other_refusals_name_the_way_out() {
    assert_contains(&only(&unknown_allowed("svm_2", "data-nfs in files")).2, &["apply again"]);
    let (_, summary, detail) = only(&dropped("svm_2", "files", &[ServiceName::from("data-nfs")].into()));
    assert_eq!(summary, "Service policy files of storage VM svm_2 lacks data-nfs");
    assert_contains(&detail, &["does not put it back", "add it if so"]);
    let (_, summary, detail) = only(&lost("svm_2", &desired(), &policies()));
    assert_contains(&summary, &["svm_2"]);
    assert_contains(&detail, &["Twice", "iscsi has none", "apply again"]);
}

#[test]
fn unknown_outcomes_and_unfinished_work_are_described() {
    let model = MoveModel::imported("files", Version::new(9, 15, 1));
    let edits = edits(&desired(), &policies());
    assert_eq!(
        edits.iter().map(|edit| in_flight([edit], "svm_2")).collect::<Vec<_>>(),
        [
            "It is not known whether management-dns-client was added to service policy iscsi of storage VM \
             svm_2",
            "It is not known whether management-dns-client was removed from service policy files of storage \
             VM svm_2",
        ]
    );
    assert_eq!(
        in_flight(&edits, "svm_2"),
        "It is not known whether management-dns-client was added to service policy iscsi and whether \
         management-dns-client was removed from service policy files of storage VM svm_2"
    );
    assert_contains(&unread("svm_2"), &["not known", "svm_2"]);
    assert_contains(&not_as_written("svm_2"), &["Not everything is as written", "svm_2"]);
    assert_contains(
        &unfinished(&model, &desired(), &policies()),
        &["Not moved", "out of files", ": management-dns-client"],
    );
}
