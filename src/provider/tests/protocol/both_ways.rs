//! What is not known of ONTAP and of Cloud Volumes ONTAP, both ways (docs/development/assumptions.md): whichever
//! is true, nothing is lost, and everything ends as it was asked for.

use cvo_simulator::inventory::Preset;
use cvo_simulator::world::ec2::AssignRequest;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{System, configuration, text_of};

const SVM: &str = "cvo_storage_vm";
const IP: &str = "cvo_secondary_ip";
const LIF: &str = "cvo_lif";
const E0A: [&str; 2] = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"];

fn svm(more: Json) -> Json {
    let mut config = json!({"name": "svm_2", "aggregates": ["aggr1"], "deletion_protection": false});
    config.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    config
}

/// Makes a data volume of a storage VM.
fn make_volume(system: &System, svm: &str, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let svm = world.cluster.svm_named(svm).unwrap().uuid;
    let mut volume = world.cluster.root_volume(svm).unwrap().clone();
    (volume.uuid, volume.is_root) = (world.cluster.uuids.make(), false);
    name.clone_into(&mut volume.name);
    world.cluster.volumes.push(volume);
}

/// Deletes a volume: it comes into the recovery queue.
fn delete_volume(system: &System, name: &str) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let now = world.clock.now();
    let mut alive = world.cluster.volumes.iter().filter(|volume| volume.deleted.is_none());
    let uuid = alive.rfind(|volume| volume.name == name).unwrap().uuid;
    world.cluster.queue_volume(uuid, now).unwrap();
}

/// Returns the names of the volumes that can still be had, those in the recovery queue included.
fn volumes(system: &System) -> Vec<String> {
    let world = system.simulator.world();
    let world = world.lock();
    let data = world.cluster.volumes.iter().filter(|volume| !volume.is_root);
    data.map(|volume| volume.name.clone()).collect()
}

/// Destroys an object, and returns what was said, and whether it is gone.
async fn destroy(system: &System, stored: &Stored) -> (String, bool) {
    let plan = system.provider.plan_destroy(stored).await;
    if plan.diagnostics.has_errors() {
        return (text_of(&plan.diagnostics), false);
    }
    let answered = system.provider.apply(&plan).await;
    (text_of(&answered.diagnostics), !answered.stored.exists())
}

#[tokio::test]
async fn data_survives_also_where_ontap_would_delete_it_with_the_storage_vm() {
    for takes_data in [false, true] {
        for check in ["plan", "apply"] {
            let system = System::start().await;
            let config = svm(json!({"contents_check": check, "timeouts": {"delete": "2s"}}));
            let made = system.create(SVM, config).await;
            let variants = json!({"rename_only_alone": true, "svm_delete_takes_data": takes_data});
            system.command("variants", variants).await;
            let planned_empty = system.provider.plan_destroy(&made).await;
            assert!(planned_empty.diagnostics.is_empty());
            make_volume(&system, "svm_2", "v1");
            let refused = system.provider.apply(&planned_empty).await;
            let said = text_of(&refused.diagnostics);
            assert!(refused.stored.exists() && said.contains("1 data volume: v1"), "made since: {said}");
            let (said, is_gone) = destroy(&system, &made).await;
            assert!(!is_gone && said.contains("1 data volume: v1"), "{said}");
            assert_eq!(volumes(&system), ["v1"]);
        }
    }
}

#[tokio::test]
async fn the_queue_is_purged_of_what_is_in_it_under_whatever_name() {
    for keeps_names in [false, true] {
        let system = System::start().await;
        let made = system.create(SVM, svm(json!({"recovery_queue": "purge"}))).await;
        let variants = json!({"rename_only_alone": true, "recovery_queue_keeps_names": keeps_names});
        system.command("variants", variants).await;
        make_volume(&system, "svm_cvo", "v1");
        make_volume(&system, "svm_cvo", "v2");
        delete_volume(&system, "v2");
        for _ in 0..2 {
            make_volume(&system, "svm_2", "v1");
            delete_volume(&system, "v1");
        }
        let kept = if keeps_names { ["v1", "v2"] } else { ["v1", "v2_1025"] };
        make_volume(&system, "svm_2", "v1");
        let (said, is_gone) = destroy(&system, &made).await;
        assert!(!is_gone && said.contains("1 data volume: v1"), "{said}");
        delete_volume(&system, "v1");
        let (said, is_gone) = destroy(&system, &made).await;
        assert!(is_gone, "{said}");
        assert_eq!(volumes(&system), kept, "those of another storage VM");
    }
}

