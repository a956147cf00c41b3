//! A fault after each call of each create, then one plain apply: everything is there once, and nothing else.

use crate::support::{System, told};
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Stored};

/// More calls than any create makes.
const CALLS: u64 = 12;

/// What goes wrong, and whether the connection stays down afterwards.
#[derive(Debug, Clone)]
struct Fault {
    effect: Json,
    stays: bool,
}

fn faults() -> Vec<Fault> {
    let lost = json!({"kind": "cut", "after": true});
    let failed =
        json!({"kind": "error", "status": 500, "code": "262145", "message": "internal", "after": true});
    vec![
        Fault { effect: lost.clone(), stays: false },
        Fault { effect: lost, stays: true },
        Fault { effect: failed, stays: false },
    ]
}

/// What is created: a type, its configuration, and what must be there before.
struct Case {
    type_name: &'static str,
    config: Json,
    before: Vec<(&'static str, Json)>,
}

fn svm() -> Json {
    json!({"name": "svm_2", "root_volume_name": "root_svm_2", "aggregates": ["aggr1", "aggr2"]})
}

fn cases(interface: &str, subnet: &str, node: &str) -> Vec<Case> {
    let address = format!("{subnet}.60");
    let secondary = json!({"network_interface_id": interface, "private_ip": address});
    let lif = json!({"name": "ip_nas_2", "svm_name": "svm_2", "address": address, "home_node": node});
    let route = json!({"svm_name": "svm_2", "gateway": format!("{subnet}.1")});
    vec![
        Case { type_name: "cvo_storage_vm", config: svm(), before: vec![] },
        Case { type_name: "cvo_route", config: route, before: vec![("cvo_storage_vm", svm())] },
        Case {
            type_name: "cvo_lif",
            config: lif,
            before: vec![("cvo_storage_vm", svm()), ("cvo_secondary_ip", secondary.clone())],
        },
        Case { type_name: "cvo_secondary_ip", config: secondary, before: vec![] },
    ]
}

/// Everything that there is, by name and address: uuids differ from run to run.
async fn inventory(system: &System) -> Json {
    let mut state = system.state().await;
    for object in ["svms", "lifs", "routes"] {
        for found in state[object].as_array_mut().unwrap() {
            found.as_object_mut().unwrap().retain(|key, _| !key.contains("uuid") && key != "id");
        }
    }
    json!({
        "svms": state["svms"],
        "lifs": state["lifs"],
        "routes": state["routes"],
        "interfaces": state["interfaces"],
    })
}

async fn prepared() -> (System, Vec<Case>) {
    let system = System::start().await;
    let state = system.provider.data("cvo_system", json!({})).await.json();
    let (node, interface) = state["interfaces"].as_object().unwrap().iter().next().unwrap();
    let first = interface["addresses"][0]["address"].as_str().unwrap();
    let id = interface["network_interface_id"].as_str().unwrap();
    let cases = cases(id, first.rsplit_once('.').unwrap().0, node);
    (system, cases)
}

/// One apply as Terraform does it: refresh, plan, and for a tainted object a destroy before the create.
async fn apply_again(system: &System, case: &Case, left: &Stored) -> Answered {
    if left.exists() {
        let read = system.provider.read(left).await;
        assert!(!read.diagnostics.has_errors(), "read: {}", told(&read.diagnostics));
        if read.stored.exists() {
            let destroy = system.provider.plan_destroy(&read.stored).await;
            let gone = system.provider.apply(&destroy).await;
            assert!(!gone.diagnostics.has_errors(), "destroy: {}", told(&gone.diagnostics));
        }
    }
    let plan = system.provider.plan(case.type_name, None, case.config.clone()).await;
    assert!(!plan.diagnostics.has_errors(), "plan: {}", told(&plan.diagnostics));
    system.provider.apply(&plan).await
}

async fn strike(system: &System, nth: u64, fault: &Fault) {
    system.fault(json!({"side": "ontap", "nth": nth, "effect": fault.effect})).await;
    if fault.stays {
        let down = json!({"side": "ontap", "nth": nth + 1, "count": 0, "effect": {"kind": "cut"}});
        system.fault(down).await;
    }
}

/// Whether the create failed, after which one more apply has made everything right.
async fn one_run(position: usize, nth: u64, fault: &Fault) -> bool {
    let (system, mut cases) = prepared().await;
    let case = cases.swap_remove(position);
    for (type_name, config) in &case.before {
        system.create(type_name, config.clone()).await;
    }
    let plan = system.provider.plan(case.type_name, None, case.config.clone()).await;
    strike(&system, nth, fault).await;
    let first = system.provider.apply(&plan).await;
    system.no_faults().await;
    let failed = first.diagnostics.has_errors();
    if failed {
        let again = apply_again(&system, &case, &first.stored).await;
        assert!(
            !again.diagnostics.has_errors(),
            "{} {nth} {fault:?}: {}",
            case.type_name,
            told(&again.diagnostics)
        );
        let plan = system.provider.plan(case.type_name, Some(&again.stored), case.config.clone()).await;
        assert!(plan.is_empty(), "{} {nth} {fault:?}", case.type_name);
    }
    assert_eq!(inventory(&system).await, reference(position).await, "{} {nth} {fault:?}", case.type_name);
    failed
}

/// What an undisturbed create leaves.
async fn reference(position: usize) -> Json {
    let (system, mut cases) = prepared().await;
    let case = cases.swap_remove(position);
    for (type_name, config) in &case.before {
        system.create(type_name, config.clone()).await;
    }
    system.create(case.type_name, case.config).await;
    inventory(&system).await
}

async fn converges(position: usize) {
    for fault in faults() {
        let runs = join_all((1..=CALLS).map(|nth| one_run(position, nth, &fault))).await;
        if fault.stays {
            assert!(runs.contains(&true), "some call failed for good: {fault:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storage_vm_converges() {
    converges(0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_converges() {
    converges(1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lif_converges() {
    converges(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secondary_address_converges() {
    converges(3).await;
}

/// A create whose answer does not come before its time is up is given up. What it made is still known.
async fn is_not_lost(position: usize) {
    let (system, mut cases) = prepared().await;
    let case = cases.swap_remove(position);
    for (type_name, config) in &case.before {
        system.create(type_name, config.clone()).await;
    }
    let mut config = case.config.clone();
    config["timeouts"] = json!({"create": "1s"});
    let plan = system.provider.plan(case.type_name, None, config).await;
    let late = json!({"kind": "delay", "milliseconds": 12_000});
    system.fault(json!({"side": "ontap", "method": "POST", "effect": late})).await;
    let first = system.provider.apply(&plan).await;
    assert!(told(&first.diagnostics).contains("time is up"), "{}", told(&first.diagnostics));
    assert!(first.stored.exists(), "{}: what may exist is in the state", case.type_name);
    system.no_faults().await;
    let again = apply_again(&system, &case, &first.stored).await;
    assert!(!again.diagnostics.has_errors(), "{}: {}", case.type_name, told(&again.diagnostics));
    assert_eq!(inventory(&system).await, reference(position).await, "{}", case.type_name);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_create_that_was_given_up_made_is_not_lost() {
    join_all((0..3).map(is_not_lost)).await;
}
