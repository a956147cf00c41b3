//! Another home for a LIF with a private address, on a pair in one zone: LIF and address end on the same node.

mod address;
mod drift;
mod trouble;

use cvo_simulator::Preset;
use cvo_simulator::world::ec2::AssignRequest;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Planned, Stored};

use crate::support::{System, text_of};

const IP: &str = "cvo_secondary_ip";
const LIF: &str = "cvo_lif";
const ADDRESS: &str = "10.30.1.70";
const E0A: [&str; 2] = ["eni-0c0a51de00021e0a0", "eni-0c0a51de00022e0a0"];
const LIFS: &str = "/api/network/ip/interfaces/*";

/// Returns the address on the interface of a node.
fn ip(node: usize) -> Json {
    json!({"network_interface_id": E0A[node - 1], "private_ip": ADDRESS})
}

/// Returns a LIF with its home on a node. A quarter of the time of an update is what an address may take.
fn nas(node: usize) -> Json {
    json!({"name": "nas", "svm_name": "svm_2", "address": ADDRESS, "home_node": format!("cvo-node{node}"),
        "timeouts": {"update": "8s"}})
}

/// A pair with an address and its LIF on the first node.
struct Pair {
    system: System,
    ip: Stored,
    lif: Stored,
}

impl Pair {
    async fn new() -> Self {
        let system = System::of(Preset::HaSingleAz).await;
        system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
        let ip = system.create(IP, ip(1)).await;
        let lif = system.create(LIF, nas(1)).await;
        Self { system, ip, lif }
    }

    /// Says whether ONTAP brings an address after a re-homed LIF.
    async fn follows(&self, follows: bool) {
        self.system.command("mediator", json!({"follows_rehoming": follows})).await;
    }

    /// Refreshes and plans address and LIF, as a run of Terraform does.
    async fn plan(&mut self, wanted: (Json, Json)) -> [Planned; 2] {
        let Self { system, ip, lif } = self;
        system.run_again().await;
        *ip = system.provider.read(ip).await.stored;
        let of_ip = system.provider.plan(IP, Some(ip), wanted.0).await;
        *lif = system.provider.read(lif).await.stored;
        let of_lif = system.provider.plan(LIF, Some(lif), wanted.1).await;
        [of_ip, of_lif]
    }

    /// Applies the change to the home of this node, the address first. Neither object is replaced.
    async fn move_to(&mut self, node: usize) -> Answered {
        let [of_ip, of_lif] = self.plan((ip(node), nas(node))).await;
        for plan in [&of_ip, &of_lif] {
            let said = text_of(&plan.diagnostics);
            assert!(!plan.diagnostics.has_errors() && plan.replace.is_empty(), "{said}");
        }
        self.apply(&of_ip, &of_lif).await
    }

    async fn apply(&mut self, of_ip: &Planned, of_lif: &Planned) -> Answered {
        let provider = &self.system.provider;
        let moved = provider.apply(of_ip).await;
        assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
        self.ip = moved.stored;
        let moved = provider.apply(of_lif).await;
        self.lif = moved.stored.clone();
        moved
    }

    /// Asserts where LIF and address are, and that the next plan is empty.
    async fn assert_settled_on(&mut self, node: usize) {
        assert_eq!(
            self.places().await,
            (format!("cvo-node{node}"), format!("cvo-node{node}"), E0A[node - 1].to_owned())
        );
        for plan in self.plan((ip(node), nas(node))).await {
            assert!(
                plan.is_empty() && plan.diagnostics.is_empty(),
                "{} {}",
                plan.planned(),
                text_of(&plan.diagnostics)
            );
        }
    }

    /// Returns the LIF's home node and current node, and the interface that has its address.
    async fn places(&self) -> (String, String, String) {
        let (home, node) = {
            let world = self.system.simulator.world();
            let world = world.lock();
            let lif = world.cluster.interfaces.iter().find(|lif| lif.name == "nas").unwrap();
            (lif.home_node.clone(), lif.node.clone())
        };
        let state = self.system.state().await;
        let has = |found: &&Json| found["private_ips"].as_array().unwrap().contains(&json!(ADDRESS));
        let holder = state["interfaces"].as_array().unwrap().iter().find(has).unwrap()["id"].clone();
        (home, node, holder.as_str().unwrap().to_owned())
    }

