use serde_json::{Value as Json, json};
use tfplugin_core::Private;

use super::super::SERVES_BLOCKS;
use super::*;
use crate::object::{OntapModel, rules};
use crate::planning::assert_unchanged;
use crate::written::{configuration, refuse_impossible, written};

fn lif(change: &Json) -> IpInterface {
    let mut lif = json!({
        "uuid": "l-1", "name": "nas", "svm": {"name": "svm_2", "uuid": "u-2"}, "scope": "svm", "enabled": true,
        "ip": {"address": "10.0.1.20", "netmask": "24"}, "service_policy": {"name": "default-data-files"},
        "services": ["data_nfs"],
        "location": {"home_node": {"name": "n1"}, "home_port": {"name": "e0a"}, "auto_revert": true,
                     "failover": "broadcast_domain_only", "node": {"name": "n2"}},
    });
    for (pointer, value) in change.as_object().unwrap() {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        lif.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    serde_json::from_value(lif).unwrap()
}

/// Returns what is written beyond what is required, after checking that it plans no change of the imported
/// LIF, whether or not more is known of it than its state.
fn beyond(change: &Json) -> [String; 2] {
    let found = lif(change);
    let imported = LifModel { complete: Attr::Known(true), ..LifModel::imported(&found) };
    [Around::of(&found, "10.0.1.0/24".parse().ok()), Around::default()].map(|around| {
        let lines = written(&imported, &around);
        assert_eq!(refuse_impossible::<LifModel>(&lines), Ok(()), "{change}");
        let mut private = Private::default();
        if !found.services.is_empty() {
            private.set(SERVES_BLOCKS, &has_block_services(&found.services));
        }
        let config = configuration::<LifModel>(&lines);
        assert_unchanged((&config, &imported), private, |plan| rules(plan, None), change);
        let names: Vec<_> = lines.into_iter().map(|(name, _)| name).collect();
        names
            .join(" ")
            .strip_prefix("name svm_name address")
            .unwrap()
            .replace(" home_node", "")
            .trim()
            .to_owned()
    })
}

#[test]
fn only_what_is_unusual_is_written_and_the_plan_is_empty() {
    let policy = |name: &str, services: &[&str], auto_revert: bool| {
        json!({"/service_policy/name": name, "/services": services, "/location/auto_revert": auto_revert,
               "/location/failover": if services.contains(&"data_iscsi") { "home_port_only" } else { "default" }})
    };
    let cases = [
        (json!({}), "", ""),
        (json!({"/ip/address": "192.168.9.9", "/ip/netmask": "32"}), "netmask", ""),
        (json!({"/enabled": false}), "enabled", "enabled"),
        (json!({"/location/home_port/name": "e0b"}), "home_port", "home_port"),
        (json!({"/location/auto_revert": false}), "auto_revert", "auto_revert"),
        (json!({"/location/failover": "home_port_only"}), "failover", "failover"),
        (policy("default-data-blocks", &["data_iscsi"], false), "service_policy", "service_policy"),
        (
            policy("default-data-blocks", &["data_iscsi"], true),
            "service_policy auto_revert",
            "service_policy auto_revert",
        ),
        (policy("own", &["data_iscsi"], false), "service_policy", "service_policy auto_revert"),
        (policy("own", &["data_cifs"], true), "service_policy", "service_policy auto_revert"),
        (policy("own", &[], true), "service_policy auto_revert", "service_policy auto_revert"),
        (policy("default-management", &["management_https"], true), "service_policy", "service_policy"),
    ];
    for (change, with_record, with_state_alone) in cases {
        assert_eq!(beyond(&change), [with_record, with_state_alone], "{change}");
    }
}

#[test]
fn a_lif_whose_name_or_home_no_configuration_can_say_is_refused() {
    let cases = [
        (json!({"/name": "a b"}), "name"),
        (json!({"/name": "${x}"}), "name"),
        (json!({"/svm/name": "a/b"}), "svm_name"),
        (json!({"/ip/address": "fe80::1"}), "address"),
        (json!({"/location/home_node": {}}), "home_node"),
    ];
    for (change, attribute) in cases {
        let lines = written(&LifModel::imported(&lif(&change)), &Around::default());
        let refusals = refuse_impossible::<LifModel>(&lines).unwrap_err();
        let path = refusals.iter().next().unwrap().path.as_ref().map(ToString::to_string);
        assert_eq!(path.as_deref(), Some(attribute), "{refusals:?}");
    }
}
