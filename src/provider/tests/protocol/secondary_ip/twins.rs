//! Deposed objects. With `create_before_destroy`, an object and its successor have the same address for a
//! while, and the delete of one must not take it from the other.

use super::*;
use crate::support::{Strike, Trouble};

/// Returns the state as a version without `complete` and without owners stored it.
async fn of_an_older_version(system: &System, made: &Stored) -> Stored {
    let mut state = made.json();
    state.as_object_mut().unwrap().remove("complete");
    system.provider.upgrade(TYPE, 0, state).await.stored
}

struct Twins {
    system: System,
    interface: String,
    address: String,
    deposed: Stored,
    config: Json,
}

/// Returns an object of an older version whose create ended at its timeout: it is tainted, so that the next
/// apply makes another.
async fn tainted(is_assigned: bool) -> Twins {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let address = sibling(&had[0], 60);
    let config = json!({"network_interface_id": interface, "private_ip": address, "reuse_unused": true});
    let made = system.create(TYPE, config.clone()).await;
    assert_eq!(made.json()["release_on_destroy"], json!(true));
    if !is_assigned {
        assert!(try_destroy(&system, &made).await.diagnostics.is_empty());
    }
    let deposed = of_an_older_version(&system, &made).await;
    system.run_again().await;
    Twins { system, interface, address, deposed, config }
}

impl Twins {
    /// Asserts that the delete of the deposed object is refused, and that the next run forgets it.
    async fn keeps_the_address(&self, expected: &str) {
        self.keeps(expected, false).await;
    }

    /// `remains` is what the refusal leaves of `release_on_destroy`.
    async fn keeps(&self, expected: &str, remains: bool) {
        let refused = try_destroy(&self.system, &self.deposed).await;
        let text = text_of(&refused.diagnostics);
        assert!(refused.diagnostics.has_errors() && text.contains(expected), "{expected}: {text}");
        assert_eq!(refused.json()["release_on_destroy"], json!(remains));
        assert_eq!(holder(&self.system, &self.address).await.as_ref(), Some(&self.interface));
        self.system.run_again().await;
        let forgotten = try_destroy(&self.system, &refused.stored).await;
        let text = text_of(&forgotten.diagnostics);
        assert!(!forgotten.diagnostics.has_errors() && !forgotten.stored.exists(), "{text}");
        assert!(text.contains("stays on"), "the message names the interface: {text}");
        assert_eq!(holder(&self.system, &self.address).await.as_ref(), Some(&self.interface));
    }
}

#[tokio::test]
async fn the_successor_keeps_an_address_that_it_has_adopted() {
    let twins = tainted(true).await;
    let successor = twins.system.create(TYPE, twins.config.clone()).await;
    assert_eq!(successor.json()["release_on_destroy"], json!(false));
    twins.keeps_the_address("another object's by now").await;
    assert_eq!(twins.system.provider.read(&successor).await.json(), successor.json());
}

#[tokio::test]
async fn the_successor_keeps_an_address_that_it_has_assigned() {
    let twins = tainted(false).await;
    let successor = twins.system.create(TYPE, twins.config.clone()).await;
    twins.keeps_the_address("another object's by now").await;
    assert_eq!(twins.system.provider.read(&successor).await.json()["assigned"], json!(true));
    assert!(try_destroy(&twins.system, &successor).await.diagnostics.is_empty());
    assert_eq!(holder(&twins.system, &twins.address).await, None, "the successor releases it");
}

#[tokio::test]
async fn the_successor_keeps_an_address_that_it_has_not_seen_yet() {
    let twins = tainted(false).await;
    twins.system.ec2_trouble(Strike::next(ASSIGN, Trouble::Cut { after: true }));
    twins.system.ec2_trouble(Strike::since(ASSIGN, DESCRIBE, Trouble::Failed { after: false }));
    let successor = try_create(&twins.system, twins.config.clone()).await;
    twins.system.no_ec2_trouble();
    assert_eq!(successor.json()["complete"], json!(false), "{}", text_of(&successor.diagnostics));
    twins.keeps_the_address("another object's by now").await;
    let done = apply_again(&twins.system, &successor.stored, twins.config.clone()).await;
    assert_eq!(done.json()["complete"], json!(true), "{}", text_of(&done.diagnostics));
}

#[tokio::test]
async fn in_a_later_run_a_lif_keeps_the_address() {
    let twins = tainted(false).await;
    let successor = twins.system.create(TYPE, twins.config.clone()).await;
    lif_on(&twins.system, &twins.address).await;
    twins.system.run_again().await;
    twins.keeps("LIF nas of storage VM svm_2", true).await;
    assert_eq!(twins.system.provider.read(&successor).await.json()["assigned"], json!(true));
}

#[tokio::test]
async fn in_a_later_run_a_change_of_the_successor_keeps_the_address() {
    let twins = tainted(false).await;
    let successor = twins.system.create(TYPE, twins.config.clone()).await;
    twins.system.run_again().await;
    let mut noted = twins.config.clone();
    noted["note"] = json!("changed");
    twins.system.update(&successor, noted).await;
    twins.keeps_the_address("another object's by now").await;
}

/// Terraform passes the private data of a replaced object to the plan of its successor.
#[tokio::test]
async fn a_successor_is_distinguished_from_the_object_whose_private_data_it_received() {
    let mut twins = tainted(true).await;
    let own = twins.system.create(TYPE, twins.config.clone()).await;
    twins.deposed = twins
        .system
        .update(&own, {
            let mut config = twins.config.clone();
            config["release_on_destroy"] = json!(true);
            config
        })
        .await;
    twins.system.run_again().await;
    let nothing = Stored::new(TYPE, tfplugin::Value::Null, twins.deposed.private.clone());
    let plan = twins.system.provider.plan(TYPE, Some(&nothing), twins.config.clone()).await;
    let successor = twins.system.provider.apply(&plan).await;
    assert!(successor.diagnostics.is_empty(), "{}", text_of(&successor.diagnostics));
    assert_ne!(successor.stored.private, twins.deposed.private);
    twins.keeps_the_address("another object's by now").await;
}

#[tokio::test]
async fn an_object_can_be_destroyed_in_the_run_that_made_it() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let config = json!({"network_interface_id": interface, "private_ip": sibling(&had[0], 60)});
    let made = system.create(TYPE, config).await;
    assert!(try_destroy(&system, &made).await.diagnostics.is_empty());
    assert_eq!(holder(&system, &sibling(&had[0], 60)).await, None);
}

#[tokio::test]
async fn a_refused_destroy_releases_the_address_once_its_lif_is_gone() {
    let system = System::start().await;
    let (interface, had) = e0a(&system).await;
    let address = sibling(&had[0], 60);
    let config = json!({"network_interface_id": interface, "private_ip": address});
    let made = system.create(TYPE, config).await;
    let (_, lif) = lif_on(&system, &address).await;
    let refused = try_destroy(&system, &made).await;
    let said = text_of(&refused.diagnostics);
    assert!(said.contains("managed here too") && said.contains("private_ip"), "{said}");
    assert_eq!(holder(&system, &address).await.as_ref(), Some(&interface));
    let plan = system.provider.plan_destroy(&lif).await;
    assert!(!system.provider.apply(&plan).await.diagnostics.has_errors());
    system.run_again().await;
    let released = try_destroy(&system, &refused.stored).await;
    assert!(released.diagnostics.is_empty(), "{}", text_of(&released.diagnostics));
    assert_eq!(holder(&system, &address).await, None);
}
