//! `cvo_route`.

use acceptance_tests::{Action, World, scenario};
use anyhow::Result;

const ADDRESS: &str = "cvo_route.branch";

#[test]
fn another_destination_or_metric_changes_the_route_in_place() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("route/update/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    for step in ["route/update/2-other-destination", "route/update/3-metric"] {
        work.configure(&scenario(step))?;
        assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Update)], "{step}");
        work.apply()?;
        work.expect_no_changes()?;
    }
    assert_eq!(work.attributes(ADDRESS)?["metric"], 30);
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn it_is_imported_with_an_empty_plan() -> Result<()> {
    let world = World::single_node()?;
    world.workdir(&scenario("route/update/1-create"))?.apply()?;
    let work = world.workdir(&scenario("route/update/1-create"))?;
    work.import(ADDRESS, "svm_cvo/192.168.40.0/24/10.20.1.1")?;
    work.expect_no_changes()
}

#[test]
fn a_route_removed_outside_terraform_is_planned_again() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("route/update/1-create"))?;
    work.apply()?;
    work.twin()?.destroy()?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Create)]);
    work.apply()?;
    work.expect_no_changes()
}
