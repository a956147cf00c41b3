//! Another home node in stack and module: default routes are changed and never destroyed, and there is one at
//! any time.

use acceptance_tests::{Action, Workdir, World, example, scenario};
use anyhow::Result;
use serde_json::Value;

const ROUTES: &str = "/api/network/ip/routes";

/// Returns gateway and metric of the routes of svm_2.
fn routes(world: &World) -> Result<Vec<(String, u64)>> {
    let state = world.state()?;
    let of_svm = |route: &&Value| route["svm"] == "svm_2";
    let way = |route: &Value| {
        (route["gateway"].as_str().unwrap_or_default().to_owned(), route["metric"].as_u64().unwrap_or(0))
    };
    let mut routes: Vec<_> =
        state["routes"].as_array().into_iter().flatten().filter(of_svm).map(way).collect();
    routes.sort();
    Ok(routes)
}

fn way(gateway: &str, metric: u64) -> (String, u64) {
    (gateway.to_owned(), metric)
}

/// Returns the methods of the writes to routes, in order.
fn writes_to_routes(world: &World) -> Result<Vec<String>> {
    let writes = world.writes()?.into_iter().filter(|write| write.contains(ROUTES));
    Ok(writes.filter_map(|write| Some(write.split_once(' ')?.0.to_owned())).collect())
}

/// Applies another home node, which must change routes in place and nothing else of them.
fn change_home(world: &World, work: &mut Workdir, variable: &str, home: &str) -> Result<Vec<String>> {
    work.set(variable, home);
    let plan = work.plan()?;
    let of_routes = plan.changes().into_iter().filter(|(address, _)| address.contains("cvo_route."));
    assert!(of_routes.clone().all(|(_, action)| action == Action::Update), "{:?}", plan.changes());
    world.forget_requests()?;
    work.apply()?;
    work.expect_no_changes()?;
    writes_to_routes(world)
}

fn stack(world: &World, name: &str) -> Result<Workdir> {
    let mut work = world.workdir(&example("stacks").join(name))?;
    work.set("TF_VAR_deletion_protection", "false");
    Ok(work)
}

fn layout(world: &World, topology: &str) -> Result<Workdir> {
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", topology).set("TF_VAR_number", "1");
    Ok(work)
}

/// While the metric of one route changes, it is away for a moment; the other one is there meanwhile.
fn metrics_change_one_after_the_other(world: &World, work: &mut Workdir, variable: &str) -> Result<()> {
    let before = world.state()?;
    work.apply()?;
    let (first, second) = ("10.40.1.1", "10.40.2.1");
    assert_eq!(routes(world)?, [way(first, 20), way(second, 30)]);
    for (home, metrics) in [("cvo-node2", [30, 20]), ("cvo-node1", [20, 30])] {
        assert_eq!(change_home(world, work, variable, home)?, ["DELETE", "POST", "DELETE", "POST"]);
        assert_eq!(routes(world)?, [way(first, metrics[0]), way(second, metrics[1])]);
    }
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn in_several_zones_another_home_of_the_stack_changes_the_metrics_one_after_the_other() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let mut work = stack(&world, "ha-multi-az")?;
    metrics_change_one_after_the_other(&world, &mut work, "TF_VAR_home_node")
}

#[test]
fn in_several_zones_another_home_of_a_layout_changes_the_metrics_one_after_the_other() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let mut work = layout(&world, "ha_multi_az")?;
    metrics_change_one_after_the_other(&world, &mut work, "TF_VAR_home_node")
}

/// Before ONTAP 9.11.1 there is one route, whose gateway changes: the new one is added first.
#[test]
fn in_several_zones_before_9_11_1_another_home_changes_the_gateway_of_the_one_route() -> Result<()> {
    let world = World::of("ha-multi-az", "9.10.1")?;
    for mut work in [stack(&world, "ha-multi-az")?, layout(&world, "ha_multi_az")?] {
        work.apply()?;
        assert_eq!(change_home(&world, &mut work, "TF_VAR_home_node", "cvo-node2")?, ["POST", "DELETE"]);
        assert_eq!(
            routes(&world)?.into_iter().map(|(gateway, _)| gateway).collect::<Vec<_>>(),
            ["10.40.2.1"]
        );
        work.destroy()?;
    }
    Ok(())
}

/// Both nodes are in one subnet, and the addresses go along.
#[test]
fn in_one_zone_another_home_changes_no_route_and_no_address() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let mut work = layout(&world, "ha_single_az")?;
    work.apply()?;
    let address = |work: &Workdir| -> Result<Value> {
        Ok(work.outputs()?["storage_vms"]["value"]["svm_2"]["nas_address"].take())
    };
    let before = address(&work)?;
    let none: [String; 0] = [];
    assert_eq!(change_home(&world, &mut work, "TF_VAR_home_node", "cvo-node2")?, none);
    assert_eq!(address(&work)?, before);
    Ok(())
}
