use serde_json::{Value, json};

use super::{code, request, world_with_svm_2};
use crate::world::World;

fn create(world: &mut World, body: Value) -> Result<String, u64> {
    let uuid = code(world.cluster.create_route(&request(body)))?;
    let route = world.cluster.routes.iter().find(|route| route.uuid == uuid).unwrap();
    Ok(format!("{} via {} metric {}", route.destination, route.gateway, route.metric))
}

#[test]
fn a_route_without_destination_is_the_default_route() {
    let mut world = world_with_svm_2();
    let of_svm = |rest: Value| {
        let mut body = json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1"});
        rest.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        body
    };
    for (rest, expected) in [
        (json!({}), "0.0.0.0/0 via 10.20.1.1 metric 20"),
        (json!({"gateway": "fd00::1"}), "::/0 via fd00::1 metric 20"),
        (
            json!({"destination": {"address": "10.9.0.0", "netmask": "255.255.0.0"}, "metric": 30}),
            "10.9.0.0/16 via 10.20.1.1 metric 30",
        ),
        (json!({"destination": {"address": "10.8.0.1"}}), "10.8.0.1/32 via 10.20.1.1 metric 20"),
        (
            json!({"destination": {"address": "10.7.9.254", "netmask": "20"}}),
            "10.7.0.0/20 via 10.20.1.1 metric 20",
        ),
        // Several gateways for one destination are allowed.
        (json!({"gateway": "10.20.1.2"}), "0.0.0.0/0 via 10.20.1.2 metric 20"),
    ] {
        assert_eq!(create(&mut world, of_svm(rest.clone())).as_deref(), Ok(expected), "{rest}");
    }
}

#[test]
fn each_fault_of_a_post_has_its_own_code() {
    let mut world = world_with_svm_2();
    create(&mut world, json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1"})).unwrap();
    let to = |address: &str, netmask: &str| json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1", "destination": {"address": address, "netmask": netmask}});
    for (body, expected) in [
        (json!({"svm": {"name": "svm_2"}}), 262_212),
        (json!({"svm": {"name": "svm_2"}, "gateway": "gw"}), 262_197),
        (json!({"svm": {"name": "none"}, "gateway": "10.20.1.1"}), 2_621_462),
        (json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.14"}), 1_966_505),
        (
            json!({"svm": {"name": "svm_2"}, "gateway": "10.20.1.1", "destination": {"netmask": "0"}}),
            1_967_080,
        ),
        (to("0.0.0.0", "0"), 1_966_345),
        (to("fd00::", "64"), 1_966_265),
        (to("nowhere", "16"), 53_282_375),
    ] {
        assert_eq!(create(&mut world, body.clone()), Err(expected), "{body}");
    }
}
