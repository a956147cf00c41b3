use serde_json::json;
use tfplugin_core::Text;

use super::*;

const ADDRESS: Ipv4Addr = Ipv4Addr::new(10, 0, 1, 20);

fn e0a(node: &str, interface_id: &str, subnet_id: &str) -> E0a {
    E0a {
        node: node.into(),
        interface_id: interface_id.into(),
        subnet_id: subnet_id.into(),
        instance_id: None,
    }
}

fn nodes() -> [E0a; 3] {
    [e0a("n1", "eni-1", "subnet-a"), e0a("n2", "eni-2", "subnet-a"), e0a("n3", "eni-3", "subnet-b")]
}

fn lif(address: &str, home: &str) -> IpInterface {
    let lif = json!({
        "uuid": "l-1", "name": "nas", "ip": {"address": address, "netmask": "24"},
        "location": {"home_node": {"name": home}, "home_port": {"name": "e0a"}},
    });
    serde_json::from_value(lif).unwrap()
}

#[test]
fn only_the_interfaces_in_the_subnet_count() {
    let nodes = nodes();
    let ids =
        |subnet| in_subnet(&nodes, subnet).map(|them| them.iter().map(|e0a| &*e0a.interface_id).collect());
    assert_eq!(ids("subnet-a"), Ok(vec!["eni-1", "eni-2"]));
    assert_eq!(ids("subnet-b"), Ok(vec!["eni-3"]));
    let refusal = format!("{:?}", ids("subnet-c").unwrap_err());
    for part in ["subnet-c", "subnet-a (n1)", "subnet-b (n3)", "Nothing is imported"] {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
}

#[test]
fn an_address_belongs_to_the_home_of_its_lif_or_to_its_holder() {
    let nodes = nodes();
    let there = in_subnet(&nodes, "subnet-a").unwrap();
    for (lifs, expected) in [
        (vec![], "eni-2"),
        (vec![lif("10.0.1.20", "n1")], "eni-1"),
        (vec![lif("10.0.1.20", "n2")], "eni-2"),
        (vec![lif("10.0.1.21", "n1")], "eni-2"),
        (vec![lif("10.0.1.20", "n3")], "eni-2"),
    ] {
        assert_eq!(home_of(ADDRESS, "eni-2", &there, &lifs), expected, "{lifs:?}");
    }
}

#[test]
fn an_address_is_known_by_its_subnet_wherever_it_is() {
    let model = SecondaryIpModel::default();
    assert_eq!(SecondaryIpIdentity::of(&model, "subnet-a"), None);
    let expected = |subnet: &str| SecondaryIpIdentity { subnet_id: subnet.into(), private_ip: Ipv4(ADDRESS) };
    for interface in ["eni-1", "eni-2"] {
        let model = SecondaryIpModel {
            network_interface_id: crate::values::InterfaceId::parse(interface).ok().into(),
            ..model.with_address(ADDRESS, true)
        };
        assert_eq!(SecondaryIpIdentity::of(&model, "subnet-a"), Some(expected("subnet-a")));
    }
}
