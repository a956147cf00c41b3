use serde_json::json;

use super::*;

fn route(uuid: &str, destination: (&str, &str), gateway: &str) -> IpRoute {
    let (address, netmask) = destination;
    let route = json!({
        "uuid": uuid, "svm": {"name": "svm_2"}, "gateway": gateway,
        "destination": {"address": address, "netmask": netmask},
    });
    serde_json::from_value(route).unwrap()
}

fn routes() -> Vec<IpRoute> {
    vec![route("r-1", ("0.0.0.0", "0"), "10.0.1.1"), route("r-2", ("10.9.0.0", "16"), "10.0.1.1")]
}

#[test]
fn an_id_is_storage_vm_network_and_router() {
    let named = Named::parse("svm_2/10.9.0.0/16/10.0.1.1").unwrap();
    assert_eq!(named.svm, "svm_2");
    assert_eq!(named.choose(routes(), "").unwrap().uuid, "r-2");
    for wrong in ["svm_2/10.0.1.1", "svm_2/0.0.0.0/0", "0.0.0.0/0/10.0.1.1", "svm_2/0.0.0.0/0/x", "uuid", ""]
    {
        assert_eq!(Named::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn an_id_that_names_none_lists_what_there_is() {
    let id = "svm_2/0.0.0.0/0/10.0.1.2";
    let refusal = format!("{:?}", Named::parse(id).unwrap().choose(routes(), id).unwrap_err());
    assert!(
        refusal.contains("svm_2/0.0.0.0/0/10.0.1.1 (r-1), svm_2/10.9.0.0/16/10.0.1.1 (r-2)"),
        "{refusal}"
    );
}

#[test]
fn an_id_that_names_several_asks_for_the_uuid() {
    let mut twice = routes();
    twice.push(route("r-3", ("0.0.0.0", "0"), "10.0.1.1"));
    let id = "svm_2/0.0.0.0/0/10.0.1.1";
    let refusal = format!("{:?}", Named::parse(id).unwrap().choose(twice, id).unwrap_err());
    assert!(refusal.contains("several") && refusal.contains("r-3"), "{refusal}");
}

#[test]
fn ipv6_routes_are_not_managed() {
    let six = json!({"uuid": "r-6", "destination": {"address": "::", "netmask": "0"}, "gateway": "fe80::1"});
    assert!(managed(serde_json::from_value(six).unwrap()).is_err());
}
