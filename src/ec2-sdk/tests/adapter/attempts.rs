//! Retried writes: the last answer alone does not tell what happened.

use std::time::{Duration, Instant};

use ec2::Reassignment::Refuse;
use ec2::{Ec2, Error, ErrorKind};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::bench::{Bench, E0A, adapter, address};
use crate::wire;

const ASSIGN: &str = "AssignPrivateIpAddresses";
const UNASSIGN: &str = "UnassignPrivateIpAddresses";

/// A refusal, which says nothing about earlier attempts.
fn denied(nth: u64) -> Value {
    json!({"nth": nth, "effect": {"kind": "error", "status": 403, "code": "UnauthorizedOperation",
        "message": "You are not authorized."}})
}

fn answer(nth: u64, status: u16, code: &str) -> Value {
    json!({"nth": nth, "effect": {"kind": "error", "status": status, "code": code, "message": "Later."}})
}

fn cut(nth: u64, after: bool) -> Value {
    json!({"nth": nth, "effect": {"kind": "cut", "after": after}})
}

/// Returns the error of a write whose attempts fail in this way, one after the other.
async fn write(action: &str, attempts: &[Value]) -> Error {
    let bench = Bench::new();
    bench.ec2.assign_private_ip(E0A, address(51), Refuse).await.unwrap();
    let before = bench.calls(action).await;
    for attempt in attempts {
        let mut rule = attempt.clone();
        rule["action"] = json!(action);
        bench.fault(rule).await;
    }
    let done = match action {
        ASSIGN => bench.ec2.assign_private_ip(E0A, address(50), Refuse).await,
        _ => bench.ec2.unassign_private_ip(E0A, address(51)).await,
    };
    assert_eq!(bench.calls(action).await - before, attempts.len(), "{action} {attempts:?}");
    done.unwrap_err()
}

#[tokio::test]
async fn a_refusal_after_an_uncertain_attempt_is_ambiguous() {
    let page = json!({"nth": 1, "effect": {"kind": "body", "status": 502, "content_type": "text/html",
        "text": "<html>Bad gateway</html>"}});
    let uncertain = [
        cut(1, false),
        cut(1, true),
        answer(1, 500, "InternalError"),
        answer(1, 503, "Unavailable"),
        answer(1, 503, "RequestLimitExceeded"),
        page,
    ];
    for action in [ASSIGN, UNASSIGN] {
        for first in &uncertain {
            let error = write(action, &[first.clone(), denied(2)]).await;
            assert_eq!(error.kind, ErrorKind::Unauthorized, "{first}");
            assert!(error.is_ambiguous(), "{action} after {first}");
        }
        let error = write(action, &[cut(1, true), answer(2, 400, "Throttling"), denied(3)]).await;
        assert!(error.is_ambiguous(), "{action}: an attempt before the last but one counts too");
    }
}

#[tokio::test]
async fn a_refusal_of_every_attempt_is_unambiguous() {
    for action in [ASSIGN, UNASSIGN] {
        let cases = [vec![denied(1)], vec![answer(1, 400, "Throttling"), denied(2)]];
        for attempts in cases {
            let error = write(action, &attempts).await;
            assert_eq!(error.kind, ErrorKind::Unauthorized);
            assert!(!error.is_ambiguous(), "{action} {attempts:?}");
        }
    }
}

#[tokio::test]
async fn an_attempt_that_was_never_sent_did_nothing() {
    let denied = "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>No.</Message></Error></Errors><RequestID>1</RequestID></Response>";
    // At first nothing listens there.
    let unused_address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let ec2 = adapter(&format!("http://{unused_address}"), "AKIAEXAMPLE", "secret-key");
    let later = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let listener = TcpListener::bind(unused_address).await.unwrap();
        wire::serve_on(listener, "403 Forbidden", denied);
    };
    let begun = Instant::now();
    let (assigned, ()) = tokio::join!(ec2.assign_private_ip(E0A, address(50), Refuse), later);
    let error = assigned.unwrap_err();
    assert!(begun.elapsed() > Duration::from_millis(50), "the first attempt was too late");
    assert!(error.is_unauthorized() && !error.is_ambiguous(), "{error:?}");
}

#[tokio::test]
async fn a_read_is_never_ambiguous() {
    let bench = Bench::new();
    for text in ["<html>Sign in</html>", "", "\u{0}", "<DescribeNetworkInterfacesResponse>"] {
        bench
            .fault(json!({"action": "DescribeNetworkInterfaces", "effect": {"kind": "body", "status": 200,
                "content_type": "text/xml", "text": text}}))
            .await;
        let error = bench.ec2.network_interface(E0A).await.unwrap_err();
        assert!(error.kind == ErrorKind::BadAnswer && !error.is_ambiguous(), "{text:?}: {error:?}");
    }
}
