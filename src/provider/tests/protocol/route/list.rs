//! `data.cvo_routes`.

use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use serde_json::{Value as Json, json};

use crate::support::{System, text_of};

async fn pair(ontap_version: OntapVersion) -> System {
    let options = Options { preset: Preset::HaMultiAz, ontap_version, ..Options::default() };
    System::with(options, json!({})).await
}

async fn routes(system: &System, config: Json) -> Vec<Json> {
    let read = system.provider.data("cvo_routes", config).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    read.json()["routes"].as_array().unwrap().clone()
}

/// Returns destination, gateway and metric of a route.
fn way(route: &Json) -> [&Json; 3] {
    ["destination", "gateway", "metric"].map(|attribute| &route[attribute])
}

#[tokio::test]
async fn routes_of_the_cluster_come_first_and_belong_to_no_storage_vm() {
    let system = pair(OntapVersion::V9_15_1).await;
    let all = routes(&system, json!({})).await;
    let (cluster, svm): (Vec<_>, Vec<_>) = all.iter().partition(|route| route["scope"] == "cluster");
    assert!(!cluster.is_empty() && !svm.is_empty());
    assert!(cluster.iter().all(|route| route["svm_name"].is_null() && route["svm_id"].is_null()));
    assert!(svm.iter().all(|route| route["svm_name"].is_string() && route["svm_id"].is_string()));
    assert!(all.is_sorted_by_key(|route| route["svm_name"].as_str()), "{all:#?}");
    assert!(all.iter().all(|route| route["ipspace"] == "Default"), "{all:#?}");
}

#[tokio::test]
async fn the_routes_of_one_storage_vm_are_in_the_order_in_which_they_are_used() {
    let system = pair(OntapVersion::V9_15_1).await;
    let svm = system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await.json();
    assert_eq!(routes(&system, json!({"svm_name": "svm_2"})).await, Vec::<Json>::new());
    let mut made = Vec::new();
    for (destination, gateway, metric) in
        [("10.99.0.0/16", "10.40.1.1", 20), ("0.0.0.0/0", "10.40.2.1", 30), ("0.0.0.0/0", "10.40.1.1", 20)]
    {
        let route = json!({"svm_name": "svm_2", "destination": destination, "gateway": gateway,
            "metric": metric});
        made.push(system.create("cvo_route", route).await.json());
    }
    made.reverse();
    system.run_again().await;
    let found = routes(&system, json!({"svm_name": "svm_2"})).await;
    assert_eq!(found.iter().map(way).collect::<Vec<_>>(), made.iter().map(way).collect::<Vec<_>>());
    for (found, made) in found.iter().zip(&made) {
        assert_eq!((&found["id"], &found["svm_id"]), (&made["id"], &svm["id"]));
    }
}

#[tokio::test]
async fn before_9_11_1_a_route_shows_no_metric() {
    let system = pair(OntapVersion::V9_10_1).await;
    let all = routes(&system, json!({})).await;
    assert!(!all.is_empty() && all.iter().all(|route| route["metric"].is_null()), "{all:#?}");
}
