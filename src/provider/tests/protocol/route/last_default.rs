//! The last default route of a storage VM: destroyed after its LIFs, or with a warning.

use futures::future::join_all;

use super::*;

const E0A: &str = "eni-0c0a51de00000e0a1";

async fn lif(system: &System, name: &str, address: &str) -> Stored {
    let assigned = json!({"network_interface_id": E0A, "private_ip": address});
    system.create("cvo_secondary_ip", assigned).await;
    let config = json!({"name": name, "svm_name": "svm_2", "address": address, "home_node": "cvo-node"});
    system.create("cvo_lif", config).await
}

/// Destroys an object, which must succeed, and returns the messages.
async fn destroy(system: &System, stored: &Stored) -> String {
    let plan = system.provider.plan_destroy(stored).await;
    assert!(plan.diagnostics.is_empty(), "the LIFs may be destroyed too: {}", text_of(&plan.diagnostics));
    let gone = system.provider.apply(&plan).await;
    assert!(!gone.diagnostics.has_errors() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    text_of(&gone.diagnostics)
}

#[tokio::test]
async fn its_destroy_warns_and_names_the_remaining_lifs() {
    let (system, stored) = system_with_route().await;
    lif(&system, "nas", "10.20.1.50").await;
    let message = destroy(&system, &stored).await;
    assert!(message.contains("svm_2 loses its last default route") && message.contains("nas"), "{message}");
    assert_eq!(routes(&system), set([]));
}

#[tokio::test]
async fn turning_it_into_another_route_is_warned_about_in_the_plan() {
    let (system, stored) = system_with_route().await;
    lif(&system, "nas", "10.20.1.50").await;
    settled(&system, &stored, route()).await;
    let narrower = route_with(json!({"destination": "10.9.0.0/16"}));
    let plan = system.provider.plan("cvo_route", Some(&stored), narrower).await;
    assert!(text_of(&plan.diagnostics).contains("last default route"), "{}", text_of(&plan.diagnostics));
    assert!(!plan.diagnostics.has_errors());
}

#[tokio::test]
async fn it_is_destroyed_silently_together_with_the_lifs_in_any_order() {
    let (system, stored) = system_with_route().await;
    let mut all = vec![stored];
    for (name, address) in [("nas", "10.20.1.50"), ("mgmt", "10.20.1.51")] {
        all.push(lif(&system, name, address).await);
    }
    let slow = json!({"method": "DELETE", "path": "/api/network/ip/interfaces/*", "count": 0,
        "effect": {"kind": "delay", "milliseconds": 1500}});
    system.fault(slow).await;
    let messages = join_all(all.iter().map(|stored| destroy(&system, stored))).await;
    assert_eq!(messages, [""; 3]);
    assert_eq!(routes(&system), set([]));
}

#[tokio::test]
async fn its_destroy_does_not_wait_while_there_is_another_default_route() {
    let (system, stored) = system_with_route().await;
    lif(&system, "nas", "10.20.1.50").await;
    let second = system.create("cvo_route", route_with(json!({"gateway": "10.20.1.4", "metric": 30}))).await;
    let both = [&stored, &second];
    let messages = join_all(both.map(|stored| destroy(&system, stored))).await;
    let warned = messages.iter().filter(|message| message.contains("last default route")).count();
    assert_eq!(warned, 1, "the second one is the last: {messages:?}");
}
