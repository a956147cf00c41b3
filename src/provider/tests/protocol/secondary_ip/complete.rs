//! `complete`: if the outcome of a create is unknown, it ends without an error, and the next apply finishes
//! it.

use std::time::Duration;

use futures::future::join_all;

use super::*;
use crate::support::{Strike, Trouble};

const LOST: Trouble = Trouble::Cut { after: true };
const CUT: Trouble = Trouble::Cut { after: false };

async fn named(system: &System, host: u8) -> (String, String, Json) {
    let (interface, had) = e0a(system).await;
    let address = sibling(&had[0], host);
    let config = json!({"network_interface_id": interface, "private_ip": address});
    (interface, address, config)
}

/// Makes a create whose assignment did not take effect and whose answer got lost.
async fn unfinished(system: &System, config: &Json) -> Stored {
    system.ec2_trouble(Strike::next(ASSIGN, CUT));
    let made = try_create(system, config.clone()).await;
    system.no_ec2_trouble();
    assert!(!made.diagnostics.has_errors(), "{}", text_of(&made.diagnostics));
    assert_eq!(made.json()["complete"], json!(false));
    made.stored
}

#[tokio::test]
async fn a_create_that_finished_is_complete() {
    let system = System::start().await;
    let (_, _, config) = named(&system, 60).await;
    assert_eq!(system.create(TYPE, config).await.json()["complete"], json!(true));
}

#[tokio::test]
async fn a_create_without_an_answer_warns_once_and_is_finished_by_an_update() {
    let system = System::start().await;
    let (interface, address, config) = named(&system, 60).await;
    system.ec2_trouble(Strike::next(ASSIGN, CUT));
    let made = try_create(&system, config.clone()).await;
    system.no_ec2_trouble();
    let only: Vec<_> = made.diagnostics.iter().collect();
    assert_eq!(only.len(), 1, "{}", text_of(&made.diagnostics));
    assert!(!made.diagnostics.has_errors());
    assert_eq!(only[0].summary, format!("Whether {address} is assigned to {interface} is not known"));
    let state = made.json();
    assert_eq!(state["id"], json!(format!("{interface}/{address}")));
    assert_eq!((&state["complete"], &state["assigned"]), (&json!(false), &json!(false)));
    assert_eq!(state["release_on_destroy"], json!(true));
    let done = apply_again(&system, &made.stored, config.clone()).await;
    assert!(done.diagnostics.is_empty(), "{}", text_of(&done.diagnostics));
    assert_eq!(done.json(), json_with(&state, &[("complete", true), ("assigned", true)]));
    assert!(system.provider.plan(TYPE, Some(&done.stored), config).await.is_empty());
}

fn json_with(state: &Json, changes: &[(&str, bool)]) -> Json {
    let mut changed = state.clone();
    for (name, value) in changes {
        changed[*name] = json!(value);
    }
    changed
}

#[tokio::test]
async fn a_chosen_address_whose_answer_was_lost_is_kept() {
    let system = System::start().await;
    let (interface, _) = e0a(&system).await;
    let config = json!({"network_interface_id": interface});
    let before = addresses(&system).await;
    // Neither the answer nor the reads that follow arrive.
    system.ec2_trouble(Strike::next(ASSIGN, LOST));
    system.ec2_trouble(Strike::since(ASSIGN, DESCRIBE, Trouble::Failed { after: false }));
    let made = try_create(&system, config.clone()).await;
    system.no_ec2_trouble();
    assert!(!made.diagnostics.has_errors(), "{}", text_of(&made.diagnostics));
    assert_eq!(made.json()["complete"], json!(false));
    let address = made.json()["private_ip"].as_str().unwrap().to_owned();
    assert_eq!(holder(&system, &address).await, Some(interface));
    system.run_again().await;
    let done = apply_again(&system, &made.stored, config).await;
    assert!(done.diagnostics.is_empty(), "{}", text_of(&done.diagnostics));
    assert_eq!((&done.json()["private_ip"], &done.json()["complete"]), (&json!(address), &json!(true)));
    assert!(try_destroy(&system, &done.stored).await.diagnostics.is_empty());
    assert_eq!(addresses(&system).await, before, "no address is left behind");
}

