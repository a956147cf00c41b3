//! What a query sends, and when it ends.

use std::time::Duration;

use cvo_simulator::{Options, Preset};
use serde_json::json;
use tfplugin::testing::Asked;

use super::{KINDS, list, made};
use crate::support::{System, text_of};

/// Returns how often each path was read, without what is read once in a run.
fn collections(requests: &[String]) -> Vec<&str> {
    let once = ["/api/cluster", "/api/cluster/nodes"];
    let paths = requests.iter().filter_map(|request| request.strip_prefix("ontap GET "));
    let mut paths: Vec<_> = paths.filter(|path| !once.contains(path)).collect();
    paths.sort_unstable();
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn each_collection_is_read_once_and_nothing_else_is_sent() {
    let (system, _) = made(Preset::HaSingleAz).await;
    let roots = "/api/storage/volumes";
    for (type_name, path) in [
        ("cvo_storage_vm", "/api/svm/svms"),
        ("cvo_secondary_ip", "/api/network/ip/interfaces"),
        ("cvo_lif", "/api/network/ip/interfaces"),
        ("cvo_route", "/api/network/ip/routes"),
        ("cvo_service_policy_move", "/api/network/ip/service-policies"),
    ] {
        system.run_again().await;
        system.requests().await;
        system.ec2_calls();
        list(&system, type_name, json!({}), Asked::default()).await;
        let requests = system.requests().await;
        let mut expected = [path, roots];
        expected.sort_unstable();
        assert_eq!(collections(&requests), expected, "{type_name}: {requests:#?}");
        assert!(requests.iter().all(|request| request.starts_with("ontap GET ")), "{requests:#?}");
        let ec2 = if type_name == "cvo_secondary_ip" { &["DescribeNetworkInterfaces"][..] } else { &[] };
        assert_eq!(system.ec2_calls(), ec2, "{type_name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_whose_reader_has_gone_ends_within_a_page() {
    let system = System::with(Options { page_size: Some(1), ..Options::default() }, json!({})).await;
    list(&system, "cvo_route", json!({}), Asked::default()).await;
    system.requests().await;
    let delay = json!({"kind": "delay", "milliseconds": 300});
    system
        .fault(json!({"method": "GET", "path": "/api/network/ip/interfaces", "count": 0, "effect": delay}))
        .await;
    let config = json!({"include_system": true});
    let query = system.provider.list("cvo_lif", config, Asked::default());
    assert!(tokio::time::timeout(Duration::from_millis(450), query).await.is_err());
    tokio::time::sleep(Duration::from_millis(900)).await;
    let read = system.requests().await;
    assert!(collections(&read).len() <= 2, "{read:#?}");
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_that_names_it() {
    let system = System::start().await;
    let error =
        json!({"kind": "error", "status": 403, "code": "6", "message": "not authorized for that command"});
    system.fault(json!({"path": "/api/storage/volumes", "count": 0, "effect": error})).await;
    for type_name in KINDS {
        let listing = system.provider.list(type_name, json!({}), Asked::default()).await;
        assert!(listing.found.is_empty() && listing.diagnostics.has_errors(), "{type_name}");
        assert!(
            text_of(&listing.diagnostics).contains("Could not list the root volumes"),
            "{}",
            text_of(&listing.diagnostics)
        );
    }
}
