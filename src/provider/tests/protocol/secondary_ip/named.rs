//! Within a run, a named address is not chosen, and a chosen address is not taken by an object that names it
//! later.

use tfplugin::testing::UNKNOWN;

use super::*;

/// Returns every free address of the subnet except the last, and the last.
async fn free_but_one(system: &System, had: &[String]) -> (Vec<String>, String) {
    let all = addresses(system).await;
    let held: Vec<_> =
        all.as_array().unwrap().iter().flat_map(|found| found["private_ips"].as_array().unwrap()).collect();
    let hosts = (4..=254).map(|host| sibling(&had[0], host));
    let mut free: Vec<_> = hosts.filter(|address| !held.contains(&&json!(address))).collect();
    let last = free.pop().unwrap();
    (free, last)
}

#[tokio::test]
async fn an_address_that_this_run_has_seen_named_is_never_chosen() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let (free, last) = free_but_one(&system, &had).await;
    // More than the interface has room for, so that the plans do not know the interface.
    let named = |address: &str| json!({"network_interface_id": UNKNOWN, "private_ip": address});
    for address in &free {
        let plan = system.provider.plan(TYPE, None, named(address)).await;
        assert!(!plan.diagnostics.has_errors(), "{}", text_of(&plan.diagnostics));
    }
    let chosen = system.create(TYPE, json!({"network_interface_id": interface})).await;
    assert_eq!(chosen.json()["private_ip"], json!(last));
    let message = refusal(&system, json!({"network_interface_id": interface})).await;
    assert!(message.contains("named by this configuration"), "{message}");
    assert!(try_destroy(&system, &chosen).await.diagnostics.is_empty());
    let message = refusal(&system, json!({"network_interface_id": interface})).await;
    assert!(
        message.contains("no free address"),
        "an address named by a destroy is not chosen either: {message}"
    );
}

#[tokio::test]
async fn an_address_that_a_lif_names_is_never_chosen() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let (free, last) = free_but_one(&system, &had).await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let node = state["interfaces"].as_object().unwrap().keys().next().unwrap().clone();
    for address in &free {
        let lif = json!({"name": "nas", "svm_name": "svm_2", "address": address, "home_node": node});
        system.provider.plan("cvo_lif", None, lif).await;
    }
    let chosen = system.create(TYPE, json!({"network_interface_id": interface})).await;
    assert_eq!(chosen.json()["private_ip"], json!(last));
}

#[tokio::test]
async fn the_refusal_of_a_chosen_address_says_how_to_choose_another_one() {
    let system = System::start().await;
    let (interface, _) = e0a(&system).await;
    let chosen = system.create(TYPE, json!({"network_interface_id": interface})).await;
    let address = chosen.json()["private_ip"].clone();
    for reuse in [false, true] {
        let config = json!({"network_interface_id": interface, "private_ip": address, "reuse_unused": reuse});
        let message = refusal(&system, config).await;
        assert!(
            message.contains("chose it in this run") && message.contains("terraform apply -replace="),
            "{message}"
        );
    }
}

#[tokio::test]
async fn only_one_of_two_objects_that_name_an_address_gets_it() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let config = json!({"network_interface_id": interface, "private_ip": sibling(&had[0], 60)});
    let mut reusing = config.clone();
    reusing["reuse_unused"] = json!(true);
    let (one, other) = tokio::join!(try_create(&system, config), try_create(&system, reusing));
    let failed = [one, other].into_iter().filter(|made| made.diagnostics.has_errors()).count();
    assert_eq!(failed, 1);
}
