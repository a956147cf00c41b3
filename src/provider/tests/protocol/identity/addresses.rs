//! Addresses by their subnet, wherever they are in a pair.

use super::*;

const TYPE: &str = "cvo_secondary_ip";
const E0A: [&str; 2] = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"];
const ADDRESS: &str = "10.30.1.70";

fn config(node: usize) -> Json {
    json!({"network_interface_id": E0A[node - 1], "private_ip": ADDRESS})
}

/// A pair in one zone with an address and its LIF on a node.
async fn pair(node: usize) -> (System, Stored) {
    let system = System::of(Preset::HaSingleAz).await;
    let stored = system.create(TYPE, config(node)).await;
    system.create("cvo_storage_vm", Estate::storage_vm("svm_2")).await;
    let lif = json!({"name": "nas", "svm_name": "svm_2", "address": ADDRESS,
        "home_node": format!("cvo-node{node}")});
    system.create("cvo_lif", lif).await;
    (system, stored)
}

#[tokio::test]
async fn in_a_takeover_an_address_is_imported_to_the_home_of_its_lif() {
    for node in [1, 2] {
        let (system, stored) = pair(node).await;
        for taken_over in [1, 2] {
            system.takeover(&format!("cvo-node{taken_over}")).await;
            let imported = import(&system, &stored, stored.identity()).await;
            let at = &imported.json()["network_interface_id"];
            assert_eq!(at, E0A[node - 1], "node {taken_over} is taken over");
            assert_eq!(imported.identity(), stored.identity());
            system.giveback(&format!("cvo-node{taken_over}")).await;
        }
    }
}

#[tokio::test]
async fn an_address_that_no_lif_has_is_imported_where_it_is() {
    let system = System::of(Preset::HaSingleAz).await;
    for node in [1, 2] {
        let stored = system.create(TYPE, config(node)).await;
        let imported = import(&system, &stored, stored.identity()).await;
        assert_eq!(imported.json()["network_interface_id"], E0A[node - 1]);
        let destroy = system.provider.plan_destroy(&stored).await;
        succeeded(system.provider.apply(&destroy).await, "the destroy");
    }
}

#[tokio::test]
async fn an_address_that_goes_to_the_partner_keeps_its_identity() {
    let system = System::of(Preset::HaSingleAz).await;
    let stored = system.create(TYPE, config(1)).await;
    let plan = system.provider.plan(TYPE, Some(&stored), config(2)).await;
    assert_eq!(plan.planned_identity(), stored.identity());
    let moved = system.update(&stored, config(2)).await;
    assert_eq!(moved.json()["network_interface_id"], E0A[1]);
    assert_eq!(moved.identity(), stored.identity());
    let read = succeeded(system.provider.read(&moved).await, "the refresh");
    assert_eq!(read.identity(), stored.identity());
}

#[tokio::test]
async fn a_chosen_address_has_its_identity_after_the_create() {
    let system = System::of(Preset::HaMultiAz).await;
    let estate = Estate::of(&system, Preset::HaMultiAz).await;
    for node in [0, 1] {
        let chosen = json!({"network_interface_id": estate.interface(node)});
        let stored = system.create(TYPE, chosen).await;
        assert_eq!(stored.identity(), expected(&system, &stored).await);
    }
}

#[tokio::test]
async fn a_primary_address_and_another_subnet_are_refused() {
    let system = System::of(Preset::HaSingleAz).await;
    let stored = system.create(TYPE, config(1)).await;
    let subnet = stored.identity()["subnet_id"].clone();
    let foreign = "subnet-0aaaaaaaaaaaaaaaa";
    let state = system.state().await;
    let own = state["interfaces"].as_array().unwrap().iter().find(|found| found["id"] == E0A[0]).unwrap();
    let primary = &own["private_ips"][0];
    for (identity, parts) in [
        (json!({"subnet_id": subnet, "private_ip": primary}), ["primary address", E0A[0]]),
        (json!({"subnet_id": foreign, "private_ip": ADDRESS}), ["cvo-node2", foreign]),
    ] {
        let refused = system.provider.import_by_identity(TYPE, identity).await;
        let said = text_of(&refused.diagnostics);
        assert!(refused.diagnostics.has_errors() && !refused.stored.exists(), "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
