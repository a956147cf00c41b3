//! Identities through changes, renames and successors.

use tfplugin::Value;
use tfplugin::testing::UNKNOWN;

use super::*;

const ROUTE: &str = "cvo_route";
const MOVE: &str = "cvo_service_policy_move";

#[tokio::test]
async fn a_change_in_place_leaves_what_never_changes() {
    for case in CASES {
        let system = System::of(Preset::SingleNode).await;
        let subject = case.prepare(&system, &Estate::of(&system, Preset::SingleNode).await).await;
        let stored = made(&system, case, subject.config.clone()).await;
        let plan = system.provider.plan(case.type_name, Some(&stored), subject.changed()).await;
        let changed = succeeded(system.provider.apply(&plan).await, case.type_name);
        assert_eq!(changed.identity(), expected(&system, &changed).await, "{}", case.type_name);
        assert_eq!(plan.planned_identity(), changed.identity(), "{}: it was planned", case.type_name);
        if case.type_name != ROUTE {
            assert_eq!(changed.identity(), stored.identity(), "{}", case.type_name);
        }
    }
}

#[tokio::test]
async fn a_renamed_storage_vm_and_what_is_in_it_keep_their_identities() {
    let system = System::start().await;
    let estate = Estate::of(&system, Preset::SingleNode).await;
    let svm = system.create("cvo_storage_vm", Estate::storage_vm("svm_2")).await;
    let route = system.create(ROUTE, estate.route("svm_2")).await;
    let mut renamed = Estate::storage_vm("svm_2");
    renamed["name"] = json!("svm_3");
    assert_eq!(system.update(&svm, renamed).await.identity(), svm.identity());
    let read = succeeded(system.provider.read(&route).await, "the route");
    assert_eq!((&read.json()["svm_name"], read.identity()), (&json!("svm_3"), route.identity()));
}

#[tokio::test]
async fn a_route_takes_destination_and_gateway_along() {
    let system = System::start().await;
    let estate = Estate::of(&system, Preset::SingleNode).await;
    system.create("cvo_storage_vm", Estate::storage_vm("svm_2")).await;
    let mut config = estate.route("svm_2");
    config["destination"] = json!("10.98.0.0/16");
    let route = system.create(ROUTE, config.clone()).await;
    config["destination"] = json!("10.99.0.0/16");
    let mut unknown = config.clone();
    unknown["gateway"] = json!(UNKNOWN);
    let plan = system.provider.plan(ROUTE, Some(&route), unknown).await;
    assert_eq!(plan.planned_identity(), route.identity(), "a new gateway is not known yet");
    config["gateway"] = json!(estate.private(0, 4));
    let plan = system.provider.plan(ROUTE, Some(&route), config).await;
    let changed = succeeded(system.provider.apply(&plan).await, "the change");
    let identity = changed.identity();
    assert_eq!(identity["destination"], json!("10.99.0.0/16"));
    assert_eq!(identity["gateway"], json!(estate.private(0, 4)));
    for name in ["cluster_uuid", "svm_uuid"] {
        assert_eq!(identity[name], route.identity()[name]);
    }
}

#[tokio::test]
async fn a_policy_that_is_not_known_yet_is_in_the_identity_after_the_apply() {
    let system = System::of(Preset::HaMultiAz).await;
    let config = |policy: &str| {
        json!({"svm_name": "svm_cvo", "from_policy": policy, "services": ["management-dns-client"],
            "on_missing_carrier": "warn"})
    };
    let stored = system.create(MOVE, config("default-data-files")).await;
    let mut plan = system.provider.plan(MOVE, Some(&stored), config(UNKNOWN)).await;
    assert!(!plan.diagnostics.has_errors(), "{}", text_of(&plan.diagnostics));
    assert_eq!(plan.planned_identity(), stored.identity(), "it keeps the one that it has");
    // Terraform puts in what became known meanwhile.
    let policy = Value::from("default-management");
    for object in [&mut plan.planned, &mut plan.config] {
        let Value::Map(attributes) = object else { panic!("no object") };
        attributes.insert("from_policy".to_owned(), policy.clone());
    }
    let changed = succeeded(system.provider.apply(&plan).await, "the apply");
    assert_eq!(changed.identity()["from_policy"], json!("default-management"));
    assert_eq!(changed.identity(), expected(&system, &changed).await);
    let read = succeeded(system.provider.read(&changed).await, "the refresh");
    assert_eq!(read.identity(), changed.identity());
}

#[tokio::test]
async fn a_successor_has_an_identity_of_its_own() {
    let system = System::of(Preset::HaMultiAz).await;
    let estate = Estate::of(&system, Preset::HaMultiAz).await;
    for (type_name, configs) in [
        ("cvo_secondary_ip", [estate.secondary(0, 60), estate.secondary(1, 61)]),
        (ROUTE, [estate.route("svm_cvo"), estate.route("svm_cvo")].map(another_way)),
    ] {
        let [config, next] = configs;
        let stored = system.create(type_name, config).await;
        let destroy = system.provider.plan_destroy(&stored).await;
        succeeded(system.provider.apply(&destroy).await, type_name);
        // Terraform gives the successor the private data of the object that it replaces.
        let successor = Stored::new(type_name, Value::Null, stored.private.clone());
        let plan = system.provider.plan(type_name, Some(&successor), next).await;
        let stored = succeeded(system.provider.apply(&plan).await, type_name);
        assert_eq!(stored.identity(), expected(&system, &stored).await, "{type_name}");
    }
}

fn another_way(mut route: Json) -> Json {
    route["destination"] = json!("10.97.0.0/16");
    route
}
