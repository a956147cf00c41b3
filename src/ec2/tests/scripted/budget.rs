//! The budget of calls, and one write per interface at a time.

use std::sync::Arc;
use std::time::Duration;

use captured_log::Log;
use ec2::{Allowance, Budget, Ec2, RateLimited, Reassignment};
use futures::future::join_all;
use tokio::time::Instant;
use tracing_subscriber::filter::LevelFilter;

use crate::script::{ENI, PLENTY, Scripted, address, limited};

/// One at once, and then one each so many milliseconds.
fn one_each(milliseconds: f64) -> Allowance {
    Allowance { at_once: 1.0, per_second: 1000.0 / milliseconds }
}

#[tokio::test(start_paused = true)]
async fn writes_to_one_interface_never_overlap() {
    let (script, limited) = limited(PLENTY);
    let assign = limited.assign_private_ip(ENI, address(50), Reassignment::Refuse);
    let allow = limited.assign_private_ip(ENI, address(51), Reassignment::Allow);
    let (first, second, third) = tokio::join!(assign, limited.unassign_private_ip(ENI, address(50)), allow);
    first.and(second).and(third).unwrap();
    let writes = script.writes();
    assert_eq!(writes.len(), 3, "{writes:?}");
    assert!(writes.windows(2).all(|two| two[1].begun >= two[0].ended), "{writes:?}");
}

#[tokio::test(start_paused = true)]
async fn writes_to_several_interfaces_are_spread_over_time_once_the_bucket_is_empty() {
    let (script, limited) = limited(one_each(40.0));
    let ids = ["eni-1", "eni-2", "eni-3"];
    let writes = ids.map(|id| limited.assign_private_ip(id, address(50), Reassignment::Refuse));
    join_all(writes).await.into_iter().collect::<Result<(), _>>().unwrap();
    let mut starts: Vec<_> = script.writes().iter().map(|done| done.begun).collect();
    starts.sort_unstable();
    assert!(starts.windows(2).all(|two| two[1] - two[0] >= Duration::from_millis(39)), "{starts:?}");
}

#[tokio::test(start_paused = true)]
async fn reads_do_not_wait_for_writes_and_are_spread_themselves() {
    let budget = Arc::new(Budget::new(one_each(3_600_000.0), one_each(1000.0)));
    let script = Arc::new(Scripted::new(&[Ok(&[])]));
    let limited = RateLimited::new(script, budget, || Box::pin(std::future::pending()));
    limited.assign_private_ip(ENI, address(50), Reassignment::Refuse).await.unwrap();
    let begun = Instant::now();
    limited.network_interface(ENI).await.unwrap();
    limited.vpcs().await.unwrap();
    assert!(begun.elapsed().is_zero(), "each action has a budget of its own");
    limited.network_interface(ENI).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(999), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_budget_that_ec2_says_is_used_up_is_spared() {
    let budget = Budget::default();
    let times = async |action: &str, times: usize| {
        let begun = Instant::now();
        for _ in 0..times {
            budget.turn(action).await;
        }
        begun.elapsed()
    };
    assert!(times("AssignPrivateIpAddresses", 50).await.is_zero(), "half of the account's bucket");
    assert!(times("DescribeNetworkInterfaces", 40).await.is_zero());
    budget.refused("UnassignPrivateIpAddresses");
    let waited = times("UnassignPrivateIpAddresses", 1).await;
    assert_eq!(waited.as_millis(), 800, "half as fast, from an empty bucket");
    let waited = times("AssignPrivateIpAddresses", 3).await;
    assert!(waited < Duration::from_millis(401), "the other actions go on as before: {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_for_a_turn_is_told() {
    let log = Log::default();
    let _guard = log.keep(LevelFilter::INFO);
    let (_, limited) = limited(one_each(15_000.0));
    let write = |id: &'static str| limited.assign_private_ip(id, address(50), Reassignment::Refuse);
    let (first, second) = tokio::join!(write("eni-1"), write("eni-2"));
    first.and(second).unwrap();
    let lines = log.lines("eni-");
    let [turn] = &lines[..] else { panic!("{lines:?}") };
    assert!(turn.contains("still waiting for the turn of AssignPrivateIpAddresses on eni-2"), "{turn}");
}
