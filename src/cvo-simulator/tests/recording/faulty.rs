//! What is no recording, or one with a fault: the error says what is wrong and where, and nothing panics.

use cvo_simulator::recording::simulate;
use cvo_simulator::world::Settings;
use cvo_simulator::world::answers::Answers;
use cvo_simulator::world::clock::ClockMode;
use cvo_simulator::world::version::OntapVersion;
use serde_json::{Value, json};

const FILE: &str = include_str!("../recordings/pair_in_several_zones.json");

fn settings() -> Settings {
    Settings {
        version: OntapVersion::V9_15_1,
        clock: ClockMode::Explicit,
        job_duration: std::time::Duration::ZERO,
        answers: Answers::default(),
        seed: uuid::Uuid::nil(),
    }
}

/// The refusal of a text.
fn refusal(text: &str) -> String {
    simulate(text, &settings()).unwrap_err().to_string()
}

fn file() -> Value {
    serde_json::from_str(FILE).unwrap()
}

#[test]
fn what_is_no_recording_is_refused() {
    assert!(refusal("{").starts_with("it is no JSON: EOF while parsing an object at line 1 column 1"));
    assert_eq!(
        refusal("{\"terraform_version\": \"1.9\"}"),
        "it is no recording: it has no member \"format\""
    );
    assert_eq!(refusal("[]"), "it is no recording: it has no member \"format\"");
    assert_eq!(refusal("{\"format\": 2}"), "it has format 2; this simulator reads format 1");
    assert_eq!(refusal("{\"format\": \"1\"}"), "it has format \"1\"; this simulator reads format 1");
    let nothing = refusal("{\"format\": 1}");
    let expected = "/api/cluster/nodes was not recorded (no answer), and there is no system without it";
    assert_eq!(nothing, expected);
    assert!(refusal("{\"format\": 1, \"ontap\": 5}").starts_with("the file, ontap: invalid type"));
}

/// The refusal of the file with another value at a place.
fn with(path: &str, member: &str, value: Value) -> String {
    let mut file = file();
    let answers = file["ontap"].as_array_mut().unwrap();
    let answer = answers.iter_mut().find(|answer| answer["path"] == path).unwrap();
    *answer["answer"].pointer_mut(member).unwrap() = value;
    refusal(&file.to_string())
}

#[test]
fn a_fault_is_told_with_its_place() {
    let nodes = "which is not among those of /api/cluster/nodes";
    for (path, member, value, expected) in [
        (
            "/api/cluster",
            "/version",
            json!({"full": "redacted-1"}),
            "/api/cluster: the release \"redacted-1\" cannot be read; 9.15.1 is one".to_owned(),
        ),
        (
            "/api/cluster",
            "/version/major",
            json!(9),
            "ONTAP 9.9.1 is older than every release that can be simulated; the oldest is 9.10.1".to_owned(),
        ),
        (
            "/api/svm/svms",
            "/records/1/uuid",
            json!("no uuid"),
            "/api/svm/svms, records[1], uuid: UUID parsing failed".to_owned(),
        ),
        (
            "/api/svm/svms",
            "/records",
            json!("none"),
            "/api/svm/svms, records: a list is expected, not \"none\"".to_owned(),
        ),
        (
            "/api/svm/svms",
            "/records/0/name",
            Value::Null,
            "/api/svm/svms, records[0] has no \"name\"".to_owned(),
        ),
        (
            "/api/network/ip/interfaces",
            "/records/3/location/home_node",
            json!({"name": "node-3"}),
            format!("/api/network/ip/interfaces, records[3] refers to node \"node-3\", {nodes}"),
        ),
        (
            "/api/network/ip/interfaces",
            "/records/0/ip/netmask",
            json!("255.0.255.0"),
            "/api/network/ip/interfaces, records[0], ip: \"255.0.255.0\" is no netmask of an IPv4 address"
                .to_owned(),
        ),
        (
            "/api/network/ip/interfaces",
            "/records/0/ip/address",
            json!("redacted-1"),
            "/api/network/ip/interfaces, records[0], ip: \"redacted-1\" is no IP address".to_owned(),
        ),
        (
            "/api/network/ethernet/ports",
            "/records/0/node",
            json!({"name": "x"}),
            format!("/api/network/ethernet/ports, records[0] refers to node \"x\", {nodes}"),
        ),
        (
            "/api/storage/aggregates",
            "/records/0/space/block_storage/size",
            json!("big"),
            "/api/storage/aggregates, records[0], space.block_storage.size: invalid type".to_owned(),
        ),
        (
            "/api/cluster/nodes",
            "/records/0/ha/partners/0",
            json!({"name": "x"}),
            format!("/api/cluster/nodes, records[0] refers to node \"x\", {nodes}"),
        ),
    ] {
        let told = with(path, member, value);
        assert!(told.starts_with(&expected), "{path} {member}: {told}");
    }
    let mut file = file();
    file["ec2"][1]["answer"]["Subnets"][0]["CidrBlock"] = json!("10.0.0.0/8");
    let expected =
        "DescribeSubnets, Subnets[0], CidrBlock: 10.0.0.0/8 is no block of a subnet: those are /16 to /28";
    assert_eq!(refusal(&file.to_string()), expected);
}

