//! What makes a new home impossible, and a change of the home that does not come to its end.

use cvo_simulator::inventory::ec2::ElasticAddressSpec;

use super::*;

#[tokio::test]
async fn an_address_that_cannot_follow_brings_the_lif_back() {
    let mut pair = Pair::new().await;
    pair.follows(false).await;
    pair.system.deny("AssignPrivateIpAddresses");
    let failed = pair.move_to(2).await;
    let message = text_of(&failed.diagnostics);
    assert!(message.contains("[home_node]") && message.contains("is back on node cvo-node1"), "{message}");
    assert!(
        message.contains("UnauthorizedOperation") && message.contains(&format!("{ADDRESS} is on {}", E0A[0])),
        "{message}"
    );
    assert_eq!(
        (&failed.json()["home_node"], &failed.json()["complete"]),
        (&json!("cvo-node1"), &json!(true))
    );
    assert_eq!(pair.places().await, ("cvo-node1".into(), "cvo-node1".into(), E0A[0].into()));
    pair.system.deny("");
    let moved = pair.move_to(2).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    pair.assert_settled_on(2).await;
}

#[tokio::test]
async fn a_lif_that_can_neither_go_nor_return_is_finished_by_the_next_apply() {
    let mut pair = Pair::new().await;
    pair.follows(false).await;
    pair.system.deny("AssignPrivateIpAddresses");
    let refused = json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"});
    pair.system
        .fault(json!({"method": "PATCH", "path": LIFS, "nth": 2, "count": 0, "effect": refused}))
        .await;
    let failed = pair.move_to(2).await;
    let message = text_of(&failed.diagnostics);
    assert!(message.contains("has its home on node cvo-node2, and its address is not there"), "{message}");
    assert!(
        message.contains("could not be put back to node cvo-node1") && message.contains("not authorized"),
        "{message}"
    );
    assert_eq!(
        (&failed.json()["home_node"], &failed.json()["complete"]),
        (&json!("cvo-node2"), &json!(false))
    );
    pair.system.deny("");
    pair.system.no_faults().await;
    let moved = pair.move_to(2).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    assert_eq!(moved.json()["complete"], json!(true));
    pair.assert_settled_on(2).await;
}

#[tokio::test]
async fn a_change_that_was_not_seen_to_its_end_is_finished_with_and_without_a_refresh() {
    let mut pair = Pair::new().await;
    pair.follows(false).await;
    let mut node = 1;
    for refresh in [true, false] {
        node = 3 - node;
        let cut = json!({"kind": "cut", "after": true});
        pair.system.fault(json!({"method": "PATCH", "path": LIFS, "count": 0, "effect": cut})).await;
        let [of_ip, of_lif] = pair.plan((ip(node), nas(node))).await;
        let failed = pair.apply(&of_ip, &of_lif).await;
        assert!(failed.diagnostics.has_errors());
        assert_eq!(failed.json()["complete"], json!(false));
        pair.system.no_faults().await;
        assert_eq!(pair.places().await.2, E0A[2 - node], "the address is still where it was");
        let moved = if refresh {
            pair.move_to(node).await
        } else {
            pair.system.run_again().await;
            let plan = pair.system.provider.plan(LIF, Some(&pair.lif), nas(node)).await;
            assert!(!plan.is_empty(), "the plan finishes the change");
            let moved = pair.system.provider.apply(&plan).await;
            pair.lif = moved.stored.clone();
            moved
        };
        assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
        pair.assert_settled_on(node).await;
    }
}

#[tokio::test]
async fn a_refused_new_home_leaves_everything_as_it_was() {
    let mut pair = Pair::new().await;
    let refused = json!({"kind": "error", "status": 400, "code": "1967107", "message": "no such home"});
    pair.system.fault(json!({"method": "PATCH", "path": LIFS, "effect": refused})).await;
    let failed = pair.move_to(2).await;
    assert!(text_of(&failed.diagnostics).contains("no such home"));
    assert_eq!(
        (&failed.json()["home_node"], &failed.json()["complete"]),
        (&json!("cvo-node1"), &json!(true))
    );
}

