//! States that were edited, damaged or copied.

use super::*;
use crate::support::text_of;

async fn with_route_and_lif(system: &System) -> Vec<Stored> {
    let data = system.provider.data("cvo_system", json!({})).await.json();
    let (node, interface) = data["interfaces"].as_object().unwrap().iter().next().unwrap();
    let first = interface["addresses"][0]["address"].as_str().unwrap();
    let subnet = first.rsplit_once('.').unwrap().0;
    let storage_vm = system.create(SVM, svm("svm_2")).await;
    let route = json!({"svm_name": "svm_2", "gateway": format!("{subnet}.1")});
    let route = system.create("cvo_route", route).await;
    let address = json!({"network_interface_id": interface["network_interface_id"], "private_ip": format!("{subnet}.60")});
    system.create("cvo_secondary_ip", address).await;
    let lif =
        json!({"name": "nas", "svm_name": "svm_2", "address": format!("{subnet}.60"), "home_node": node});
    let lif = system.create("cvo_lif", lif).await;
    vec![storage_vm, route, lif]
}

/// Asserts that neither a refresh nor a destroy accepts this state, neither in the destroy plan nor in its
/// apply, and that nothing changes on the system.
async fn is_refused(system: &System, stored: &Stored, words: &[&str]) {
    let before = system.state().await;
    let read = system.provider.read(stored).await;
    assert!(read.stored.exists(), "{}: it does not count as gone", stored.type_name);
    let destroy = system.provider.plan_destroy(stored).await;
    let gone = system.provider.apply(&destroy).await;
    assert!(gone.stored.exists(), "{}: it is not deleted", stored.type_name);
    for message in [text_of(&read.diagnostics), text_of(&gone.diagnostics)] {
        for word in words {
            assert!(message.contains(word), "{} {word:?}: {message}", stored.type_name);
        }
    }
    assert_eq!(system.state().await, before, "{}", stored.type_name);
}

fn empty(stored: &Stored) -> Stored {
    let Value::Map(state) = &stored.state else { panic!("there is no object") };
    let nothing = state.keys().map(|name| match name.as_str() {
        "deletion_protection" => (name.clone(), false.into()),
        _ => (name.clone(), Value::Null),
    });
    Stored { state: Value::Map(nothing.collect()), ..stored.clone() }
}

#[tokio::test]
async fn an_empty_state_is_neither_gone_nor_matched_to_an_existing_object() {
    let system = System::start().await;
    for stored in with_route_and_lif(&system).await {
        let words = ["It lacks id", "terraform state rm", "import {"];
        is_refused(&system, &empty(&stored), &words).await;
        is_refused(&system, &without_private(&empty(&stored)), &words).await;
    }
}

#[tokio::test]
async fn a_state_without_id_and_record_takes_over_nothing_and_says_how_to_import() {
    let system = System::start().await;
    for stored in with_route_and_lif(&system).await {
        let unnamed = edited(&stored, [("id", Value::Null), ("complete", false.into())]);
        let words = ["no record of an unfinished create", "import {\n  to = ADDRESS\n  id = \"svm_2"];
        is_refused(&system, &unnamed, &words).await;
    }
}

#[tokio::test]
async fn the_id_of_another_object_is_not_trusted() {
    let system = System::start().await;
    let stored = with_route_and_lif(&system).await;
    let other = system.create(SVM, svm("svm_3")).await;
    let (svm, lif) = (&stored[0], &stored[2]);
    // With an identity, that is looked at first.
    let with_id = edited(svm, [("id", other.state.at("id").clone())]).with_identity(Value::Null);
    is_refused(&system, &with_id, &["names another object"]).await;
    is_refused(
        &system,
        &without_private(&with_id),
        &["name is \"svm_2\" in the state and \"svm_3\" on the system"],
    )
    .await;
    let named = without_private(&edited(&with_id, [("name", "svm_3".into())]));
    let destroy = system.provider.plan_destroy(&named).await;
    assert!(text_of(&destroy.diagnostics).contains("root_volume_id"), "{}", text_of(&destroy.diagnostics));
    let of_node = first_uuid(&system, "/network/ip/interfaces?scope=cluster").await;
    let of_cluster = without_private(&edited(lif, [("id", of_node.into())]));
    is_refused(&system, &of_cluster, &["belongs to no storage VM"]).await;
}

