//! Concurrent changes of the same policies, by another run of Terraform or by an administrator.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join;
use serde_json::{Value as Json, json};
use tfplugin::testing::{Answered, Harness};

use super::contents::{contents, with_moved};
use super::{
    ADD, BLOCKS, FILES, FIVE, ISCSI, POLICIES, REMOVE, TYPE, add, apply, config, pair, remove, restrict,
    settled, with,
};
use crate::support::{Calls, System, configuration, provider, text_of};

/// Waits until the simulator has answered `times` requests of this kind. The path is the beginning of one.
pub(super) async fn answered(system: &System, method: &str, path: &str, times: usize) {
    for _ in 0..500 {
        let url = format!("{}/requests", system.simulator.ready().control);
        let log: Json = system.http.get(url).send().await.unwrap().json().await.unwrap();
        let log = log.as_array().or(log["records"].as_array()).unwrap();
        let begins = |entry: &Json| entry["path"].as_str().is_some_and(|found| found.starts_with(path));
        let fits = |entry: &&Json| entry["method"] == method && begins(entry);
        if log.iter().filter(fits).count() >= times {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{method} {path} was not requested {times} times");
}

/// Returns another provider process, as on another host.
async fn another_host(system: &System) -> Harness {
    let host = provider(&system.simulator, &Arc::new(Calls::default()));
    let diagnostics = host.configure(configuration(&system.simulator, json!({}))).await;
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    host
}

/// Makes the read of the LIFs so slow that every run has read the policies before any run writes.
async fn slow_lif_read(system: &System, times: u64) {
    let effect = json!({"kind": "delay", "milliseconds": 1500});
    system.requests().await;
    system
        .fault(
            json!({"method": "GET", "path": "/api/network/ip/interfaces", "count": times, "effect": effect}),
        )
        .await;
}

/// Applies on two hosts at the same moment, after both have read the same policies.
async fn both_at_once(system: &System, configs: [Json; 2]) -> [Answered; 2] {
    let other = another_host(system).await;
    let [ours, theirs] = configs;
    let ours = system.provider.plan(TYPE, None, ours).await;
    let theirs = other.plan(TYPE, None, theirs).await;
    slow_lif_read(system, 2).await;
    let both = join(system.provider.apply(&ours), other.apply(&theirs));
    let looked = async {
        answered(system, "GET", POLICIES, 2).await;
        let url = format!("{}/requests", system.simulator.ready().control);
        let log = system.http.get(url).send().await.unwrap().text().await.unwrap();
        assert!(!log.contains(ADD), "both have read before either writes");
    };
    let ((ours, theirs), ()) = join(both, looked).await;
    [ours, theirs]
}

/// The policies are answered late, and so is the first service of one target.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_depend_on_each_other_goes_at_the_same_time() {
    let system = pair().await;
    let plan = system.provider.plan(TYPE, None, config()).await;
    system.requests().await;
    for (method, path) in [("GET", POLICIES), ("POST", ADD)] {
        let late = json!({"kind": "delay", "milliseconds": 700});
        system.fault(json!({"method": method, "path": path, "effect": late})).await;
    }
    let made = system.provider.apply(&plan).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    // In the order in which they were answered.
    let log = system.log().await;
    let first = |path: &str| log.iter().position(|entry| entry["path"] == path).unwrap();
    let policies = first(POLICIES);
    for path in [
        "/api/cluster/nodes",
        "/api/network/ip/interfaces",
        "/api/private/cli/network/interface/service-policy",
    ] {
        assert!(first(path) < policies, "{path}: {log:#?}");
    }
    let (answered, late) = (&log[first(ADD)], log.iter().rposition(|entry| entry["faulty"] == true).unwrap());
    assert_eq!(answered["faulty"], false, "the other target has its service first");
    assert_eq!(log[late]["path"], ADD);
    assert_eq!(late, first(ADD) + 1, "the second services come after both");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_by_an_administrator_between_read_and_writes_survives() {
    let system = pair().await;
    restrict(&system, FILES, "data-nfs");
    let plan = system.provider.plan(TYPE, None, config()).await;
    slow_lif_read(&system, 1).await;
    let administrator = async {
        answered(&system, "GET", POLICIES, 1).await;
        add(&system, FILES, "management-https");
        add(&system, ISCSI, "management-ssh");
        restrict(&system, ISCSI, "management-ssh");
        restrict(&system, BLOCKS, "data-core");
        remove(&system, FILES, "data-flexcache");
        contents(&system)
    };
    let (made, between) = join(system.provider.apply(&plan), administrator).await;
    assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    assert_eq!(contents(&system), with_moved(&between, &FIVE));
    settled(&system, &made.stored, config()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_concurrent_runs_that_move_different_services_keep_each_others_changes() {
    let system = pair().await;
    restrict(&system, FILES, "management-dns-client");
    restrict(&system, ISCSI, "data-iscsi");
    let before = contents(&system);
    let configs =
        ["management-dns-client", "management-nis-client"].map(|name| with(json!({"services": [name]})));
    let made = both_at_once(&system, configs.clone()).await;
    for made in &made {
        assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
    }
    let expected = with_moved(&before, &["management_dns_client", "management_nis_client"]);
    assert_eq!(contents(&system), expected);
    for (made, config) in made.iter().zip(configs) {
        settled(&system, &made.stored, config).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_concurrent_runs_that_move_the_same_services_both_succeed() {
    let system = pair().await;
    restrict(&system, FILES, "management-dns-client");
    let before = contents(&system);
    for made in both_at_once(&system, [config(), config()]).await {
        assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
        settled(&system, &made.stored, config()).await;
    }
    assert_eq!(contents(&system), with_moved(&before, &FIVE));
}

/// ONTAP does not document its refusals of a service that a policy already has, or no longer has. Whatever
/// the answer is, the policies show whether the wanted state is reached.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_a_failure_if_the_policies_show_the_wanted_state() {
    let refusals =
        [(409, "1"), (400, "1"), (404, "4"), (400, "4"), (500, "13001"), (403, "6"), (400, "53281893")];
    for path in [ADD, REMOVE] {
        for (status, code) in refusals {
            let system = pair().await;
            let before = contents(&system);
            let effect =
                json!({"kind": "error", "status": status, "code": code, "message": "no", "after": true});
            system.fault(json!({"method": "POST", "path": path, "nth": 2, "effect": effect})).await;
            let made = apply(&system, None, config()).await;
            assert!(made.diagnostics.is_empty(), "{path} {status} {code}: {}", text_of(&made.diagnostics));
            assert_eq!(contents(&system), with_moved(&before, &FIVE), "{path} {status} {code}");
        }
    }
}
