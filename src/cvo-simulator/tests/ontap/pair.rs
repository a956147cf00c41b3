//! HA pairs over HTTP: takeover and giveback as seen by clients, upgrade, mediator.

use std::time::Duration;

use crate::client::Client;
use cvo_simulator::world::clock::ClockMode;
use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use reqwest::Method;
use serde_json::{Value, json};

fn pair(preset: Preset) -> Client {
    Client::with(Options { preset, ..Options::default() })
}

impl Client {
    async fn order(&self, path: &str, body: Value) -> (u16, Value) {
        self.control(Method::POST, path, Some(body)).await
    }

    async fn state(&self) -> Value {
        self.control(Method::GET, "/state", None).await.1
    }

    /// The record of a node with `fields=*`.
    async fn node(&self, name: &str) -> Value {
        self.get(&format!("/api/cluster/nodes?name={name}&fields=*")).await.body["records"][0].clone()
    }

    async fn lif(&self, name: &str) -> Value {
        self.get(&format!("/api/network/ip/interfaces?name={name}&fields=*")).await.body["records"][0].clone()
    }
}

fn roles(node: &Value) -> [&Value; 3] {
    [&node["state"], &node["ha"]["takeover"]["state"], &node["ha"]["giveback"]["state"]]
}

#[tokio::test]
async fn nodes_show_their_state() {
    for preset in [Preset::HaSingleAz, Preset::HaMultiAz] {
        let client = pair(preset);
        let before = client.state().await;
        let healthy = ["up", "not_attempted", "nothing_to_giveback"];
        let first = client.node("cvo-node1").await;
        assert_eq!(roles(&first), healthy);
        assert_eq!(
            (&first["ha"]["enabled"], &first["ha"]["partners"][0]["name"]),
            (&json!(true), &json!("cvo-node2"))
        );
        let (status, answer) = client.order("/takeover", json!({"node": "cvo-node1"})).await;
        assert_eq!((status, &answer["nodes"][0]["state"]), (200, &json!("taken_over")));
        let (failed, survivor) = (client.node("cvo-node1").await, client.node("cvo-node2").await);
        assert_eq!(roles(&failed), ["taken_over", "not_possible", "nothing_to_giveback"]);
        assert_eq!(roles(&survivor), ["up", "in_takeover", "not_attempted"]);
        assert_eq!(
            (&failed["system_id"], &failed["management_interfaces"]),
            (&first["system_id"], &first["management_interfaces"])
        );
        let aggregates = client.get("/api/storage/aggregates?fields=node.name,home_node.name").await.body;
        assert_eq!(aggregates["records"][0]["node"]["name"], "cvo-node2");
        assert_eq!(aggregates["records"][0]["home_node"]["name"], "cvo-node1");
        assert_eq!(client.order("/giveback", json!({"node": "cvo-node1"})).await.0, 200);
        assert_eq!(roles(&client.node("cvo-node1").await), healthy);
        assert_eq!(client.state().await, before);
    }
}

