//! What the plans of new addresses and LIFs refuse, because the apply would refuse it for certain; and what
//! they accept, because another object of the run can still make it right.

mod order;
mod successors;
mod terraform_test;
mod unknown;

use cvo_simulator::Preset;
use serde_json::{Value as Json, json};
use tfplugin::testing::UNKNOWN;

use crate::support::{System, text_of};

const IP: &str = "cvo_secondary_ip";
const LIF: &str = "cvo_lif";
const E0A: &str = "eni-0c0a51de00000e0a1";

fn ip(address: &str) -> Json {
    json!({"network_interface_id": E0A, "private_ip": address})
}

fn reused(address: &str) -> Json {
    json!({"network_interface_id": E0A, "private_ip": address, "reuse_unused": true})
}

fn lif(name: &str, address: &str) -> Json {
    json!({"name": name, "svm_name": "svm_2", "address": address, "home_node": "cvo-node"})
}

/// Returns the messages of the plan of a create, while another call is under way: Terraform calls several objects at
/// once.
async fn planned(system: &System, type_name: &str, config: Json) -> String {
    let provider = &system.provider;
    let (plan, _) =
        tokio::join!(provider.plan(type_name, None, config), provider.data("cvo_system", json!({})));
    let said = text_of(&plan.diagnostics);
    if !plan.diagnostics.is_empty() {
        assert!(plan.diagnostics.has_errors(), "a warning only: {said}");
        assert!(said.contains("terraform destroy -refresh=false"), "the way to a destroy: {said}");
    }
    said
}

async fn system() -> System {
    let system = System::start().await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system.run_again().await;
    system
}

#[tokio::test]
async fn an_address_that_is_there_is_refused_unless_an_object_of_the_run_has_it() {
    let system = system().await;
    let unused = system.create(IP, ip("10.20.1.60")).await;
    system.run_again().await;
    let said = planned(&system, IP, ip("10.20.1.60")).await;
    assert!(said.starts_with("[private_ip]") && said.contains("Set reuse_unused = true"), "{said}");
    let said = planned(&system, IP, ip("10.20.1.14")).await;
    assert!(
        said.contains("LIF ip_nas_1 of storage VM svm_cvo has it") && !said.contains("reuse_unused"),
        "{said}"
    );
    system.run_again().await;
    let said = planned(&system, IP, reused("10.20.1.14")).await;
    assert!(said.contains("10.20.1.14 cannot be taken over"), "{said}");
    system.run_again().await;
    assert_eq!(planned(&system, IP, reused("10.20.1.60")).await, "");
    system.run_again().await;
    system.provider.read(&unused).await;
    assert_eq!(planned(&system, IP, ip("10.20.1.60")).await, "", "an object of the run may release it first");
}

#[tokio::test]
async fn a_lif_of_the_run_may_leave_its_address_first() {
    let system = system().await;
    system.create(IP, ip("10.20.1.60")).await;
    let made = system.create(LIF, lif("nas", "10.20.1.60")).await;
    system.run_again().await;
    for (type_name, config) in [(IP, reused("10.20.1.60")), (LIF, lif("other", "10.20.1.60"))] {
        let said = planned(&system, type_name, config).await;
        assert!(said.contains("LIF nas of storage VM svm_2"), "{said}");
    }
    system.run_again().await;
    system.provider.read(&made).await;
    for (type_name, config) in [(IP, reused("10.20.1.60")), (LIF, lif("other", "10.20.1.60"))] {
        assert_eq!(planned(&system, type_name, config).await, "");
    }
}

#[tokio::test]
async fn an_address_is_named_once_in_a_run() {
    let system = system().await;
    assert_eq!(planned(&system, IP, ip("10.20.1.61")).await, "");
    let said = planned(&system, IP, ip("10.20.1.61")).await;
    assert!(said.contains("10.20.1.61 is named twice"), "{said}");
    assert_eq!(planned(&system, LIF, lif("one", "10.20.1.61")).await, "");
    assert_eq!(planned(&system, LIF, lif("one", "10.20.1.61")).await, "", "the same LIF");
    let said = planned(&system, LIF, lif("two", "10.20.1.61")).await;
    assert!(said.starts_with("[address]") && said.contains("of two LIFs"), "{said}");
}

