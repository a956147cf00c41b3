//! Another interface for an address that no LIF has.

use super::*;
use crate::support::{Strike, Trouble};

#[tokio::test]
async fn an_address_without_a_lif_is_moved_and_any_other_interface_replaces_it() {
    let system = System::of(Preset::HaSingleAz).await;
    let made = system.create(IP, ip(1)).await;
    let foreign = system.state().await["interfaces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["id"].as_str().unwrap().to_owned())
        .find(|id| !E0A.contains(&id.as_str()))
        .unwrap();
    let plan = system
        .provider
        .plan(IP, Some(&made), json!({"network_interface_id": foreign, "private_ip": ADDRESS}))
        .await;
    assert_eq!(plan.replace, [tfplugin::Path::from("network_interface_id")]);
    system.takeover("cvo-node1").await;
    let plan = system.provider.plan(IP, Some(&made), ip(2)).await;
    let refused = text_of(&system.provider.apply(&plan).await.diagnostics);
    assert!(refused.contains("cvo-node1 is taken over by its partner"), "{refused}");
    system.giveback("cvo-node1").await;
    system.ec2_trouble(Strike::next("AssignPrivateIpAddresses", Trouble::Throttled));
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors());
    assert_eq!(failed.json()["network_interface_id"], json!(E0A[0]), "nothing happened");
    system.ec2_trouble(Strike::from("AssignPrivateIpAddresses", 1, Trouble::Cut { after: false }));
    let failed = system.provider.apply(&plan).await;
    assert!(failed.diagnostics.has_errors());
    system.no_ec2_trouble();
    system.run_again().await;
    let read = system.provider.read(&failed.stored).await;
    let moved = system.update(&read.stored, ip(2)).await;
    assert_eq!(moved.json()["id"], json!(format!("{}/{ADDRESS}", E0A[1])));
    let state = system.state().await;
    let holder =
        state["interfaces"].as_array().unwrap().iter().find(|found| found["id"] == E0A[1]).unwrap().clone();
    assert!(holder["private_ips"].as_array().unwrap().contains(&json!(ADDRESS)));
    let read = system.provider.read(&moved).await;
    assert!(system.provider.plan(IP, Some(&read.stored), ip(2)).await.is_empty());
}

#[tokio::test]
async fn in_several_zones_another_interface_is_another_address() {
    let system = System::of(Preset::HaMultiAz).await;
    let config = |node: u8| json!({"network_interface_id": format!("eni-0c0a51de0003{node}e0a0"), "private_ip": "10.40.1.70"});
    let made = system.create(IP, config(1)).await;
    let plan = system.provider.plan(IP, Some(&made), config(2)).await;
    assert_eq!(plan.replace, [tfplugin::Path::from("network_interface_id")]);
}
