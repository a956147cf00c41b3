//! A simulator from the recording of another one: the same state, the same answers, and it goes on from
//! there.

use cvo_simulator::{Options, Preset};
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Client, assert_same, names, without};

const NODES: [&str; 2] = ["cvo-node1", "cvo-node2"];

/// What a recording does not have of the state: tags of AWS objects. Of further objects of storage VMs it has
/// more than was given at their creation: the values that ONTAP added.
const NOT_RECORDED: [&str; 2] = ["tags", "fields"];

async fn comparable(client: &Client) -> Value {
    let mut state = client.state().await;
    without(&mut state, &NOT_RECORDED);
    for svm in state["svms"].as_array_mut().unwrap() {
        // They come in the order of what is no longer shown.
        svm["objects"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
    }
    state
}

/// Makes objects of many kinds.
async fn furnish(client: &Client) {
    let svm = json!({"name": "svm_b"});
    let aggregates = json!([{"name": "aggr2"}]);
    let dns = json!({"domains": ["example.com"], "servers": ["10.1.1.1"]});
    let whole = json!({"name": "svm_b", "aggregates": aggregates, "comment": "b", "dns": dns});
    client.create("/api/svm/svms", whole).await;
    client.create("/api/svm/svms", json!({"name": "copy", "subtype": "dp_destination"})).await;
    let volume = |name: &str| {
        json!({"name": name, "svm": svm, "aggregates": [{"name": "aggr2"}], "size": 1 << 30,
               "nas": {"path": format!("/{name}")}})
    };
    client.create("/api/storage/volumes", volume("data")).await;
    client.create("/api/storage/volumes", volume("gone")).await;
    let gone = client.get("/api/storage/volumes?name=gone").await;
    let gone =
        format!("/api/storage/volumes/{}?return_timeout=15", gone["records"][0]["uuid"].as_str().unwrap());
    client.send(Method::DELETE, &gone, None).await;
    client
        .create("/api/storage/luns", json!({"name": "/vol/data/lun", "svm": svm, "os_type": "linux"}))
        .await;
    client.create("/api/protocols/nfs/services", json!({"svm": svm, "enabled": false})).await;
    let cli = "/api/private/cli/network/interface/service-policy";
    let policy = json!({"vserver": "svm_b", "policy": "own", "services": ["data-core", "data-nfs"]});
    client.create(cli, policy).await;
    let networks = json!(["10.0.0.0/8"]);
    let policy =
        json!({"vserver": "svm_b", "policy": "own", "service": "data-nfs", "allowed-addresses": networks});
    client.create(&format!("{cli}/modify-service"), policy).await;
    let moved = json!({"vserver": "svm_b", "policy": "default-data-files", "service": "data-nfs"});
    client.create(&format!("{cli}/remove-service"), moved).await;
    client
        .create(
            "/api/network/ip/routes",
            json!({"svm": svm, "gateway": "10.99.0.1", "metric": 7,
        "destination": {"address": "10.98.0.0", "netmask": "16"}}),
        )
        .await;
}

/// Creates a storage VM with a LIF and the address for it, as a client would on any system.
async fn drive(client: &Client, node: &str, address: &str) {
    client.create("/api/svm/svms", json!({"name": "svm_new", "aggregates": [{"name": "aggr1"}]})).await;
    let location = json!({"home_node": {"name": node}, "home_port": {"name": "e0a"}});
    let ip = json!({"address": address, "netmask": "24"});
    let lif = json!({"name": "new", "svm": {"name": "svm_new"}, "ip": ip, "location": location});
    client.create("/api/network/ip/interfaces", lif).await;
    let made = client.get("/api/network/ip/interfaces?name=new&fields=state,location").await;
    assert_eq!(made["records"][0]["state"], "up");
}

/// Records `first`, starts a simulator from the recording and compares the two.
async fn again(first: &Client) -> Client {
    let second = Client::from_recording(&first.record().await);
    let ready = second.simulator.ready();
    assert_eq!((&ready.left_out, &ready.made_up), (&vec![], &vec![]));
    assert_same(&comparable(&second).await, &comparable(first).await);
    assert_same(&second.record_timeless().await, &first.record_timeless().await);
    second
}

#[tokio::test]
async fn a_single_node_is_the_same_and_goes_on() {
    let first = Client::start(Options::default());
    furnish(&first).await;
    let second = again(&first).await;
    drive(&second, "cvo-node", "10.20.1.99").await;
    assert!(second.simulator.world().lock().mediator.is_none());
}

#[tokio::test]
async fn a_pair_in_one_zone_is_the_same_and_addresses_move_in_a_takeover() {
    let first = Client::start(Options { preset: Preset::HaSingleAz, ..Options::default() });
    furnish(&first).await;
    let second = again(&first).await;
    take_over_and_give_back(&second, "interfaces", "10.30.1.14").await;
    drive(&second, NODES[0], "10.30.1.99").await;
}

#[tokio::test]
async fn a_pair_in_several_zones_is_the_same_and_routes_follow_in_a_takeover() {
    let first = Client::start(Options { preset: Preset::HaMultiAz, ..Options::default() });
    furnish(&first).await;
    let second = again(&first).await;
    drive(&second, NODES[0], "192.168.40.99").await;
    let delay = json!({"advance_ms": 1000});
    second.control(Method::POST, "/clock", Some(delay)).await;
    let tables = second.state().await["route_tables"].to_string();
    assert_eq!(tables.matches("192.168.40.99/32").count(), 2, "{tables}");
    take_over_and_give_back(&second, "route_tables", "192.168.40.12").await;
}

/// The state of `part` shows where the address leads: to the partner during a takeover, and back.
async fn take_over_and_give_back(client: &Client, part: &str, address: &str) {
    let holder = async || {
        let state = client.state().await;
        let lif = state["lifs"].as_array().unwrap().iter().find(|lif| lif["address"] == address).unwrap();
        (lif["node"].as_str().unwrap().to_owned(), state[part].clone())
    };
    let (home, before) = holder().await;
    assert_eq!(home, NODES[0]);
    client.control(Method::POST, "/takeover", Some(json!({"node": NODES[0]}))).await;
    let (during, moved) = holder().await;
    assert_eq!(during, NODES[1]);
    assert_ne!(moved, before, "AWS follows");
    client.control(Method::POST, "/giveback", Some(json!({"node": NODES[0]}))).await;
    assert_eq!(holder().await, (home, before));
}

#[tokio::test]
async fn a_takeover_that_was_recorded_is_one_whatever_the_failed_node_shows_and_can_be_given_back() {
    for (preset, shown) in [
        (Preset::HaSingleAz, "everything"),
        (Preset::HaMultiAz, "no_partner"),
        (Preset::HaMultiAz, "name_and_state"),
    ] {
        let first = Client::start(Options { preset, ..Options::default() });
        let healthy = comparable(&first).await;
        first.control(Method::POST, "/takeover", Some(json!({"node": NODES[1]}))).await;
        first.control(Method::POST, "/answers", Some(json!({"failed_node": shown}))).await;
        let second = Client::from_recording(&first.record().await);
        assert_eq!(comparable(&second).await, comparable(&first).await, "{shown}");
        second.control(Method::POST, "/giveback", Some(json!({"node": NODES[1]}))).await;
        assert_eq!(comparable(&second).await, healthy, "{shown}");
    }
}

/// The recording with another access level in its role.
fn with_access(recording: &Value, access: &str) -> Value {
    let mut changed = recording.clone();
    let answers = changed["ontap"].as_array_mut().unwrap();
    let roles = answers.iter_mut().find(|answer| answer["path"] == "/api/security/roles").unwrap();
    roles["answer"]["records"][0]["privileges"][0]["access"] = json!(access);
    changed
}

#[tokio::test]
async fn the_account_may_do_what_the_recorded_one_may_if_that_can_be_read() {
    let first = Client::start(Options::default());
    let privileges = json!({"/api": "readonly", "/api/svm/peers": "none"});
    first.control(Method::POST, "/role", Some(json!({"name": "less", "privileges": privileges}))).await;
    let recording = first.record().await;
    let second = Client::from_recording(&recording);
    let refused = ["1 collection that could not be recorded (/api/svm/peers: status 403)"];
    assert_eq!(second.simulator.ready().left_out, refused);
    assert_same(&second.record_timeless().await, &first.record_timeless().await);
    let (status, _) = second.send(Method::POST, "/api/svm/svms", Some(&json!({"name": "b"}))).await;
    assert_eq!(status, 403);
    assert_eq!(names(&second.get("/api/security/roles").await), ["less"]);
    let third = Client::from_recording(&with_access(&recording, "redacted-1"));
    assert!(
        third
            .simulator
            .ready()
            .left_out
            .contains(&"1 role whose privileges for the REST API cannot be read (less)".to_owned())
    );
    third.create("/api/svm/svms", json!({"name": "b", "aggregates": [{"name": "aggr1"}]})).await;
}
