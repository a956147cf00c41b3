use ec2_core::{Attachment, PrivateAddress};
use tfplugin_core::Text;

use super::*;

fn node(name: &str, management: &str, instance: Option<&str>) -> Whereabouts {
    let node: ontap_core::Node = serde_json::from_value(serde_json::json!({
        "uuid": format!("uuid-{name}"),
        "name": name,
        "management_interfaces": [{"name": "mgmt", "uuid": "u", "ip": {"address": management}}],
        "vm": {"provider_type": "AWS_S3", "instance_id": instance},
    }))
    .unwrap();
    Whereabouts::of(&node)
}

fn interface(id: &str, instance: &str, device_index: i32, address: &str) -> NetworkInterface {
    NetworkInterface {
        id: id.into(),
        description: String::new(),
        owner_id: "123456789012".into(),
        subnet_id: "subnet-1".into(),
        vpc_id: "vpc-1".into(),
        availability_zone: "eu-central-1a".into(),
        attachment: Some(Attachment {
            instance_id: Some(instance.into()),
            device_index,
            status: "attached".into(),
        }),
        addresses: vec![PrivateAddress {
            address: address.parse().unwrap(),
            primary: false,
            elastic_ip: None,
        }],
        prefixes: Vec::new(),
        status: "in-use".into(),
    }
}

fn joined(
    nodes: &[Whereabouts],
    interfaces: &[NetworkInterface],
    given: &[(&str, &str)],
) -> Result<Vec<String>, String> {
    let given = given.iter().map(|(node, id)| (node.to_string(), InterfaceId::parse(id).unwrap())).collect();
    match join(nodes, interfaces, &given) {
        Ok(found) => Ok(found.into_iter().map(|e0a| e0a.interface_id).collect()),
        Err(refusal) => Err(refusal.iter().next().unwrap().detail.clone()),
    }
}

#[test]
fn the_management_address_identifies_the_interface() {
    let nodes = [node("n1", "10.0.1.11", None), node("n2", "10.0.1.21", None)];
    let found = [interface("eni-b", "i-2", 0, "10.0.1.21"), interface("eni-a", "i-1", 0, "10.0.1.11")];
    assert_eq!(joined(&nodes, &found, &[]), Ok(vec!["eni-a".into(), "eni-b".into()]));
}

#[test]
fn the_instance_distinguishes_the_same_address_in_another_vpc() {
    let nodes = [node("n1", "10.0.1.11", Some("i-1"))];
    let found = [interface("eni-f", "i-9", 0, "10.0.1.11"), interface("eni-a", "i-1", 0, "10.0.1.11")];
    assert_eq!(joined(&nodes, &found, &[]), Ok(vec!["eni-a".into()]));
    let unclear = joined(&[node("n1", "10.0.1.11", None)], &found, &[]).unwrap_err();
    assert!(unclear.contains("eni-f, eni-a") && unclear.contains("network_interface_ids"), "{unclear}");
}

#[test]
fn without_the_address_the_first_interface_of_the_instance_is_used() {
    let nodes = [node("n1", "10.9.9.9", Some("i-1"))];
    let found = [interface("eni-1", "i-1", 1, "10.0.2.5"), interface("eni-0", "i-1", 0, "10.0.1.5")];
    assert_eq!(joined(&nodes, &found, &[]), Ok(vec!["eni-0".into()]));
}

#[test]
fn a_given_interface_takes_precedence() {
    let nodes = [node("n1", "10.0.1.11", Some("i-1"))];
    let found = [interface("eni-a", "i-1", 0, "10.0.1.11"), interface("eni-b", "i-1", 0, "10.0.1.12")];
    assert_eq!(joined(&nodes, &found, &[("n1", "eni-b")]), Ok(vec!["eni-b".into()]));
}

#[test]
fn an_interface_given_for_an_unknown_node_is_refused() {
    let nodes = [node("n1", "10.0.1.11", Some("i-1"))];
    let found = [interface("eni-a", "i-1", 0, "10.0.1.11")];
    let refusal = joined(&nodes, &found, &[("n9", "eni-b")]).unwrap_err();
    assert!(refusal.contains("n1"), "{refusal}");
}
