//! Routes that are refused or warned about.

use super::*;

#[tokio::test]
async fn each_invalid_route_is_refused_and_nothing_changes() {
    let (system, _) = system_with_route().await;
    let before = picture(&system).await;
    let cases = [
        (json!({"destination": "10.20.1.5/16"}), "[destination]", "host bits"),
        (json!({"destination": "everywhere"}), "[destination]", "CIDR"),
        (json!({"gateway": "10.20.1"}), "[gateway]", "IPv4"),
        (json!({"gateway": "10.20.1.11"}), "[gateway]", "cvo-node"),
        (json!({"gateway": "10.20.1.14"}), "[gateway]", "LIF ip_nas_1 of storage VM svm_cvo"),
        (json!({"metric": -1}), "[metric]", "metric"),
        (json!({"svm_name": "svm_9"}), "[svm_name]", "svm_9"),
        (json!({}), "[gateway]", "terraform import"),
    ];
    for (change, path, why) in cases {
        let config = route_with(change.clone());
        let mut diagnostics = system.provider.validate("cvo_route", config.clone()).await;
        if !diagnostics.has_errors() {
            let plan = system.provider.plan("cvo_route", None, config).await;
            diagnostics = plan.diagnostics.clone();
            if !diagnostics.has_errors() {
                let refused = system.provider.apply(&plan).await;
                assert!(!refused.stored.exists(), "{change}: nothing is stored");
                diagnostics = refused.diagnostics;
            }
        }
        let message = text_of(&diagnostics);
        assert!(
            diagnostics.has_errors() && message.contains(path) && message.contains(why),
            "{change}: {message}"
        );
    }
    assert_eq!(picture(&system).await, before);
}

#[tokio::test]
async fn a_metric_is_refused_on_a_release_that_does_not_support_it() {
    let options = Options { ontap_version: OntapVersion::V9_10_1, ..Options::default() };
    let system = System::with(options, json!({})).await;
    system.create("cvo_storage_vm", svm_config("svm_2")).await;
    let plan = system.provider.plan("cvo_route", None, route_with(json!({"metric": 30}))).await;
    assert!(text_of(&plan.diagnostics).contains("9.10.1"), "{}", text_of(&plan.diagnostics));
    let stored = system.create("cvo_route", route()).await;
    assert_eq!(stored.json()["metric"], Json::Null);
    settled(&system, &stored, route()).await;
}

#[tokio::test]
async fn a_gateway_outside_of_the_nodes_subnets_is_warned_about() {
    let system = system_with_svm().await;
    let plan = system.provider.plan("cvo_route", None, route_with(json!({"gateway": "10.20.2.1"}))).await;
    assert!(text_of(&plan.diagnostics).starts_with("[gateway] 10.20.2.1"), "{}", text_of(&plan.diagnostics));
    assert!(!plan.diagnostics.has_errors());
}

#[tokio::test]
async fn a_storage_vm_that_this_run_renamed_is_not_found_by_its_former_name() {
    let system = System::start().await;
    let svm = system.create("cvo_storage_vm", svm_config("svm_2")).await;
    let of = |name: &str, octet: u8| {
        route_with(json!({"svm_name": name, "destination": format!("10.{octet}.0.0/16")}))
    };
    // It was read by its name a moment ago.
    system.create("cvo_route", of("svm_cvo", 41)).await;
    system.update(&svm, svm_config("svm_3")).await;
    let refused = apply(&system, None, of("svm_2", 42)).await;
    assert!(
        text_of(&refused.diagnostics).starts_with("[svm_name] There is no storage VM"),
        "{}",
        text_of(&refused.diagnostics)
    );
    system.create("cvo_route", of("svm_3", 43)).await;
}
