//! `cvo_storage_vm` and `data.cvo_storage_vm`.

use acceptance_tests::{Action, World, scenario};
use anyhow::Result;

const ADDRESS: &str = "cvo_storage_vm.svm_2";

/// A resource of Terraform itself, whose output is known only after apply.
const VALUES: &str = "terraform_data.values";

#[test]
fn every_updatable_attribute_changes_in_place() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/update/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let id = work.attributes(ADDRESS)?["id"].clone();
    work.configure(&scenario("storage_vm/update/2-change"))?;
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [(ADDRESS, Action::Update)]);
    for attribute in [
        "aggregates",
        "comment",
        "deletion_protection",
        "language",
        "name",
        "root_volume_name",
        "root_volume_security_style",
        "snapshot_policy",
        "timeouts",
    ] {
        assert!(plan.changed_attributes(ADDRESS).iter().any(|changed| changed == attribute), "{attribute}");
    }
    work.apply()?;
    work.expect_no_changes()?;
    let attributes = work.attributes(ADDRESS)?;
    assert_eq!(attributes["id"], id);
    assert_eq!(attributes["root_volume_name"], "root_svm_files");
    assert_eq!(attributes["root_volume_security_style"], "ntfs");
    work.configure(&scenario("storage_vm/update/3-fewer-aggregates"))?;
    assert_eq!(work.plan()?.changed_attributes(ADDRESS).first().map(String::as_str), Some("aggregates"));
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn unset_attributes_are_known_after_apply_and_kept() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let attributes = work.attributes(ADDRESS)?;
    for (name, expected) in [
        ("root_volume_aggregate", "aggr1"),
        ("root_volume_security_style", "unix"),
        ("snapshot_policy", "default"),
        ("subtype", "default"),
        ("ipspace", "Default"),
    ] {
        assert_eq!(attributes[name], expected, "{name}");
    }
    assert_eq!(attributes["deletion_protection"], true);
    Ok(())
}

#[test]
fn values_of_other_resources_may_be_unknown_in_the_plan() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/from_outputs/1-create"))?;
    work.apply()?;
    work.expect_no_changes()?;
    let made = work.attributes(ADDRESS)?;
    for (name, expected) in [
        ("root_volume_aggregate", "aggr2"),
        ("root_volume_name", "root_svm_2"),
        ("root_volume_security_style", "ntfs"),
        ("snapshot_policy", "none"),
    ] {
        assert_eq!(made[name], expected, "{name}");
    }
    work.configure(&scenario("storage_vm/from_outputs/2-change"))?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Update), (VALUES, Action::Update)]);
    work.apply()?;
    work.expect_no_changes()?;
    let changed = work.attributes(ADDRESS)?;
    assert_eq!((&changed["id"], changed["root_volume_name"].as_str()), (&made["id"], Some("root_changed")));
    Ok(())
}

#[test]
fn a_change_of_a_create_only_attribute_is_refused_and_never_replaces() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/create_only/1-create"))?;
    work.apply()?;
    let before = world.state()?;
    work.configure(&scenario("storage_vm/create_only/2-other-aggregate"))?;
    let refused = work.run(&["plan", "-input=false"])?;
    refused.failed_saying(&["root_volume_aggregate = \"aggr2\"", ADDRESS])?;
    assert_eq!(world.state()?, before);
    work.configure(&scenario("storage_vm/create_only/1-create"))?;
    work.expect_no_changes()
}

#[test]
fn a_forced_replacement_is_refused() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    work.apply()?;
    let before = world.state()?;
    let replace = format!("-replace={ADDRESS}");
    work.run(&["plan", "-input=false", &replace])?.failed_saying(&[ADDRESS])?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn it_is_imported_by_name_and_by_uuid_with_an_empty_plan() -> Result<()> {
    let world = World::single_node()?;
    let made = world.workdir(&scenario("storage_vm/minimal"))?;
    made.apply()?;
    let uuid = made.attributes(ADDRESS)?["id"].as_str().unwrap_or_default().to_owned();
    for id in ["svm_2", &uuid] {
        let work = world.workdir(&scenario("storage_vm/minimal"))?;
        work.import(ADDRESS, id)?;
        work.expect_no_changes()?;
        assert_eq!(work.attributes(ADDRESS)?["deletion_protection"], true);
    }
    let work = world.workdir(&scenario("storage_vm/minimal"))?;
    work.run(&["import", "-input=false", ADDRESS, "svm_nowhere"])?.failed_saying(&["svm_nowhere"])?;
    Ok(())
}

#[test]
fn a_storage_vm_removed_outside_terraform_is_planned_again() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("storage_vm/minimal_unprotected"))?;
    work.apply()?;
    work.twin()?.destroy()?;
    assert_eq!(work.plan()?.changes(), [(ADDRESS, Action::Create)]);
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn a_destroy_leaves_the_system_as_it_was() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("storage_vm/minimal_unprotected"))?;
    work.apply()?;
    assert_ne!(world.state()?, before);
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn the_target_of_a_disaster_recovery_relationship_needs_no_aggregates() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = world.workdir(&scenario("storage_vm/dp_destination"))?;
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(work.attributes("cvo_storage_vm.svm_dr")?["subtype"], "dp_destination");
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
