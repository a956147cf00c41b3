use serde_json::{Value, json};
use uuid::Uuid;

use super::{code, request, world_with_svm_2};
use crate::world::World;

/// The NAS LIF of NetApp's procedure, with some fields replaced.
fn nas(changes: &Value) -> Value {
    let mut body = json!({
        "name": "ip_nas_2",
        "svm": {"name": "svm_2"},
        "ip": {"address": "10.20.1.17", "netmask": "24"},
        "location": {"home_port": {"name": "e0a", "node": {"name": "cvo-node"}}},
        "service_policy": {"name": "default-data-files"},
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn create(world: &mut World, changes: Value) -> Result<Uuid, u64> {
    code(world.cluster.create_interface(&request(nas(&changes))))
}

fn change(world: &mut World, uuid: Uuid, body: Value) -> Result<(), u64> {
    code(world.cluster.modify_interface(uuid, &request(body)))
}

#[test]
fn a_lif_gets_the_documented_defaults() {
    let mut world = world_with_svm_2();
    let uuid = create(&mut world, json!({})).unwrap();
    let lif = world.cluster.interface(uuid).unwrap();
    assert!(lif.enabled && lif.auto_revert && lif.ddns_enabled);
    assert_eq!((lif.failover.as_str(), lif.prefix_length), ("broadcast_domain_only", 24));
    let uuid = create(
        &mut world,
        json!({
            "name": "ip_iscsi_2",
            "ip": {"address": "10.20.1.18", "netmask": "255.255.255.0"},
            "location": {"home_node": {"name": "cvo-node"}, "auto_revert": false},
            "service_policy": {"name": "default-data-iscsi"},
        }),
    )
    .unwrap();
    let lif = world.cluster.interface(uuid).unwrap();
    assert!(!lif.auto_revert && !lif.ddns_enabled);
    assert_eq!((lif.failover.as_str(), lif.prefix_length), ("home_port_only", 24));
    assert_eq!((lif.home_node.as_str(), lif.home_port.as_str()), ("cvo-node", "e0a"));
}

#[test]
fn each_fault_of_a_post_has_its_own_code() {
    let mut world = world_with_svm_2();
    create(&mut world, json!({})).unwrap();
    let before = world.snapshot();
    let ip =
        |address: &str, netmask: &str| json!({"name": "n", "ip": {"address": address, "netmask": netmask}});
    let at = |location: Value| json!({"name": "n", "ip": {"address": "10.20.1.30", "netmask": "24"}, "location": location});
    let with = |name: &str, value: Value| {
        let mut body = json!({"name": "n", "ip": {"address": "10.20.1.30", "netmask": "24"}});
        body[name] = value;
        body
    };
    for (changes, expected) in [
        (with("name", json!("ip_nas_2")), 1_966_140),
        (with("name", json!("")), 262_212),
        (ip("10.20.1.17", "24"), 1_376_963),
        (ip("10.20.1.14", "24"), 1_376_963),
        (ip("10.20.1.1", "24"), 1_966_138),
        (ip("10.20.1.0", "24"), 53_281_073),
        (ip("10.20.1.999", "24"), 262_197),
        (ip("10.20.1.30", "33"), 1_966_267),
        (ip("10.20.1.30", "0"), 1_966_267),
        (ip("10.20.1.30", "255.0.255.0"), 1_966_267),
        (with("ip", json!({"address": "10.20.1.30"})), 262_212),
        (at(json!({})), 1_967_111),
        (at(json!({"home_port": {"name": "e0z", "node": {"name": "cvo-node"}}})), 1_967_130),
        (at(json!({"home_port": {"name": "e0a", "node": {"name": "other"}}})), 1_967_131),
        (at(json!({"home_port": {"name": "e0a"}})), 1_967_131),
        (at(json!({"home_port": {"uuid": "none"}})), 1_967_129),
        (at(json!({"home_node": {"name": "other"}})), 393_271),
        (with("svm", json!({"name": "none"})), 2_621_462),
        (with("svm", json!({"uuid": "none"})), 1_967_147),
        (with("scope", json!("cluster")), 1_967_402),
        (with("service_policy", json!({"name": "none"})), 53_281_065),
        (with("service_policy", json!({"name": "default-intercluster"})), 53_281_065),
    ] {
        assert_eq!(create(&mut world, changes.clone()), Err(expected), "{changes}");
    }
    assert_eq!(world.snapshot(), before, "a refused POST changes nothing");
}

#[test]
fn a_san_lif_can_neither_be_loosened_nor_moved() {
    let mut world = world_with_svm_2();
    let iscsi = json!({"service_policy": {"name": "default-data-iscsi"}});
    let loose = json!({
        "service_policy": {"name": "default-data-iscsi"},
        "location": {"home_node": {"name": "cvo-node"}, "failover": "broadcast_domain_only"},
    });
    assert_eq!(create(&mut world, loose), Err(53_281_018));
    let uuid = create(&mut world, iscsi).unwrap();
    assert_eq!(change(&mut world, uuid, json!({"location": {"node": {"name": "cvo-node"}}})), Err(1_967_125));
}

#[test]
fn a_patch_changes_all_the_named_fields_or_none() {
    let mut world = world_with_svm_2();
    let uuid = create(&mut world, json!({})).unwrap();
    let before = world.snapshot();
    for (body, expected) in [
        (json!({"name": "x", "ip": {"address": "10.20.1.14"}}), 1_376_963),
        (json!({"enabled": false, "service_policy": {"name": "none"}}), 53_281_065),
        (json!({"name": "x", "location": {"is_home": false}}), 1_967_389),
        (json!({"name": "x", "location": {"home_port": {"name": "e0z"}}}), 1_967_130),
    ] {
        assert_eq!(change(&mut world, uuid, body.clone()), Err(expected), "{body}");
    }
    assert_eq!(world.snapshot(), before);
    let body = json!({"name": "nas", "enabled": false, "ip": {"address": "10.20.1.19", "netmask": "255.255.255.128"},
                      "location": {"auto_revert": false, "failover": "home_port_only"},
                      "service_policy": {"name": "default-management"}});
    change(&mut world, uuid, body).unwrap();
    let lif = world.cluster.interface(uuid).unwrap();
    assert_eq!((lif.name.as_str(), lif.enabled, lif.auto_revert), ("nas", false, false));
    assert_eq!((lif.address.to_string().as_str(), lif.prefix_length), ("10.20.1.19", 25));
    assert_eq!(lif.failover, "home_port_only");
}
