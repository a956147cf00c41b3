//! Refusals: where they come, and that nothing is changed.

use cvo_simulator::world::version::OntapVersion;
use cvo_simulator::{Options, Preset};
use serde_json::{Value as Json, json};

use super::{TYPE, config, pair, pair_of, policies, with};
use crate::support::{System, text_of};

#[tokio::test]
async fn a_release_before_9_11_1_is_refused_in_the_plan_with_its_number() {
    let system = pair_of(Preset::HaMultiAz, OntapVersion::V9_10_1).await;
    let before = policies(&system);
    let plan = system.provider.plan(TYPE, None, config()).await;
    assert!(plan.diagnostics.has_errors());
    let why = text_of(&plan.diagnostics);
    assert!(why.contains("ONTAP 9.10.1") && why.contains("9.11.1") && why.contains("count = 0"), "{why}");
    let imported = system.provider.import(TYPE, "svm_cvo/default-data-files").await;
    assert!(text_of(&imported.diagnostics).contains("9.10.1"), "{}", text_of(&imported.diagnostics));
    assert_eq!(policies(&system), before);
}

#[tokio::test]
async fn a_single_node_is_warned_about_and_then_left_alone() {
    let system = System::with(Options::default(), json!({})).await;
    let plan = system.provider.plan(TYPE, None, config()).await;
    assert!(!plan.diagnostics.has_errors() && text_of(&plan.diagnostics).contains("single node"));
    let made = system.provider.apply(&plan).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    super::settled(&system, &made.stored, config()).await;
}

/// Returns the first step that refuses the configuration, and its messages.
async fn refusal(system: &System, config: Json) -> (&'static str, String) {
    let invalid = system.provider.validate(TYPE, config.clone()).await;
    if invalid.has_errors() {
        return ("validate", text_of(&invalid));
    }
    let plan = system.provider.plan(TYPE, None, config).await;
    if plan.diagnostics.has_errors() {
        return ("plan", text_of(&plan.diagnostics));
    }
    let made = system.provider.apply(&plan).await;
    assert!(made.diagnostics.has_errors() && !made.stored.exists(), "nothing is stored");
    ("apply", text_of(&made.diagnostics))
}

#[tokio::test]
async fn each_invalid_configuration_is_refused_and_nothing_changes() {
    let system = pair().await;
    let before = system.state().await;
    let cases = [
        (json!({"services": []}), "validate", "[services]", "No services"),
        (json!({"services": ["Management DNS"]}), "validate", "[services]", "management-dns-client"),
        (json!({"to_policies": []}), "validate", "[to_policies]", "at least one policy"),
        (json!({"to_policies": [super::FILES]}), "validate", "[to_policies]", "loses the services"),
        (json!({"on_missing_carrier": "ignore"}), "validate", "[on_missing_carrier]", "\"warn\""),
        (json!({"svm_name": "svm 9"}), "validate", "[svm_name]", "' '"),
        (json!({"svm_name": "svm_9"}), "apply", "[svm_name]", "svm_9"),
        (json!({"from_policy": "default-data-fils"}), "apply", "[from_policy]", "default-data-files"),
        (json!({"to_policies": ["outbound"]}), "apply", "[to_policies]", "default-data-iscsi"),
        (json!({"services": ["data-nfs"]}), "plan", "[services]", "clients of data-nfs"),
        (json!({"services": ["management-all-client"]}), "apply", "[services]", "53281932"),
        // By the order of names this service would be the last. It is refused before any other is touched.
        (
            json!({"services": ["management-dns-client", "management-x-client"]}),
            "apply",
            "[services]",
            "53281932",
        ),
    ];
    for (change, step, path, why) in cases {
        let (at, message) = refusal(&system, with(change.clone())).await;
        assert_eq!(at, step, "{change}: {message}");
        assert!(message.contains(path) && message.contains(why), "{change}: {message}");
    }
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn an_import_that_names_nothing_lists_the_existing_names() {
    let system = pair().await;
    let cases = [
        ("svm_cvo", "svm_name/from_policy"),
        ("svm_9/default-data-files", "svm_cvo"),
        ("svm_cvo/default-data-fils", "default-data-files"),
    ];
    for (id, expected) in cases {
        let refused = system.provider.import(TYPE, id).await;
        assert!(refused.diagnostics.has_errors(), "{id}");
        assert!(text_of(&refused.diagnostics).contains(expected), "{id}: {}", text_of(&refused.diagnostics));
    }
}

#[tokio::test]
async fn another_storage_vm_is_refused_in_the_plan() {
    let system = pair().await;
    let svm = json!({"name": "svm_2", "root_volume_name": "root_svm_2", "aggregates": ["aggr1"]});
    system.create("cvo_storage_vm", svm).await;
    let made = system.create(TYPE, config()).await;
    let plan = system.provider.plan(TYPE, Some(&made), with(json!({"svm_name": "svm_2"}))).await;
    assert!(
        text_of(&plan.diagnostics).contains("cannot move to another storage VM"),
        "{}",
        text_of(&plan.diagnostics)
    );
}

#[tokio::test]
async fn no_move_is_made_while_a_node_is_taken_over() {
    let system = pair().await;
    let before = policies(&system);
    let world = system.simulator.world();
    world.lock().take_over("cvo-node2").unwrap();
    let (step, why) = refusal(&system, config()).await;
    assert_eq!(step, "apply");
    assert!(why.contains("node cvo-node2 is taken over") && why.contains("allow_during_takeover"), "{why}");
    assert_eq!(policies(&system), before);
    let allowed = with(json!({"allow_during_takeover": true}));
    let made = system.create(TYPE, allowed.clone()).await;
    world.lock().give_back("cvo-node2").unwrap();
    super::settled(&system, &made, allowed).await;
}

#[tokio::test]
async fn an_update_is_possible_during_a_takeover() {
    let system = pair().await;
    let made = system.create(TYPE, with(json!({"services": ["management-dns-client"]}))).await;
    system.simulator.world().lock().take_over("cvo-node1").unwrap();
    let changed = system.update(&made, config()).await;
    super::settled(&system, &changed, config()).await;
}
