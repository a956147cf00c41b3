use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use tfplugin_core::{Model, Private, Value};

use super::*;
use crate::lif::LifModel;
use crate::object::rules;
use crate::planning::assert_unchanged;
use crate::route::RouteModel;
use crate::storage_vm::{StorageVmModel, Whole};

const NETAPPS: &str = "registry.terraform.io/netapp/netapp-ontap";

/// What NetApp's provider 1.1.4 and 2.0.0 wrote, by type.
fn states() -> BTreeMap<String, Vec<Json>> {
    serde_json::from_str(include_str!("moved_states.json")).unwrap()
}

fn source(provider: &str, type_name: &str, state: &Json) -> MovedFrom {
    MovedFrom {
        provider_address: provider.to_owned(),
        type_name: type_name.to_owned(),
        schema_version: 0,
        state: state.clone(),
        private: Vec::new(),
        identity: None,
    }
}

fn take<M: Moved>(state: &Json) -> Outcome<M> {
    moved(&source(NETAPPS, M::SOURCES[0], state))
}

/// Returns every state of the type, with an attribute that a later version may have.
fn all<M: Moved>() -> Vec<(Json, M)> {
    let states = states();
    let of_type = |type_name: &&'static str| {
        let states = states[*type_name].clone().into_iter().map(|mut state| {
            state["added_later"] = json!([{"deep": true}]);
            let model = moved(&source(NETAPPS, type_name, &state)).unwrap();
            (state, model)
        });
        states.collect::<Vec<_>>()
    };
    M::SOURCES.iter().flat_map(of_type).collect()
}

fn config<M: Model>(pairs: &[(&str, Value)]) -> Value {
    let Value::Map(mut empty) = config_without_values::<M>() else { unreachable!("an object") };
    empty.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    Value::Map(empty)
}

fn config_without_values<M: Model>() -> Value {
    Value::Map(M::attributes().into_iter().map(|attribute| (attribute.name, Value::Null)).collect())
}

fn text(state: &Json, path: &str) -> Value {
    Value::from(state.pointer(path).unwrap().as_str().unwrap())
}

#[test]
fn a_storage_vm_is_taken_over_and_the_plan_after_the_read_is_empty() {
    for (state, model) in all::<StorageVmModel>() {
        let aggregates = state["aggregates"].as_array().unwrap();
        let names = aggregates.iter().map(|aggregate| Value::from(aggregate["name"].as_str().unwrap()));
        let config = config::<StorageVmModel>(&[
            ("name", text(&state, "/name")),
            ("aggregates", Value::set(names.collect())),
        ]);
        let svm = json!({
            "uuid": state["id"], "name": state["name"], "subtype": "default", "language": "c.utf_8",
            "comment": state["comment"], "ipspace": {"name": "Default"}, "aggregates": aggregates,
            "snapshot_policy": {"name": "default"},
        });
        let root = json!({
            "uuid": "r", "name": "any_root", "aggregates": [{"name": "aggr1"}], "nas": {"security_style": "unix"},
        });
        let whole = Whole::new(
            serde_json::from_value(svm).unwrap(),
            Some(serde_json::from_value(root).unwrap()),
            None,
        );
        let seen = model.seen(&whole);
        let imported = StorageVmModel { complete: Attr::Known(true), ..StorageVmModel::imported(&whole) };
        assert_eq!(seen, imported, "a move leads to the state of an import");
        let mut private = Private::default();
        for (key, value) in crate::storage_vm::accepted(&seen, |_| false) {
            private.set(&key, &value);
        }
        assert_unchanged((&config, &seen), private, |plan| rules(plan, None), &state);
    }
}

#[test]
fn a_lif_is_taken_over_and_the_plan_after_the_read_is_empty() {
    for (state, model) in all::<LifModel>() {
        assert_eq!(model.netmask.known().map(Text::text).as_deref(), Some("24"));
        let config = config::<LifModel>(&[
            ("name", text(&state, "/name")),
            ("svm_name", text(&state, "/svm_name")),
            ("address", text(&state, "/ip/address")),
            ("home_node", text(&state, "/location/home_node")),
        ]);
        let found = serde_json::from_value(json!({
            "uuid": state["id"], "name": state["name"], "svm": {"name": state["svm_name"], "uuid": "s"},
            "ip": {"address": state["ip"]["address"], "netmask": "24"}, "enabled": true, "scope": "svm",
            "location": {"home_node": {"name": "cvo-node"}, "home_port": {"name": "e0a"}, "auto_revert": true,
                         "failover": "default"},
            "service_policy": {"name": "default-data-files"}, "services": ["data_nfs"],
        }))
        .unwrap();
        model.refuse_another(&found, false).unwrap();
        let seen = model.seen(&found);
        let imported = LifModel { complete: Attr::Known(true), ..LifModel::imported(&found) };
        assert_eq!(seen, imported, "a move leads to the state of an import");
        let mut private = Private::default();
        private.set(crate::lif::SERVES_BLOCKS, &false);
        assert_unchanged((&config, &seen), private, |plan| rules(plan, None), &state);
    }
}

