//! `cvo_service_policy_move`, on an HA pair in several Availability Zones.

use acceptance_tests::{Action, Programs, World, scenario};
use anyhow::Result;
use serde_json::json;

const ADDRESS: &str = "cvo_service_policy_move.outbound";

fn pair() -> Result<World> {
    World::start(Programs::from_environment()?, &["--preset", "ha-multi-az"])
}

#[test]
fn the_defaults_are_moved_once_and_remain_moved_after_a_destroy() -> Result<()> {
    let world = pair()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("service_policy_move/defaults"))?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Create)]);
    work.apply()?;
    work.expect_no_changes()?;
    let moved = work.attributes(ADDRESS)?;
    assert_eq!(moved["moved"], moved["services"]);
    assert_eq!(moved["to_policies"], json!(["default-data-blocks", "default-data-iscsi"]));
    let there = world.state()?;
    assert_ne!(there, before);
    work.destroy()?;
    assert_eq!(world.state()?, there);
    Ok(())
}

#[test]
fn every_attribute_changes_in_place() -> Result<()> {
    let world = pair()?;
    let work = world.workdir(&scenario("service_policy_move/update/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    work.configure(&scenario("service_policy_move/update/2-fewer-services"))?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Update)]);
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    Ok(())
}

#[test]
fn it_is_imported_with_an_empty_plan() -> Result<()> {
    let world = pair()?;
    world.workdir(&scenario("service_policy_move/defaults"))?.apply()?;
    let work = world.workdir(&scenario("service_policy_move/defaults"))?;
    work.import(ADDRESS, "svm_cvo/default-data-files")?;
    work.expect_no_changes()
}

#[test]
fn services_moved_back_by_others_are_moved_again() -> Result<()> {
    let world = pair()?;
    let work = world.workdir(&scenario("service_policy_move/restored"))?;
    let before = world.state()?;
    work.apply()?;
    work.twin()?.destroy()?;
    assert_eq!(world.state()?, before, "moved back");
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Update)]);
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
