//! Further LIFs of the module: each has an address of its own, and counts for the node that it stays on, or for
//! both.

use acceptance_tests::{Workdir, World, example};
use anyhow::Result;
use serde_json::{Value, json};

/// Further LIFs that, with a NAS and a management LIF, fill what one node can take over.
const ROOM: usize = 8;

/// Sets the variables: one storage VM with further LIFs that move, and some that stay on the second node.
fn with(work: &mut Workdir, moving: usize, staying: usize) {
    let moves = (0..moving).map(|number| (format!("moves_{number}"), json!({})));
    let stays = (0..staying).map(|number| {
        (
            format!("stays_{number}"),
            json!({"stays": true, "home_node": "cvo-node2", "name": format!("tools_{number}")}),
        )
    });
    let storage_vms = json!([
        {"name": "svm_2", "aggregates": ["aggr1"], "further_lifs": moves.chain(stays).collect::<Value>()},
    ]);
    work.set("TF_VAR_storage_vms", &storage_vms.to_string());
}

fn layout(world: &World) -> Result<Workdir> {
    let mut work = world.workdir(&example("modules/storage-vm"))?;
    work.set("TF_VAR_deletion_protection", "false");
    Ok(work)
}

/// Expects a refusal by the module, because the node could not take over its partner.
fn has_no_room(world: &World, work: &Workdir, node: &str) -> Result<()> {
    let told =
        format!("The interface behind e0a of {node} has room for 0 more addresses if its partner fails");
    is_refused(world, work, &[&told, "management_lif = false", "Nothing was changed"])
}

/// Expects a refusal in the plan, before anything is changed.
fn is_refused(world: &World, work: &Workdir, told: &[&str]) -> Result<()> {
    world.forget_requests()?;
    work.try_apply()?.failed_saying(told)?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    Ok(())
}

#[test]
fn in_one_zone_those_that_move_count_for_both_nodes_and_those_that_stay_for_theirs() -> Result<()> {
    let world = World::of("ha-single-az", "9.15.1")?;
    let before = world.state()?;
    let mut work = layout(&world)?;
    with(&mut work, ROOM, 0);
    work.apply()?;
    work.expect_no_changes()?;
    with(&mut work, ROOM + 1, 0);
    is_refused(&world, &work, &["15 are in use", "management_lif = false"])?;
    // One for the other is refused too: the new address may be assigned before the old one is released.
    for moving in [ROOM, ROOM - 1] {
        with(&mut work, moving, 1);
        has_no_room(&world, &work, "cvo-node2")?;
    }
    for staying in [0, 1] {
        with(&mut work, ROOM - 1, staying);
        work.apply()?;
        work.expect_no_changes()?;
    }
    with(&mut work, ROOM, 1);
    has_no_room(&world, &work, "cvo-node2")?;
    with(&mut work, ROOM - 1, 1);
    for node in ["cvo-node1", "cvo-node2"] {
        world.takeover(node)?;
        work.expect_no_changes()?;
        world.giveback(node)?;
    }
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

/// Returns the attributes of an entry of a list or an object.
fn shown(entry: &Value, attributes: &[&str]) -> Vec<Value> {
    attributes.iter().map(|attribute| entry[attribute].clone()).collect()
}

#[test]
fn the_output_shows_all_lifs_and_routes_as_they_are() -> Result<()> {
    let world = World::of("ha-multi-az", "9.15.1")?;
    let mut work = layout(&world)?;
    let storage_vms = json!([
        {"name": "svm_2", "aggregates": ["aggr1"], "home_node": "cvo-node2", "deletion_protection": true,
            "nas_address": "192.168.209.20", "management_lif": false,
            "further_lifs": {"s3": {"address": "192.168.209.21", "home_node": "cvo-node1"},
                "paths": {"service_policy": "default-data-iscsi"}}},
        {"name": "svm_3", "aggregates": ["aggr1"], "nas_address": "192.168.209.30", "management_lif": false},
    ]);
    work.set("TF_VAR_storage_vms", &storage_vms.to_string()).apply()?;
    work.expect_no_changes()?;
    let all = work.outputs()?["storage_vms"]["value"].clone();
    assert_eq!([&all["svm_2"]["deletion_protection"], &all["svm_3"]["deletion_protection"]], [true, false]);
    let lifs = &all["svm_2"]["lifs"];
    for (name, attributes) in [
        ("svm_2_nas_floating", json!(["192.168.209.20", true, true, "cvo-node2", "default-data-files"])),
        ("svm_2_s3", json!(["192.168.209.21", true, true, "cvo-node1", "default-data-files"])),
    ] {
        let of = shown(&lifs[name], &["address", "floating", "moves", "home_node", "service_policy"]);
        assert_eq!(Value::from(of), attributes, "{name}");
    }
    for (name, node) in
        [("svm_2_node1_iscsi", "cvo-node1"), ("svm_2_node2_iscsi", "cvo-node2"), ("svm_2_paths", "cvo-node2")]
    {
        let of = shown(&lifs[name], &["floating", "moves", "home_node", "service_policy"]);
        assert_eq!(Value::from(of), json!([false, false, node, "default-data-iscsi"]), "{name}");
    }
    let routes = all["svm_2"]["routes"].as_array().into_iter().flatten();
    let ways: Vec<_> = routes.map(|route| shown(route, &["destination", "gateway", "metric"])).collect();
    assert_eq!(json!(ways), json!([["0.0.0.0/0", "10.40.1.1", 30], ["0.0.0.0/0", "10.40.2.1", 20]]));
    Ok(())
}

#[test]
fn names_that_cannot_be_are_refused_in_the_plan() -> Result<()> {
    let world = World::single_node()?;
    let mut work = layout(&world)?;
    for (attributes, told) in [
        (
            json!({"further_lifs": {"nas": {}}}),
            "nas, nas_floating, svm_mgmt, node1_iscsi and node2_iscsi are taken",
        ),
        (
            json!({"nas_lif_name": "a", "management_lif_name": "a"}),
            "Several LIFs of one storage VM would be called svm_2:a",
        ),
        (
            json!({"private_addresses": {"cvo-node2": "10.20.1.9"}}),
            "storage_vms names cvo-node2, and cvocluster has the nodes",
        ),
    ] {
        let mut svm = json!({"name": "svm_2", "aggregates": ["aggr1"]});
        for (name, value) in attributes.as_object().into_iter().flatten() {
            svm[name] = value.clone();
        }
        work.set("TF_VAR_storage_vms", &json!([svm]).to_string());
        work.run(&["plan", "-input=false"])?.failed_saying(&[told])?;
    }
    Ok(())
}