    /// Changes the LIF by hand.
    fn by_hand(&self, change: Json) {
        let world = self.system.simulator.world();
        let mut world = world.lock();
        let uuid = world.cluster.interfaces.iter().find(|lif| lif.name == "nas").unwrap().uuid;
        let change = serde_json::from_value(change).unwrap();
        world.change_interfaces(|cluster| cluster.modify_interface(uuid, &change)).unwrap();
    }

    /// Moves the address by hand.
    fn assign_by_hand(&self, node: usize, address: &str) {
        let request = AssignRequest {
            network_interface_id: E0A[node - 1].to_owned(),
            private_ip_addresses: vec![address.to_owned()],
            allow_reassignment: true,
            ..AssignRequest::default()
        };
        let world = self.system.simulator.world();
        let mut world = world.lock();
        let now = world.clock.now();
        world.ec2.assign_private_ip_addresses(now, &request).unwrap();
    }

    async fn destroy(self) {
        for stored in [&self.lif, &self.ip] {
            let gone = self.system.provider.apply(&self.system.provider.plan_destroy(stored).await).await;
            assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
        }
    }
}

fn rehome(node: usize) -> Json {
    json!({"location": {"home_port": {"name": "e0a", "node": {"name": format!("cvo-node{node}")}}}})
}

#[tokio::test]
async fn lif_and_address_go_to_the_partner_in_place_whether_ontap_moves_them_or_not() {
    let mut pair = Pair::new().await;
    let assigns = |calls: &[&str]| calls.iter().filter(|call| call.starts_with("Assign")).count();
    let mut node = 1;
    for (follows, moves_lifs, expected) in
        [(true, true, 0), (false, true, 1), (true, false, 0), (false, false, 1)]
    {
        pair.follows(follows).await;
        pair.system.command("rehoming", json!({"moves_lifs": moves_lifs})).await;
        node = 3 - node;
        let [of_ip, of_lif] = pair.plan((ip(node), nas(node))).await;
        assert_eq!(of_ip.planned()["id"], json!(format!("{}/{ADDRESS}", E0A[node - 1])));
        assert!(of_ip.replace.is_empty() && of_lif.replace.is_empty());
        pair.system.ec2_calls();
        let moved = pair.system.provider.apply(&of_ip).await;
        assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
        assert_eq!(pair.system.ec2_calls(), [""; 0], "the LIF takes its address along");
        pair.ip = moved.stored;
        let moved = pair.system.provider.apply(&of_lif).await;
        assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
        assert_eq!(moved.json()["complete"], json!(true));
        pair.lif = moved.stored;
        assert_eq!(assigns(&pair.system.ec2_calls()), expected, "{follows} {moves_lifs}");
        pair.assert_settled_on(node).await;
    }
    pair.destroy().await;
}

#[tokio::test]
async fn a_lif_does_not_leave_an_address_that_its_object_keeps() {
    let mut pair = Pair::new().await;
    let [of_ip, of_lif] = pair.plan((ip(1), nas(2))).await;
    assert!(of_ip.is_empty());
    let message = text_of(&of_lif.diagnostics);
    assert!(
        message.contains("[home_node]")
            && message.contains(&format!("network_interface_id = \"{}\"", E0A[1])),
        "{message}"
    );
    // What the message advises works, and so does an address that no object of the run has.
    let moved = pair.move_to(2).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    pair.assert_settled_on(2).await;
    pair.follows(false).await;
    pair.system.run_again().await;
    pair.lif = pair.system.update(&pair.lif, nas(1)).await;
    pair.assert_settled_on(1).await;
}

#[tokio::test]
async fn a_lif_for_blocks_goes_to_the_partner_while_it_is_disabled() {
    let mut pair = Pair::new().await;
    let blocks = |node: usize, enabled: bool| {
        let mut lif = nas(node);
        lif["service_policy"] = json!("default-data-blocks");
        lif["enabled"] = json!(enabled);
        lif
    };
    pair.lif = pair.system.update(&pair.lif, blocks(1, true)).await;
    let [_, of_lif] = pair.plan((ip(2), blocks(2, true))).await;
    assert!(text_of(&of_lif.diagnostics).contains("cannot change its home while it is enabled"));
    pair.follows(false).await;
    let [of_ip, of_lif] = pair.plan((ip(2), blocks(2, false))).await;
    let moved = pair.apply(&of_ip, &of_lif).await;
    assert!(moved.diagnostics.is_empty(), "{}", text_of(&moved.diagnostics));
    assert_eq!(pair.places().await, ("cvo-node2".into(), "cvo-node2".into(), E0A[1].into()));
    pair.lif = pair.system.update(&pair.lif, blocks(2, true)).await;
}
