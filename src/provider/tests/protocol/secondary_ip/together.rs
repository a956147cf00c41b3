//! Addresses of one interface that are made and released at the same time.

use std::collections::BTreeSet;
use std::time::Duration;

use cvo_simulator::inventory::Preset;
use futures::future::{join, join_all};
use tfplugin::testing::Planned;

use super::*;
use crate::support::{Strike, Trouble};

/// How long the first write takes: long enough for all others to come meanwhile.
const LONG: Duration = Duration::from_millis(700);

/// A new run, and the configurations of addresses behind e0a, of which a named one has its host number.
async fn new_run(system: &System, hosts: &[Option<u8>]) -> Vec<Json> {
    let (interface, had) = e0a(system).await;
    let config = |host: &Option<u8>| match host {
        Some(host) => json!({"network_interface_id": interface, "private_ip": sibling(&had[0], *host)}),
        None => json!({"network_interface_id": interface}),
    };
    system.run_again().await;
    system.ec2_calls();
    hosts.iter().map(config).collect()
}

async fn plan_all(system: &System, configs: &[Json]) -> Vec<Planned> {
    join_all(configs.iter().map(|config| system.provider.plan(TYPE, None, config.clone()))).await
}

async fn apply_all(system: &System, plans: &[Planned]) -> Vec<Answered> {
    join_all(plans.iter().map(|plan| system.provider.apply(plan))).await
}

/// Returns how often an action is among the calls.
fn times(calls: &[&str], action: &str) -> usize {
    calls.iter().filter(|call| **call == action).count()
}

fn errors(answers: &[Answered]) -> Vec<String> {
    answers
        .iter()
        .filter(|answer| answer.diagnostics.has_errors())
        .map(|answer| text_of(&answer.diagnostics))
        .collect()
}

