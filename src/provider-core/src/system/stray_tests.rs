use ec2_core::PrivateAddress;
use serde_json::json;

use super::*;

fn e0a(node: &str) -> E0a {
    E0a {
        node: node.into(),
        interface_id: format!("eni-{node}"),
        subnet_id: String::new(),
        instance_id: None,
    }
}

fn interface(node: &str, addresses: &[&str]) -> NetworkInterface {
    let held =
        |text: &&str| PrivateAddress { address: text.parse().unwrap(), primary: false, elastic_ip: None };
    NetworkInterface {
        id: format!("eni-{node}"),
        description: String::new(),
        owner_id: String::new(),
        subnet_id: String::new(),
        vpc_id: String::new(),
        availability_zone: String::new(),
        attachment: None,
        addresses: addresses.iter().map(held).collect(),
        prefixes: Vec::new(),
        status: String::new(),
    }
}

fn lif(home: &str, node: &str) -> IpInterface {
    let lif = json!({"uuid": "u-1", "name": "nas", "svm": {"name": "svm_2"}, "ip": {"address": "10.0.1.20"},
        "location": {"home_node": {"name": home}, "node": {"name": node}}});
    serde_json::from_value(lif).unwrap()
}

#[test]
fn an_address_is_stray_if_it_is_at_the_partner_and_its_lif_is_at_home() {
    let e0a = [e0a("one"), e0a("two")];
    let at = |node: &str| {
        let has = |own: &str| if own == node { vec!["10.0.1.20"] } else { vec![] };
        [interface("one", &has("one")), interface("two", &has("two"))]
    };
    for (name, lif, interfaces, is_stray) in [
        ("at home", lif("one", "one"), at("one"), false),
        ("at the partner", lif("one", "one"), at("two"), true),
        ("away together with its LIF", lif("one", "two"), at("two"), false),
        ("on neither", lif("one", "one"), at("none"), false),
    ] {
        let found = strays(&[lif], &interfaces, &e0a);
        assert_eq!(found.len(), usize::from(is_stray), "{name}");
        for stray in found {
            assert_eq!((stray.lif.as_str(), stray.address.as_str()), ("u-1", "10.0.1.20"));
            assert!(stray.summary.contains("LIF nas of storage VM svm_2"), "{}", stray.summary);
            assert!(
                stray.detail.contains("is on eni-two")
                    && stray.detail.contains("--network-interface-id eni-one")
            );
        }
    }
}