#[test]
fn a_newer_release_counts_as_the_newest_known_one() {
    let mut file = file();
    file["ontap"][0]["answer"]["version"] = json!({"generation": 9, "major": 18, "minor": 1});
    let simulated = simulate(&file.to_string(), &settings()).unwrap();
    assert_eq!(simulated.world.cluster.version, OntapVersion::V9_16_1);
    let told = simulated.report.left_out_lines();
    assert!(told[0].ends_with("(9.18.1, which counts as 9.16.1)"), "{told:?}");
}

/// The places of all members of all objects and of all items, as JSON pointers.
fn places(value: &Value, at: &str, all: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.replace('~', "~0").replace('/', "~1"), member))
            .collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => vec![],
    };
    for (name, child) in children {
        let place = format!("{at}/{name}");
        places(child, &place, all);
        all.push(place);
    }
}

/// Cuts every list after its second item: all kinds of records stay, and few of each.
fn shorten(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // The answers themselves stay.
            let lists = members.iter_mut().filter(|(name, _)| !matches!(name.as_str(), "ontap" | "ec2"));
            lists.for_each(|(_, member)| cut(member));
            members.values_mut().for_each(shorten);
        }
        Value::Array(items) => items.iter_mut().for_each(shorten),
        _ => {}
    }
}

fn cut(value: &mut Value) {
    if let Value::Array(items) = value {
        items.truncate(2);
    }
}

/// Takes what is at a place out of its object or list.
fn drop_at(file: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match file.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        other => panic!("{other} has no members"),
    }
}

/// Simulates a file. If that works, the system must work too.
fn survives(text: &str) -> bool {
    let Ok(mut simulated) = simulate(text, &settings()) else { return false };
    let world = &mut simulated.world;
    let nodes: Vec<_> = world.cluster.nodes.iter().map(|node| node.name.clone()).collect();
    for node in &nodes {
        let _ = world.take_over(node);
        let _ = world.give_back(node);
    }
    world.settle();
    assert!(world.snapshot().is_object());
    let lines = [simulated.report.left_out_lines(), simulated.report.made_up_lines()].concat();
    assert!(lines.iter().all(|line| !line.contains("(s)") && !line.contains("(y)")), "{lines:?}");
    true
}

#[test]
fn no_member_that_is_missing_or_different_makes_it_panic() {
    let mut file = file();
    shorten(&mut file);
    let mut all = vec![];
    places(&file, "", &mut all);
    let (mut fine, mut refused) = (0, 0);
    for place in &all {
        let mut without = file.clone();
        drop_at(&mut without, place);
        let others = [json!(null), json!(-7), json!("redacted-99"), json!([]), json!({})].map(|value| {
            let mut other = file.clone();
            *other.pointer_mut(place).unwrap() = value;
            other
        });
        for changed in others.iter().chain([&without]) {
            if survives(&changed.to_string()) { fine += 1 } else { refused += 1 }
        }
    }
    assert!(
        fine > all.len() && refused > all.len(),
        "{fine} were simulated and {refused} refused of {}",
        all.len()
    );
}
