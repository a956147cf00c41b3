//! The order of the manual procedure for several Availability Zones, with literal names.

use acceptance_tests::{World, scenario};
use anyhow::Result;

#[test]
fn the_floating_lif_can_be_created_first_and_all_lifs_deleted_at_once() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let before = world.state()?;
    let work = world.workdir(&scenario("seed_order"))?;
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Terraform 1.12 ends a refresh with 2 although it finds nothing, with and without a takeover.
#[test]
fn a_takeover_changes_the_exit_code_of_no_kind_of_plan() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let work = world.workdir(&scenario("seed_order"))?;
    work.apply()?;
    let refreshed = || -> Result<i32> {
        Ok(work.run(&["plan", "-refresh-only", "-detailed-exitcode", "-input=false"])?.code)
    };
    let healthy = refreshed()?;
    for node in ["cvo-node1", "cvo-node2"] {
        world.takeover(node)?;
        work.expect_no_changes()?;
        work.expect_nothing_to_refresh()?;
        assert_eq!(refreshed()?, healthy, "{node}");
        world.giveback(node)?;
    }
    Ok(())
}
