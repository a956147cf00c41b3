//! A move on a storage VM that the same run has made: whole lists, as long as nobody has restricted anything.

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::contents::{contents_of, with_moved};
use super::{
    ADD, BLOCKS, FILES, FIVE, ISCSI, POLICIES, RELEASES, REMOVE, TYPE, apply, moved, pair_of, policies_of,
    settled, tamper_with,
};
use crate::support::{System, text_of};

pub(super) const SVM: &str = "svm_new";

pub(super) fn config() -> Json {
    json!({"svm_name": SVM})
}

/// Makes a storage VM.
async fn make_svm(system: &System, name: &str) {
    let svm = json!({"name": name, "root_volume_name": format!("root_{name}"), "aggregates": ["aggr1"]});
    system.create("cvo_storage_vm", svm).await;
}

/// Returns a pair on which this run has made a storage VM with LIFs for files and for blocks.
pub(super) async fn with_new_svm(version: OntapVersion) -> System {
    let system = pair_of(Preset::HaSingleAz, version).await;
    make_svm(&system, SVM).await;
    for (at, (policy, model)) in
        [(FILES, "ip_nas_1"), (BLOCKS, "ip_iscsi_1"), (ISCSI, "ip_iscsi_2")].into_iter().enumerate()
    {
        tamper_with(&system, SVM, policy, |cluster, policy| {
            let (policy, svm) = (cluster.policies[policy].uuid, cluster.policies[policy].svm);
            let mut lif = cluster.interfaces.iter().find(|lif| lif.name == model).unwrap().clone();
            (lif.svm, lif.policy, lif.uuid) = (svm, policy, cluster.uuids.make());
            (lif.name, lif.address) =
                (format!("{model}_new"), format!("10.30.1.{}", 60 + at).parse().unwrap());
            cluster.interfaces.push(lif);
        });
    }
    system.requests().await;
    system
}

/// Returns the writes of the requests, without uuids.
pub(super) async fn writes(system: &System) -> Vec<String> {
    let requests = system.requests().await.into_iter().filter(|request| !request.contains(" GET "));
    let short = |request: String| match request.split_once(POLICIES) {
        Some((method, _)) => format!("{method}{POLICIES}"),
        None => request,
    };
    requests.map(short).collect()
}

pub(super) fn lists(number: usize) -> Vec<String> {
    vec![format!("ontap PATCH {POLICIES}"); number]
}

/// Applies in another run, which must find nothing to do.
pub(super) async fn unchanged_in_the_next_run(system: &System, made: &Stored) {
    system.run_again().await;
    settled(system, made, config()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn three_writes_move_everything_on_every_release() {
    for version in RELEASES {
        let system = with_new_svm(version).await;
        let before = policies_of(&system, SVM);
        let plan = system.provider.plan(TYPE, None, config()).await;
        system.requests().await;
        let made = system.provider.apply(&plan).await;
        assert!(made.diagnostics.is_empty(), "{version}: {}", text_of(&made.diagnostics));
        let log = system.log().await;
        assert_eq!(writes(&system).await, lists(3), "{version}");
        let reads = log.iter().filter(|entry| entry["method"] == "GET").count();
        assert_eq!(reads, 7, "nodes, policies 3 times, LIFs, and twice who may use them: {log:#?}");
        let order: Vec<_> = log
            .iter()
            .filter(|entry| entry["path"].as_str().unwrap().starts_with(POLICIES))
            .map(|entry| entry["method"].as_str().unwrap())
            .collect();
        assert_eq!(
            order,
            ["GET", "PATCH", "PATCH", "GET", "PATCH", "GET"],
            "each list is of a read before it"
        );
        assert_eq!(policies_of(&system, SVM), moved(&before), "{version}");
        assert_eq!(made.json()["complete"], true);
        unchanged_in_the_next_run(&system, &made.stored).await;
    }
}

#[tokio::test]
async fn the_storage_vm_of_another_run_and_a_later_change_are_moved_service_by_service() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    let before = contents_of(&system, SVM);
    let one = json!({"svm_name": SVM, "services": ["management-dns-client"]});
    let made = system.create(TYPE, one).await;
    assert_eq!(writes(&system).await, lists(3));
    system.update(&made, config()).await;
    assert_eq!(writes(&system).await.len(), 12, "others may know the storage VM by now");
    assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE));

    let system = with_new_svm(OntapVersion::V9_15_1).await;
    system.run_again().await;
    system.create(TYPE, config()).await;
    let sent = writes(&system).await;
    assert!(sent.len() == 15 && sent.iter().all(|write| write.ends_with("-service")), "{sent:?}");
    assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE));
}

