//! What the log shows of calls.

use aws_credential_types::Credentials;
use captured_log::Log;
use ec2::Ec2;
use ec2::Reassignment::Refuse;
use serde_json::json;
use tracing::level_filters::LevelFilter;

use crate::bench::{Bench, E0A, address, with_keys};
use crate::wire;

/// Returns the lines of the adapter itself that contain this text.
fn own_lines(log: &Log, with: &str) -> Vec<String> {
    log.lines(with).into_iter().filter(|line| line.contains(" ec2_sdk::")).collect()
}

fn has(line: &str, parts: &[&str]) {
    assert!(parts.iter().all(|part| line.contains(part)), "{parts:?} in {line}");
}

#[tokio::test]
async fn each_attempt_and_each_repeat_is_told_with_its_reason() {
    let (bench, log) = (Bench::new(), Log::default());
    let throttled =
        json!({"kind": "error", "status": 503, "code": "RequestLimitExceeded", "message": "Later."});
    bench.fault(json!({"action": "AssignPrivateIpAddresses", "effect": throttled})).await;
    let _guard = log.keep(LevelFilter::DEBUG);
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    let attempts = own_lines(&log, "milliseconds=");
    let [first, second] = &attempts[..] else { panic!("{attempts:?}") };
    let both = ["DEBUG", "action=\"AssignPrivateIpAddresses\"", "region=\"eu-central-1\""];
    attempts.iter().for_each(|line| has(line, &both));
    has(first, &["attempt=1", "status=503", "reason=\"RequestLimitExceeded\""]);
    has(second, &["attempt=2", "status=200"]);
    let repeats = own_lines(&log, "WARN");
    let [repeat] = &repeats[..] else { panic!("{repeats:?}") };
    has(repeat, &["AssignPrivateIpAddresses", "RequestLimitExceeded", "sent again in ", " s"]);
    assert!(own_lines(&log, "TRACE").is_empty(), "no body");
}

#[tokio::test]
async fn a_refusal_is_told_and_is_no_repeat() {
    let (bench, log) = (Bench::new(), Log::default());
    let _guard = log.keep(LevelFilter::DEBUG);
    bench.ec2.subnet("subnet-0c0a51de0000000ff").await.unwrap_err();
    let failed = own_lines(&log, "EC2 call failed");
    let [failed] = &failed[..] else { panic!("{failed:?}") };
    has(failed, &["DescribeSubnets", "status=400", "InvalidSubnetID.NotFound", "attempt=1"]);
    assert!(own_lines(&log, "WARN").is_empty());
}

const KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//wEaCWV1LWNlbnRyYWwtMSJH+MEUCIQ==";

/// Sends back what was received, and what the server knows although it was not sent.
fn everything(request: &str) -> String {
    format!("{} {KEY} {TOKEN}", request.replace(['<', '>', '&'], " "))
}

#[tokio::test]
async fn bodies_are_told_at_trace_without_credentials() {
    let (server, log) = (wire::echo(everything).await, Log::default());
    let keys = Credentials::new("AKIAEXAMPLE", KEY, Some(TOKEN.to_owned()), None, "test");
    let ec2 = with_keys(&format!("http://{server}"), keys);
    let _guard = log.keep(LevelFilter::TRACE);
    ec2.network_interface(E0A).await.unwrap_err();
    let (sent, received) = (own_lines(&log, "EC2 is sent"), own_lines(&log, "EC2 has sent"));
    has(&sent[0], &["TRACE", "Action=DescribeNetworkInterfaces", E0A]);
    has(&received[0], &["TRACE", "AccessDenied", "(hidden)"]);
    for part in ["wJalrXUtnFEMI", "CYEXAMPLEKEY", "IQoJb3JpZ2lu", "MEUCIQ"] {
        assert!(own_lines(&log, part).is_empty(), "{:?}", own_lines(&log, part));
    }
}
