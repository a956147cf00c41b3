//! Several storage VMs at once with the module `examples/modules/storage-vm`, with Terraform's default of ten
//! parallel operations.

use acceptance_tests::{Action, Plan, Workdir, World, scenario};
use anyhow::{Context, Result, ensure};

const RENAMED: &str = "module.storage_vms.cvo_storage_vm.this[\"svm_2\"]";

fn layout(world: &World, topology: &str) -> Result<Workdir> {
    let mut work = world.workdir(&scenario("layout"))?;
    work.set("TF_VAR_topology", topology);
    Ok(work)
}

/// Returns the changes, without data sources that are read during apply.
fn changes(plan: &Plan) -> Vec<(&str, Action)> {
    plan.changes().into_iter().filter(|(_, action)| *action != Action::Read).collect()
}

fn rename_one(work: &mut Workdir) -> Result<()> {
    work.set("TF_VAR_names", "{\"svm_2\": \"svm_files\"}");
    let plan = work.plan()?;
    assert_eq!(changes(&plan), [(RENAMED, Action::Update)]);
    assert_eq!(plan.changed_attributes(RENAMED), ["name"]);
    work.apply()?;
    work.expect_no_changes()
}

fn take_one_out(work: &mut Workdir) -> Result<()> {
    work.set("TF_VAR_number", "2");
    let plan = work.plan()?;
    let is_of_the_third =
        |(address, action): &(&str, Action)| address.contains("[\"svm_4") && *action == Action::Delete;
    assert!(changes(&plan).iter().all(is_of_the_third), "{:?}", plan.changes());
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn on_a_single_node_three_storage_vms_are_created_and_destroyed_at_once() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let mut work = layout(&world, "single_node")?;
    work.apply()?;
    work.expect_no_changes()?;
    rename_one(&mut work)?;
    take_one_out(&mut work)?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Creates and changes storage VMs through takeovers, and destroys them while the second node is down.
fn come_and_go_through_takeovers(world: &World, work: &mut Workdir) -> Result<()> {
    let before = world.state()?;
    work.apply()?;
    work.expect_no_changes()?;
    world.takeover("cvo-node1")?;
    work.expect_no_changes()?;
    work.expect_nothing_to_refresh()?;
    rename_one(work)?;
    world.giveback("cvo-node1")?;
    work.expect_no_changes()?;
    world.takeover("cvo-node2")?;
    work.expect_no_changes()?;
    take_one_out(work)?;
    work.destroy()?;
    world.giveback("cvo-node2")?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn in_one_zone_three_storage_vms_with_outbound_lifs_live_through_takeovers() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let mut work = layout(&world, "ha_single_az")?;
    work.set("TF_VAR_outbound_lifs", "true");
    come_and_go_through_takeovers(&world, &mut work)
}

#[test]
fn in_several_zones_three_storage_vms_live_through_takeovers() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let mut work = layout(&world, "ha_multi_az")?;
    come_and_go_through_takeovers(&world, &mut work)
}

/// More storage VMs than Terraform works on in parallel.
#[test]
fn twelve_storage_vms_are_created_and_destroyed_at_once_without_a_warning() -> Result<()> {
    let world = World::of("ha-multi-az", "9.16.1")?;
    let before = world.state()?;
    let mut work = layout(&world, "ha_multi_az")?;
    work.set("TF_VAR_number", "12");
    for done in [work.apply()?, work.destroy()?] {
        ensure!(!done.stdout.contains("Warning:"), "{done}");
    }
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Somebody else destroys a private LIF and everything that depends on it.
fn lose_a_private_lif(work: &Workdir) -> Result<()> {
    let lost = "-target=module.storage_vms.cvo_lif.private[\"svm_2/node1_iscsi\"]";
    work.twin()?.run(&["destroy", "-auto-approve", "-input=false", lost])?.succeeded()?;
    Ok(())
}

#[test]
fn a_lost_private_lif_is_reported_in_the_plan_that_recreates_it() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let mut work = layout(&world, "ha_multi_az")?;
    work.set("TF_VAR_number", "2").apply()?;
    lose_a_private_lif(&work)?;
    let told = "storage VM svm_2 had no LIF that stays on cvo-node1, so its floating addresses do not \
         migrate there. An apply makes svm_2_node1_iscsi again.";
    work.run(&["plan", "-input=false"])?.succeeded()?.saying(told)?;
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn the_oldest_releases_of_ontap_and_terraform_support_a_layout() -> Result<()> {
    for (preset, topology) in [("ha-single-az", "ha_single_az"), ("ha-multi-az", "ha_multi_az")] {
        let world = World::of(preset, "9.10.1")?;
        let before = world.state()?;
        let terraform = world.programs().terraform_matrix.last().context("there are releases")?;
        let mut work = world.workdir_with(terraform, &scenario("layout"))?;
        work.set("TF_VAR_topology", topology).set("TF_VAR_number", "2").apply()?;
        work.expect_no_changes()?;
        work.destroy()?;
        assert_eq!(world.state()?, before);
    }
    Ok(())
}

fn is_imported_without_a_write(preset: &str, topology: &str) -> Result<()> {
    let world = World::of(preset, "9.15.1")?;
    let made = layout(&world, topology)?;
    made.apply()?;
    world.forget_requests()?;
    let work = layout(&world, topology)?;
    work.import_all_of(&made)?;
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_layout_of_one_zone_is_imported_without_a_write() -> Result<()> {
    is_imported_without_a_write("ha-single-az", "ha_single_az")
}

#[test]
fn a_layout_of_several_zones_is_imported_without_a_write() -> Result<()> {
    is_imported_without_a_write("ha-multi-az", "ha_multi_az")
}

/// The module's data sources depend on no input: they would be read only in the apply, and the plan would know
/// neither nodes nor topology.
#[test]
fn addresses_and_homes_can_be_unknown_in_the_plan() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let before = world.state()?;
    let work = world.workdir(&scenario("layout_unknown"))?;
    work.apply()?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
