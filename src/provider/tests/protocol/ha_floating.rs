//! The routes of floating addresses: routes that never appear, routes that stay, and tables that are not
//! found.

use std::collections::BTreeSet;

use crate::support::{System, text_of};
use captured_log::Log;
use cvo_simulator::inventory::Preset;
use cvo_simulator::inventory::ec2::{RouteSpec, RouteTarget};
use futures::future::join_all;
use serde_json::{Value as Json, json};
use tracing_subscriber::filter::LevelFilter;

const TYPE: &str = "cvo_lif";
const TABLES: [&str; 2] = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"];
const E0A: &str = "eni-0c0a51de00031e0a0";

/// Returns a floating LIF. `timeouts` shortens one of its operations.
fn floating(timeouts: Json) -> Json {
    json!({"name": "nas", "svm_name": "svm_2", "address": "192.168.40.70", "home_node": "cvo-node1",
        "additional_cidrs": [], "timeouts": timeouts})
}

async fn system() -> System {
    let system = System::of(Preset::HaMultiAz).await;
    system.create("cvo_storage_vm", json!({"name": "svm_2", "aggregates": ["aggr1"]})).await;
    system
}

/// Returns the tables with a route to the address.
fn tables_with(system: &System, address: &str) -> BTreeSet<String> {
    let world = system.simulator.world();
    let world = world.lock();
    let destination = format!("{address}/32");
    let tables = world.ec2.account().route_tables.iter();
    let with =
        tables.filter(|table| table.routes.iter().any(|route| route.destination.to_string() == destination));
    with.map(|table| table.id.clone()).collect()
}

#[tokio::test]
async fn a_route_that_stays_after_the_destroy_is_warned_about_with_its_tables() {
    let system = system().await;
    let config = floating(json!({"delete": "2s"}));
    let lif = system.create(TYPE, config.clone()).await;
    system.command("mediator", json!({"permitted": false})).await;
    let plan = system.provider.plan_destroy(&lif).await;
    let gone = system.provider.apply(&plan).await;
    let said = text_of(&gone.diagnostics);
    assert!(!gone.diagnostics.has_errors() && !gone.stored.exists(), "the LIF is gone: {said}");
    assert!(
        said.contains("A route to 192.168.40.70 is left") && TABLES.iter().all(|id| said.contains(id)),
        "{said}"
    );
    assert_eq!(tables_with(&system, "192.168.40.70"), TABLES.map(str::to_owned).into());
}

#[tokio::test]
async fn a_wait_for_a_route_is_told_in_the_log_after_ten_seconds() {
    let (system, log) = (system().await, Log::default());
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    let plan = system.provider.plan(TYPE, None, floating(json!({"create": "11s"}))).await;
    let _guard = log.keep(LevelFilter::INFO);
    system.provider.apply(&plan).await;
    let told = "still waiting for a route to 192.168.40.70";
    assert!(log.text().lines().any(|line| line.contains("INFO") && line.contains(told)), "{}", log.text());
}

#[tokio::test]
async fn a_route_that_never_appears_is_warned_about_and_later_applies_only_wait() {
    let system = system().await;
    let config = floating(json!({"create": "2s", "update": "2s"}));
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    let plan = system.provider.plan(TYPE, None, config.clone()).await;
    let made = system.provider.apply(&plan).await;
    let said = text_of(&made.diagnostics);
    assert!(!made.diagnostics.has_errors(), "an error would taint it: {said}");
    assert!(said.contains("No route leads to 192.168.40.70") && said.contains(TABLES[0]), "{said}");
    assert!(said.contains("awaits_route"), "{said}");
    let lifs = system.state().await["lifs"].clone();
    let mut stored = made.stored;
    for comes in [false, true] {
        let read = system.provider.read(&stored).await;
        assert_eq!(read.json(), stored.json(), "the routes are not an attribute");
        let plan = system.provider.plan(TYPE, Some(&read.stored), config.clone()).await;
        assert_eq!(plan.planned()["awaits_route"], false);
        assert!(!plan.is_empty() && plan.replace.is_empty() && plan.diagnostics.is_empty());
        if comes {
            let world = system.simulator.world();
            let mut world = world.lock();
            let target = RouteTarget::NetworkInterface(E0A.to_owned());
            for table in &mut world.ec2.account_mut().route_tables {
                let destination = "192.168.40.70/32".parse().unwrap();
                table.routes.push(RouteSpec { destination, target: target.clone() });
            }
        }
        let waited = system.provider.apply(&plan).await;
        let said = text_of(&waited.diagnostics);
        assert_eq!(said.contains("[address] No route leads to 192.168.40.70"), !comes, "{said}");
        assert_eq!(waited.json()["awaits_route"], !comes);
        stored = waited.stored;
    }
    assert!(system.provider.plan(TYPE, Some(&stored), config).await.is_empty());
    assert_eq!(system.state().await["lifs"], lifs, "no LIF was touched");
}

/// Each LIF has three seconds, none of which it spends waiting for another LIF's route.
#[tokio::test]
async fn several_lifs_wait_for_their_routes_at_the_same_time() {
    let system = system().await;
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    let made = join_all((70..74).map(async |last| {
        let mut config = floating(json!({"create": "3s"}));
        config["name"] = json!(format!("nas_{last}"));
        config["address"] = json!(format!("192.168.40.{last}"));
        let plan = system.provider.plan(TYPE, None, config).await;
        system.provider.apply(&plan).await
    }));
    for made in made.await {
        let said = text_of(&made.diagnostics);
        assert!(said.contains("No route leads to") && made.json()["id"].is_string(), "{said}");
    }
}

#[tokio::test]
async fn a_changed_address_without_a_route_is_stored_and_awaited_again() {
    let system = system().await;
    let config = floating(json!({"update": "2s"}));
    let lif = system.create(TYPE, config.clone()).await;
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    let mut other = config;
    other["address"] = json!("192.168.40.71");
    let plan = system.provider.plan(TYPE, Some(&lif), other.clone()).await;
    let failed = system.provider.apply(&plan).await;
    let said = text_of(&failed.diagnostics);
    assert!(said.contains("[address] No route leads to 192.168.40.71"), "{said}");
    assert_eq!(failed.json()["address"], "192.168.40.71");
    assert_eq!(failed.json()["id"], lif.json()["id"]);
    assert_eq!(failed.json()["awaits_route"], true);
    let plan = system.provider.plan(TYPE, Some(&failed.stored), other).await;
    assert_eq!(plan.planned()["awaits_route"], false);
    assert!(!plan.is_empty() && plan.replace.is_empty());
}

/// On a pair whose floating addresses have no routes yet, in tables that no configuration names.
#[tokio::test]
async fn a_pair_without_any_route_table_is_warned_about() {
    let system = system().await;
    let config = floating(Json::Null);
    system.command("mediator", json!({"route_delay_ms": 3_600_000})).await;
    for table in &mut system.simulator.world().lock().ec2.account_mut().route_tables {
        table.routes.retain(|route| !matches!(route.target, RouteTarget::NetworkInterface(_)));
    }
    let plan = system.provider.plan(TYPE, None, config.clone()).await;
    let made = system.provider.apply(&plan).await;
    let said = text_of(&made.diagnostics);
    assert!(!made.diagnostics.has_errors(), "{said}");
    assert!(said.contains("No route table was found") && said.contains("route_table_ids"), "{said}");
    assert!(system.provider.plan(TYPE, Some(&made.stored), config.clone()).await.is_empty());
}
