//! `data.cvo_storage_vms`, `data.cvo_lifs`, `data.cvo_service_policies` and `data.cvo_aggregates` on
//! simulated systems.

use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use serde_json::{Value as Json, json};

use crate::support::{System, text_of};

const TABLES: [&str; 2] = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"];

async fn pair(preset: Preset) -> System {
    System::with(Options { preset, ..Options::default() }, json!({})).await
}

async fn read(system: &System, type_name: &str, config: Json) -> Json {
    let read = system.provider.data(type_name, config).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    read.json()
}

/// Returns the LIFs as a new run of Terraform sees them.
async fn lifs(system: &System) -> Vec<Json> {
    system.run_again().await;
    read(system, "cvo_lifs", json!({})).await["lifs"].as_array().unwrap().clone()
}

fn lif<'a>(lifs: &'a [Json], name: &str) -> &'a Json {
    lifs.iter().find(|lif| lif["name"] == name).unwrap_or_else(|| panic!("no LIF {name} in {lifs:#?}"))
}

/// Orders a `takeover` or `giveback` of a node.
async fn order(system: &System, what: &str, node: &str) {
    let url = format!("{}/{what}", system.simulator.ready().control);
    let answer = system.http.post(url).json(&json!({"node": node})).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.text().await.unwrap());
}

/// Returns the node to which each route table leads the LIF's address, and the state of the route.
fn routes(lif: &Json) -> Vec<(&str, &Json, &Json)> {
    let routes = lif["routes"].as_object().unwrap_or_else(|| panic!("no routes of {lif}"));
    routes.iter().map(|(table, route)| (&table[..], &route["node"], &route["state"])).collect()
}

/// Returns current node, current port, whether the LIF is at home, and the node whose interface has the
/// address.
fn place(lif: &Json) -> [&Json; 4] {
    ["current_node", "current_port", "is_home", "network_interface_node"].map(|attribute| &lif[attribute])
}

#[tokio::test]
async fn every_storage_vm_is_listed_by_name() {
    let system = System::start().await;
    let made =
        system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await.json();
    let all = read(&system, "cvo_storage_vms", json!({})).await["storage_vms"].clone();
    assert_eq!(all.as_object().unwrap().len(), 2);
    let found = &all["svm_2"];
    assert_eq!((&found["id"], &found["state"]), (&made["id"], &json!("running")));
    assert_eq!((&found["aggregates"], &found["subtype"]), (&json!(["aggr1"]), &json!("default")));
    for attribute in ["language", "snapshot_policy", "ipspace"] {
        assert!(found[attribute].is_string(), "{attribute}: {found}");
    }
}

#[tokio::test]
async fn aggregates_show_their_space() {
    let system = System::start().await;
    let all = read(&system, "cvo_aggregates", json!({})).await["aggregates"].clone();
    let aggregate = &all["aggr1"];
    let bytes = |attribute: &str| aggregate[attribute].as_u64().unwrap();
    assert!(0 < bytes("available") && bytes("available") <= bytes("size"), "{aggregate}");
    assert!(bytes("used") <= bytes("size"), "{aggregate}");
    assert_eq!((&aggregate["state"], &aggregate["home_node"]), (&json!("online"), &json!("cvo-node")));
    assert!(aggregate["id"].is_string());
}

#[tokio::test]
async fn lifs_of_the_cluster_come_first_and_belong_to_no_storage_vm() {
    let system = System::start().await;
    let all = lifs(&system).await;
    let (cluster, svm): (Vec<_>, Vec<_>) = all.iter().partition(|lif| lif["scope"] == "cluster");
    assert!(!cluster.is_empty() && !svm.is_empty());
    assert!(cluster.iter().all(|lif| lif["svm_name"].is_null() && lif["svm_id"].is_null()));
    assert!(svm.iter().all(|lif| lif["svm_name"].is_string() && lif["svm_id"].is_string()));
    assert!(all.is_sorted_by_key(|lif| lif["svm_name"].as_str()), "{all:#?}");
}

