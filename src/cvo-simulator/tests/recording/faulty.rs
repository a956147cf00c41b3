//! What is no recording, or one with a fault: the error says what is wrong and where, and nothing panics.

use cvo_simulator::recording::simulate;
use cvo_simulator::world::version::OntapVersion;
use serde_json::{Value, json};

use crate::file::{answer, file, settings};

/// The refusal of a text.
fn refusal(text: &str) -> String {
    simulate(text, &settings()).unwrap_err().to_string()
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
    *answer(&mut file, path).pointer_mut(member).unwrap() = value;
    refusal(&file.to_string())
}

/// Asserts how the refusal begins for each path, member and value.
fn assert_told(faults: &[(&str, &str, Value, &str)]) {
    for (path, member, value, expected) in faults {
        let told = with(path, member, value.clone());
        assert!(told.starts_with(expected), "{path} {member}: {told}");
    }
}

#[test]
fn a_fault_of_a_member_is_told_with_its_place() {
    let (svms, lifs) = ("/api/svm/svms", "/api/network/ip/interfaces");
    let no_uuid = "/api/svm/svms, records[1], uuid: UUID parsing failed";
    let no_list = "/api/svm/svms, records: a list is expected, not \"none\"";
    let no_name = "/api/svm/svms, records[0] has no \"name\"";
    let no_mask =
        "/api/network/ip/interfaces, records[0], ip: \"255.0.255.0\" is no netmask of an IPv4 address";
    let no_address = "/api/network/ip/interfaces, records[0], ip: \"redacted-1\" is no IP address";
    let no_size = "/api/storage/aggregates, records[0], space.block_storage.size: invalid type";
    let size = "/records/0/space/block_storage/size";
    assert_told(&[
        (svms, "/records/1/uuid", json!("no uuid"), no_uuid),
        (svms, "/records", json!("none"), no_list),
        (svms, "/records/0/name", Value::Null, no_name),
        (lifs, "/records/0/ip/netmask", json!("255.0.255.0"), no_mask),
        (lifs, "/records/0/ip/address", json!("redacted-1"), no_address),
        ("/api/storage/aggregates", size, json!("big"), no_size),
    ]);
    let mut file = file();
    file["ec2"][1]["answer"]["Subnets"][0]["CidrBlock"] = json!("10.0.0.0/8");
    let expected =
        "DescribeSubnets, Subnets[0], CidrBlock: 10.0.0.0/8 is no block of a subnet: those are /16 to /28";
    assert_eq!(refusal(&file.to_string()), expected);
}

#[test]
fn a_node_that_the_file_does_not_have_is_told_with_the_record_that_refers_to_it() {
    for (path, member, record) in [
        ("/api/network/ip/interfaces", "/records/3/location/home_node", 3),
        ("/api/network/ethernet/ports", "/records/0/node", 0),
        ("/api/storage/aggregates", "/records/1/home_node", 1),
        ("/api/cluster/nodes", "/records/0/ha/partners/0", 0),
    ] {
        let told = with(path, member, json!({"name": "node-3"}));
        let refers = format!("{path}, records[{record}] refers to node \"node-3\"");
        assert_eq!(told, format!("{refers}, which is not among those of /api/cluster/nodes"));
    }
}

#[test]
fn a_release_that_is_too_old_or_cannot_be_read_is_named() {
    let unreadable = "/api/cluster: the release \"redacted-1\" cannot be read; 9.15.1 is one";
    let old = "ONTAP 9.9.1 is older than every release that can be simulated; the oldest is 9.10.1";
    assert_told(&[
        ("/api/cluster", "/version", json!({"full": "redacted-1"}), unreadable),
        ("/api/cluster", "/version/major", json!(9), old),
    ]);
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
        let others = [json!(null), json!(-7), json!("redacted-99")].map(|value| {
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
