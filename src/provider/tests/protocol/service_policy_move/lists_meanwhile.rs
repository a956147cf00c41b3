//! A move by whole lists, and what somebody else does to the same policies meanwhile.

use cvo_simulator::world::version::OntapVersion;
use futures::future::join;
use serde_json::json;

use super::contents::{Contents, contents_of, with_moved};
use super::lists::{SVM, config, lists, unchanged_in_the_next_run, with_new_svm, writes};
use super::together::answered;
use super::{FILES, FIVE, ISCSI, NETWORK, POLICIES, REMOVE, TYPE, apply, tamper_with};
use crate::support::{System, text_of};

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