#[tokio::test]
async fn a_lif_shows_all_its_attributes() {
    let system = System::start().await;
    let all = lifs(&system).await;
    let nas =
        all.iter().find(|lif| lif["services"].as_array().unwrap().contains(&json!("data_nfs"))).unwrap();
    let expected = json!({"enabled": true, "state": "up", "is_home": true, "auto_revert": true, "netmask": "24",
        "home_node": "cvo-node", "home_port": "e0a", "current_node": "cvo-node", "current_port": "e0a",
        "network_interface_node": "cvo-node", "service_policy": "default-data-files", "ipspace": "Default"});
    for (attribute, value) in expected.as_object().unwrap() {
        assert_eq!(&nas[attribute], value, "{attribute}: {nas}");
    }
    let cvo = read(&system, "cvo_system", json!({})).await;
    let interface = &cvo["interfaces"]["cvo-node"];
    assert_eq!(nas["network_interface_id"], interface["network_interface_id"]);
    let held = interface["addresses"].as_array().unwrap().iter().find(|held| held["lif_name"] == nas["name"]);
    assert_eq!(held.unwrap()["address"], nas["address"]);
}

#[tokio::test]
async fn a_storage_vm_without_lifs_has_none_and_an_unknown_one_is_an_error() {
    let system = System::start().await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    let of_new = json!({"svm_name": "svm_2"});
    let found = read(&system, "cvo_lifs", of_new.clone()).await;
    assert_eq!((&found["lifs"], &found["svm_name"]), (&json!([]), &json!("svm_2")));
    let found = read(&system, "cvo_service_policies", of_new).await;
    let policies = found["service_policies"].as_array().unwrap();
    assert!(!policies.is_empty() && policies.iter().all(|policy| policy["svm_name"] == "svm_2"));
    for type_name in ["cvo_lifs", "cvo_routes", "cvo_service_policies"] {
        let missing = system.provider.data(type_name, json!({"svm_name": "svm_9"})).await;
        let message = text_of(&missing.diagnostics);
        assert!(message.contains("[svm_name]") && message.contains("svm_2"), "{message}");
    }
}

#[tokio::test]
async fn policies_of_every_storage_vm_and_of_the_cluster_are_listed() {
    let system = System::start().await;
    let all = read(&system, "cvo_service_policies", json!({})).await["service_policies"].clone();
    let all = all.as_array().unwrap();
    let with_name = |name: &str| all.iter().filter(|policy| policy["name"] == name).collect::<Vec<_>>();
    let files = with_name("default-data-files")[0];
    assert_eq!((&files["scope"], &files["built_in"]), (&json!("svm"), &json!(true)));
    assert!(files["services"].as_array().unwrap().contains(&json!("data_nfs")), "{files}");
    let replication = with_name("default-intercluster")[0];
    assert_eq!((&replication["scope"], &replication["svm_name"]), (&json!("cluster"), &Json::Null));
}

#[tokio::test]
async fn below_9_12_1_it_is_unknown_whether_a_policy_is_built_in() {
    let options = Options { ontap_version: OntapVersion::V9_11_1, ..Options::default() };
    let system = System::with(options, json!({})).await;
    let all = read(&system, "cvo_service_policies", json!({})).await["service_policies"].clone();
    assert!(all.as_array().unwrap().iter().all(|policy| policy["built_in"].is_null()));
}

#[tokio::test]
async fn each_list_is_one_request() {
    let system = System::start().await;
    let lists = [
        ("cvo_storage_vms", "/api/svm/svms"),
        ("cvo_lifs", "/api/network/ip/interfaces"),
        ("cvo_routes", "/api/network/ip/routes"),
        ("cvo_service_policies", "/api/network/ip/service-policies"),
        ("cvo_aggregates", "/api/storage/aggregates"),
    ];
    // Cluster, version and nodes are read once in a run.
    read(&system, "cvo_lifs", json!({})).await;
    read(&system, "cvo_service_policies", json!({})).await;
    for (type_name, path) in lists {
        system.requests().await;
        read(&system, type_name, json!({})).await;
        assert_eq!(system.requests().await, [format!("ontap GET {path}")], "{type_name}");
    }
}

#[tokio::test]
async fn in_one_zone_a_takeover_shows_where_lif_and_address_are() {
    let system = pair(Preset::HaSingleAz).await;
    let before = lifs(&system).await;
    let (first, second) = (json!("cvo-node1"), json!("cvo-node2"));
    let (e0a, home, away) = (json!("e0a"), json!(true), json!(false));
    assert_eq!(place(lif(&before, "ip_nas_1")), [&first, &e0a, &home, &first]);
    order(&system, "takeover", "cvo-node1").await;
    let during = lifs(&system).await;
    let nas = lif(&during, "ip_nas_1");
    assert_eq!(place(nas), [&second, &e0a, &away, &second]);
    assert_eq!((&nas["home_node"], &nas["state"]), (&first, &json!("up")));
    let partners = &lif(&before, "ip_iscsi_2")["network_interface_id"];
    assert_eq!(&nas["network_interface_id"], partners);
    assert_eq!(lif(&during, "ip_iscsi_1")["state"], "down");
    let all = read(&system, "cvo_aggregates", json!({})).await["aggregates"].clone();
    let nodes = |aggregate: &Json| (aggregate["home_node"].clone(), aggregate["current_node"].clone());
    assert!(all.as_object().unwrap().values().any(|found| nodes(found) == (first.clone(), second.clone())));
    order(&system, "giveback", "cvo-node1").await;
    assert_eq!(lifs(&system).await, before);
}

