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
    };
    Recording {
        format: 1,
        written_by: "terraform-provider-cvo 0.1.0".to_owned(),
        ontap: ontap.into_iter().map(read).collect(),
        ec2: ec2.into_iter().map(described).collect(),
    }
}

/// Returns the records at this path, redacted.
fn records(path: &str, records: Value) -> Value {
    let answer = json!({"num_records": 1, "records": records});
    redacted(&recording(vec![(path, answer)], vec![])).ontap[0].answer["records"].clone()
}

#[test]
fn names_are_replaced_by_kind_and_those_that_ontap_gives_itself_stay() {
    let cases = [
        ("/api/svm/svms", json!({"name": "acme"}), json!({"name": "svm-1"})),
        ("/api/cluster/nodes", json!({"name": "acme-01"}), json!({"name": "node-1"})),
        ("/api/network/ip/interfaces", json!({"name": "nas"}), json!({"name": "lif-1"})),
        ("/api/network/ip/interfaces", json!({"name": "cluster_mgmt"}), json!({"name": "cluster_mgmt"})),
        ("/api/svm/svms", json!({"name": "cluster_mgmt"}), json!({"name": "svm-1"})),
        (
            "/api/network/ipspaces",
            json!([{"name": "Default"}, {"name": "acme"}]),
            json!([{"name": "Default"}, {"name": "ipspace-1"}]),
        ),
        ("/api/storage/aggregates", json!({"name": "aggr1"}), json!({"name": "aggregate-1"})),
        (
            "/api/storage/snapshot-policies",
            json!([{"name": "none"}, {"name": "ours"}]),
            json!([{"name": "none"}, {"name": "policy-1"}]),
        ),
        (
            "/api/network/ip/service-policies",
            json!({"name": "default-data-files", "services": ["data_nfs", "acme_service"]}),
            json!({"name": "default-data-files", "services": ["data_nfs", "redacted-1"]}),
        ),
        ("/api/network/ip/service-policies", json!({"name": "acme"}), json!({"name": "policy-1"})),
        (
            "/api/network/ethernet/ports",
            json!([{"name": "e0a"}, {"name": "e0a-100"}, {"name": "acme"}]),
            json!([{"name": "e0a"}, {"name": "e0a-100"}, {"name": "port-1"}]),
        ),
        (
            "/api/storage/luns",
            json!({"name": "/vol/data/qtree/disk"}),
            json!({"name": "/vol/volume-1/name-1/lun-1"}),
        ),
        ("/api/storage/luns", json!({"name": "disk"}), json!({"name": "lun-1"})),
        (
            "/api/snapmirror/relationships",
            json!({"source": {"path": "acme:data"}}),
            json!({"source": {"path": "svm-1:volume-1"}}),
        ),
        (
            "/api/snapmirror/relationships",
            json!({"source": {"path": "acme:"}}),
            json!({"source": {"path": "svm-1:"}}),
        ),
        (
            "/api/security/roles",
            json!({"name": "acme", "privileges": [{"path": "/api/svm/svms", "access": "all"}, {"path": "/api/others/svms", "access": "none"}]}),
            json!({"name": "role-1", "privileges": [{"path": "/api/svm/svms", "access": "all"}, {"path": "/api/redacted-1/svms", "access": "none"}]}),
        ),
        (
            "/api/private/cli/vserver",
            json!({"vserver": "acme", "rootvolume": "root", "aggr_list": ["aggr1"], "comment": "of acme", "max_volumes": "unlimited"}),
            json!({"vserver": "svm-1", "rootvolume": "volume-1", "aggr_list": ["aggregate-1"], "comment": "redacted-1", "max_volumes": "unlimited"}),
        ),
        (
            "/api/private/cli/network/interface/service-policy",
            json!({"policy": "acme", "service_allowed_addresses": ["data-core: 0.0.0.0/0, ::/0", "data-nfs: 8.8.0.0/16", "acme"]}),
            json!({"policy": "policy-1", "service_allowed_addresses": ["data-core: 0.0.0.0/0, ::/0", "data-nfs: 203.0.113.1/16", "policy-1"]}),
        ),
        (
            "/api/private/cli/storage/failover",
            json!([{"node": "acme-01", "state_description": "Connected to acme-02", "partner_name": "acme-02"}, {"state_description": "In takeover"}, {"state_description": "Mr. Acme"}]),
            json!([{"node": "node-1", "state_description": "Connected to node-2", "partner_name": "node-2"}, {"state_description": "In takeover"}, {"state_description": "redacted-1"}]),
        ),
        (
            "/api/private/cli/volume",
            json!({"volume": "data", "junction_path": "/data", "vsroot": false}),
            json!({"volume": "volume-1", "junction_path": "/volume-1", "vsroot": false}),
        ),
    ];
    for (path, record, expected) in cases {
        assert_eq!(records(path, record.clone()), expected, "{path}: {record}");
    }
}