#[tokio::test]
async fn what_makes_a_new_home_impossible_is_refused_before_the_first_write() {
    let mut pair = Pair::new().await;
    let [of_ip, of_lif] = pair.plan((ip(2), nas(2))).await;
    pair.system.takeover("cvo-node2").await;
    for plan in [&of_ip, &of_lif] {
        let refused = text_of(&pair.system.provider.apply(plan).await.diagnostics);
        assert!(refused.contains("cvo-node2 is taken over by its partner"), "{refused}");
    }
    pair.system.giveback("cvo-node2").await;
    let tie = |on: bool| {
        let world = pair.system.simulator.world();
        let mut world = world.lock();
        let interfaces = &mut world.ec2.account_mut().interfaces;
        let own = interfaces.iter_mut().find(|found| found.id == E0A[0]).unwrap();
        let elastic = ElasticAddressSpec {
            allocation_id: "eipalloc-1".to_owned(),
            association_id: "eipassoc-1".to_owned(),
            public_address: "203.0.113.9".parse().unwrap(),
            private_address: ADDRESS.parse().unwrap(),
        };
        own.elastic_addresses = if on { vec![elastic] } else { Vec::new() };
    };
    tie(true);
    let refused = text_of(&pair.system.provider.apply(&of_lif).await.diagnostics);
    assert!(refused.contains("Elastic IP 203.0.113.9 is tied to it"), "{refused}");
    tie(false);
    (101..113).for_each(|host| pair.assign_by_hand(2, &format!("10.30.1.{host}")));
    let refused = text_of(&pair.system.provider.apply(&of_lif).await.diagnostics);
    assert!(refused.contains(&format!("{} is full", E0A[1])) && refused.contains("10.30.1.101"), "{refused}");
    assert_eq!(pair.places().await, ("cvo-node1".into(), "cvo-node1".into(), E0A[0].into()));
}

#[tokio::test]
async fn of_lifs_that_go_to_a_nearly_full_home_together_only_those_go_that_fit() {
    let mut pair = Pair::new().await;
    let other = "10.30.1.71";
    let second_ip = |node: usize| json!({"network_interface_id": E0A[node - 1], "private_ip": other});
    let second = |node: usize| {
        let mut lif = nas(node);
        (lif["name"], lif["address"]) = (json!("second"), json!(other));
        lif
    };
    let ip_before = pair.system.create(IP, second_ip(1)).await;
    let lif_before = pair.system.create(LIF, second(1)).await;
    // The interface has room for one more.
    (100..111).for_each(|host| pair.assign_by_hand(2, &format!("10.30.1.{host}")));
    let [of_ip, of_lif] = pair.plan((ip(2), nas(2))).await;
    let system = &pair.system;
    let ip_before = system.provider.read(&ip_before).await.stored;
    let lif_before = system.provider.read(&lif_before).await.stored;
    let second_of_ip = system.provider.plan(IP, Some(&ip_before), second_ip(2)).await;
    let second_of_lif = system.provider.plan(LIF, Some(&lif_before), second(2)).await;
    for plan in [&of_ip, &second_of_ip] {
        assert!(system.provider.apply(plan).await.diagnostics.is_empty());
    }
    let (one, two) = tokio::join!(system.provider.apply(&of_lif), system.provider.apply(&second_of_lif));
    let refused: Vec<_> = [one, two]
        .into_iter()
        .map(|done| text_of(&done.diagnostics))
        .filter(|said| !said.is_empty())
        .collect();
    assert!(refused.len() == 1 && refused[0].contains("is full"), "{refused:?}");
    let world = system.simulator.world();
    let world = world.lock();
    let names = ["nas", "second"];
    let lifs = world.cluster.interfaces.iter().filter(|lif| names.contains(&lif.name.as_str()));
    let mut homes: Vec<_> = lifs.map(|lif| lif.home_node.as_str()).collect();
    homes.sort_unstable();
    assert_eq!(homes, ["cvo-node1", "cvo-node2"], "the one that does not fit never left");
}