#[tokio::test]
async fn in_several_zones_a_floating_address_is_on_no_interface() {
    let system = pair(Preset::HaMultiAz).await;
    let before = lifs(&system).await;
    assert_eq!(lif(&before, "ip_nas_1")["network_interface_id"], Json::Null);
    assert_eq!(lif(&before, "ip_iscsi_2")["network_interface_node"], "cvo-node2");
    order(&system, "takeover", "cvo-node1").await;
    let during = lifs(&system).await;
    let nas = lif(&during, "ip_nas_1");
    assert_eq!((&nas["current_node"], &nas["network_interface_id"]), (&json!("cvo-node2"), &Json::Null));
    order(&system, "giveback", "cvo-node1").await;
    assert_eq!(lifs(&system).await, before);
}

#[tokio::test]
async fn the_routes_of_floating_addresses_follow_a_takeover_and_a_giveback() {
    let system = pair(Preset::HaMultiAz).await;
    let before = lifs(&system).await;
    let nodes = [json!("cvo-node1"), json!("cvo-node2")];
    let (first, second) = (&nodes[0], &nodes[1]);
    let active = json!("active");
    let to = |node| TABLES.map(|table| (table, node, &active));
    assert_eq!(routes(lif(&before, "ip_nas_1")), to(first));
    assert_eq!(routes(lif(&before, "ip_nas_2")), to(second));
    assert_eq!(routes(lif(&before, "cluster_mgmt")), to(first));
    assert_eq!(system.ec2_calls().iter().filter(|call| **call == "DescribeRouteTables").count(), 1);
    assert!(lif(&before, "ip_iscsi_1")["routes"].is_null(), "the address of a subnet needs no route");
    for (down, up) in [(first, second), (second, first)] {
        order(&system, "takeover", down.as_str().unwrap()).await;
        let during = lifs(&system).await;
        for name in ["ip_nas_1", "ip_nas_2", "ip_svm_mgmt_1"] {
            assert_eq!(routes(lif(&during, name)), to(up), "{name} while {down} is down");
        }
        order(&system, "giveback", down.as_str().unwrap()).await;
        assert_eq!(lifs(&system).await, before);
    }
}

#[tokio::test]
async fn without_floating_addresses_no_route_table_is_read() {
    for preset in [Preset::SingleNode, Preset::HaSingleAz] {
        let system = pair(preset).await;
        system.deny("DescribeRouteTables");
        assert!(lifs(&system).await.iter().all(|lif| lif["routes"].is_null()), "{}", preset.name());
    }
}

#[tokio::test]
async fn unreadable_route_tables_are_warned_about_and_nothing_else_is_missing() {
    let system = pair(Preset::HaMultiAz).await;
    system.deny("DescribeRouteTables");
    let read = system.provider.data("cvo_lifs", json!({})).await;
    let message = text_of(&read.diagnostics);
    assert!(!read.diagnostics.has_errors() && message.contains("ec2:DescribeRouteTables"), "{message}");
    let all = read.json()["lifs"].as_array().unwrap().clone();
    assert!(all.iter().all(|lif| lif["routes"].is_null() && lif["current_node"].is_string()));
}

#[tokio::test]
async fn every_release_and_topology_fills_every_list() {
    let releases = [OntapVersion::V9_10_1, OntapVersion::V9_12_1, OntapVersion::V9_16_1];
    for (preset, ontap_version) in Preset::ALL.iter().copied().zip(releases) {
        let system = System::with(Options { preset, ontap_version, ..Options::default() }, json!({})).await;
        for list in ["storage_vms", "lifs", "routes", "service_policies", "aggregates"] {
            let found = read(&system, &format!("cvo_{list}"), json!({})).await[list].clone();
            let length =
                found.as_array().map(Vec::len).or_else(|| found.as_object().map(serde_json::Map::len));
            assert!(length.is_some_and(|length| length > 0), "{list} of {}: {found}", preset.name());
        }
    }
}
