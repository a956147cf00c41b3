use serde_json::json;

use super::super::*;
use super::world::{CLIENTS, lif, of, policy, root, svm, world};

#[test]
fn what_is_left_out_is_named_with_the_reason() {
    let summary = world().discovered().summary;
    let lines: Vec<_> = summary.lines().collect();
    assert_eq!(lines[0], "Written: 1 storage VM, 2 LIFs, 3 addresses, 2 routes, 1 policy move.");
    let expected = [
        ("Storage VM svm_cvo: ", "The system was deployed with"),
        ("LIF nas of storage VM svm_cvo: ", "The system was deployed with"),
        ("LIF cluster_mgmt of the cluster: ", "belongs to no storage VM"),
        ("Route to 0.0.0.0/0 through 10.0.1.1 of storage VM svm_cvo: ", "asked for by its name"),
        ("Address 10.0.1.11 on eni-01: ", "belongs to the node"),
        ("Address 10.0.1.12 on eni-01: ", "LIF cluster_mgmt of the cluster has it"),
        ("Address 10.0.1.14 on eni-01: ", "LIF nas of storage VM svm_cvo has it"),
        ("Address 10.0.1.13 on eni-02: ", "belongs to the node"),
    ];
    assert_eq!(lines.len(), 3 + expected.len(), "{summary}");
    for (object, why) in expected {
        let line = lines.iter().find(|line| line.starts_with(&format!("- {object}")));
        assert!(line.is_some_and(|line| line.contains(why)), "{object}{why}: {summary}");
    }
}

#[test]
fn an_address_with_an_elastic_ip_belongs_to_another_tool() {
    let mut world = world();
    world.interfaces[1].addresses[2].elastic_ip = Some("3.3.3.3".parse().unwrap());
    let found = world.discovered();
    assert!(found.summary.contains("The Elastic IP 3.3.3.3 is tied to it"), "{}", found.summary);
    assert!(!found.main.contains("10.0.1.30"), "{}", found.main);
}

#[test]
fn a_selection_by_name_has_just_these_and_includes_the_one_of_the_deployment() {
    let names = |names: &[&str]| Selection {
        storage_vms: Some(names.iter().map(|&name| name.to_owned()).collect()),
        include_system: false,
    };
    let found = world().seen(|system| discover(system, &names(&["svm_cvo", "nosuch"])));
    assert!(found.main.contains("\"svm_cvo_nas\"") && !found.main.contains("svm-2"), "{}", found.main);
    assert!(!found.main.contains("unused") && !found.summary.contains("Left out"), "{}", found.summary);
    assert_eq!(found.unknown, ["nosuch"]);
    assert!(found.summary.contains("There is no storage VM nosuch."), "{}", found.summary);
    let all = Selection { storage_vms: None, include_system: true };
    let found = world().seen(|system| discover(system, &all));
    assert!(found.main.contains("\"svm_cvo_nas\"") && found.main.contains("\"svm-2_nas\""), "{}", found.main);
}

#[test]
fn an_object_that_no_configuration_can_name_is_left_out_and_its_neighbors_are_not() {
    let mut world = world();
    world.lifs.push(lif("svm-2", "a \u{1b}[31m${b}", "10.0.1.30", ("n1", "n1")));
    let mut none = svm("svm-2", "");
    none["aggregates"] = json!([]);
    world.storage_vms[0] = Whole::new(of(none), Some(root("svm-2", "2026-02-01T00:00:00Z")), None);
    let found = world.discovered();
    let (main, summary) = (&found.main, &found.summary);
    assert!(summary.contains("LIF a \\u{1b}[31m${b} of storage VM svm-2"), "{summary}");
    assert!(summary.contains("Storage VM svm-2: A storage VM needs at least one aggregate."), "{summary}");
    assert!(main.contains("svm_name  = \"svm-2\"") && !main.contains("cvo_storage_vm"), "{main}");
    assert!(!main.contains("10.0.1.30"), "its address is left out with it: {main}");
}

#[test]
fn a_storage_vm_of_unknown_age_hides_nothing() {
    let mut world = world();
    world.roots[0].create_time = None;
    let found = world.discovered();
    assert!(found.summary.contains("Root volume svm_2_root does not tell"), "{}", found.summary);
    assert!(found.main.contains("\"cvo_storage_vm\" \"svm_cvo\""), "{}", found.main);
}

#[test]
fn the_primary_address_of_a_node_is_no_secondary_one_although_a_lif_has_it() {
    let mut world = world();
    world.lifs.push(lif("svm-2", "odd", "10.0.1.13", ("n2", "n2")));
    let found = world.discovered();
    assert!(found.main.contains("address   = \"10.0.1.13\""), "{}", found.main);
    let line = "- Address 10.0.1.13 of LIF odd of storage VM svm-2: The primary address";
    assert!(found.summary.contains(line), "{}", found.summary);
    assert!(!found.imports.contains("/10.0.1.13"), "{}", found.imports);
}

#[test]
fn services_that_went_elsewhere_are_named() {
    let mut world = world();
    world.policies[1] = policy("svm-2", "default-data-blocks", &CLIENTS[..3]);
    world.policies[2] = policy("svm-2", "default-data-iscsi", &CLIENTS[..3]);
    let found = world.discovered();
    let why = "management-ldap-client, management-nis-client went elsewhere or nowhere.";
    assert!(found.summary.contains("in part: ") && found.summary.contains(why), "{}", found.summary);
    assert!(found.main.contains("cvo_service_policy_move"), "{}", found.main);
    let whole = super::world::world().discovered();
    assert!(!whole.summary.contains("in part"), "{}", whole.summary);
}

#[test]
fn an_object_of_a_storage_vm_that_is_not_listed_is_named() {
    let mut world = world();
    world.storage_vms.retain(|whole| whole.svm().name != "svm-2");
    let found = world.discovered();
    let why = "ONTAP does not list storage VM svm-2";
    for object in
        ["LIF nas of storage VM svm-2: ", "Route to 0.0.0.0/0 through 10.0.1.1 of storage VM svm-2: "]
    {
        let line = found.summary.lines().find(|line| line.starts_with(&format!("- {object}")));
        assert!(line.is_some_and(|line| line.contains(why)), "{object}: {}", found.summary);
    }
}

#[test]
fn without_root_volumes_it_is_said_that_the_deployment_is_not_known() {
    let mut world = world();
    world.roots.clear();
    let summary = world.discovered().summary;
    let why =
        "ONTAP lists no root volume, so that it is not known with which storage VM the system was deployed";
    assert!(summary.contains(why), "{summary}");
}