#[tokio::test]
async fn a_role_that_may_not_replace_lists_moves_service_by_service() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    let before = contents_of(&system, SVM);
    let refused =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    system
        .fault(json!({"method": "PATCH", "path": format!("{POLICIES}/*"), "count": 0, "effect": refused}))
        .await;
    let made = system.create(TYPE, config()).await;
    let sent = writes(&system).await;
    assert_eq!(sent.iter().filter(|write| write.ends_with(ADD)).count(), 10, "{sent:?}");
    assert_eq!(sent.iter().filter(|write| write.ends_with(REMOVE)).count(), 5, "{sent:?}");
    assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE));
    unchanged_in_the_next_run(&system, &made).await;
}

#[tokio::test]
async fn a_service_that_the_release_does_not_know_is_refused_and_nothing_changes() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    let before = system.state().await;
    let unknown = json!({"svm_name": SVM, "services": ["management-dns-client", "management-x-client"]});
    let made = apply(&system, None, unknown).await;
    let said = text_of(&made.diagnostics);
    assert!(made.diagnostics.has_errors() && !made.stored.exists(), "{said}");
    assert!(said.contains("53281932") && said.contains("management-x-client"), "{said}");
    assert_eq!(system.state().await, before);
}

#[tokio::test]
async fn no_list_is_replaced_while_a_node_is_taken_over() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    let before = policies_of(&system, SVM);
    system.simulator.world().lock().take_over("cvo-node2").unwrap();
    let refused = apply(&system, None, config()).await;
    let said = text_of(&refused.diagnostics);
    assert!(!refused.stored.exists() && said.contains("node cvo-node2 is taken over"), "{said}");
    assert_eq!((policies_of(&system, SVM), writes(&system).await), (before.clone(), Vec::new()));
    let made = apply(&system, None, json!({"svm_name": SVM, "allow_during_takeover": true})).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    assert_eq!((policies_of(&system, SVM), writes(&system).await), (moved(&before), lists(3)));
}

/// A process that is killed stores nothing.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_run_has_left_is_finished_by_a_create_of_the_next() {
    let cut = json!({"kind": "cut"});
    for written in 0..3 {
        let system = with_new_svm(OntapVersion::V9_15_1).await;
        let before = contents_of(&system, SVM);
        let plan = system.provider.plan(TYPE, None, config()).await;
        for path in [format!("{POLICIES}/*"), "/api/private/cli/*-service".to_owned()] {
            let nth = if path.starts_with(POLICIES) { written + 1 } else { 1 };
            let rule = json!({"path": path, "nth": nth, "count": 0, "effect": cut});
            system.fault(rule).await;
        }
        system.provider.apply(&plan).await;
        system.no_faults().await;
        let changed = contents_of(&system, SVM).len() - before.len();
        assert_eq!(changed, usize::try_from(written).unwrap() * FIVE.len(), "only the targets");
        system.run_again().await;
        let made = system.create(TYPE, config()).await;
        assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE), "{written}");
        unchanged_in_the_next_run(&system, &made).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn moves_on_several_storage_vms_share_their_looks() {
    let system = pair_of(Preset::HaSingleAz, OntapVersion::V9_15_1).await;
    let svms = ["svm_a", "svm_b", "svm_c", "svm_d"];
    for svm in svms {
        make_svm(&system, svm).await;
    }
    let before = svms.map(|svm| policies_of(&system, svm));
    let config = |svm: &str| json!({"svm_name": svm, "on_missing_carrier": "warn"});
    let plans = join_all(svms.map(|svm| system.provider.plan(TYPE, None, config(svm)))).await;
    system.requests().await;
    let made = join_all(plans.iter().map(|plan| system.provider.apply(plan))).await;
    assert!(made.iter().all(|made| made.json()["complete"] == true), "{made:?}");
    let requests = system.requests().await;
    let reads = requests.iter().filter(|request| request.starts_with("ontap GET ")).count();
    assert!(reads < svms.len() * 7, "{reads}: fewer than each would take alone");
    assert_eq!(requests.len() - reads, svms.len() * 3);
    assert_eq!(svms.map(|svm| policies_of(&system, svm)), before.map(|before| moved(&before)));
}
