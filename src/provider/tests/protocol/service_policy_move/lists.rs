//! A move on a storage VM that the same run has made: whole lists, as long as nobody has restricted anything.

use cvo_simulator::Preset;
use cvo_simulator::world::version::OntapVersion;
use futures::future::join;
use serde_json::{Value as Json, json};
use tfplugin::testing::Stored;

use super::contents::{Contents, contents_of, with_moved};
use super::together::answered;
use super::{
    ADD, BLOCKS, FILES, FIVE, ISCSI, NETWORK, POLICIES, RELEASES, REMOVE, TYPE, apply, moved, pair_of,
    policies_of, settled, tamper_with,
};
use crate::support::{System, text_of};

pub(super) const SVM: &str = "svm_new";

pub(super) fn config() -> Json {
    json!({"svm_name": SVM})
}

/// Returns a pair on which this run has made a storage VM with LIFs for files and for blocks.
pub(super) async fn with_new_svm(version: OntapVersion) -> System {
    let system = pair_of(Preset::HaSingleAz, version).await;
    let svm = json!({"name": SVM, "root_volume_name": "root_svm_new", "aggregates": ["aggr1"]});
    system.create("cvo_storage_vm", svm).await;
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
async fn writes(system: &System) -> Vec<String> {
    let requests = system.requests().await.into_iter().filter(|request| !request.contains(" GET "));
    let short = |request: String| match request.split_once(POLICIES) {
        Some((method, _)) => format!("{method}{POLICIES}"),
        None => request,
    };
    requests.map(short).collect()
}

fn lists(number: usize) -> Vec<String> {
    vec![format!("ontap PATCH {POLICIES}"); number]
}

/// Applies in another run, which must find nothing to do.
async fn unchanged_in_the_next_run(system: &System, made: &Stored) {
    system.run_again().await;
    settled(system, made, config()).await;
}

fn add(system: &System, policy: &str, service: &str) {
    tamper_with(system, SVM, policy, |cluster, at| {
        cluster.add_service(cluster.policies[at].uuid, service, &[]).unwrap();
    });
}

fn restrict(system: &System, policy: &str, service: &str) {
    tamper_with(system, SVM, policy, |cluster, at| {
        cluster.restrict_service(cluster.policies[at].uuid, service, &[NETWORK.to_owned()]).unwrap();
    });
}

/// Returns where services are restricted.
fn restricted(contents: &Contents) -> Vec<String> {
    let all = contents.iter().filter(|(_, networks)| *networks == NETWORK);
    all.map(|((policy, service), _)| format!("{policy}/{service}")).collect()
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
async fn a_service_that_others_have_added_stays() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    add(&system, FILES, "management-https");
    add(&system, ISCSI, "management-ssh");
    let before = contents_of(&system, SVM);
    let made = system.create(TYPE, config()).await;
    assert_eq!(writes(&system).await, lists(3));
    assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE));
    unchanged_in_the_next_run(&system, &made).await;
}

#[tokio::test]
async fn a_restriction_anywhere_in_the_storage_vm_means_service_by_service() {
    for (policy, service) in [
        (FILES, "management-dns-client"),
        (FILES, "data-nfs"),
        (ISCSI, "data-iscsi"),
        ("default-management", "management-ssh"),
    ] {
        let system = with_new_svm(OntapVersion::V9_15_1).await;
        restrict(&system, policy, service);
        let before = contents_of(&system, SVM);
        let made = system.create(TYPE, config()).await;
        let sent = writes(&system).await;
        assert!(sent.len() == 15 && sent.iter().all(|write| write.ends_with("-service")), "{sent:?}");
        assert_eq!(contents_of(&system, SVM), with_moved(&before, &FIVE), "{policy} {service}");
        unchanged_in_the_next_run(&system, &made).await;
    }
}

/// The answer to one list is late; meanwhile an administrator works on the source.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_or_restricted_between_the_lists_stays() {
    for is_restricted in [false, true] {
        let system = with_new_svm(OntapVersion::V9_15_1).await;
        let before = contents_of(&system, SVM);
        let plan = system.provider.plan(TYPE, None, config()).await;
        system.requests().await;
        let late = json!({"kind": "delay", "milliseconds": 1500});
        system.fault(json!({"method": "PATCH", "path": format!("{POLICIES}/*"), "effect": late})).await;
        let administrator = async {
            answered(&system, "PATCH", POLICIES, 1).await;
            add(&system, FILES, "management-https");
            if is_restricted {
                restrict(&system, FILES, "data-nfs");
            }
        };
        let (made, ()) = join(system.provider.apply(&plan), administrator).await;
        assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
        let sent = writes(&system).await;
        let removals = sent.iter().filter(|write| write.ends_with(REMOVE)).count();
        let expected = if is_restricted { (2, 5) } else { (3, 0) };
        assert_eq!((sent.len() - removals, removals), expected, "{sent:?}");
        let mut expected = with_moved(&before, &FIVE);
        let https = expected.values().next().unwrap().clone();
        expected.insert((FILES.to_owned(), "management_https".to_owned()), https);
        let now = contents_of(&system, SVM);
        assert_eq!(now.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
        let restrictions: &[&str] = if is_restricted { &["default-data-files/data_nfs"] } else { &[] };
        assert_eq!(restricted(&now), restrictions);
        unchanged_in_the_next_run(&system, &made.stored).await;
    }
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

/// A policy lacks afterwards what its list had and the move is not about.
#[tokio::test]
async fn a_list_that_is_not_kept_is_told() {
    let system = with_new_svm(OntapVersion::V9_15_1).await;
    let without_core: Vec<_> = FIVE.iter().chain(&["data_iscsi"]).collect();
    let members = json!({"kind": "members", "named": ISCSI, "members": {"services": without_core}});
    system.fault(json!({"method": "GET", "path": POLICIES, "nth": 2, "effect": members})).await;
    let made = apply(&system, None, config()).await;
    let said = text_of(&made.diagnostics);
    assert!(!made.diagnostics.has_errors() && made.json()["complete"] == false, "{said}");
    assert!(
        said.starts_with("[] Not everything is as written in the service policies of storage VM svm_new"),
        "{said}"
    );
    assert!(said.contains("default-data-iscsi of storage VM svm_new lacks data-core"), "{said}");
    assert_eq!(writes(&system).await, lists(2), "the source keeps its services");
    system.run_again().await;
    let read = system.provider.read(&made.stored).await.stored;
    let again = system.update(&read, config()).await;
    unchanged_in_the_next_run(&system, &again).await;
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
