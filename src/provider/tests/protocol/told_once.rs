//! A failure of the connection is met once and told once: the other objects of the run refer to it, and only
//! work that has not begun is refused.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{System, configuration, text_of};
use cvo_simulator::Options;
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tfplugin::Diagnostics;
use tfplugin::testing::Stored;
use tokio::net::TcpListener;

const TYPE: &str = "cvo_storage_vm";

/// Attempts of one request at most.
const ATTEMPTS: usize = 6;

fn svm(name: &str) -> Json {
    json!({"name": name, "aggregates": ["aggr1"]})
}

/// Refreshes a storage VM forty times at once, as a plan does, and makes another one. Returns all errors.
async fn plan_of_forty(system: &System, stored: &Stored) -> Vec<Diagnostics> {
    let reads = join_all((0..40).map(|_| system.provider.read(stored))).await;
    assert!(reads.iter().all(|read| read.stored.exists()), "nothing is forgotten");
    let mut errors: Vec<_> = reads.into_iter().map(|read| read.diagnostics).collect();
    errors.push(system.provider.data("cvo_lifs", json!({})).await.diagnostics);
    errors.push(system.provider.import(TYPE, "svm_3").await.diagnostics);
    assert!(errors.iter().all(Diagnostics::has_errors), "each object has an error");
    errors
}

/// Checks that exactly one error says in full what happened, and that the others refer to it.
fn is_told_once(errors: &[Diagnostics], title: &str, step: &str) {
    let all: Vec<_> = errors.iter().flat_map(Diagnostics::iter).collect();
    let (full, short): (Vec<_>, Vec<_>) = all.into_iter().partition(|error| error.summary == title);
    let [full] = &full[..] else { panic!("{title}: {full:?}, {short:?}") };
    assert!(full.detail.contains(step), "{}", full.detail);
    assert_eq!(short.len(), 41);
    for error in short {
        assert!(error.summary.starts_with("Not tried, because "), "{}", error.summary);
        assert!(error.detail.contains(&format!("\"{title}\"")), "{}", error.detail);
        assert!(error.detail.contains("Nothing was sent"), "{}", error.detail);
        assert!(error.detail.len() < 300, "{}", error.detail);
    }
}

#[tokio::test]
async fn a_wrong_password_is_one_login_and_one_error_in_full() {
    let system = System::start().await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    let wrong = json!({"password": "wrong"});
    system.provider.configure(configuration(&system.simulator, wrong)).await;
    system.requests().await;
    let errors = plan_of_forty(&system, &stored).await;
    assert_eq!(system.requests().await, ["ontap GET /api/cluster"]);
    is_told_once(&errors, "ONTAP refused the login", "CVO_PASSWORD");
    let made = system.provider.plan(TYPE, None, svm("svm_3")).await;
    let made = system.provider.apply(&made).await;
    assert!(!made.stored.exists() && made.diagnostics.has_errors());
    assert!(system.requests().await.is_empty(), "not for a create, either");
}

#[tokio::test]
async fn a_login_that_is_refused_in_the_middle_of_a_plan_is_not_repeated_and_never_hidden() {
    let system = System::start().await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    system.run_again().await;
    let refused = json!({"kind": "error", "status": 401, "code": "6691623", "message": "not authorized"});
    system.fault(json!({"side": "ontap", "nth": 2, "count": 0, "effect": refused})).await;
    system.requests().await;
    let errors = plan_of_forty(&system, &stored).await;
    let sent: BTreeSet<_> = system.requests().await.into_iter().collect();
    // Both were under way when the first of them was refused.
    let under_way = ["/api/storage/volumes", "/api/svm/svms"];
    assert_eq!(
        sent,
        ["/api/cluster"].iter().chain(&under_way).map(|path| format!("ontap GET {path}")).collect()
    );
    // The look that met it says nothing, so that each error says what happened.
    for error in errors.iter().flat_map(Diagnostics::iter) {
        assert_eq!(error.summary, "Not tried, because ONTAP refused the login");
        assert!(error.detail.contains("401") && error.detail.contains("CVO_PASSWORD"), "{}", error.detail);
    }
}

#[tokio::test]
async fn an_untrusted_certificate_is_met_once() {
    let system = System::start().await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    let other = json!({"ca_file": null, "certificate_sha256": "00".repeat(32)});
    system.provider.configure(configuration(&system.simulator, other)).await;
    system.requests().await;
    let errors = plan_of_forty(&system, &stored).await;
    is_told_once(&errors, "The cluster's certificate is not trusted", "certificate_sha256");
    assert!(system.requests().await.is_empty());
}

#[tokio::test]
async fn a_busy_cluster_costs_a_plan_the_attempts_of_one_object() {
    let system = System::start().await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    system.run_again().await;
    system.requests().await;
    let busy = json!({"kind": "error", "status": 503, "code": "7", "message": "busy"});
    system.fault(json!({"side": "ontap", "count": 0, "effect": busy})).await;
    let errors = plan_of_forty(&system, &stored).await;
    is_told_once(&errors, "The cluster is too busy (status 503)", "busy");
    assert_eq!(system.requests().await, vec!["ontap GET /api/cluster"; ATTEMPTS]);
}

#[tokio::test]
async fn a_dead_cluster_costs_a_plan_the_attempts_of_one_object() {
    let system = System::start().await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let dead = json!({"endpoint": format!("https://{}", listener.local_addr().unwrap())});
    let count = Arc::new(AtomicUsize::new(0));
    let connections = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            connections.fetch_add(1, Ordering::SeqCst);
            drop(connection);
        }
    });
    system.provider.configure(configuration(&system.simulator, dead)).await;
    let errors = plan_of_forty(&system, &stored).await;
    is_told_once(&errors, "The cluster cannot be reached", "CVO_ENDPOINT");
    assert_eq!(count.load(Ordering::SeqCst), ATTEMPTS);
}

/// The simulator works on a job for this long.
const JOB: Duration = Duration::from_secs(2);

#[tokio::test]
async fn a_change_that_has_begun_is_brought_to_its_end_after_another_login_was_refused() {
    let system = System::with(Options { job_duration: JOB, ..Options::default() }, json!({})).await;
    let stored = system.create(TYPE, svm("svm_2")).await;
    let mut wanted = svm("svm_2");
    wanted["comment"] = json!("two");
    let plan = system.provider.plan(TYPE, Some(&stored), wanted).await;
    let refused = json!({"kind": "error", "status": 401, "code": "6691623", "message": "not authorized"});
    let path = "/api/network/ip/interfaces";
    system.fault(json!({"side": "ontap", "path": path, "effect": refused})).await;
    let meanwhile = async {
        let world = system.simulator.world();
        while world.lock().cluster.jobs.iter().all(|job| job.outcome.is_some()) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let first = system.provider.data("cvo_lifs", json!({})).await.diagnostics;
        let second = system.provider.data("cvo_routes", json!({})).await.diagnostics;
        (text_of(&first), text_of(&second))
    };
    let (changed, (first, second)) = tokio::join!(system.provider.apply(&plan), meanwhile);
    assert!(first.contains("Could not list the LIFs: ONTAP refused the login"), "{first}");
    assert!(second.contains("Not tried, because ONTAP refused the login"), "{second}");
    assert!(changed.diagnostics.is_empty(), "{}", text_of(&changed.diagnostics));
    assert_eq!(changed.json()["comment"], "two");
}