#[tokio::test]
async fn the_id_of_another_route_is_not_trusted() {
    let system = System::start().await;
    let route = with_route_and_lif(&system).await.swap_remove(1);
    let gateway = route.json()["gateway"].clone();
    let other = json!({"svm_name": "svm_2", "destination": "10.99.0.0/16", "gateway": gateway});
    let other = system.create("cvo_route", other).await;
    let with_id = edited(&route, [("id", other.state.at("id").clone())]);
    is_refused(
        &system,
        &with_id,
        &["destination is \"0.0.0.0/0\" in the state and \"10.99.0.0/16\" on the system"],
    )
    .await;
}

#[tokio::test]
async fn an_object_renamed_outside_of_terraform_is_deleted_only_after_a_refresh() {
    let system = System::start().await;
    let made = system.create(SVM, svm("svm_2")).await;
    let uuid = made.json()["id"].as_str().unwrap().to_owned();
    administrator(&system, "PATCH", &format!("/svm/svms/{uuid}"), json!({"name": "svm_renamed"})).await;
    let unrefreshed = system.provider.plan_destroy(&made).await;
    assert!(
        text_of(&unrefreshed.diagnostics).contains("svm_renamed"),
        "{}",
        text_of(&unrefreshed.diagnostics)
    );
    let read = system.provider.read(&made).await.stored;
    let gone = system.provider.apply(&system.provider.plan_destroy(&read).await).await;
    assert!(gone.diagnostics.is_empty() && !gone.stored.exists(), "{}", text_of(&gone.diagnostics));
}

#[tokio::test]
async fn an_object_without_a_recorded_cluster_is_never_gone() {
    let system = System::start().await;
    for stored in with_route_and_lif(&system).await {
        let elsewhere = "00000000-0000-4000-8000-00000000000b";
        let moved = without_private(&edited(&stored, [("id", elsewhere.into())]));
        is_refused(&system, &moved, &["is not on this cluster", "terraform state rm"]).await;
    }
}

/// Makes requests for a whole collection answer "not found", which says nothing about a single object.
async fn not_found(system: &System, path: &str) {
    let effect = json!({"kind": "error", "status": 404, "code": "4", "message": "entry doesn't exist"});
    let rule = json!({"side": "ontap", "method": "GET", "path": path, "count": 0, "effect": effect});
    system.fault(rule).await;
}

#[tokio::test]
async fn a_storage_vm_whose_root_volume_is_not_found_is_not_gone() {
    let system = System::start().await;
    let stored = system.create(SVM, svm("svm_2")).await;
    not_found(&system, "/api/storage/volumes").await;
    is_refused(&system, &stored, &["Could not read storage VM svm_2"]).await;
}

#[tokio::test]
async fn a_route_whose_storage_vm_has_no_list_of_routes_is_not_gone() {
    let system = System::start().await;
    let route = with_route_and_lif(&system).await.remove(1);
    let gateway = route.json()["gateway"].as_str().unwrap().replace(".1.1", ".1.2");
    let cut = json!({"side": "ontap", "method": "DELETE", "count": 0, "effect": {"kind": "cut"}});
    system.fault(cut).await;
    let config = json!({"svm_name": "svm_2", "gateway": gateway});
    let plan = system.provider.plan("cvo_route", Some(&route), config).await;
    let interrupted = system.provider.apply(&plan).await;
    assert!(interrupted.diagnostics.has_errors(), "{}", text_of(&interrupted.diagnostics));
    system.no_faults().await;
    not_found(&system, "/api/network/ip/routes").await;
    is_refused(&system, &interrupted.stored, &["Could not read route to 0.0.0.0/0 through"]).await;
}
