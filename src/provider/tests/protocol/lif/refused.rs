//! Refused LIFs: in the plan if nothing else can resolve it, otherwise at apply.

use std::time::Duration;

use cvo_simulator::world::ec2::AssignRequest;

use super::*;

#[tokio::test]
async fn errors_that_no_other_resource_can_resolve_are_refused_in_the_plan() {
    let system = System::start().await;
    storage_vm(&system).await;
    let before = picture(&system).await;
    let cases = [
        (json!({"home_node": "cvo-node9"}), "[home_node]", "cvo-node"),
        (json!({"home_port": "e0z"}), "[home_port]", "e0a"),
        (json!({"address": "10.20.2.50"}), "[address]", "10.20.1.0/24"),
        (json!({"address": "10.20.1.2"}), "[address]", "reserved"),
        (json!({"address": "10.20.1.255"}), "[address]", "reserved"),
        (json!({"address": "10.20.1.11"}), "[address]", "primary"),
        (json!({"address": "nonsense"}), "[address]", "IPv4"),
        (json!({"netmask": "255.255.0.0"}), "[netmask]", "24"),
        (json!({"netmask": "255.0.255.0"}), "[netmask]", "not an IPv4 netmask"),
        (json!({"failover": "sideways"}), "[failover]", "home_port_only"),
        (json!({"name": "a/b"}), "[name]", "'/'"),
    ];
    for (change, path, why) in cases {
        let config = nas_with(change.clone());
        let mut diagnostics = system.provider.validate("cvo_lif", config.clone()).await;
        if !diagnostics.has_errors() {
            diagnostics = system.provider.plan("cvo_lif", None, config).await.diagnostics;
        }
        let message = text_of(&diagnostics);
        assert!(
            diagnostics.has_errors() && message.contains(path) && message.contains(why),
            "{change}: {message}"
        );
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn errors_that_another_resource_could_resolve_are_refused_at_apply() {
    let (system, _) = system_with_nas().await;
    address(&system, "10.20.1.60").await;
    let before = picture(&system).await;
    let cases = [
        (json!({"svm_name": "svm_9"}), "[svm_name]", "svm_9"),
        (json!({"address": "10.20.1.14"}), "[address]", "LIF ip_nas_1 of storage VM svm_cvo"),
        (json!({"address": "10.20.1.12"}), "[address]", "LIF cluster_mgmt of the cluster"),
        (json!({"address": "10.20.1.99"}), "[address]", "cvo_secondary_ip"),
        (json!({"address": "10.20.1.201"}), "[address]", "eni-0f0e1a00000000021"),
        (json!({"address": "10.20.1.60", "name": "ip_nas_2"}), "[name]", "svm_2/ip_nas_2"),
        (
            json!({"address": "10.20.1.60", "service_policy": "nonsense", "auto_revert": true}),
            "[service_policy]",
            "default-data-blocks",
        ),
    ];
    for (change, path, why) in cases {
        let mut config = nas_with(json!({"name": "another"}));
        config.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let refused = apply(&system, None, config).await;
        let message = text_of(&refused.diagnostics);
        assert!(message.contains(path) && message.contains(why), "{change}: {message}");
        assert!(!refused.stored.exists(), "{change}: nothing is stored");
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn an_address_that_is_known_only_at_apply_is_checked_there() {
    let system = System::start().await;
    storage_vm(&system).await;
    let plan = system.provider.plan("cvo_lif", None, nas_with(json!({"address": UNKNOWN}))).await;
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    assert_eq!(plan.planned()["address"], UNKNOWN);
    assert_eq!(plan.planned()["netmask"], "24");
}

#[tokio::test]
async fn an_address_that_reads_do_not_show_yet_is_read_again() {
    let system = System::start().await;
    storage_vm(&system).await;
    {
        let world = system.simulator.world();
        let mut world = world.lock();
        world.ec2.set_read_delay(Duration::from_secs(1));
        let now = world.clock.now();
        let private_ip_addresses = vec!["10.20.1.50".to_owned()];
        let request = AssignRequest {
            network_interface_id: E0A.to_owned(),
            private_ip_addresses,
            ..AssignRequest::default()
        };
        world.ec2.assign_private_ip_addresses(now, &request).unwrap();
    }
    system.create("cvo_lif", nas()).await;
}
