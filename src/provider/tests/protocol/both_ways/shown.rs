//! Addresses, ids and routes that show otherwise than expected.

use cvo_simulator::inventory::Preset;

use super::*;
use crate::support::configuration;

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

#[tokio::test]
async fn a_floating_lif_is_kept_also_where_its_route_is_wider_than_its_address() {
    let system = System::of(Preset::HaMultiAz).await;
    system.create(SVM, svm(json!({}))).await;
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    for table in ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"] {
        let route = json!({"route_table_id": table, "destination": "192.168.40.64/27",
            "network_interface_id": "eni-0c0a51de00031e0a0"});
        system.command("route", route).await;
    }
    let lif = json!({"name": "nas", "svm_name": "svm_2", "address": "192.168.40.70", "home_node": "cvo-node1",
        "additional_cidrs": [], "timeouts": {"create": "2s"}});
    let plan = system.provider.plan(LIF, None, lif).await;
    let made = system.provider.apply(&plan).await;
    let said = text_of(&made.diagnostics);
    assert!(!made.diagnostics.has_errors() && said.contains("No route leads to 192.168.40.70"), "{said}");
    assert_eq!(made.json()["awaits_route"], true);
    let (said, is_gone) = destroy(&system, &made.stored).await;
    assert!(is_gone, "{said}");
}