/// Runs a create of which all reads fail from the nth on.
async fn blind(trouble: Trouble, nth: usize) {
    let system = System::start().await;
    let (_, address, mut config) = named(&system, 60).await;
    config["timeouts"] = json!({"create": "2s"});
    let plan = system.provider.plan(TYPE, None, config.clone()).await;
    system.ec2_trouble(Strike::from(DESCRIBE, nth, trouble));
    let made = system.provider.apply(&plan).await;
    system.no_ec2_trouble();
    let what = format!("{trouble:?} {nth}: {}", text_of(&made.diagnostics));
    assert_eq!(made.stored.exists(), !made.diagnostics.has_errors(), "{what}");
    assert_eq!(made.stored.exists(), holder(&system, &address).await.is_some(), "{what}");
    if made.stored.exists() {
        config.as_object_mut().unwrap().remove("timeouts");
        let done = apply_again(&system, &made.stored, config).await;
        assert_eq!(done.json()["complete"], json!(true), "{what} {}", text_of(&done.diagnostics));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_that_keep_failing_taint_nothing_and_lose_nothing() {
    let troubles = [Trouble::Garbage, Trouble::Failed { after: false }, Trouble::Throttled];
    let cases = troubles.into_iter().flat_map(|trouble| (1..=5).map(move |nth| blind(trouble, nth)));
    join_all(cases).await;
}

#[tokio::test]
async fn a_create_that_was_refused_stores_nothing() {
    let system = System::start().await;
    let (_, address, config) = named(&system, 60).await;
    system.ec2_trouble(Strike::next(ASSIGN, Trouble::Throttled));
    let made = try_create(&system, config.clone()).await;
    assert!(made.diagnostics.has_errors() && !made.stored.exists(), "{}", text_of(&made.diagnostics));
    assert_eq!(holder(&system, &address).await, None);
    system.no_ec2_trouble();
    assert_eq!(system.create(TYPE, config).await.json()["complete"], json!(true), "no other object owns it");
}

#[tokio::test]
async fn a_refusal_is_not_a_failure_if_the_address_is_assigned() {
    let system = System::start().await;
    let (_, _, config) = named(&system, 60).await;
    system.ec2_trouble(Strike::next(ASSIGN, Trouble::Refused));
    let made = system.create(TYPE, config).await;
    assert_eq!((&made.json()["complete"], &made.json()["assigned"]), (&json!(true), &json!(true)));
}

#[tokio::test]
async fn a_create_that_may_have_acted_ends_at_its_timeout_without_an_error() {
    let system = System::start().await;
    let (interface, address, mut config) = named(&system, 60).await;
    config["timeouts"] = json!({"create": "2s"});
    system.ec2_trouble(Strike::next(ASSIGN, Trouble::Late(Duration::from_secs(20))));
    let made = try_create(&system, config.clone()).await;
    system.no_ec2_trouble();
    assert!(!made.diagnostics.has_errors(), "{}", text_of(&made.diagnostics));
    assert!(made.stored.exists(), "the address that it may have assigned is in the state");
    assert_eq!(holder(&system, &address).await, Some(interface));
    let done = apply_again(&system, &made.stored, config).await;
    assert_eq!(done.json()["complete"], json!(true), "{}", text_of(&done.diagnostics));
}

#[tokio::test]
async fn an_unfinished_create_does_not_take_the_address_of_a_foreign_lif() {
    let system = System::start().await;
    let (interface, address, config) = named(&system, 60).await;
    let left = unfinished(&system, &config).await;
    assign_by_hand(&system, &interface, &address);
    let (_, lif) = lif_on(&system, &address).await;
    system.run_again().await;
    let before = system.state().await;
    let refused = apply_again(&system, &left, config.clone()).await;
    let said = text_of(&refused.diagnostics);
    assert!(refused.diagnostics.has_errors() && said.contains("LIF nas of storage VM svm_2"), "{said}");
    assert!(
        said.contains("terraform state rm") && said.contains(&format!("{interface}/{address}")),
        "{said}"
    );
    assert_eq!(system.state().await, before);
    // If the LIF is in the same configuration, the address is this object's nevertheless.
    system.run_again().await;
    assert!(system.provider.read(&lif).await.diagnostics.is_empty());
    let done = apply_again(&system, &refused.stored, config).await;
    assert_eq!(done.json()["complete"], json!(true), "{}", text_of(&done.diagnostics));
}

#[tokio::test]
async fn a_change_without_an_answer_is_an_error_and_not_complete() {
    let system = System::start().await;
    let (_, _, config) = named(&system, 60).await;
    let made = system.create(TYPE, config.clone()).await;
    assert!(try_destroy(&system, &made).await.diagnostics.is_empty());
    system.ec2_trouble(Strike::next(ASSIGN, CUT));
    let failed = apply_again(&system, &made, config.clone()).await;
    system.no_ec2_trouble();
    assert!(failed.diagnostics.has_errors());
    assert_eq!((&failed.json()["complete"], &failed.json()["assigned"]), (&json!(false), &json!(false)));
    let done = apply_again(&system, &failed.stored, config).await;
    assert_eq!(done.json(), made.json());
}