/// Returns the interface that has the address.
async fn holder(system: &System, address: &str) -> Option<String> {
    let state = system.state().await;
    let has = |found: &&Json| found["private_ips"].as_array().unwrap().contains(&json!(address));
    let found = state["interfaces"].as_array().unwrap().iter().find(has).cloned();
    found.map(|found| found["id"].as_str().unwrap().to_owned())
}

/// Makes a LIF on the first node, and its address.
async fn address_and_lif(system: &System, name: &str, address: &str) -> [(Stored, Json); 2] {
    let of_ip = json!({"network_interface_id": E0A[0], "private_ip": address});
    let ip = system.create(IP, of_ip.clone()).await;
    let of_lif = json!({"name": name, "svm_name": "svm_2", "address": address, "home_node": "cvo-node1"});
    let lif = system.create(LIF, of_lif.clone()).await;
    [(ip, of_ip), (lif, of_lif)]
}

/// A pair in one zone with the storage VM `svm_2`.
async fn pair() -> System {
    let system = System::of(Preset::HaSingleAz).await;
    system.create(SVM, svm(json!({}))).await;
    system
}

#[tokio::test]
async fn an_address_goes_after_its_lif_whether_or_not_the_system_releases_it_too() {
    for releases in [false, true] {
        let system = pair().await;
        system.command("mediator", json!({"releases_addresses": releases})).await;
        let before = system.state().await;
        let [(ip, of_ip), (lif, of_lif)] = address_and_lif(&system, "nas", "10.30.1.70").await;
        let (said, is_gone) = destroy(&system, &lif).await;
        assert!(is_gone && said.is_empty(), "{said}");
        assert_eq!(holder(&system, "10.30.1.70").await.is_none(), releases);
        system.run_again().await;
        let read = system.provider.read(&ip).await.stored;
        let plan = system.provider.plan(IP, Some(&read).filter(|read| read.exists()), of_ip).await;
        let ip = system.provider.apply(&plan).await.stored;
        assert_eq!(holder(&system, "10.30.1.70").await.as_deref(), Some(E0A[0]), "it is wanted");
        let lif = system.create(LIF, of_lif).await;
        let (said, is_gone) = destroy(&system, &lif).await;
        assert!(is_gone && said.is_empty(), "{said}");
        let (said, is_gone) = destroy(&system, &ip).await;
        assert!(is_gone && said.is_empty(), "{said}");
        assert_eq!(system.state().await, before);
    }
}

#[tokio::test]
async fn an_address_that_the_system_released_stays_with_whoever_has_it_since() {
    let system = pair().await;
    system.command("mediator", json!({"releases_addresses": true})).await;
    let [(ip, _), (lif, _)] = address_and_lif(&system, "nas", "10.30.1.70").await;
    let plan = system.provider.plan_destroy(&ip).await;
    assert!(destroy(&system, &lif).await.1);
    let state = system.state().await;
    let foreign = |found: &&Json| found["private_ips"].as_array().unwrap().contains(&json!("10.30.1.200"));
    let foreign = state["interfaces"].as_array().unwrap().iter().find(foreign).unwrap()["id"].clone();
    let request = AssignRequest {
        network_interface_id: foreign.as_str().unwrap().to_owned(),
        private_ip_addresses: vec!["10.30.1.70".to_owned()],
        ..AssignRequest::default()
    };
    let world = system.simulator.world();
    let now = world.lock().clock.now();
    world.lock().ec2.assign_private_ip_addresses(now, &request).unwrap();
    let gone = system.provider.apply(&plan).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(json!(holder(&system, "10.30.1.70").await), foreign);
}

/// Gives the second node's interface so many addresses that only three more fit.
fn fill_the_partner(system: &System) {
    let world = system.simulator.world();
    let mut world = world.lock();
    let interfaces = &mut world.ec2.account_mut().interfaces;
    let partner = interfaces.iter_mut().find(|eni| eni.id == E0A[1]).unwrap();
    partner.secondary_addresses.extend((100..109).map(|host| std::net::Ipv4Addr::new(10, 30, 1, host)));
}

