//! What is refused only once nothing else can follow that makes it right.

use super::*;
use crate::support::configuration;

#[tokio::test]
async fn the_plan_of_a_single_object_refuses() {
    let system = system().await;
    system.create(IP, ip("10.20.1.60")).await;
    for (type_name, config) in [(IP, ip("10.20.1.60")), (LIF, lif("nas", "10.20.1.14"))] {
        system.run_again().await;
        let plan = system.provider.plan(type_name, None, config).await;
        assert!(plan.diagnostics.has_errors(), "{}", text_of(&plan.diagnostics));
    }
}

#[tokio::test]
async fn a_plan_after_which_others_may_come_warns_and_leaves_it_to_the_apply() {
    let system = system().await;
    system.create(IP, ip("10.20.1.60")).await;
    let one_by_one = system.one_by_one().await;
    for (type_name, config) in [(IP, ip("10.20.1.60")), (LIF, lif("nas", "10.20.1.14"))] {
        // An object that releases the address may be called later.
        let plan = one_by_one.plan(type_name, None, config).await;
        let said = text_of(&plan.diagnostics);
        assert!(!plan.diagnostics.has_errors() && said.contains("a larger -parallelism"), "{said}");
        let applied = one_by_one.apply(&plan).await;
        assert!(applied.diagnostics.has_errors(), "the apply decides");
        one_by_one.configure(configuration(&system.simulator, json!({}))).await;
    }
}

#[tokio::test]
async fn a_plan_waits_for_those_that_terraform_still_makes() {
    let system = system().await;
    let made = system.create(IP, ip("10.20.1.60")).await;
    system.run_again().await;
    let late = async {
        for _ in 0..8 {
            tokio::time::sleep(std::time::Duration::from_millis(400)).await;
            system.provider.upgrade("cvo_storage_vm", 0, json!({"name": "svm_9"})).await;
        }
        system.provider.plan_destroy(&made).await
    };
    let (plan, _) = tokio::join!(system.provider.plan(IP, None, ip("10.20.1.60")), late);
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
}

#[tokio::test]
async fn inside_an_apply_a_lif_is_handed_over_without_a_word_of_the_plan() {
    let system = system().await;
    system.create(IP, ip("10.20.1.60")).await;
    let made = system.create(LIF, lif("old", "10.20.1.60")).await;
    system.run_again().await;
    // The plan of the new LIF comes at the same time as the delete of the old one.
    let gone = system.provider.plan_destroy(&made).await;
    system.run_again().await;
    let new = lif("new", "10.20.1.60");
    let (gone, plan) = tokio::join!(system.provider.apply(&gone), system.provider.plan(LIF, None, new));
    assert!(gone.diagnostics.is_empty(), "{}", text_of(&gone.diagnostics));
    assert!(plan.diagnostics.is_empty(), "{}", text_of(&plan.diagnostics));
    let applied = system.provider.apply(&plan).await;
    assert!(applied.diagnostics.is_empty(), "{}", text_of(&applied.diagnostics));
}

#[tokio::test]
async fn what_others_did_in_the_last_seconds_counts_before_anything_is_refused() {
    let system = system().await;
    let with = |policy: &str| {
        let mut config = lif("nas", "10.20.1.62");
        config["service_policy"] = json!(policy);
        config
    };
    // These lists are recent when the plans below look.
    system.run_again().await;
    assert_eq!(planned(&system, LIF, with("default-management")).await, "");
    {
        let world = system.simulator.world();
        let mut world = world.lock();
        let svm = world.cluster.svm_named("svm_2").unwrap().uuid;
        let own = world.cluster.policies.iter().find(|policy| policy.svm == Some(svm)).unwrap().clone();
        world.cluster.policies.push(cvo_simulator::world::service_policy::ServicePolicy {
            uuid: "0c0a51de-0000-4000-8000-000000000001".parse().unwrap(),
            name: "of-another-provider".to_owned(),
            ..own
        });
        world.cluster.interfaces.retain(|lif| lif.name != "ip_nas_1");
    }
    assert_eq!(planned(&system, LIF, with("of-another-provider")).await, "");
    assert_eq!(planned(&system, LIF, lif("files", "10.20.1.14")).await, "");
}
