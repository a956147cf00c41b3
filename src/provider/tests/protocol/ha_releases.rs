//! Addresses and LIFs of pairs on every release that the tests cover.

use crate::support::{System, text_of};
use cvo_simulator::Options;
use cvo_simulator::inventory::Preset;
use cvo_simulator::world::version::OntapVersion;
use futures::future::join_all;
use serde_json::{Value as Json, json};

const RELEASES: [OntapVersion; 6] = [
    OntapVersion::V9_10_1,
    OntapVersion::V9_11_1,
    OntapVersion::V9_12_1,
    OntapVersion::V9_13_1,
    OntapVersion::V9_15_1,
    OntapVersion::V9_16_1,
];

async fn system(preset: Preset, version: OntapVersion) -> System {
    let system =
        System::with(Options { preset, ontap_version: version, ..Options::default() }, json!({})).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system
}

fn lif(name: &str, address: &str, policy: &str) -> Json {
    json!({"name": name, "svm_name": "svm_2", "address": address, "home_node": "cvo-node1",
        "service_policy": policy, "additional_cidrs": []})
}

/// Makes an address on node 1 (unless it floats) and a LIF on it, reads and plans without a change, and
/// destroys both.
async fn comes_and_goes(system: &System, interface: &str, config: Json) {
    let mut made = Vec::new();
    let address = config["address"].as_str().unwrap();
    if address.starts_with("10.") {
        let assigned = json!({"network_interface_id": interface, "private_ip": address});
        made.push(system.create("cvo_secondary_ip", assigned).await);
    }
    let lif = system.create("cvo_lif", config.clone()).await;
    let read = system.provider.read(&lif).await;
    assert_eq!(read.json(), lif.json());
    let plan = system.provider.plan("cvo_lif", Some(&read.stored), config).await;
    assert!(plan.is_empty() && plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    made.push(lif);
    for stored in made.iter().rev() {
        let gone = system.provider.apply(&system.provider.plan_destroy(stored).await).await;
        assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    }
}

async fn both_kinds(preset: Preset, version: OntapVersion, interface: &str, nas: &str, iscsi: &str) {
    let system = system(preset, version).await;
    let before = system.state().await;
    comes_and_goes(&system, interface, lif("nas", nas, "default-data-files")).await;
    comes_and_goes(&system, interface, lif("mgmt", nas, "default-management")).await;
    for policy in ["default-data-iscsi", "default-data-blocks"] {
        comes_and_goes(&system, interface, lif("iscsi", iscsi, policy)).await;
    }
    assert_eq!(system.state().await, before, "{preset:?} {version}");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_lifs_come_and_go_in_one_zone_on_every_release() {
    let interface = "eni-0c0a51de00021e0a0";
    let one = |version| both_kinds(Preset::HaSingleAz, version, interface, "10.30.1.70", "10.30.1.71");
    join_all(RELEASES.map(one)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_and_lifs_come_and_go_in_several_zones_on_every_release() {
    let interface = "eni-0c0a51de00031e0a0";
    let one = |version| both_kinds(Preset::HaMultiAz, version, interface, "192.168.40.70", "10.40.1.71");
    join_all(RELEASES.map(one)).await;
}
