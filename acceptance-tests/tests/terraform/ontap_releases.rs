//! The stacks of HA pairs with every release of ONTAP, and through upgrades.

use acceptance_tests::{Action, Workdir, World, example};
use anyhow::{Context, Result};
use serde_json::{Value, json};

const OLDER: [&str; 3] = ["9.10.1", "9.11.1", "9.12.1"];
const NEWER: [&str; 3] = ["9.13.1", "9.15.1", "9.16.1"];
const MOVE: &str = "cvo_service_policy_move.outbound[0]";

fn stack(world: &World, name: &str) -> Result<Workdir> {
    let mut work = world.workdir(&example("stacks").join(name))?;
    work.set("TF_VAR_deletion_protection", "false");
    Ok(work)
}

fn comes_and_goes(name: &str, release: &str) -> Result<()> {
    let world = World::of(name, release)?;
    let before = world.state()?;
    let work = stack(&world, name)?;
    work.apply()?;
    work.expect_no_changes()?;
    world.takeover("cvo-node1")?;
    work.expect_no_changes()?;
    work.expect_nothing_to_refresh()?;
    world.giveback("cvo-node1")?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before, "{release}");
    Ok(())
}

fn comes_and_goes_on_each(name: &str, releases: &[&str]) -> Result<()> {
    releases.iter().try_for_each(|release| comes_and_goes(name, release).context((*release).to_owned()))
}

#[test]
fn the_stack_of_one_zone_is_created_and_destroyed_on_every_older_release() -> Result<()> {
    comes_and_goes_on_each("ha-single-az", &OLDER)
}

#[test]
fn the_stack_of_one_zone_is_created_and_destroyed_on_every_newer_release() -> Result<()> {
    comes_and_goes_on_each("ha-single-az", &NEWER)
}

#[test]
fn the_stack_of_several_zones_is_created_and_destroyed_on_every_older_release() -> Result<()> {
    comes_and_goes_on_each("ha-multi-az", &OLDER)
}

#[test]
fn the_stack_of_several_zones_is_created_and_destroyed_on_every_newer_release() -> Result<()> {
    comes_and_goes_on_each("ha-multi-az", &NEWER)
}

/// Returns the state without the service policies, which an upgrade changes permanently.
fn without_policies(world: &World) -> Result<Value> {
    let mut state = world.state()?;
    state["policies"] = Value::Null;
    Ok(state)
}

/// The first upgrade enables resources that needed its release.
/// The next one restores services, and exactly these are moved again.
fn upgrades_show_just_what_they_bring(name: &str, first: &[(&str, Action)]) -> Result<()> {
    let world = World::of(name, "9.10.1")?;
    let before = without_policies(&world)?;
    let work = stack(&world, name)?;
    work.apply()?;
    world.upgrade("9.11.1")?;
    work.expect_nothing_to_refresh()?;
    assert_eq!(work.plan()?.changes(), first);
    work.apply()?;
    work.expect_no_changes()?;
    world.upgrade("9.16.1")?;
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [(MOVE, Action::Update)]);
    assert_eq!(plan.changed_attributes(MOVE), ["moved"]);
    assert_eq!(plan.attribute(MOVE, "moved").0, json!([]), "all five were restored");
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(without_policies(&world)?, before);
    Ok(())
}

#[test]
fn in_one_zone_upgrades_plan_only_their_own_changes() -> Result<()> {
    upgrades_show_just_what_they_bring("ha-single-az", &[(MOVE, Action::Create)])
}

#[test]
fn in_several_zones_upgrades_plan_only_their_own_changes() -> Result<()> {
    // The route that is there gets the metric that it had all along, so that nothing is sent for it.
    let first = [
        ("cvo_route.default", Action::Update),
        ("cvo_route.second[0]", Action::Create),
        (MOVE, Action::Create),
    ];
    upgrades_show_just_what_they_bring("ha-multi-az", &first)
}
