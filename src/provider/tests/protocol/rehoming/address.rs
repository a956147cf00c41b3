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
async fn an_address_that_its_lif_did_not_take_along_is_shown_where_it_is_and_waits_again() {
    let mut pair = Pair::new().await;
    let [of_ip, of_lif] = pair.plan((ip(2), nas(1))).await;
    assert!(of_lif.is_empty(), "only the address is to change");
    pair.ip = pair.system.provider.apply(&of_ip).await.stored;
    assert_eq!(pair.places().await.2, E0A[0]);
    let [of_ip, of_lif] = pair.plan((ip(2), nas(1))).await;
    assert_eq!(pair.ip.json()["network_interface_id"], json!(E0A[0]), "the state says what is true");
    let said = text_of(&of_ip.diagnostics);
    assert!(!of_ip.is_empty() && of_ip.replace.is_empty() && of_lif.is_empty());
    assert!(!of_ip.diagnostics.has_errors() && said.contains("LIF nas of storage VM svm_2"), "{said}");
    assert!(said.starts_with("[network_interface_id] 10.30.1.70 waits for its LIF"), "{said}");
    let [of_ip, of_lif] = pair.plan((ip(2), nas(2))).await;
    let moved = pair.apply(&of_ip, &of_lif).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    pair.assert_settled_on(2).await;
}

#[tokio::test]
async fn an_address_that_waits_for_a_lif_which_is_gone_is_moved_and_a_new_lif_gets_it() {
    let mut pair = Pair::new().await;
    let [of_ip, _] = pair.plan((ip(2), nas(1))).await;
    pair.ip = pair.system.provider.apply(&of_ip).await.stored;
    let gone = pair.system.provider.plan_destroy(&pair.lif).await;
    assert!(pair.system.provider.apply(&gone).await.diagnostics.is_empty());
    pair.system.takeover("cvo-node2").await;
    pair.system.run_again().await;
    let read = pair.system.provider.read(&pair.ip).await;
    assert_eq!(read.stored.state, pair.ip.state, "a takeover does not show");
    pair.system.giveback("cvo-node2").await;
    pair.system.run_again().await;
    let read = pair.system.provider.read(&pair.ip).await;
    assert_eq!(read.json()["network_interface_id"], json!(E0A[0]));
    pair.ip = pair.system.update(&read.stored, ip(2)).await;
    pair.lif = pair.system.create(LIF, nas(2)).await;
    pair.assert_settled_on(2).await;
}

#[tokio::test]
async fn in_several_zones_another_interface_is_another_address() {
    let system = System::of(Preset::HaMultiAz).await;
    let config = |node: u8| json!({"network_interface_id": format!("eni-0c0a51de0003{node}e0a0"), "private_ip": "10.40.1.70"});
    let made = system.create(IP, config(1)).await;
    let plan = system.provider.plan(IP, Some(&made), config(2)).await;
    assert_eq!(plan.replace, [tfplugin::Path::from("network_interface_id")]);
}
