//! Private addresses of a pair in one zone: after their LIFs, and in a takeover.

use cvo_simulator::inventory::Preset;
use cvo_simulator::world::ec2::AssignRequest;

use super::*;

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

/// Gives the first node its work back. Neither before nor after it anything shows of the takeover.
async fn nothing_shows_until_given_back(system: &System, objects: &[(Stored, Json)]) {
    for when in ["taken over", "given back"] {
        system.run_again().await;
        for (stored, config) in objects {
            let read = system.provider.read(stored).await;
            assert_eq!(read.stored, *stored, "{when}: {}", text_of(&read.diagnostics));
            let plan = system.provider.plan(&stored.type_name, Some(stored), config.clone()).await;
            assert!(plan.is_empty(), "{when}: {}", text_of(&plan.diagnostics));
        }
        if when == "taken over" {
            system.giveback("cvo-node1").await;
        }
    }
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
        nothing_shows_until_given_back(&system, &objects).await;
        assert_eq!(system.state().await["lifs"], before["lifs"]);
    }
}

#[tokio::test]
async fn a_lif_that_is_made_during_a_takeover_is_at_home_after_the_giveback_wherever_it_was() {
    for stays in [false, true] {
        let system = pair().await;
        let variants = json!({"rename_only_alone": true, "lifs_stay_on_failed_nodes": stays});
        system.command("variants", variants).await;
        system.takeover("cvo-node1").await;
        system.run_again().await;
        let of_ip = json!({"network_interface_id": E0A[0], "private_ip": "10.30.1.70",
            "allow_during_takeover": true});
        let of_lif = json!({"name": "nas", "svm_name": "svm_2", "address": "10.30.1.70",
            "home_node": "cvo-node1", "allow_during_takeover": true});
        let made = [
            (system.create(IP, of_ip.clone()).await, of_ip),
            (system.create(LIF, of_lif.clone()).await, of_lif),
        ];
        nothing_shows_until_given_back(&system, &made).await;
        assert_eq!(holder(&system, "10.30.1.70").await.as_deref(), Some(E0A[0]));
        let state = system.state().await;
        let lif = state["lifs"].as_array().unwrap().iter().find(|lif| lif["name"] == "nas").unwrap().clone();
        assert_eq!(lif["node"], "cvo-node1", "{lif}");
    }
}