#[test]
fn a_route_is_taken_over_and_the_plan_after_the_read_is_empty() {
    for (state, model) in all::<RouteModel>() {
        assert!(model.is_default() && model.metric == Attr::Known(20), "{model:?}");
        let config = config::<RouteModel>(&[
            ("svm_name", text(&state, "/svm_name")),
            ("gateway", text(&state, "/gateway")),
        ]);
        let found: ontap_core::IpRoute = serde_json::from_value(json!({
            "uuid": state["id"], "svm": {"name": state["svm_name"], "uuid": "s"}, "scope": "svm",
            "destination": {"address": "0.0.0.0", "netmask": "0"}, "gateway": state["gateway"], "metric": 20,
        }))
        .unwrap();
        let seen = model.seen(&found.into());
        assert_unchanged((&config, &seen), Private::default(), |plan| rules(plan, None), &state);
    }
}

#[test]
fn a_gateway_that_was_stored_and_never_sent_is_shown_as_a_change() {
    let (state, model) = all::<RouteModel>().remove(0);
    let found = |address: &str| -> crate::route::Ours {
        let route: ontap_core::IpRoute = serde_json::from_value(json!({
            "uuid": state["id"], "svm": {"name": state["svm_name"], "uuid": "s"}, "scope": "svm",
            "destination": {"address": address, "netmask": "0"}, "gateway": "10.20.1.9", "metric": 20,
        }))
        .unwrap();
        route.into()
    };
    let found_there = found("0.0.0.0");
    model.refuse_another(&found_there, true).unwrap();
    let seen = model.seen(&found_there);
    assert_eq!(seen.gateway().unwrap().to_string(), "10.20.1.9");
    assert!(model.refuse_unlike(&found_there).is_err(), "it is not destroyed unread");
    let read = RouteModel { gateway: model.gateway, ..seen };
    assert!(read.refuse_another(&found_there, true).is_err(), "once it was read, its gateway counts");
}

const UUID: &str = "1d1d3aa0-5b0a-58e6-ba7e-342a8fe5f669";

fn lif() -> Json {
    json!({"id": UUID, "name": "nas", "svm_name": "svm_2", "ip": {"address": "10.0.1.20", "netmask": 24},
           "location": {"home_node": "n", "home_port": "e0a"}})
}

#[test]
fn numbers_and_texts_mean_the_same_and_what_is_absent_is_null() {
    let mut dotted = lif();
    dotted["ip"]["netmask"] = json!("255.255.255.0");
    assert_eq!(take::<LifModel>(&dotted).unwrap().netmask.known().unwrap().length(), 24);
    let bare = json!({"id": UUID, "name": "nas", "svm_name": "svm_2", "ip": {"address": "10.0.1.20"}});
    let bare = take::<LifModel>(&bare).unwrap();
    assert!(bare.netmask.is_null() && bare.home_node.is_null() && bare.home_port.is_null());
    assert!(bare.service_policy.is_null() && bare.enabled.is_null() && bare.svm_id.is_null());
    let route = json!({"id": UUID, "svm_name": "svm_2", "gateway": "10.0.1.1", "metric": "30",
                       "destination": {"address": "10.9.1.7", "netmask": 16}});
    let route = take::<RouteModel>(&route).unwrap();
    assert_eq!(
        (route.destination.known().unwrap().text().as_str(), route.metric),
        ("10.9.0.0/16", 30.into())
    );
}

#[test]
fn a_newer_state_brings_its_service_policy() {
    let mut state = lif();
    state["service_policy"] = json!("default-management");
    assert_eq!(take::<LifModel>(&state).unwrap().service_policy, "default-management".into());
}

#[test]
fn the_aggregates_of_a_destination_are_not_ours() {
    let state =
        json!({"id": UUID, "name": "dr", "subtype": "dp_destination", "aggregates": [{"name": "aggr1"}]});
    assert!(take::<StorageVmModel>(&state).unwrap().aggregates.is_null());
}

fn refusal<M: Moved>(source: &MovedFrom) -> String {
    let refused = moved::<M>(source).unwrap_err();
    let one = |found: &tfplugin_core::Diagnostic| {
        let path = found.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{path}: {} {}", found.summary, found.detail)
    };
    let all: Vec<_> = refused.iter().map(one).collect();
    for message in &all {
        assert!(message.contains("import {") && message.contains("removed {"), "{message}");
        assert!(message.contains("destroy = false"), "{message}");
    }
    all.join("\n")
}

