use serde_json::json;

use tfplugin_core::Recorded;

use super::*;

fn lif() -> IpInterface {
    let lif = json!({"uuid": "l", "name": "iscsi_1", "svm": {"name": "svm_2", "uuid": "u"}, "enabled": true,
        "ip": {"address": "10.0.1.5", "netmask": "24"}, "service_policy": {"name": "default-data-blocks"},
        "location": {"home_node": {"name": "n1"}, "home_port": {"name": "e0a"}, "failover": "home_port_only"}});
    serde_json::from_value(lif).unwrap()
}

#[test]
fn only_changes_that_take_the_lif_from_its_node_count() {
    let now = LifModel::default().observed(&lif());
    let with = |change: fn(&mut LifModel)| {
        let mut planned = now.clone();
        change(&mut planned);
        planned
    };
    let cases = [
        (with(|_| {}), None),
        (with(|lif| lif.name = "renamed".into()), None),
        (with(|lif| lif.auto_revert = true.into()), None),
        (with(|lif| lif.address = Attr::Known(crate::values::Ipv4([10, 0, 1, 6].into()))), None),
        (with(|lif| lif.failover = "home_node_only".into()), None),
        (with(|lif| lif.enabled = false.into()), Some("enabled")),
        (with(|lif| lif.home_node = "n2".into()), Some("home_node")),
        (
            with(|lif| lif.address = Attr::Known(crate::values::Ipv4([192, 168, 1, 6].into()))),
            Some("address"),
        ),
        (with(|lif| lif.failover = "default".into()), Some("failover")),
        (
            with(|lif| {
                lif.service_policy = "default-data-files".into();
                lif.failover = Attr::Unknown;
            }),
            Some("service_policy"),
        ),
    ];
    for (planned, expected) in cases {
        let attribute = taken_away(&lif(), &planned, "10.0.1.0/24".parse().unwrap());
        assert_eq!(attribute.map(|(attribute, _)| attribute), expected, "{planned:?}");
    }
}

#[test]
fn a_refusal_names_the_floating_lifs_and_the_ways_out() {
    let message = last_private_detail(
        &["nas (192.168.1.5)".to_owned(), "mgmt (192.168.1.6)".to_owned()],
        WAY_OUT_OF_DESTROY,
    );
    assert!(
        message.contains("nas (192.168.1.5), mgmt (192.168.1.6)") && message.contains("depends_on"),
        "{message}"
    );
    assert_eq!(
        last_private_summary(&lif(), "destroyed"),
        "LIF iscsi_1 of storage VM svm_2 is the last private one of node n1 and cannot be destroyed"
    );
}
