//! The control server: faults, log and clock; and how a simulator starts and ends.

use std::time::{Duration, Instant};

use crate::client::Client;
use cvo_simulator::world::clock::ClockMode;
use cvo_simulator::{Options, Preset, Simulator};
use reqwest::Method;
use serde_json::{Value, json};

impl Client {
    async fn fault(&self, rule: Value) {
        assert_eq!(self.control(Method::POST, "/faults", Some(rule)).await.0, 201);
    }

    async fn svm_names(&self) -> Vec<String> {
        self.get("/api/svm/svms").await.column("name").into_iter().map(str::to_owned).collect()
    }
}

fn on_svm_post(effect: Value) -> Value {
    json!({"side": "ontap", "method": "POST", "path": "/api/svm/*", "effect": effect})
}

const NEW_SVM: &str = "/api/svm/svms?return_timeout=15";

#[tokio::test]
async fn an_error_replaces_the_call_or_only_its_answer() {
    for (after, expected) in [(false, vec!["svm_cvo"]), (true, vec!["svm_cvo", "svm_2"])] {
        let client = Client::start();
        let effect = json!({"kind": "error", "status": 503, "code": "7", "message": "busy", "after": after});
        client.fault(on_svm_post(effect)).await;
        assert_eq!(client.post(NEW_SVM, json!({"name": "svm_2"})).await.refusal(), (503, "7"));
        assert_eq!(client.svm_names().await, expected);
    }
}

#[tokio::test]
async fn a_cut_replaces_the_call_or_only_its_answer() {
    for (after, expected) in [(false, vec!["svm_cvo"]), (true, vec!["svm_cvo", "svm_2"])] {
        let client = Client::start();
        client.fault(on_svm_post(json!({"kind": "cut", "after": after}))).await;
        assert!(client.send(Method::POST, NEW_SVM, Some(&json!({"name": "svm_2"}))).await.is_err());
        assert_eq!(client.svm_names().await, expected);
        let (_, log) = client.control(Method::GET, "/requests", None).await;
        assert_eq!((&log[0]["status"], &log[0]["faulty"]), (&Value::Null, &json!(true)));
    }
}

#[tokio::test]
async fn records_can_have_other_members() {
    let client = Client::start();
    let effect =
        json!({"kind": "members", "named": "ip_nas_1", "members": {"svm": null, "ip": {"address": "-"}}});
    client.fault(json!({"path": "/api/network/ip/interfaces", "count": 0, "effect": effect})).await;
    let all = client.get("/api/network/ip/interfaces?fields=svm,ip.address").await.body;
    let odd: Vec<_> = all["records"].as_array().unwrap().iter().filter(|lif| lif["svm"].is_null()).collect();
    assert!(odd.iter().any(|lif| lif["name"] == "ip_nas_1" && lif["ip"]["address"] == "-"), "{all}");
    assert_eq!(client.get("/api/network/ip/interfaces?name=ip_iscsi_1").await.column("name"), ["ip_iscsi_1"]);
}

