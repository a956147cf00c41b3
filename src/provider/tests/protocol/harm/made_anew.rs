//! Objects that another tool deleted and made again under the same name.

use cvo_simulator::Preset;

use super::*;
use crate::support::{Estate, text_of};

/// Returns the storage VM `svm_2`, as it is stored and its uuid.
async fn system_with_svm() -> (System, Stored, String) {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    let uuid = made.json()["id"].as_str().unwrap().to_owned();
    (system, made, uuid)
}

async fn is_refused(system: &System, stored: &Stored, import_id: &str) {
    system.run_again().await;
    let before = system.state().await;
    let read = system.provider.read(stored).await;
    let said = text_of(&read.diagnostics);
    assert!(read.diagnostics.has_errors() && read.stored.state == stored.state, "{said}");
    let id = stored.json()["id"].as_str().unwrap().to_owned();
    for part in [
        "was made anew outside of Terraform",
        &id,
        "terraform state rm ADDRESS",
        &format!("import {{\n  to = ADDRESS\n  id = \"{import_id}\"\n}}"),
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let destroy = system.provider.plan_destroy(stored).await;
    let gone = system.provider.apply(&destroy).await;
    assert!(!gone.diagnostics.has_errors() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before, "what is there now is left alone");
}

#[tokio::test]
async fn a_storage_vm_that_another_tool_made_anew_is_not_taken_over() {
    let (system, made, uuid) = system_with_svm().await;
    administrator(&system, "DELETE", &format!("/svm/svms/{uuid}"), Json::Null).await;
    let again = json!({"name": "svm_2", "aggregates": [{"name": "aggr1"}]});
    administrator(&system, "POST", "/svm/svms", again).await;
    is_refused(&system, &made, "svm_2").await;
}

#[tokio::test]
async fn a_lif_that_another_tool_made_anew_is_not_taken_over() {
    let (system, _, uuid) = system_with_svm().await;
    let estate = Estate::of(&system, Preset::SingleNode).await;
    system.create("cvo_secondary_ip", estate.secondary(0, 60)).await;
    let config =
        json!({"name": "nas", "svm_name": "svm_2", "address": "10.20.1.60", "home_node": "cvo-node"});
    let lif = system.create("cvo_lif", config).await;
    let path = "/network/ip/interfaces";
    administrator(&system, "DELETE", &format!("{path}/{}", lif.json()["id"].as_str().unwrap()), Json::Null)
        .await;
    let again = json!({"name": "nas", "svm": {"uuid": uuid}, "ip": {"address": "10.20.1.60", "netmask": "24"},
        "location": {"home_port": {"name": "e0a", "node": {"name": "cvo-node"}}}});
    administrator(&system, "POST", path, again).await;
    is_refused(&system, &lif, "svm_2/nas").await;
}

#[tokio::test]
async fn a_route_that_another_tool_made_anew_with_another_metric_is_a_change() {
    let (system, _, uuid) = system_with_svm().await;
    let config = json!({"svm_name": "svm_2", "gateway": "10.20.1.1", "metric": 20});
    let route = system.create("cvo_route", config.clone()).await;
    let (path, id) = ("/network/ip/routes", route.json()["id"].as_str().unwrap().to_owned());
    administrator(&system, "DELETE", &format!("{path}/{id}"), Json::Null).await;
    let again = |gateway: &str, metric: u32| {
        json!({"svm": {"uuid": uuid}, "gateway": gateway, "metric": metric,
            "destination": {"address": "0.0.0.0", "netmask": "0"}})
    };
    administrator(&system, "POST", path, again("10.20.1.2", 40)).await;
    system.run_again().await;
    assert!(
        !system.provider.read(&route).await.stored.exists(),
        "a route through another gateway is another one"
    );
    administrator(&system, "POST", path, again("10.20.1.1", 30)).await;
    system.run_again().await;
    let read = system.provider.read(&route).await;
    assert!(read.diagnostics.is_empty(), "{}", text_of(&read.diagnostics));
    assert_eq!((&read.json()["metric"], read.json()["id"] == id), (&json!(30), false));
    let plan = system.provider.plan("cvo_route", Some(&read.stored), config.clone()).await;
    assert!(plan.replace.is_empty() && !plan.is_empty(), "the metric is to be 20 again");
    let applied = system.provider.apply(&plan).await;
    assert!(!applied.diagnostics.has_errors(), "{}", text_of(&applied.diagnostics));
    assert_eq!(applied.json()["metric"], 20);
    let settled = system.provider.read(&applied.stored).await.stored;
    assert!(system.provider.plan("cvo_route", Some(&settled), config).await.is_empty());
}

#[tokio::test]
async fn a_route_is_destroyed_only_as_what_the_state_says() {
    let (system, _, uuid) = system_with_svm().await;
    let route = system.create("cvo_route", json!({"svm_name": "svm_2", "gateway": "10.20.1.1"})).await;
    let (path, id) = ("/network/ip/routes", route.json()["id"].as_str().unwrap().to_owned());
    administrator(&system, "DELETE", &format!("{path}/{id}"), Json::Null).await;
    let again = json!({"svm": {"uuid": uuid}, "gateway": "10.20.1.1", "metric": 30,
        "destination": {"address": "0.0.0.0", "netmask": "0"}});
    administrator(&system, "POST", path, again).await;
    let before = system.state().await;
    let gone = system.provider.apply(&system.provider.plan_destroy(&route).await).await;
    assert!(!gone.diagnostics.has_errors() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
    assert_eq!(system.state().await, before, "without a refresh the other route is not known to be ours");
}
