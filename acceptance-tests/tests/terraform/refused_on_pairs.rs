//! Configurations that are refused on HA pairs: at which step, with which message, and without any change.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result};

/// The step that refuses.
#[derive(Clone, Copy)]
enum When {
    Plan,
    Apply,
}
use When::{Apply, Plan};

/// A configuration below `scenarios/refused_on_pairs`, the step that refuses it, and parts of the error.
type Case = (&'static str, When, &'static [&'static str]);

const IN_ONE_ZONE: &[Case] = &[
    (
        "single_az/address_not_assigned",
        Apply,
        &["address = \"10.30.1.77\"", "is not assigned", "cvo_secondary_ip"],
    ),
    ("single_az/address_on_the_partner", Apply, &["cvo_lif.nas", "10.30.1.78", "another network interface"]),
    (
        "single_az/address_taken_from_the_partner",
        Plan,
        &["10.30.1.78 is named twice", "Name each address in one cvo_secondary_ip only"],
    ),
    (
        "single_az/another_port",
        Plan,
        &["home_port      = \"e0b\"", "cannot live on port \"e0b\"", "Write \"e0a\""],
    ),
];

const IN_SEVERAL_ZONES: &[Case] = &[
    (
        "multi_az/address_not_assigned",
        Apply,
        &["address = \"10.40.1.77\"", "is not assigned", "cvo_secondary_ip"],
    ),
    ("multi_az/private_address_that_would_migrate", Plan, &["10.40.1.78 cannot migrate", "home_port_only"]),
    ("multi_az/floating_inside_another_vpc", Plan, &["address = \"10.60.1.5\"", "10.60.0.0/16 of VPC"]),
    (
        "multi_az/floating_in_additional_cidrs",
        Plan,
        &["192.168.41.5 lies in 192.168.41.0/24", "additional_cidrs"],
    ),
    ("multi_az/floating_routed_elsewhere", Plan, &["192.168.41.6 is routed elsewhere", TABLE, E0B]),
    ("multi_az/floating_of_another_lif", Plan, &["address = \"192.168.40.13\"", "ip_nas_2"]),
    ("multi_az/private_lifs_missing", Apply, &["Private LIFs are missing", "cvo-node1, cvo-node2"]),
];

const WHILE_A_NODE_IS_DOWN: &[Case] = &[
    (
        "taken_over/address",
        Apply,
        &["cvo_secondary_ip.nas", "cvo-node1 is taken over", "allow_during_takeover"],
    ),
    ("taken_over/lif", Apply, &["cvo_lif.nas", "cvo-node1 is taken over", "allow_during_takeover"]),
    (
        "taken_over/move",
        Apply,
        &["cvo_service_policy_move.outbound", "is taken over", "allow_during_takeover"],
    ),
];

const BEFORE_9_11_1: &[Case] = &[
    ("before_9_11_1/move", Plan, &["cvo_service_policy_move.outbound", "ONTAP 9.10.1", "from 9.11.1 on"]),
    ("before_9_11_1/metric", Plan, &["metric = 30", "ONTAP 9.10.1", "from 9.11.1 on"]),
];

/// A route table of the system's VPC, and an interface of the first node that is not behind e0a.
const TABLE: &str = "rtb-0c0a51de000000031";
const E0B: &str = "eni-0c0a51de00031e0b0";

fn folder(case: &str) -> std::path::PathBuf {
    scenario("refused_on_pairs").join(case)
}

fn refused(world: &World, work: &Workdir, (case, when, parts): &Case) -> Result<()> {
    let before = world.state()?;
    work.configure(&folder(case))?;
    world.forget_requests()?;
    match when {
        Plan => {
            work.run(&["plan", "-input=false"])?.failed_saying(parts)?;
            assert_eq!(world.writes()?, Vec::<String>::new());
        }
        Apply => {
            work.try_apply()?.failed_saying(parts)?;
            // Undo what other resources of the same run did.
            work.destroy()?;
        }
    }
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Tries all cases and reports every failure.
fn all_refused(world: &World, cases: &[Case]) -> Result<()> {
    let work = world.workdir(&folder(cases[0].0))?;
    let tried = cases.iter().map(|case| refused(world, &work, case).context(case.0));
    let failed: Vec<String> = tried.filter_map(Result::err).map(|error| format!("{error:#}")).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    Ok(())
}

#[test]
fn in_one_zone_impossible_configurations_are_refused_without_changes() -> Result<()> {
    all_refused(&World::of("ha-single-az", "9.15.1")?, IN_ONE_ZONE)
}

#[test]
fn in_several_zones_impossible_configurations_are_refused_without_changes() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    world.create_route(TABLE, "192.168.41.6/32", E0B)?;
    all_refused(&world, IN_SEVERAL_ZONES)
}

#[test]
fn while_the_home_node_is_down_nothing_is_created_for_it() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    world.takeover("cvo-node1")?;
    all_refused(&world, WHILE_A_NODE_IS_DOWN)
}

#[test]
fn before_9_11_1_its_features_are_refused_in_the_plan_with_the_release() -> Result<()> {
    all_refused(&World::of("ha-multi-az", "9.10.1")?, BEFORE_9_11_1)
}

#[test]
fn missing_permissions_of_the_mediator_are_named() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    world.permit_mediator(false)?;
    all_refused(&world, &[("multi_az/routes_forbidden", Apply, &["53281468", "ec2:CreateRoute"])])
}

fn layout_is_refused_in_the_plan(preset: &str, variables: &[(&str, &str)], parts: &[&str]) -> Result<()> {
    let world = World::of(preset, "9.15.1")?;
    let mut work = world.workdir(&scenario("layout"))?;
    for (name, value) in variables {
        work.set(name, value);
    }
    work.try_apply()?.failed_saying(parts)?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_layout_for_another_topology_is_refused_in_the_plan() -> Result<()> {
    let parts = ["The layout is meant for ha_multi_az, and cvocluster is ha_single_az"];
    layout_is_refused_in_the_plan("ha-single-az", &[("TF_VAR_topology", "ha_multi_az")], &parts)
}

#[test]
fn a_layout_without_floating_addresses_is_refused_in_the_plan_in_several_zones() -> Result<()> {
    let variables = [("TF_VAR_topology", "ha_multi_az"), ("TF_VAR_named_floating_addresses", "false")];
    layout_is_refused_in_the_plan("ha-multi-az", &variables, &["nas_address", "these need an address"])
}
