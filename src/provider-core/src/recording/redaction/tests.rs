use ontap_core::{
    AggregateState, CloudPlatform, Failover, GivebackState, IpInterfaceState, NodeState, PortState, Scope,
    SecurityStyle, SvmState, SvmSubtype, TakeoverState, VolumeState, VolumeType,
};
use serde_json::{Value, json};

use super::redacted;
use crate::recording::{Described, Read, Recording};

fn recording(ontap: Vec<(&str, Value)>, ec2: Vec<(&str, Value)>) -> Recording {
    let read = |(path, answer): (&str, Value)| Read {
        path: path.to_owned(),
        query: "fields=**".to_owned(),
        status: 200,
        answer,
        cut: false,
    };
    let described = |(action, answer): (&str, Value)| Described {
        action: action.to_owned(),
        answer: Some(answer),
        error: None,
        cut: false,
    };
    Recording {
        format: 1,
        written_by: "terraform-provider-cvo 0.1.0".to_owned(),
        ontap: ontap.into_iter().map(read).collect(),
        ec2: ec2.into_iter().map(described).collect(),
    }
}

/// Returns the records at this path, redacted.
pub(super) fn records(path: &str, records: Value) -> Value {
    let answer = json!({"num_records": 1, "records": records});
    redacted(&recording(vec![(path, answer)], vec![])).ontap[0].answer["records"].clone()
}

