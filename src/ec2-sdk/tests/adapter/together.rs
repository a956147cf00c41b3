//! Writes that go out together, and a budget that EC2 says is used up.

use std::sync::Arc;

use ec2::Reassignment::Refuse;
use ec2::{Ec2, ErrorKind, RateLimited};
use futures::future::join_all;
use serde_json::json;

use crate::bench::{Bench, E0A, FOREIGN, adapter, address};

const ASSIGN: &str = "AssignPrivateIpAddresses";
const UNASSIGN: &str = "UnassignPrivateIpAddresses";

/// Returns the port as the plugin has it.
fn limited(bench: &Bench) -> RateLimited {
    let ready = bench.simulator.ready();
    let sdk = adapter(&ready.ec2, &ready.access_key, &ready.secret_key);
    let budget = sdk.budget();
    RateLimited::new(Arc::new(sdk), budget, || Box::pin(std::future::pending()))
}

async fn assign(ec2: &RateLimited, hosts: impl Iterator<Item = u8>) -> Vec<Result<(), ec2::Error>> {
    join_all(hosts.map(|host| ec2.assign_private_ip(E0A, address(host), Refuse))).await
}

async fn unassign(ec2: &RateLimited, hosts: impl Iterator<Item = u8>) -> Vec<Result<(), ec2::Error>> {
    join_all(hosts.map(|host| ec2.unassign_private_ip(E0A, address(host)))).await
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_addresses_at_once_take_one_or_two_calls_each_way() {
    let bench = Bench::new();
    let ec2 = limited(&bench);
    assert!(assign(&ec2, 50..58).await.iter().all(Result::is_ok));
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16, 50, 51, 52, 53, 54, 55, 56, 57]);
    assert!(unassign(&ec2, 50..58).await.iter().all(Result::is_ok));
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16]);
    for action in [ASSIGN, UNASSIGN] {
        assert!((1..=2).contains(&bench.calls(action).await), "{action}");
    }
}

#[tokio::test]
async fn an_address_of_somebody_else_costs_only_itself() {
    let bench = Bench::new();
    let ec2 = limited(&bench);
    let answers = assign(&ec2, 199..=203).await;
    let refused: Vec<_> = answers.iter().map(Result::is_err).collect();
    assert_eq!(refused, [false, true, true, true, false], "{answers:?}");
    let held = ErrorKind::MoveNotAllowed { addresses: vec![address(201)] };
    assert_eq!(answers[2].as_ref().unwrap_err().kind, held, "each is told of its own address");
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16, 199, 203]);
    assert!(bench.ec2.network_interface(FOREIGN).await.unwrap().has(address(201)));
}

#[tokio::test]
async fn where_not_all_fit_as_many_as_fit_are_assigned() {
    let bench = Bench::new();
    let answers = assign(&limited(&bench), 50..61).await;
    let full = |answer: &Result<(), ec2::Error>| answer.as_ref().is_err_and(ec2::Error::is_limit_exceeded);
    assert_eq!(answers.iter().filter(|answer| full(answer)).count(), 2, "{answers:?}");
    assert_eq!(bench.e0a().await.len(), 15);
}

#[tokio::test]
async fn absent_addresses_do_not_keep_others_from_being_unassigned() {
    let bench = Bench::new();
    let ec2 = limited(&bench);
    assert!(assign(&ec2, 50..52).await.iter().all(Result::is_ok));
    let answers = unassign(&ec2, 50..54).await;
    let absent = |answer: &Result<(), ec2::Error>| answer.as_ref().is_err_and(ec2::Error::is_not_assigned);
    assert!(answers[..2].iter().all(Result::is_ok) && answers[2..].iter().all(absent), "{answers:?}");
    assert_eq!(bench.e0a().await, [11, 12, 13, 14, 15, 16]);
    let primary = bench.ec2.unassign_private_ips(E0A, &[address(11), address(50)]).await.unwrap_err();
    assert!(primary.code.is_some(), "{primary:?}");
}

#[tokio::test]
async fn a_lost_answer_to_several_neither_assigns_twice_nor_fails_for_certain() {
    for action in [ASSIGN, UNASSIGN] {
        let bench = Bench::new();
        let ec2 = limited(&bench);
        if action == UNASSIGN {
            assert!(assign(&ec2, 50..54).await.iter().all(Result::is_ok));
        }
        bench.fault(json!({"action": action, "effect": {"kind": "cut", "after": true}})).await;
        let answers =
            if action == ASSIGN { assign(&ec2, 50..54).await } else { unassign(&ec2, 50..54).await };
        // An address that is not there any more was unassigned by the lost attempt, or has gone elsewhere.
        let is_fine = |answer: &Result<(), ec2::Error>| match answer {
            Ok(()) => true,
            Err(error) => error.is_not_assigned() && error.is_ambiguous(),
        };
        assert!(answers.iter().all(is_fine), "{action}: {answers:?}");
        assert!(action == UNASSIGN || answers.iter().all(Result::is_ok), "{answers:?}");
        let left: &[u8] = if action == ASSIGN { &[50, 51, 52, 53] } else { &[] };
        assert_eq!(bench.e0a().await[6..], *left, "{action}");
    }
}

#[tokio::test]
async fn a_refusal_for_too_many_calls_slows_the_next_calls_of_that_action() {
    let bench = Bench::new();
    let throttled =
        json!({"kind": "error", "status": 503, "code": "RequestLimitExceeded", "message": "Later."});
    bench.fault(json!({"action": ASSIGN, "effect": throttled})).await;
    let budget = bench.ec2.budget();
    bench.ec2.assign_private_ip(E0A, address(50), Refuse).await.unwrap();
    bench.ec2.unassign_private_ip(E0A, address(50)).await.unwrap();
    tokio::time::pause();
    for (action, waits) in [(ASSIGN, true), (UNASSIGN, false), ("DescribeNetworkInterfaces", false)] {
        let begun = tokio::time::Instant::now();
        for _ in 0..3 {
            budget.turn(action).await;
        }
        assert_eq!(!begun.elapsed().is_zero(), waits, "{action}");
    }
}
