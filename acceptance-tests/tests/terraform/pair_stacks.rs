//! The whole procedures for HA pairs, as in `examples/stacks/ha-single-az` and `examples/stacks/ha-multi-az`.

use acceptance_tests::{Action, Workdir, World, example};
use anyhow::Result;
use serde_json::{Value, json};

/// A stack, with the differences between the two.
struct Stack {
    /// Name of the preset and of the stack's folder.
    name: &'static str,
    /// Name of the NAS LIF.
    nas: &'static str,
    /// Number of managed objects on the default release.
    objects: usize,
    /// An attribute that only Terraform knows, and its objects: an import cannot read it, so a plan sets it.
    known_to_terraform: (&'static str, &'static [&'static str]),
}

const SINGLE_AZ: Stack = Stack {
    name: "ha-single-az",
    nas: "ip_nas_2",
    objects: 7,
    known_to_terraform: ("allow_reassignment", &["cvo_secondary_ip.management[0]", "cvo_secondary_ip.nas"]),
};
const MULTI_AZ: Stack = Stack {
    name: "ha-multi-az",
    nas: "ip_nas_floating_2",
    objects: 10,
    known_to_terraform: ("additional_cidrs", &["cvo_lif.management[0]", "cvo_lif.nas"]),
};

const NODES: [&str; 2] = ["cvo-node1", "cvo-node2"];

impl Stack {
    /// Starts a system and applies the stack without deletion protection.
    fn applied(&self) -> Result<(World, Workdir)> {
        let world = World::of(self.name, "9.15.1")?;
        let mut work = world.workdir(&example("stacks").join(self.name))?;
        work.set("TF_VAR_deletion_protection", "false").apply()?;
        Ok((world, work))
    }
}

/// Returns the current node of a LIF.
fn whereabouts(world: &World, lif: &str) -> Result<Value> {
    let state = world.state()?;
    let lifs = state["lifs"].as_array().into_iter().flatten();
    Ok(lifs.filter(|found| found["name"] == lif).map(|found| found["node"].clone()).collect())
}

fn expect_nothing_to_do(work: &Workdir) -> Result<()> {
    work.expect_no_changes()?;
    work.expect_nothing_to_refresh()
}

fn either_node_fails_and_comes_back_unnoticed(stack: &Stack) -> Result<()> {
    let (world, work) = stack.applied()?;
    expect_nothing_to_do(&work)?;
    let healthy = world.state()?;
    for (node, survivor, shown) in
        [(NODES[0], NODES[1], "everything"), (NODES[1], NODES[0], "name_and_state")]
    {
        world.failed_node_shows(shown)?;
        world.takeover(node)?;
        assert_eq!(whereabouts(&world, stack.nas)?, json!([survivor]));
        expect_nothing_to_do(&work)?;
        world.giveback(node)?;
        expect_nothing_to_do(&work)?;
        assert_eq!(world.state()?, healthy);
    }
    Ok(())
}

#[test]
fn in_one_zone_a_takeover_of_either_node_causes_no_changes() -> Result<()> {
    either_node_fails_and_comes_back_unnoticed(&SINGLE_AZ)
}

#[test]
fn in_several_zones_a_takeover_of_either_node_causes_no_changes() -> Result<()> {
    either_node_fails_and_comes_back_unnoticed(&MULTI_AZ)
}

fn updates_go_on_during_a_takeover(stack: &Stack) -> Result<()> {
    let (world, mut work) = stack.applied()?;
    world.takeover(NODES[0])?;
    work.set("TF_VAR_nas_lif_name", "files").set("TF_VAR_aggregates", "[\"aggr1\"]");
    let changes = [("cvo_lif.nas", Action::Update), ("cvo_storage_vm.this", Action::Update)];
    assert_eq!(work.plan()?.changes(), changes);
    work.apply()?;
    expect_nothing_to_do(&work)?;
    assert_eq!(whereabouts(&world, "files")?, json!([NODES[1]]));
    world.giveback(NODES[0])?;
    expect_nothing_to_do(&work)?;
    assert_eq!(whereabouts(&world, "files")?, json!([NODES[0]]));
    world.takeover(NODES[1])?;
    work.set("TF_VAR_svm_name", "svm_files");
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [("cvo_storage_vm.this", Action::Update)]);
    assert_eq!(plan.changed_attributes("cvo_storage_vm.this"), ["name"]);
    work.apply()?;
    work.expect_no_changes()
}

#[test]
fn in_one_zone_updates_are_possible_during_a_takeover() -> Result<()> {
    updates_go_on_during_a_takeover(&SINGLE_AZ)
}

#[test]
fn in_several_zones_updates_are_possible_during_a_takeover() -> Result<()> {
    updates_go_on_during_a_takeover(&MULTI_AZ)
}

/// Destroys the stack while both nodes are up, and again while either node is down.
fn nothing_is_left_of_it(stack: &Stack) -> Result<()> {
    let world = World::of(stack.name, "9.15.1")?;
    let before = world.state()?;
    let mut work = world.workdir(&example("stacks").join(stack.name))?;
    work.set("TF_VAR_deletion_protection", "false").apply()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    for (node, shown) in NODES.into_iter().zip(["name_and_state", "everything"]) {
        work.apply()?;
        world.failed_node_shows(shown)?;
        world.takeover(node)?;
        work.destroy()?;
        world.giveback(node)?;
        assert_eq!(world.state()?, before, "destroyed while {node} was down");
    }
    Ok(())
}

#[test]
fn in_one_zone_a_destroy_leaves_nothing_even_during_a_takeover() -> Result<()> {
    nothing_is_left_of_it(&SINGLE_AZ)
}

#[test]
fn in_several_zones_a_destroy_leaves_nothing_even_during_a_takeover() -> Result<()> {
    nothing_is_left_of_it(&MULTI_AZ)
}

fn everything_is_imported_without_a_write(stack: &Stack) -> Result<()> {
    let world = World::of(stack.name, "9.15.1")?;
    let made = world.workdir(&example("stacks").join(stack.name))?;
    made.apply()?;
    world.forget_requests()?;
    let work = world.workdir(&example("stacks").join(stack.name))?;
    work.import_all_of(&made)?;
    let plan = work.plan()?;
    let (attribute, set) = stack.known_to_terraform;
    assert_eq!(plan.changes(), set.iter().map(|address| (*address, Action::Update)).collect::<Vec<_>>());
    for address in set {
        assert_eq!(plan.changed_attributes(address), [attribute]);
    }
    work.apply()?;
    expect_nothing_to_do(&work)?;
    let managed = work.objects()?.iter().filter(|object| object["mode"] == "managed").count();
    assert_eq!(managed, stack.objects);
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn in_one_zone_everything_is_imported_without_a_write() -> Result<()> {
    everything_is_imported_without_a_write(&SINGLE_AZ)
}

#[test]
fn in_several_zones_everything_is_imported_without_a_write() -> Result<()> {
    everything_is_imported_without_a_write(&MULTI_AZ)
}