/// Returns the hosts from the first on as named addresses.
fn named(first: u8, number: u8) -> Vec<Option<u8>> {
    (first..first + number).map(Some).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plan_of_new_addresses_takes_six_calls_of_ec2_whatever_their_number() {
    let plan = async |hosts: Vec<Option<u8>>| {
        let system = System::start().await;
        let configs = new_run(&system, &hosts).await;
        let plans = plan_all(&system, &configs).await;
        assert!(plans.iter().all(|plan| plan.diagnostics.is_empty()));
        system.ec2_calls()
    };
    let (two, nine) = join(plan(named(50, 2)), plan(named(50, 9))).await;
    let (chosen, one) = join(plan(vec![None; 9]), plan(named(50, 1))).await;
    for calls in [one, two, nine, chosen] {
        assert!(calls.len() <= 6, "{calls:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_made_and_released_at_the_same_time_share_their_calls() {
    for hosts in [named(50, 8), vec![None; 8]] {
        let system = System::start().await;
        let before = addresses(&system).await;
        let configs = new_run(&system, &hosts).await;
        let plans = plan_all(&system, &configs).await;
        system.ec2_calls();
        system.ec2_trouble(Strike::next(ASSIGN, Trouble::Late(LONG)));
        let made = apply_all(&system, &plans).await;
        assert!(made.iter().all(|made| made.diagnostics.is_empty()), "{:?}", errors(&made));
        let calls = system.ec2_calls();
        assert!(times(&calls, ASSIGN) <= 2, "{calls:?}");
        assert!(calls.len() < 24, "fewer than three for each address: {calls:?}");
        let states: Vec<_> = made.iter().map(|made| made.stored.json()).collect();
        let assigned: BTreeSet<_> = states.iter().map(|state| state["private_ip"].to_string()).collect();
        assert_eq!(assigned.len(), 8, "each has its own: {assigned:?}");
        for state in &states {
            assert_eq!((&state["assigned"], &state["complete"]), (&json!(true), &json!(true)));
            let held = holder(&system, state["private_ip"].as_str().unwrap()).await;
            assert_eq!(held.as_deref(), state["network_interface_id"].as_str());
        }
        let plans = join_all(made.iter().map(|made| system.provider.plan_destroy(&made.stored))).await;
        system.ec2_calls();
        system.ec2_trouble(Strike::next(UNASSIGN, Trouble::Late(LONG)));
        let gone = apply_all(&system, &plans).await;
        assert!(gone.iter().all(|gone| gone.diagnostics.is_empty()), "{:?}", errors(&gone));
        let calls = system.ec2_calls();
        assert!(times(&calls, UNASSIGN) <= 2, "{calls:?}");
        assert_eq!(addresses(&system).await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_not_all_fit_as_many_as_fit_are_made_and_the_others_leave_nothing() {
    let system = System::start().await;
    let configs = new_run(&system, &named(50, 8)).await;
    let plans = plan_all(&system, &configs).await;
    // Nine fit. Others take four after the plan.
    let (interface, had) = e0a(&system).await;
    (80..84).for_each(|host| assign_by_hand(&system, &interface, &sibling(&had[0], host)));
    let made = apply_all(&system, &plans).await;
    let refused: Vec<_> = made.iter().filter(|made| !made.stored.exists()).collect();
    assert_eq!((refused.len(), errors(&made).len()), (3, 3), "{:?}", errors(&made));
    for told in errors(&made) {
        assert!(told.contains("is full: Its instance type allows 15 private IPv4 addresses"), "{told}");
    }
    assert_eq!(e0a(&system).await.1.len(), 15);
    for made in made.iter().filter(|made| made.stored.exists()) {
        let state = made.stored.json();
        assert!(made.diagnostics.is_empty(), "{}", text_of(&made.diagnostics));
        assert_eq!(holder(&system, state["private_ip"].as_str().unwrap()).await, Some(interface.clone()));
    }
}

/// Disturbs the common call of four creates. One plain apply of each then finishes it.
async fn disturbed(trouble: Trouble) {
    let system = System::of(Preset::HaSingleAz).await;
    let configs = new_run(&system, &named(60, 4)).await;
    let plans = plan_all(&system, &configs).await;
    system.ec2_trouble(Strike::next(ASSIGN, trouble));
    let made = apply_all(&system, &plans).await;
    system.no_ec2_trouble();
    system.run_again().await;
    let again = made.iter().zip(&configs).map(|(made, config)| async {
        if made.stored.exists() {
            assert!(!made.diagnostics.has_errors(), "{trouble:?}: {}", text_of(&made.diagnostics));
            apply_again(&system, &made.stored, config.clone()).await
        } else {
            assert!(made.diagnostics.has_errors(), "{trouble:?}");
            try_create(&system, config.clone()).await
        }
    });
    let done = join_all(again).await;
    assert!(errors(&done).is_empty(), "{trouble:?}: {:?}", errors(&done));
    let plans = join_all(done.iter().map(|done| system.provider.plan_destroy(&done.stored))).await;
    assert_eq!(e0a(&system).await.1.len(), 9, "{trouble:?}: five and four");
    system.ec2_trouble(Strike::next(UNASSIGN, trouble));
    let gone = apply_all(&system, &plans).await;
    system.no_ec2_trouble();
    system.run_again().await;
    for (gone, done) in gone.iter().zip(&done) {
        assert_eq!(gone.stored.exists(), gone.diagnostics.has_errors(), "{trouble:?}");
        if gone.stored.exists() {
            let again = try_destroy(&system, &done.stored).await;
            assert!(again.diagnostics.is_empty(), "{trouble:?}: {}", text_of(&again.diagnostics));
        }
    }
    assert_eq!(e0a(&system).await.1.len(), 5, "{trouble:?}: all are released");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disturbed_common_call_converges_by_one_plain_apply() {
    let troubles = [
        Trouble::Cut { after: false },
        Trouble::Cut { after: true },
        Trouble::Failed { after: false },
        Trouble::Failed { after: true },
        Trouble::Refused,
        Trouble::Throttled,
        Trouble::Garbage,
    ];
    join_all(troubles.map(disturbed)).await;
}
