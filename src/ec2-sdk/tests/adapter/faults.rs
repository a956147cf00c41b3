//! Failing calls.

use captured_log::Log;
use ec2::Reassignment::Refuse;
use ec2::{Ec2, ErrorKind};
use serde_json::{Value, json};
use tracing::level_filters::LevelFilter;

use crate::bench::{Bench, E0A, SUBNET, adapter, address};

const ASSIGN: &str = "AssignPrivateIpAddresses";
const UNASSIGN: &str = "UnassignPrivateIpAddresses";
const DESCRIBE: &str = "DescribeNetworkInterfaces";

fn refusal(action: &str, count: u64, status: u16, code: &str) -> Value {
    json!({"action": action, "count": count, "effect": {"kind": "error", "status": status, "code": code,
        "message": "Said the fault rule."}})
}

fn cut(action: &str, after: bool) -> Value {
    json!({"action": action, "effect": {"kind": "cut", "after": after}})
}

#[tokio::test]
async fn throttling_and_internal_failures_are_retried() {
    let bench = Bench::new();
    bench.fault(refusal(ASSIGN, 2, 503, "RequestLimitExceeded")).await;
    bench.fault(refusal(DESCRIBE, 1, 500, "InternalError")).await;
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    assert!(bench.e0a().await.contains(&50));
    assert_eq!((bench.calls(ASSIGN).await, bench.calls(DESCRIBE).await), (3, 2));
}

#[tokio::test]
async fn a_missing_permission_is_reported_at_once() {
    let bench = Bench::new();
    bench.fault(refusal(ASSIGN, 0, 403, "UnauthorizedOperation")).await;
    let error = bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap_err();
    assert!(error.is_unauthorized(), "{error:?}");
    assert!(error.to_string().contains("Said the fault rule."), "{error}");
    assert_eq!(bench.calls(ASSIGN).await, 1);
}

#[tokio::test]
async fn a_lost_answer_neither_assigns_twice_nor_fails() {
    for after in [false, true] {
        let bench = Bench::new();
        bench.fault(cut(ASSIGN, after)).await;
        bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
        assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16, 50], "cut after the effect: {after}");
        assert_eq!(bench.calls(ASSIGN).await, 2);
    }
}

#[tokio::test]
async fn a_lost_answer_for_the_last_slot_is_not_taken_for_a_full_interface() {
    let bench = Bench::new();
    for host in 50..58 {
        bench.ec2.assign_private_ip(E0A, address(host), Refuse).await.unwrap();
    }
    bench.fault(cut(ASSIGN, true)).await;
    // It is unknown whether EC2 checks the limit or the address first; this is the less favorable order.
    bench
        .fault(json!({"action": ASSIGN, "nth": 2, "effect": {"kind": "error", "status": 400,
            "code": "PrivateIpAddressLimitExceeded", "message": "Number of private addresses will exceed \
                 limit."}}))
        .await;
    bench.ec2.assign_private_ip(E0A, address(58), Refuse).await.unwrap();
    assert_eq!(bench.e0a().await.len(), 15);
}

#[tokio::test]
async fn a_lost_answer_to_unassigning_is_no_error() {
    let bench = Bench::new();
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    bench.fault(cut(UNASSIGN, true)).await;
    bench.ec2.unassign_private_ip(E0A, address(50)).await.unwrap();
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16]);
    assert_eq!(bench.calls(UNASSIGN).await, 2);
}

#[tokio::test]
async fn a_silent_peer_times_out_and_is_retried() {
    let bench = Bench::new();
    bench.fault(json!({"action": ASSIGN, "effect": {"kind": "delay", "milliseconds": 40_000}})).await;
    let log = Log::default();
    let _guard = log.keep(LevelFilter::INFO);
    let start = std::time::Instant::now();
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    assert!(start.elapsed().as_secs() < 25, "{:?}", start.elapsed());
    assert!(
        log.text().contains("still waiting for EC2 to answer AssignPrivateIpAddresses"),
        "{}",
        log.text()
    );
    assert!(log.lines("WARN").iter().any(|line| line.contains("no answer in time")), "{}", log.text());
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16, 50]);
}

#[tokio::test]
async fn an_html_page_is_not_an_answer_of_ec2() {
    let bench = Bench::new();
    let page = "<html><body>Sign in, please: secret-cookie</body></html>";
    for (status, kind) in [(200, ErrorKind::BadAnswer), (403, ErrorKind::BadAnswer)] {
        bench
            .fault(json!({"action": DESCRIBE, "effect": {"kind": "body", "status": status,
                "content_type": "text/html", "text": page}}))
            .await;
        let error = bench.ec2.network_interface(E0A).await.unwrap_err();
        assert_eq!(error.kind, kind, "{error:?}");
        assert!(error.to_string().contains(&status.to_string()), "{error}");
        assert!(!error.to_string().contains("secret-cookie"), "a raw answer reached the user: {error}");
    }
}

#[tokio::test]
async fn wrong_keys_are_distinguished_from_missing_permissions() {
    let bench = Bench::new();
    let stranger = adapter(&bench.simulator.ready().ec2, "AKIAAAAAAAAAAAAAAAAA", "wrong");
    let error = stranger.network_interface(E0A).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::CredentialsRefused, "{error:?}");
    let again = stranger.subnet(SUBNET).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::CredentialsRefused, "{again:?}");
    assert!(
        again.message.starts_with("Nothing was sent") && again.message.contains(&error.message),
        "{again}"
    );
    assert_eq!((bench.calls(DESCRIBE).await, bench.calls("DescribeSubnets").await), (1, 0));
}