#[tokio::test]
async fn a_takeover_that_moves_nothing_or_a_part_shows_in_no_plan_and_loses_nothing() {
    for in_part in [false, true] {
        let system = pair().await;
        system.command("mediator", json!({"moves_in_part": in_part})).await;
        let mut objects = address_and_lif(&system, "nas_1", "10.30.1.70").await.to_vec();
        objects.extend(address_and_lif(&system, "nas_2", "10.30.1.71").await);
        let before = system.state().await;
        fill_the_partner(&system);
        let refused = system.simulator.world().lock().take_over("cvo-node1");
        assert!(refused.is_err(), "not all addresses fit");
        let places = [holder(&system, "10.30.1.70").await, holder(&system, "10.30.1.71").await];
        let moved = if in_part { E0A[1] } else { E0A[0] };
        assert_eq!(places.map(Option::unwrap), [moved, E0A[0]]);
        for when in ["taken over", "given back"] {
            system.run_again().await;
            for (stored, config) in &objects {
                let read = system.provider.read(stored).await;
                assert_eq!(read.stored, *stored, "{when}: {}", text_of(&read.diagnostics));
                let plan = system.provider.plan(&stored.type_name, Some(stored), config.clone()).await;
                assert!(plan.is_empty(), "{when}: {}", text_of(&plan.diagnostics));
            }
            if when == "taken over" {
                system.giveback("cvo-node1").await;
            }
        }
        assert_eq!(system.state().await["lifs"], before["lifs"]);
    }
}

#[tokio::test]
async fn lifs_between_the_nodes_may_have_addresses_that_ec2_does_not_know() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let system = System::of(preset).await;
        let read = async || {
            system.run_again().await;
            let state = system.provider.data("cvo_system", json!({})).await;
            assert!(state.diagnostics.is_empty(), "{}", text_of(&state.diagnostics));
            state.json()
        };
        let known = read().await;
        for (node, address) in [("cvo-node1_clus1", "169.254.11.1"), ("cvo-node2_clus1", "169.254.11.2")] {
            let members = json!({"ip": {"address": address, "netmask": "16"}});
            let effect = json!({"kind": "members", "named": node, "members": members});
            system.fault(json!({"path": "/api/network/ip/interfaces*", "count": 0, "effect": effect})).await;
        }
        assert_eq!(read().await, known);
        system.create(SVM, svm(json!({}))).await;
        let floating = preset == Preset::HaMultiAz;
        let address = if floating { "192.168.40.70" } else { "10.30.1.70" };
        if !floating {
            let ip = json!({"network_interface_id": E0A[0], "private_ip": address});
            system.create(IP, ip).await;
        }
        let lif = json!({"name": "nas", "svm_name": "svm_2", "address": address, "home_node": "cvo-node1",
            "additional_cidrs": []});
        system.create(LIF, lif).await;
    }
}

#[tokio::test]
async fn an_instance_id_that_ec2_does_not_know_is_an_error_until_the_interface_is_named() {
    let system = System::start().await;
    let vm = json!({"provider_type": "AWS_S3", "instance_id": "cvo-1"});
    let effect = json!({"kind": "members", "members": {"vm": vm}});
    system.fault(json!({"path": "/api/cluster/nodes*", "count": 0, "effect": effect})).await;
    let before = system.state().await;
    let of_ip = json!({"network_interface_id": "eni-0c0a51de00000e0a1", "private_ip": "10.20.1.50"});
    let plan = system.provider.plan(IP, None, of_ip.clone()).await;
    let refused = system.provider.apply(&plan).await;
    let said = text_of(&plan.diagnostics) + &text_of(&refused.diagnostics);
    assert!(said.contains("network_interface_ids") && !refused.stored.exists(), "{said}");
    assert_eq!(system.state().await, before);
    let named = json!({"aws": {"network_interface_ids": {"cvo-node": "eni-0c0a51de00000e0a1"}}});
    let diagnostics = system.provider.configure(configuration(&system.simulator, named)).await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    system.create(IP, of_ip).await;
}
