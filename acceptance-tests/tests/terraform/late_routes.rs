//! Floating LIFs whose routes do not appear in time: they are kept, and later applies wait again.

use std::time::Duration;

use acceptance_tests::{Action, Workdir, World, scenario};
use anyhow::Result;
use serde_json::Value;

const LIF: &str = "cvo_lif.nas";
const TABLES: [&str; 2] = ["rtb-0c0a51de000000031", "rtb-0c0a51de000000032"];
const E0A: &str = "eni-0c0a51de00031e0a0";
const NEVER: Duration = Duration::from_secs(3600);

fn system_without_mediator() -> Result<(World, Workdir)> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    world.delay_routes(NEVER)?;
    let work = world.workdir(&scenario("lif/late_route"))?;
    Ok((world, work))
}

fn routes_come(world: &World) -> Result<()> {
    TABLES.iter().try_for_each(|table| world.create_route(table, "192.168.209.27/32", E0A))
}

/// Expects the next plan only to wait again.
fn expect_to_wait(work: &Workdir) -> Result<()> {
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [(LIF, Action::Update)]);
    assert_eq!(plan.changed_attributes(LIF), ["awaits_route", "complete"]);
    Ok(())
}

fn lif(work: &Workdir) -> Result<Value> {
    Ok(work.attributes(LIF)?["id"].take())
}

/// Applies, which waits and must not change the LIF.
fn finish(world: &World, work: &Workdir, made: &Value) -> Result<()> {
    world.forget_requests()?;
    work.apply()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    assert_eq!(lif(work)?, *made);
    work.expect_no_changes()?;
    work.expect_nothing_to_refresh()
}

#[test]
fn the_lif_is_kept_with_a_warning_and_later_applies_wait_again() -> Result<()> {
    let (world, work) = system_without_mediator()?;
    work.apply()?.saying("No route leads to 192.168.209.27")?;
    let made = lif(&work)?;
    work.expect_nothing_to_refresh()?;
    expect_to_wait(&work)?;
    work.try_apply()?.failed_saying(&[
        "No route leads to 192.168.209.27",
        TABLES[0],
        "waits for the route again",
    ])?;
    expect_to_wait(&work)?;
    routes_come(&world)?;
    finish(&world, &work, &made)
}

#[test]
fn with_a_required_route_the_apply_fails_and_keeps_the_lif() -> Result<()> {
    let (world, mut work) = system_without_mediator()?;
    let before = world.state()?;
    work.set("TF_VAR_demand_route", "true");
    work.try_apply()?
        .failed_saying(&["Resource postcondition failed", "No route leads to 192.168.209.27"])?;
    let made = lif(&work)?;
    expect_to_wait(&work)?;
    routes_come(&world)?;
    finish(&world, &work, &made)?;
    world.delay_routes(Duration::ZERO)?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_lif_that_awaits_its_route_can_be_destroyed() -> Result<()> {
    let (world, mut work) = system_without_mediator()?;
    let before = world.state()?;
    work.set("TF_VAR_demand_route", "true");
    work.try_apply()?.failed_saying(&["No route leads to 192.168.209.27"])?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