#[test]
fn a_state_that_cannot_be_used_is_refused_with_what_is_wrong() {
    let with = |pointer: &str, value: Json| {
        let mut state = lif();
        *state.pointer_mut(pointer).unwrap() = value;
        state
    };
    let cases = [
        (with("/id", Json::Null), "id: ", "lacks id"),
        (with("/id", json!("*")), "id: ", "which is no uuid"),
        (with("/id", json!(["x"])), "id: ", "neither a text nor a number"),
        (with("/name", Json::Null), "name: ", "lacks name"),
        (with("/svm_name", json!("a b")), "svm_name: ", "not a name for a storage VM"),
        (with("/ip", Json::Null), "address: ", "lacks ip.address"),
        (with("/ip", json!(7)), "address: ", "lacks ip.address"),
        (with("/ip/address", json!("fe80::1")), "address: ", "not an IPv4 address"),
        (with("/ip/netmask", json!(-1)), "netmask: ", "not an IPv4 netmask"),
        (with("/location/home_node", json!({})), "home_node: ", "location.home_node is neither"),
        (json!(null), ": ", "no object"),
        (json!([]), ": ", "no object"),
    ];
    for (state, path, why) in cases {
        let refusal = refusal::<LifModel>(&source(NETAPPS, LifModel::SOURCES[0], &state));
        assert!(refusal.starts_with(path) && refusal.contains(why), "{refusal}");
        assert!(refusal.contains("cvo_lif.NAME") && refusal.contains("svm_name/name"), "{refusal}");
    }
}

#[test]
fn each_fault_of_a_state_is_told_once() {
    let state = json!({"id": 7, "destination": {"address": "10.0.0.0", "netmask": "x"}, "metric": "much"});
    let refusal = refusal::<RouteModel>(&source(NETAPPS, RouteModel::SOURCES[1], &state));
    let paths: Vec<_> = refusal.lines().filter_map(|line| line.split_once(": netapp-ontap")).collect();
    let paths: Vec<_> = paths.into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["id", "svm_name", "destination", "gateway", "metric"], "{refusal}");
    let state = json!({"id": UUID, "name": "svm_2", "aggregates": [{"name": "aggr1"}, {}]});
    assert!(format!("{:?}", take::<StorageVmModel>(&state).unwrap_err()).contains("has no name"));
}

#[test]
fn only_netapps_provider_is_a_source_on_whichever_registry() {
    let state = lif();
    let type_name = LifModel::SOURCES[1];
    let with = |provider| source(provider, type_name, &state);
    for provider in
        [NETAPPS, "registry.opentofu.org/netapp/netapp-ontap", "mirror.example:8443/netapp/netapp-ontap"]
    {
        assert!(moved::<LifModel>(&with(provider)).is_ok(), "{provider}");
    }
    for provider in ["", "netapp-ontap", "registry.terraform.io/evil/netapp-ontap", "a/b/netapp/netapp-ontap"]
    {
        let refusal = refusal::<LifModel>(&with(provider));
        assert!(refusal.contains("and nothing else"), "{refusal}");
    }
}

#[test]
fn another_type_is_no_source_and_its_name_cannot_break_the_example() {
    let state = lif();
    for type_name in ["netapp-ontap_volume", "netapp-ontap_svm", "", "x\"}\n"] {
        let refusal = refusal::<LifModel>(&source(NETAPPS, type_name, &state));
        let sources = "netapp-ontap_network_ip_interface and netapp-ontap_networking_ip_interface_resource";
        assert!(refusal.contains(sources) && !refusal.contains("from = x"), "{refusal}");
    }
}

#[test]
fn aggregates_that_the_state_lacks_are_read() {
    let svm = |aggregates: Json| -> Whole {
        let svm = json!({"uuid": UUID, "name": "svm_2", "subtype": "default", "aggregates": aggregates});
        Whole::from(serde_json::from_value::<ontap_core::Svm>(svm).unwrap())
    };
    let both = svm(json!([{"name": "aggr1"}, {"name": "aggr2"}]));
    let names = |names: &[&str]| Attr::Known(names.iter().map(|&name| name.to_owned()).collect());
    for stored in [json!(null), json!([]), json!([{"name": "aggr1"}])] {
        let state = json!({"id": UUID, "name": "svm_2", "aggregates": stored, "cx_profile_name": "c"});
        let taken = take::<StorageVmModel>(&state).unwrap();
        let read = taken.seen(&both);
        assert_eq!(read.aggregates, names(&["aggr1", "aggr2"]), "{stored}");
        let later = read.seen(&svm(json!([{"name": "aggr1"}, {"name": "aggr3"}])));
        assert_eq!(later.aggregates, names(&["aggr1"]), "{stored}: what is added later is not ours");
    }
}