#[tokio::test]
async fn as_many_new_addresses_are_planned_and_applied_as_there_is_room_for() {
    let system = system().await;
    let any = || json!({"network_interface_id": E0A});
    let mut plans = Vec::new();
    for _ in 0..9 {
        let plan = system.provider.plan(IP, None, any()).await;
        assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
        plans.push(plan);
    }
    let said = planned(&system, IP, any()).await;
    assert!(
        said.contains("has room for 9 new addresses") && said.contains("new address 10 of this run"),
        "{said}"
    );
    assert!(said.contains("management_lif = false") && said.contains("LIF ip_nas_1"), "{said}");
    // The process that applies plans each of them once more, immediately before its create.
    system.run_again().await;
    let mut made = Vec::new();
    for _ in plans {
        made.push(system.create(IP, any()).await);
    }
    let own = made[0].json()["private_ip"].as_str().unwrap().to_owned();
    system.run_again().await;
    for stored in &made {
        system.provider.read(stored).await;
        assert!(system.provider.plan(IP, Some(stored), any()).await.is_empty());
    }
    let said = planned(&system, IP, any()).await;
    assert!(said.contains("allows 15 private IPv4 addresses and 15 are in use"), "{said}");
    assert!(
        said.contains(&format!("{own} (of this configuration)")) && !said.contains("release it"),
        "{said}"
    );
    system.run_again().await;
    let said = planned(&system, IP, any()).await;
    assert!(
        said.contains("release it in EC2") && said.contains(&own),
        "others' addresses are a way out: {said}"
    );
    system.run_again().await;
    system.provider.plan_destroy(&made[0]).await;
    assert_eq!(planned(&system, IP, any()).await, "", "an address of the run goes first");
}

#[tokio::test]
async fn a_policy_that_an_existing_storage_vm_lacks_is_refused() {
    let system = system().await;
    let with = |svm: &str, policy: &str| {
        let mut config = lif("nas", "10.20.1.62");
        (config["svm_name"], config["service_policy"]) = (json!(svm), json!(policy));
        config
    };
    let said = planned(&system, LIF, with("svm_2", "no-such-policy")).await;
    assert!(said.starts_with("[service_policy]") && said.contains("known after apply only"), "{said}");
    assert!(said.contains("default-data-files"), "the existing ones: {said}");
    for config in
        [with("svm_3", "no-such-policy"), with("svm_2", UNKNOWN), with("svm_2", "default-management")]
    {
        system.run_again().await;
        assert_eq!(planned(&system, LIF, config).await, "");
    }
}

#[tokio::test]
async fn a_floating_address_of_another_lif_is_refused_in_the_plan() {
    let system = System::of(Preset::HaMultiAz).await;
    let config = json!({"name": "nas", "svm_name": "svm_cvo", "address": "192.168.40.13", "home_node": "cvo-node1",
        "additional_cidrs": []});
    let said = planned(&system, LIF, config).await;
    assert!(said.contains("LIF ip_nas_2 of storage VM svm_cvo has it"), "{said}");
}

#[tokio::test]
async fn the_aggregate_of_the_root_volume_stays_on_the_list() {
    let system = System::start().await;
    let config = |aggregates: &[&str]| json!({"name": "svm_2", "aggregates": aggregates, "root_volume_aggregate": "aggr1"});
    let made = system.create("cvo_storage_vm", config(&["aggr1", "aggr2"])).await;
    let plan = system.provider.plan("cvo_storage_vm", Some(&made), config(&["aggr2"])).await;
    let said = text_of(&plan.diagnostics);
    assert!(
        said.starts_with("[aggregates]") && said.contains("Aggregate aggr1 cannot leave the list"),
        "{said}"
    );
    system.update(&made, config(&["aggr1"])).await;
}

#[tokio::test]
async fn an_address_that_is_replaced_under_a_lif_is_warned_of() {
    let system = system().await;
    let made = system.create(IP, ip("10.20.1.63")).await;
    let plan = system.provider.plan(IP, Some(&made), ip("10.20.1.64")).await;
    assert!(plan.diagnostics.is_empty(), "no LIF has it: {}", text_of(&plan.diagnostics));
    system.create(LIF, lif("nas", "10.20.1.63")).await;
    let plan = system.provider.plan(IP, Some(&made), ip("10.20.1.64")).await;
    let said = text_of(&plan.diagnostics);
    assert!(!plan.diagnostics.has_errors() && said.contains("create_before_destroy = true"), "{said}");
}
