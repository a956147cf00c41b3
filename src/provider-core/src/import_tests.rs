use ontap_core::{IpInterface, IpRoute, Scope};
use serde_json::json;
use tfplugin_core::{Identity, Value};

use super::*;
use crate::lif::LifModel;
use crate::route::RouteModel;

/// Chooses by an import id.
fn by_id<M: OntapModel, T: Clone + Into<M::Record>>(all: Vec<T>, id: &str) -> Outcome<T> {
    choose::<M, T>(all, &Wanted::Id(id))
}

/// Chooses by an identity.
fn by_identity<M: OntapModel, T: Clone + Into<M::Record>>(
    all: Vec<T>,
    identity: &[(&'static str, &str)],
) -> Outcome<T> {
    let parts = identity.iter().map(|(name, text)| ((*name).to_owned(), Value::from(*text)));
    let value = Value::Map(parts.collect());
    choose::<M, T>(all, &Wanted::Identity(&M::Identity::from_value(&value)?))
}

fn lif(uuid: &str, svm: Option<&str>, name: &str) -> IpInterface {
    let scope = if svm.is_some() { "svm" } else { "cluster" };
    let lif = json!({"uuid": uuid, "name": name, "svm": {"name": svm}, "scope": scope, "ip": {"address": "10.0.1.14"}});
    serde_json::from_value(lif).unwrap()
}

fn lifs() -> Vec<IpInterface> {
    vec![lif("u-1", Some("svm_1"), "nas"), lif("u-2", Some("svm_2"), "nas"), lif("u-3", None, "cluster_mgmt")]
}

#[test]
fn a_name_and_a_uuid_each_name_one_lif() {
    for (id, uuid) in [("svm_2/nas", "u-2"), ("u-1", "u-1"), ("U-1", "u-1")] {
        assert_eq!(by_id::<LifModel, _>(lifs(), id).unwrap().uuid, uuid);
    }
}

#[test]
fn an_id_that_names_no_storage_vm_lists_all_that_there_is() {
    for id in ["nas", ""] {
        let refusal = format!("{:?}", by_id::<LifModel, _>(lifs(), id).unwrap_err());
        assert!(refusal.contains("The cluster has: svm_1/nas (u-1), svm_2/nas (u-2)."), "{id}: {refusal}");
        assert!(!refusal.contains("cluster_mgmt"), "{id}: {refusal}");
    }
}

#[test]
fn an_id_that_names_a_storage_vm_lists_what_that_one_has() {
    for id in ["svm_1", "svm_1/", "svm_1/nas/x", "svm_1/other"] {
        let refusal = format!("{:?}", by_id::<LifModel, _>(lifs(), id).unwrap_err());
        assert!(refusal.contains("Storage VM svm_1 has: svm_1/nas (u-1)."), "{id}: {refusal}");
        assert!(!refusal.contains("svm_2"), "{id}: {refusal}");
    }
    let refusal = format!("{:?}", by_id::<LifModel, _>(lifs(), "svm_3/nas").unwrap_err());
    assert!(refusal.contains("These storage VMs have: svm_1, svm_2."), "{refusal}");
    assert!(!refusal.contains("u-1"), "{refusal}");
    let refusal = format!("{:?}", by_id::<LifModel, IpInterface>(Vec::new(), "svm_3/nas").unwrap_err());
    assert!(refusal.contains("The cluster has none."), "{refusal}");
}

#[test]
fn a_long_list_is_cut() {
    let many = (10..40).map(|number| lif(&format!("u-{number}"), Some("svm_1"), &format!("nas_{number}")));
    let refusal = format!("{:?}", by_id::<LifModel, _>(many.collect(), "svm_1/nas").unwrap_err());
    assert!(refusal.contains("svm_1/nas_29 (u-29) and 10 more."), "{refusal}");
}

#[test]
fn an_id_that_names_several_asks_for_the_uuid() {
    let mut twice = lifs();
    twice.push(lif("u-4", Some("svm_1"), "nas"));
    let refusal = format!("{:?}", by_id::<LifModel, _>(twice, "svm_1/nas").unwrap_err());
    assert!(refusal.contains("svm_1/nas (u-1), svm_1/nas (u-4)."), "{refusal}");
}

#[test]
fn lifs_of_the_cluster_and_of_ipv6_are_not_managed() {
    let refusal = format!("{:?}", by_id::<LifModel, _>(lifs(), "u-3").unwrap_err());
    assert!(refusal.contains("no storage VM"), "{refusal}");
    let six = json!({"uuid": "u-6", "name": "six", "svm": {"name": "svm_1"}, "scope": "svm", "ip": {"address": "fe80::1"}});
    assert!(by_id::<LifModel, IpInterface>(vec![serde_json::from_value(six).unwrap()], "svm_1/six").is_err());
}

fn route(uuid: &str, (address, netmask): (&str, &str), gateway: &str) -> IpRoute {
    let route = json!({
        "uuid": uuid, "svm": {"name": "svm_2"}, "scope": "svm", "gateway": gateway,
        "destination": {"address": address, "netmask": netmask},
    });
    serde_json::from_value(route).unwrap()
}

#[test]
fn a_route_is_named_by_storage_vm_destination_and_gateway() {
    let routes = || {
        vec![
            route("r-1", ("0.0.0.0", "0"), "10.0.1.1"),
            route("r-2", ("10.9.0.0", "255.255.0.0"), "10.0.1.1"),
        ]
    };
    assert_eq!(by_id::<RouteModel, _>(routes(), "svm_2/10.9.0.0/16/10.0.1.1").unwrap().uuid, "r-2");
    for id in ["svm_2/10.0.1.1", "svm_2/0.0.0.0/0", "svm_2/0.0.0.0/0/x", "uuid", ""] {
        let refusal = format!("{:?}", by_id::<RouteModel, _>(routes(), id).unwrap_err());
        let existing = "svm_2/0.0.0.0/0/10.0.1.1 (r-1), svm_2/10.9.0.0/16/10.0.1.1 (r-2)";
        assert!(refusal.contains(existing), "{id}: {refusal}");
    }
}

#[test]
fn routes_of_the_cluster_and_of_ipv6_are_not_managed() {
    let six = json!({"uuid": "r-6", "scope": "svm", "destination": {"address": "::", "netmask": "0"}, "gateway": "fe80::1"});
    let of_cluster = IpRoute { scope: Some(Scope::Cluster), ..route("r-7", ("0.0.0.0", "0"), "10.0.1.1") };
    for (route, message) in
        [(serde_json::from_value::<IpRoute>(six).unwrap(), "IPv4"), (of_cluster, "no storage VM")]
    {
        let uuid = route.uuid.clone();
        let refusal = format!("{:?}", by_id::<RouteModel, _>(vec![route], &uuid).unwrap_err());
        assert!(refusal.contains(message), "{refusal}");
    }
}

#[test]
fn the_refusal_says_if_the_cluster_has_no_such_object() {
    let refusal =
        format!("{:?}", by_id::<RouteModel, IpRoute>(Vec::new(), "svm_2/0.0.0.0/0/10.0.1.1").unwrap_err());
    assert!(refusal.contains("The cluster has none."), "{refusal}");
}

const CLUSTER: &str = "2d5c7a10-7f0b-11ee-9d20-0a1b2c3d4e5f";
const FIRST: &str = "0b7e6c00-1111-11ee-9d20-0a1b2c3d4e5f";
const SECOND: &str = "0b7e6c00-2222-11ee-9d20-0a1b2c3d4e5f";

#[test]
fn an_identity_names_the_lif_with_its_uuid() {
    let lifs = || vec![lif(FIRST, Some("svm_1"), "nas"), lif(SECOND, Some("svm_2"), "nas")];
    let find = |uuid: &str| by_identity::<LifModel, _>(lifs(), &[("cluster_uuid", CLUSTER), ("uuid", uuid)]);
    assert_eq!(find(SECOND).unwrap().uuid, SECOND);
    assert_eq!(find(&FIRST.to_uppercase()).unwrap().uuid, FIRST);
    let refusal = format!("{:?}", find(CLUSTER).unwrap_err());
    for part in [CLUSTER, "Nothing is imported", "svm_1/nas", "svm_2/nas"] {
        assert!(refusal.contains(part), "{part}: {refusal}");
    }
    let refusal = format!("{:?}", find("nas").unwrap_err());
    assert!(refusal.contains("looks like"), "{refusal}");
}

#[test]
fn an_identity_names_a_route_by_everything_that_it_has() {
    let of = |uuid: &str, svm: &str, gateway: &str| {
        let route = json!({
            "uuid": uuid, "svm": {"name": "svm_2", "uuid": svm}, "scope": "svm", "gateway": gateway,
            "destination": {"address": "0.0.0.0", "netmask": "0"},
        });
        serde_json::from_value::<IpRoute>(route).unwrap()
    };
    let find = |svm: &str, gateway: &str| {
        let routes =
            vec![of("r-1", FIRST, "10.0.1.1"), of("r-2", SECOND, "10.0.1.1"), of("r-3", FIRST, "10.0.2.1")];
        let identity = [
            ("cluster_uuid", CLUSTER),
            ("svm_uuid", svm),
            ("destination", "0.0.0.0/0"),
            ("gateway", gateway),
        ];
        by_identity::<RouteModel, _>(routes, &identity)
    };
    assert_eq!(find(SECOND, "10.0.1.1").unwrap().uuid, "r-2");
    assert_eq!(find(FIRST, "10.0.2.1").unwrap().uuid, "r-3");
    let refusal = format!("{:?}", find(SECOND, "10.0.2.1").unwrap_err());
    assert!(refusal.contains("svm_2/0.0.0.0/0/10.0.2.1 (r-3)"), "{refusal}");
}