#[tokio::test]
async fn lifs_show_where_they_are() {
    let client = pair(Preset::HaMultiAz);
    client.order("/takeover", json!({"node": "cvo-node1"})).await;
    let nas = client.lif("ip_nas_1").await;
    assert_eq!((&nas["state"], &nas["location"]["is_home"]), (&json!("up"), &json!(false)));
    assert_eq!(
        (&nas["location"]["node"]["name"], &nas["location"]["port"]["node"]["name"]),
        (&json!("cvo-node2"), &json!("cvo-node2"))
    );
    for name in ["ip_iscsi_1", "cvo-node1_mgmt1", "intercluster_1"] {
        let lif = client.lif(name).await;
        assert_eq!(
            (&lif["state"], &lif["enabled"], &lif["location"]["is_home"]),
            (&json!("down"), &json!(true), &json!(true)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_failed_node_does_not_answer_but_the_cluster_does() {
    let client = pair(Preset::HaSingleAz);
    let ready = client.simulator.ready();
    let ask = async |node: &str| {
        let request = client.http.get(format!("{}/api/cluster", ready.nodes[node]));
        request
            .basic_auth(&ready.username, Some(&ready.password))
            .send()
            .await
            .map(|answer| answer.status().as_u16())
    };
    assert_eq!(ask("cvo-node1").await.unwrap(), 200);
    client.order("/takeover", json!({"node": "cvo-node1"})).await;
    assert!(ask("cvo-node1").await.is_err());
    assert_eq!(ask("cvo-node2").await.unwrap(), 200);
    assert_eq!(client.get("/api/cluster").await.status, 200);
    client.order("/giveback", json!({"node": "cvo-node1"})).await;
    assert_eq!(ask("cvo-node1").await.unwrap(), 200);
}

#[tokio::test]
async fn bad_orders_are_refused() {
    let single = Client::start();
    let client = pair(Preset::HaSingleAz);
    for (client, path, body, expected) in [
        (&client, "/takeover", json!({"node": "x"}), 404),
        (&client, "/takeover", json!({"name": "cvo-node1"}), 400),
        (&client, "/giveback", json!({"node": "cvo-node1"}), 409),
        (&single, "/takeover", json!({"node": "cvo-node"}), 409),
        (&single, "/mediator", json!({"permitted": false}), 409),
        (&single, "/upgrade", json!({"version": "9.12.1"}), 409),
        (&single, "/upgrade", json!({"version": "10"}), 400),
    ] {
        let (status, answer) = client.order(path, body.clone()).await;
        assert_eq!(status, expected, "{path} {body}");
        assert!(answer["error"].is_string(), "{answer}");
    }
    assert!(single.simulator.ready().nodes.is_empty());
}

#[tokio::test]
async fn the_mediator_can_be_slow_or_lack_permission() {
    let client =
        Client::with(Options { preset: Preset::HaMultiAz, clock: ClockMode::Explicit, ..Options::default() });
    let before = client.state().await;
    let lif = json!({"name": "nas_9", "svm": {"name": "svm_cvo"}, "service_policy": {"name": "default-data-files"},
                     "ip": {"address": "192.168.40.30", "netmask": "24"},
                     "location": {"home_port": {"name": "e0a", "node": {"name": "cvo-node2"}}}});
    client.order("/mediator", json!({"permitted": false})).await;
    let refused = client.post("/api/network/ip/interfaces", lif.clone()).await;
    assert_eq!(refused.refusal(), (500, "53281468"));
    assert_eq!(client.state().await, before);
    let (_, shown) = client.order("/mediator", json!({"permitted": true, "route_delay_ms": 700})).await;
    let expected = json!({"permitted": true, "route_delay_ms": 700, "follows_rehoming": true,
        "releases_addresses": false, "moves_in_part": false});
    assert_eq!(shown, expected);
    assert_eq!(client.post("/api/network/ip/interfaces", lif).await.status, 201);
    assert_eq!(client.state().await["route_tables"], before["route_tables"]);
    client.simulator.world().lock().clock.advance(Duration::from_millis(700));
    let tables = client.state().await["route_tables"].clone();
    for table in &tables.as_array().unwrap()[..2] {
        let route = json!({"destination": "192.168.40.30/32", "target": "eni-0c0a51de00032e0a0"});
        assert!(table["routes"].as_array().unwrap().contains(&route), "{table}");
    }
}

#[tokio::test]
async fn an_upgrade_restores_services() {
    let client = Client::with(Options { ontap_version: OntapVersion::V9_11_1, ..Options::default() });
    let path = "/api/network/ip/service-policies?svm.name=svm_cvo&name=default-data-files&fields=services";
    let full = client.get(path).await.body["records"][0].clone();
    let patch = format!("/api/network/ip/service-policies/{}", full["uuid"].as_str().unwrap());
    client.patch(&patch, json!({"services": ["data_core", "data_nfs"]})).await;
    assert_eq!(
        client.order("/upgrade", json!({"version": "9.12.1"})).await,
        (200, json!({"version": "9.12.1"}))
    );
    let mut services = client.get(path).await.body["records"][0]["services"].as_array().unwrap().clone();
    services.sort_by_key(ToString::to_string);
    let mut expected = full["services"].as_array().unwrap().clone();
    expected.sort_by_key(ToString::to_string);
    assert_eq!(services, expected);
    assert_eq!(client.get("/api/cluster").await.body["version"]["major"], 12);
}