#[tokio::test]
async fn the_record_of_a_failed_node_shows_as_much_as_ordered() {
    let client = Client::with(Options { preset: Preset::HaSingleAz, ..Options::default() });
    let node = json!({"node": "cvo-node2"});
    assert_eq!(client.control(Method::POST, "/takeover", Some(node)).await.0, 200);
    let keys = async |order: &str| {
        let set = client.control(Method::POST, "/answers", Some(json!({"failed_node": order}))).await;
        assert_eq!(set.0, 200, "{}", set.1);
        let nodes = client.get("/api/cluster/nodes?fields=*").await.body["records"].take();
        assert!(nodes[0]["uptime"].is_u64() && nodes[0]["ha"].is_object(), "{nodes}");
        nodes[1].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    let all = keys("everything").await;
    let without = |hidden: &str| all.iter().filter(|key| *key != hidden).cloned().collect::<Vec<_>>();
    assert!(!all.contains(&"uptime".to_owned()) && all.contains(&"ha".to_owned()), "{all:?}");
    assert_eq!(keys("no_partner").await, without("ha"));
    assert_eq!(keys("name_and_state").await, ["name", "state", "uuid"]);
    let unknown = client.control(Method::POST, "/answers", Some(json!({"failed_node": "x"}))).await;
    assert_eq!(unknown.0, 400);
}

#[tokio::test]
async fn any_body_can_replace_the_answer() {
    let client = Client::start();
    let effect = json!({"kind": "body", "status": 502, "content_type": "text/html", "text": "<html>"});
    client.fault(json!({"path": "/api/cluster", "effect": effect})).await;
    let answer = client.get("/api/cluster").await;
    assert_eq!((answer.status, answer.body), (502, Value::Null));
    assert_eq!(client.get("/api/cluster").await.status, 200, "the rule applied once");
}

#[tokio::test]
async fn a_job_can_be_made_to_fail() {
    let client = Client::start();
    client.fault(on_svm_post(json!({"kind": "fail_job", "code": 13_434_889, "message": "retry"}))).await;
    assert_eq!(client.post(NEW_SVM, json!({"name": "svm_2"})).await.refusal(), (500, "13434889"));
    assert_eq!(client.svm_names().await, ["svm_cvo"]);
}

#[tokio::test]
async fn an_answer_can_be_late() {
    let client = Client::start();
    client.fault(json!({"path": "/api/cluster", "effect": {"kind": "delay", "milliseconds": 200}})).await;
    let start = Instant::now();
    assert_eq!(client.get("/api/cluster").await.status, 200);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn faults_are_listed_refused_and_cleared() {
    let client = Client::start();
    let (status, refusal) =
        client.control(Method::POST, "/faults", Some(json!({"effect": {"kind": "flood"}}))).await;
    assert_eq!(status, 400);
    assert!(refusal["error"].as_str().unwrap().contains("flood"), "{refusal}");
    client.fault(json!([on_svm_post(json!({"kind": "cut"})), on_svm_post(json!({"kind": "cut"}))])).await;
    assert_eq!(client.control(Method::GET, "/faults", None).await.1.as_array().map(Vec::len), Some(2));
    assert_eq!(client.control(Method::DELETE, "/faults", None).await.0, 204);
    assert_eq!(client.control(Method::GET, "/faults", None).await.1, json!([]));
}

#[tokio::test]
async fn the_log_lists_every_request_with_its_bodies_on_request() {
    let client = Client::start();
    client.post(NEW_SVM, json!({"name": "svm_2"})).await;
    let (_, log) = client.control(Method::GET, "/requests", None).await;
    let entry = &log[0];
    assert_eq!(
        (&entry["side"], &entry["method"], &entry["status"]),
        (&json!("ontap"), &json!("POST"), &json!(201))
    );
    assert_eq!((&entry["path"], &entry["query"]), (&json!("/api/svm/svms"), &json!("return_timeout=15")));
    assert_eq!(entry["action"], Value::Null);
    assert!(entry["start"].as_f64().unwrap() > 0.0 && entry["duration"].as_f64().unwrap() > 0.0);
    assert!(entry.get("request").is_none());
    let (_, log) = client.control(Method::GET, "/requests?bodies=true", None).await;
    assert_eq!(log[0]["request"], json!({"name": "svm_2"}));
    assert!(log[0]["response"]["job"]["uuid"].is_string());
    assert_eq!(client.control(Method::DELETE, "/requests", None).await.0, 204);
    assert_eq!(client.control(Method::GET, "/requests", None).await.1, json!([]));
}

#[tokio::test]
async fn an_explicit_clock_holds_jobs_until_it_is_advanced() {
    let client = Client::with(Options { clock: ClockMode::Explicit, ..Options::default() });
    assert_eq!(client.post("/api/svm/svms", json!({"name": "svm_2"})).await.status, 202);
    assert_eq!(client.svm_names().await, ["svm_cvo"]);
    let advance = async {
        let order = json!({"advance_ms": 1000});
        assert_eq!(client.control(Method::POST, "/clock", Some(order)).await.0, 200);
    };
    advance.await;
    assert_eq!(client.svm_names().await, ["svm_cvo", "svm_2"]);
    let order = json!({"mode": "automatic"});
    assert_eq!(client.control(Method::POST, "/clock", Some(order)).await.1["mode"], "automatic");
    assert_eq!(client.post(NEW_SVM, json!({"name": "svm_3"})).await.status, 201);
    assert_eq!(client.control(Method::POST, "/clock", Some(json!({"back": 1}))).await.0, 400);
}

#[tokio::test]
async fn a_pattern_with_many_stars_blocks_no_request() {
    let client = Client::start();
    let pattern = "*a".repeat(1_000) + "*!";
    client.fault(json!({"path": pattern, "count": 0, "effect": {"kind": "cut"}})).await;
    let asked = format!("/api/cluster?{}", "a".repeat(2_000));
    let long = format!("/api/{}", "a".repeat(4_000));
    let work = async {
        client.get(&long).await;
        client.get(&asked).await;
        client.get(&format!("/api/svm/svms?name={}", pattern.replace('!', "b"))).await.status
    };
    let status = tokio::time::timeout(Duration::from_secs(5), work).await.expect("answers in time");
    assert_eq!(status, 200);
}

#[tokio::test]
async fn the_clock_stops_at_the_end_of_time() {
    let client = Client::with(Options { clock: ClockMode::Explicit, ..Options::default() });
    let mut last = String::new();
    for milliseconds in [u64::MAX, u64::MAX, 1000] {
        let order = json!({"advance_ms": milliseconds});
        let (status, shown) = client.control(Method::POST, "/clock", Some(order)).await;
        let now = shown["now"].as_str().unwrap().to_owned();
        assert!(status == 200 && now >= last, "{now} after {last}");
        last = now;
    }
    assert_eq!(last, "9999-12-31T23:59:59Z");
}

#[tokio::test]
async fn a_page_in_a_browser_cannot_use_the_control_server() {
    let client = Client::start();
    let control = client.simulator.ready().control.clone();
    let rule = json!({"effect": {"kind": "cut"}}).to_string();
    let attempts = [
        (403, vec![("content-type", "application/json"), ("origin", "http://evil.example")]),
        (403, vec![("content-type", "application/json"), ("host", "evil.example")]),
        (415, vec![("content-type", "text/plain")]),
        (415, vec![]),
    ];
    for (expected, headers) in attempts {
        let mut post = client.http.post(format!("{control}/faults")).body(rule.clone());
        for (name, value) in &headers {
            post = post.header(*name, *value);
        }
        let answer = post.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), expected, "{headers:?}");
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
        assert!(answer.text().await.unwrap().contains("error"));
    }
    for path in ["/faults", "/requests"] {
        let delete = client.http.delete(format!("{control}{path}")).header("origin", "null").send();
        assert_eq!(delete.await.unwrap().status().as_u16(), 403);
    }
    assert_eq!(client.control(Method::GET, "/faults", None).await.1, json!([]), "no order took effect");
}

#[tokio::test]
async fn every_answer_takes_at_least_the_latency() {
    let client = Client::with(Options { latency: Duration::from_millis(100), ..Options::default() });
    let start = Instant::now();
    client.get("/api/cluster").await;
    assert!(start.elapsed() >= Duration::from_millis(100));
}

#[test]
fn the_state_file_keeps_the_world_and_stopping_removes_the_ca_file() {
    let directory = tempfile::tempdir().unwrap();
    let options = Options { state_file: Some(directory.path().join("world.json")), ..Options::default() };
    let simulator = Simulator::start(options.clone()).unwrap();
    simulator.world().lock().cluster.name = "renamed".into();
    let ca_file = simulator.ready().ca_file.clone();
    let uuid = simulator.world().lock().cluster.uuid;
    simulator.stop().unwrap();
    assert!(!ca_file.exists());
    let simulator = Simulator::start(options.clone()).unwrap();
    assert_eq!(simulator.world().lock().cluster.name, "renamed");
    assert_eq!(simulator.world().lock().cluster.uuid, uuid);
    std::fs::write(options.state_file.as_ref().unwrap(), "{}").unwrap();
    assert!(Simulator::start(options).is_err());
}