#[test]
fn a_text_that_is_no_name_stays_only_where_it_is_known_to_be_harmless() {
    let release = "NetApp Release 9.15.1: Tue Jun 11 08:30:51 UTC 2024";
    let kept = json!({
        "state": "running", "subtype": "default", "language": "c.utf_8", "count": 7, "enabled": true,
        "create_time": "2024-06-11T08:30:51+00:00", "version": {"full": release, "generation": 9},
        "ip": {"address": "10.20.1.14", "netmask": "24", "family": "ipv4"},
    });
    let replaced = json!({
        "comment": "running", "location": "Bonn", "serial_number": "952000012345", "password": "hunter22",
        "security_style": "of Acme", "unheard_of": "secret", "nobody": null,
        "Acme": {"state": "online", "Bonn": "2024-06-11"}, "_links": {"self": {"href": "/api/svm/acme"}},
    });
    let mut before = kept.clone();
    before.as_object_mut().unwrap().extend(replaced.as_object().unwrap().clone());
    let found = records("/api/svm/svms", before);
    for (member, value) in kept.as_object().unwrap() {
        assert_eq!(found[member], *value, "{member}");
    }
    let text = found.to_string();
    for gone in ["Bonn", "9520000", "Acme", "acme", "secret", "hunter22", "unheard_of", "nobody", "_links"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    let comment = found["comment"].as_str().unwrap();
    assert!(comment.starts_with("redacted-"), "a choice of another member: {comment}");
    assert_eq!(found.as_object().unwrap().len(), kept.as_object().unwrap().len() + 8, "{text}");
}

#[test]
fn what_is_equal_stays_equal_and_related_names_stay_related() {
    let uuid = "966a5187-88ec-5f89-b015-8fed71293489";
    let before = recording(
        vec![
            (
                "/api/network/ip/interfaces",
                json!({"records": [{
                    "name": "acme-01_mgmt1", "ip": {"address": "8.8.8.8"},
                    "svm": {"name": "acme", "uuid": uuid},
                }]}),
            ),
            (
                "/api/storage/volumes",
                json!({"records": [{"name": "acme_root", "comment": "acme", "svm": "acme"}]}),
            ),
            (
                "/api/cluster/nodes",
                json!({"records": [{"name": "acme-01", "vm": {"instance_id": "i-0123456789abcdef0"}}]}),
            ),
            (
                "/api/svm/svms",
                json!({"records": [{"uuid": uuid, "name": "acme", "dns": {"domains": ["acme"]}}]}),
            ),
        ],
        vec![(
            "DescribeInstances",
            json!({"Instances": [{"InstanceId": "i-0123456789abcdef0", "PublicIp": "8.8.8.8"}]}),
        )],
    );
    let after = redacted(&before);
    let part = |index: usize| &after.ontap[index].answer["records"][0];
    assert_eq!(part(0)["name"], "node-1_mgmt1");
    assert_eq!((&part(0)["svm"]["name"], &part(3)["name"]), (&json!("svm-1"), &json!("svm-1")));
    assert_eq!(part(0)["svm"]["uuid"], part(3)["uuid"]);
    assert_eq!(*part(1), json!({"name": "svm-1_root", "comment": "svm-1", "svm": "svm-1"}));
    assert_eq!(part(3)["dns"]["domains"][0], "svm-1");
    let instance = &after.ec2[0].answer.as_ref().unwrap()["Instances"][0];
    assert_eq!(*instance, json!({"InstanceId": "i-0000000000000001", "PublicIp": "203.0.113.1"}));
    assert_eq!(
        (&part(2)["vm"]["instance_id"], &part(0)["ip"]["address"]),
        (&instance["InstanceId"], &instance["PublicIp"])
    );
}

#[test]
fn of_ec2_the_layout_stays_and_the_owner_goes() {
    let before = json!({"NetworkInterfaces": [{
        "NetworkInterfaceId": "eni-0c0a51de00031e0a0", "Description": "acme - e0a", "OwnerId": "123456789012",
        "AvailabilityZone": "eu-central-1a",
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.40.1.11", "Primary": true}],
        "Attachment": {"DeviceIndex": 0, "Status": "attached"}, "Status": "in-use",
        "VpcId": "vpc-0123abcd",
    }]});
    let after = json!({"NetworkInterfaces": [{
        "NetworkInterfaceId": "eni-0000000000000001", "Description": "redacted-1", "OwnerId": "redacted-2",
        "AvailabilityZone": "eu-central-1a",
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.40.1.11", "Primary": true}],
        "Attachment": {"DeviceIndex": 0, "Status": "attached"}, "Status": "in-use",
        "VpcId": "vpc-0000000000000001",
    }]});
    let found = redacted(&recording(vec![], vec![("DescribeNetworkInterfaces", before)]));
    assert_eq!(found.ec2[0].answer, Some(after));
}

#[test]
fn a_name_that_was_asked_for_is_replaced_in_the_query_too() {
    let mut before = recording(
        vec![("/api/security/accounts", json!({"records": [{"name": "jane", "role": {"name": "admin"}}]}))],
        vec![],
    );
    before.ontap[0].query = "name=jane&fields=**".to_owned();
    let after = redacted(&before);
    assert_eq!(after.ontap[0].query, "name=account-1&fields=**");
    assert_eq!(after.ontap[0].answer["records"][0], json!({"name": "account-1", "role": {"name": "admin"}}));
}

#[test]
fn of_a_refusal_of_ontap_the_code_stays_and_nothing_else() {
    let mut before = recording(vec![], vec![]);
    before.ontap.push(Read::refused("/api/svm/svms", "fields=**", 403, Some(6)));
    assert_eq!(redacted(&before), before);
    let answer = json!({"error": {"code": "acme", "message": "no acme", "target": "acme"}});
    let after = redacted(&recording(vec![("/api/svm/svms", answer)], vec![]));
    assert!(!after.ontap[0].answer.to_string().contains("acme"), "{after:?}");
}

#[test]
fn of_a_refusal_of_ec2_the_code_stays_if_it_is_one() {
    let mut before = recording(vec![], vec![]);
    for code in ["InvalidSubnetID.NotFound", "NoCredentials", "arn:aws:iam::123456789012:user/jane"] {
        before.ec2.push(Described::refused("DescribeSubnets", code));
    }
    let codes: Vec<_> = redacted(&before).ec2.into_iter().map(|one| one.error.unwrap().code).collect();
    assert_eq!(codes, ["InvalidSubnetID.NotFound", "NoCredentials", "redacted-1"]);
}

#[test]
fn every_word_that_a_client_decides_by_stays() {
    let members: [(&str, &[&[&str]]); 7] = [
        (
            "state",
            &[
                NodeState::VALUES,
                TakeoverState::VALUES,
                GivebackState::VALUES,
                AggregateState::VALUES,
                VolumeState::VALUES,
                SvmState::VALUES,
                IpInterfaceState::VALUES,
                PortState::VALUES,
            ],
        ),
        ("failover", &[Failover::VALUES]),
        ("scope", &[Scope::VALUES]),
        ("security_style", &[SecurityStyle::VALUES]),
        ("type", &[VolumeType::VALUES]),
        ("subtype", &[SvmSubtype::VALUES]),
        ("provider_type", &[CloudPlatform::VALUES]),
    ];
    for (member, lists) in members {
        for word in lists.iter().copied().flatten() {
            assert_eq!(records("/api/svm/svms", json!({member: word})), json!({member: word}), "{member}");
        }
    }
}

#[test]
fn addresses_of_examples_are_used_up_before_anything_else_is_said() {
    let public: Vec<_> = (0..800).map(|number| format!("8.8.{}.{}", number / 250, number % 250)).collect();
    let found = records("/api/svm/svms", json!({"servers": public}));
    let found = found["servers"].as_array().unwrap();
    for (index, expected) in [
        (0, "203.0.113.1"),
        (253, "203.0.113.254"),
        (254, "198.51.100.1"),
        (761, "192.0.2.254"),
        (762, "redacted-1"),
    ] {
        assert_eq!(found[index], expected);
    }
}
