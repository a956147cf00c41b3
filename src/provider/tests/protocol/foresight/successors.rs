//! Objects that are replaced at a whim, on an interface that is full: their successors take their places.

use tfplugin::testing::Stored;

use super::*;

fn any() -> Json {
    json!({"network_interface_id": E0A})
}

/// Returns a system whose interface is full of addresses of the run.
async fn full() -> (System, Vec<Stored>) {
    let system = System::start().await;
    let mut made = Vec::new();
    for _ in 0..9 {
        made.push(system.create(IP, any()).await);
    }
    system.run_again().await;
    (system, made)
}

/// Plans what stays as it is, as a run does that has read everything, or has not looked at it.
async fn keep(system: &System, stored: &[Stored], refresh: bool) {
    for stored in stored {
        system.provider.upgrade(IP, 0, stored.json()).await;
        if refresh {
            system.provider.read(stored).await;
        }
        assert!(system.provider.plan(IP, Some(stored), any()).await.is_empty());
    }
}

#[tokio::test]
async fn the_successor_of_a_tainted_address_is_planned() {
    let (system, made) = full().await;
    for refresh in [true, false] {
        system.run_again().await;
        keep(&system, &made[1..], refresh).await;
        // Terraform plans nothing for a tainted object but its successor, and does not say so.
        system.provider.upgrade(IP, 0, made[0].json()).await;
        if refresh {
            system.provider.read(&made[0]).await;
        }
        assert_eq!(planned(&system, IP, any()).await, "");
        let said = planned(&system, IP, any()).await;
        assert!(said.contains("has room for 0 new addresses"), "one place, not two: {said}");
    }
}

#[tokio::test]
async fn the_successor_of_an_address_that_is_replaced_on_demand_is_planned() {
    let (system, made) = full().await;
    keep(&system, &made, true).await;
    let kept = system.provider.plan(IP, Some(&made[0]), any()).await;
    let none = Stored { private: kept.private, ..Stored::new(IP, tfplugin::Value::Null, Vec::new()) };
    let successor = system.provider.plan(IP, Some(&none), any()).await;
    assert!(successor.diagnostics.is_empty(), "{}", text_of(&successor.diagnostics));
    let said = planned(&system, IP, any()).await;
    assert!(said.contains("has room for 0 new addresses"), "{said}");
}

#[tokio::test]
async fn a_named_address_that_is_replaced_on_demand_is_planned_without_a_refresh() {
    let system = System::start().await;
    let made = system.create(IP, ip("10.20.1.60")).await;
    system.run_again().await;
    system.provider.upgrade(IP, 0, made.json()).await;
    assert_eq!(planned(&system, IP, ip("10.20.1.60")).await, "");
}

#[tokio::test]
async fn a_lif_that_is_replaced_on_demand_gets_the_address_that_was_planned_for_it() {
    let system = system().await;
    for address in ["10.20.1.60", "10.20.1.61"] {
        system.create(IP, ip(address)).await;
    }
    let made = system.create(LIF, lif("nas", "10.20.1.60")).await;
    system.run_again().await;
    system.provider.upgrade(LIF, 0, made.json()).await;
    let changed = system.provider.plan(LIF, Some(&made), lif("nas", "10.20.1.61")).await;
    assert!(!changed.diagnostics.has_errors(), "{}", text_of(&changed.diagnostics));
    let none = Stored { private: changed.private, ..Stored::new(LIF, tfplugin::Value::Null, Vec::new()) };
    let successor = system.provider.plan(LIF, Some(&none), lif("nas", "10.20.1.61")).await;
    assert!(successor.diagnostics.is_empty(), "{}", text_of(&successor.diagnostics));
    let without_refresh = system.provider.plan(LIF, None, lif("other", "10.20.1.60")).await;
    assert!(without_refresh.diagnostics.is_empty(), "{}", text_of(&without_refresh.diagnostics));
}