#[test]
fn a_text_that_is_no_name_stays_only_where_it_is_known_to_be_harmless() {
    let before = json!({
        "state": "running", "subtype": "default", "language": "c.utf_8", "comment": "running", "location": "Bonn",
        "create_time": "2024-06-11T08:30:51+00:00", "count": 7, "enabled": true, "nothing": null,
        "version": {"full": "NetApp Release 9.15.1: Tue Jun 11 08:30:51 UTC 2024", "generation": 9},
        "ip": {"address": "10.20.1.14", "netmask": "24", "family": "ipv4"}, "serial_number": "952000012345",
        "security_style": "of Acme", "_links": {"self": {"href": "/api/svm/svms/acme"}}, "unheard_of": "secret",
        "password": "hunter22", "Acme": {"state": "online", "Bonn": "2024-06-11"},
    });
    let after = json!({
        "state": "running", "subtype": "default", "language": "c.utf_8", "comment": "redacted-3",
        "location": "redacted-4", "create_time": "2024-06-11T08:30:51+00:00", "count": 7, "enabled": true,
        "redacted-1": null, "version": {"full": "NetApp Release 9.15.1: Tue Jun 11 08:30:51 UTC 2024", "generation": 9},
        "ip": {"address": "10.20.1.14", "netmask": "24", "family": "ipv4"}, "serial_number": "redacted-7",
        "security_style": "redacted-6", "redacted-2": "redacted-9",
        "password": "redacted-5", "redacted-0": {"state": "online", "redacted-8": "2024-06-11"},
    });
    let (found, keys) = (records("/api/svm/svms", before), |value: &Value| value.as_object().unwrap().len());
    for member in ["state", "subtype", "language", "create_time", "count", "enabled", "version", "ip"] {
        assert_eq!(found[member], after[member], "{member}");
    }
    assert_eq!(keys(&found), keys(&after), "{found}");
    let text = found.to_string();
    for gone in ["Bonn", "9520000", "Acme", "acme", "secret", "hunter22", "unheard_of", "nothing", "_links"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    assert!(
        found["comment"].as_str().unwrap().starts_with("redacted-"),
        "a choice of another member: {found}"
    );
}

#[test]
fn what_is_equal_stays_equal_and_related_names_stay_related() {
    let uuid = "966a5187-88ec-5f89-b015-8fed71293489";
    let before = recording(
        vec![
            (
                "/api/network/ip/interfaces",
                json!({"records": [{"name": "acme-01_mgmt1", "ip": {"address": "8.8.8.8"}, "svm": {"name": "acme", "uuid": uuid}}]}),
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
        "AvailabilityZone": "eu-central-1a", "PrivateIpAddresses": [{"PrivateIpAddress": "10.40.1.11", "Primary": true}],
        "Attachment": {"DeviceIndex": 0, "Status": "attached"}, "Status": "in-use", "VpcId": "vpc-0123abcd",
    }]});
    let after = json!({"NetworkInterfaces": [{
        "NetworkInterfaceId": "eni-0000000000000001", "Description": "redacted-1", "OwnerId": "redacted-2",
        "AvailabilityZone": "eu-central-1a", "PrivateIpAddresses": [{"PrivateIpAddress": "10.40.1.11", "Primary": true}],
        "Attachment": {"DeviceIndex": 0, "Status": "attached"}, "Status": "in-use", "VpcId": "vpc-0000000000000001",
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
