//! Refreshes through the protocol: what one request reads for all objects, and when an object is read by
//! itself.

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use crate::support::{System, text_of};

const INTERFACE: &str = "eni-0c0a51de00021e0a0";
const LIFS: &str = "/api/network/ip/interfaces";

/// One object of each type that ONTAP keeps, each with the path of its collection.
struct Objects {
    system: System,
    stored: [(&'static str, Stored); 5],
}

impl Objects {
    /// Makes the objects on a pair in one zone.
    async fn make() -> Self {
        let system = System::of(Preset::HaSingleAz).await;
        let svm = json!({"name": "svm_2", "aggregates": ["aggr1"]});
        let svm = system.create("cvo_storage_vm", svm).await;
        for host in [70, 71] {
            system.create("cvo_secondary_ip", address(host)).await;
        }
        let route = json!({"svm_name": "svm_2", "gateway": "10.30.1.1"});
        let route = system.create("cvo_route", route).await;
        let nas = system.create("cvo_lif", lif("nas", 70)).await;
        let other = system.create("cvo_lif", lif("other", 71)).await;
        let services = json!({"svm_name": "svm_2", "on_missing_carrier": "warn"});
        let plan = system.provider.plan("cvo_service_policy_move", None, services).await;
        let moved = system.provider.apply(&plan).await.stored;
        let stored = [
            ("/api/svm/svms", svm),
            ("/api/network/ip/routes", route),
            (LIFS, nas),
            (LIFS, other),
            ("/api/network/ip/service-policies", moved),
        ];
        Self { system, stored }
    }

    fn lif(&self) -> &Stored {
        &self.stored[2].1
    }

    /// Reads in a new run, and returns the state and the requests.
    async fn read_in_new_run(&self, stored: &Stored) -> (Stored, Vec<String>) {
        self.system.run_again().await;
        self.read(stored).await
    }

    async fn read(&self, stored: &Stored) -> (Stored, Vec<String>) {
        self.system.requests().await;
        let read = self.system.provider.read(stored).await;
        assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
        let requests = self.system.requests().await;
        (read.stored, requests.into_iter().filter(|line| line != "ontap GET /api/cluster").collect())
    }

    /// Asserts that each object is found unchanged although its collection, once, has another answer.
    async fn assert_unchanged_by(&self, effect: Json) {
        for (collection, stored) in &self.stored {
            self.system.fault(json!({"method": "GET", "path": collection, "effect": effect})).await;
            let (read, requests) = self.read_in_new_run(stored).await;
            assert_eq!(read.json(), stored.json(), "{collection}");
            let all = format!("ontap GET {collection}");
            assert_eq!(requests.iter().filter(|line| **line == all).count(), requests_of(collection));
            self.system.no_faults().await;
        }
    }
}

/// Returns how often a collection is read if its first answer is unusable. Service policies are read only as
/// a collection.
fn requests_of(collection: &str) -> usize {
    if collection.ends_with("service-policies") { 2 } else { 1 }
}

fn address(host: u8) -> Json {
    json!({"network_interface_id": INTERFACE, "private_ip": format!("10.30.1.{host}")})
}

fn lif(name: &str, host: u8) -> Json {
    json!({"name": name, "svm_name": "svm_2", "address": format!("10.30.1.{host}"), "home_node": "cvo-node1"})
}

/// Takes an address off node 1, as another administrator does.
fn unassign(system: &System, address: &str) {
    let request = cvo_simulator::world::ec2::UnassignRequest {
        network_interface_id: INTERFACE.to_owned(),
        private_ip_addresses: vec![address.to_owned()],
        ..Default::default()
    };
    let world = system.simulator.world();
    let mut world = world.lock();
    let now = world.clock.now();
    world.ec2.unassign_private_ip_addresses(now, &request).unwrap();
}

fn one(stored: &Stored) -> String {
    format!("ontap GET {LIFS}/{}", stored.json()["id"].as_str().unwrap())
}

fn all() -> String {
    format!("ontap GET {LIFS}")
}

#[tokio::test]
async fn an_object_that_a_collection_does_not_show_is_read_by_itself() {
    let records = json!({"records": [], "num_records": 0}).to_string();
    let empty = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": records});
    Objects::make().await.assert_unchanged_by(empty).await;
}

#[tokio::test]
async fn a_forbidden_collection_hides_no_object() {
    let denied = json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized"});
    Objects::make().await.assert_unchanged_by(denied).await;
}

#[tokio::test]
async fn an_incomplete_record_is_not_a_change() {
    let objects = Objects::make().await;
    let stored = objects.lif();
    let record =
        json!({"records": [{"uuid": stored.json()["id"], "name": "nas"}], "num_records": 1}).to_string();
    let partial = json!({"kind": "body", "status": 200, "content_type": "application/json", "text": record});
    objects.system.fault(json!({"path": LIFS, "effect": partial})).await;
    let (read, requests) = objects.read_in_new_run(stored).await;
    assert_eq!((read.json(), requests), (stored.json(), vec![all(), one(stored)]));
}

#[tokio::test]
async fn an_object_that_changed_or_is_gone_is_read_by_itself() {
    let objects = Objects::make().await;
    let stored = objects.lif();
    let interfaces = |change: fn(&mut Vec<cvo_simulator::world::ip_interface::Interface>)| {
        change(&mut objects.system.simulator.world().lock().cluster.interfaces);
    };
    interfaces(|all| {
        all.iter_mut().filter(|lif| lif.name == "nas").for_each(|lif| lif.name = "files".into())
    });
    let (read, requests) = objects.read_in_new_run(stored).await;
    assert_eq!((&read.json()["name"], requests), (&json!("files"), vec![all(), one(stored)]));
    interfaces(|all| all.retain(|lif| lif.name != "files"));
    let (read, requests) = objects.read_in_new_run(stored).await;
    let looks = vec![all(), one(stored), all()];
    assert_eq!(
        (read.exists(), requests),
        (false, looks),
        "the last is for one of its name that was made anew"
    );
}

#[tokio::test]
async fn one_list_serves_all_objects_until_this_process_writes() {
    let objects = Objects::make().await;
    let [_, _, (_, nas), (_, other), _] = &objects.stored;
    assert_eq!(objects.read_in_new_run(nas).await.1, [all()]);
    assert_eq!(objects.read(other).await.1, Vec::<String>::new());
    objects.system.create("cvo_storage_vm", json!({"name": "svm_3", "aggregates": ["aggr1"]})).await;
    for stored in [nas, other, nas] {
        assert_eq!(objects.read(stored).await.1, [all()]);
    }
}

#[tokio::test]
async fn a_data_source_reads_for_itself_and_its_answer_serves_a_refresh() {
    let objects = Objects::make().await;
    objects.read_in_new_run(objects.lif()).await;
    objects.system.provider.data("cvo_lifs", json!({})).await;
    for _ in 0..2 {
        objects.system.requests().await;
        objects.system.provider.data("cvo_lifs", json!({})).await;
        assert_eq!(objects.system.requests().await, [all()]);
    }
    assert_eq!(objects.read(objects.lif()).await.1, Vec::<String>::new());
}

#[tokio::test]
async fn an_address_is_missing_only_after_further_reads_of_both_interfaces() {
    let objects = Objects::make().await;
    let system = &objects.system;
    let stored = system.create("cvo_secondary_ip", address(72)).await;
    unassign(system, "10.30.1.72");
    system.run_again().await;
    system.provider.data("cvo_system", json!({})).await;
    system.ec2_calls();
    let read = system.provider.read(&stored).await.stored;
    assert_eq!(read.json()["assigned"], json!(false));
    assert_eq!(
        system.ec2_calls(),
        ["DescribeNetworkInterfaces"; 4],
        "each interface of the pair is read twice"
    );
}
