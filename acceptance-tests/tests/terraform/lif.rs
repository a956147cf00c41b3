//! `cvo_lif`.

use acceptance_tests::{Action, World, scenario};
use anyhow::Result;

const ADDRESS: &str = "cvo_lif.nas";

#[test]
fn every_updatable_attribute_changes_in_place() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("lif/update/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let id = work.attributes(ADDRESS)?["id"].clone();
    work.configure(&scenario("lif/update/2-change"))?;
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [(ADDRESS, Action::Update), ("cvo_secondary_ip.two", Action::Create)]);
    for attribute in ["address", "auto_revert", "enabled", "failover", "name", "service_policy"] {
        assert!(plan.changed_attributes(ADDRESS).iter().any(|changed| changed == attribute), "{attribute}");
    }
    work.apply()?;
    work.expect_no_changes()?;
    let attributes = work.attributes(ADDRESS)?;
    assert_eq!(attributes["id"], id);
    assert_eq!(attributes["address"], "10.20.1.61");
    assert_eq!(attributes["enabled"], false);
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn another_spelling_of_the_netmask_changes_nothing() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("lif/update/2-change"))?;
    work.apply()?;
    world.forget_requests()?;
    work.configure(&scenario("lif/update/3-netmask-as-length"))?;
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn it_is_imported_by_name_and_by_uuid_with_an_empty_plan() -> Result<()> {
    let world = World::single_node()?;
    let made = world.workdir(&scenario("lif/update/1-create"))?;
    made.apply()?;
    let attributes = made.attributes(ADDRESS)?;
    let address = made.attributes("cvo_secondary_ip.one")?["id"].as_str().unwrap_or_default().to_owned();
    for id in ["svm_cvo/ip_nas_2", attributes["id"].as_str().unwrap_or_default()] {
        let work = world.workdir(&scenario("lif/update/1-create"))?;
        work.import("cvo_secondary_ip.one", &address)?;
        work.import(ADDRESS, id)?;
        work.expect_no_changes()?;
    }
    Ok(())
}

#[test]
fn a_lif_removed_outside_terraform_is_planned_again() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("lif/update/1-create"))?;
    work.apply()?;
    work.twin()?.run(&["destroy", "-auto-approve", "-target=cvo_lif.nas"])?.succeeded()?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Create)]);
    work.apply()?;
    work.expect_no_changes()
}
