//! Configurations whose objects name each other by literals, as imports leave them: Terraform knows no order.

use std::fs;

use acceptance_tests::{Workdir, World, scenario};
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The attributes of a type that a configuration says, and what it says besides.
fn written(object: &Value) -> Option<(&'static [&'static str], Value)> {
    Some(match object["type"].as_str()? {
        "cvo_storage_vm" => (&["name", "aggregates"], json!({"deletion_protection": false})),
        "cvo_secondary_ip" => (&["network_interface_id", "private_ip"], json!({"release_on_destroy": true})),
        "cvo_lif" => (&["name", "svm_name", "address", "home_node", "service_policy"], json!({})),
        "cvo_route" => (&["svm_name", "destination", "gateway", "metric"], json!({})),
        _ => return None,
    })
}

/// Returns a folder whose configuration has the objects of another as literals, and has imported them.
fn literals(world: &World, made: &Workdir) -> Result<Workdir> {
    let (mut resources, mut imports) = (json!({}), String::new());
    for (number, object) in made.objects()?.iter().enumerate() {
        let Some((names, mut block)) = written(object).filter(|_| object["mode"] == "managed") else {
            continue;
        };
        for name in names {
            block[name] = object["values"][name].clone();
        }
        let kind = object["type"].as_str().context("a type")?;
        let id = object["values"]["id"].as_str().context("an id")?;
        let name = format!("object_{number}");
        imports.push_str(&format!("import {{\n  to = {kind}.{name}\n  id = \"{id}\"\n}}\n"));
        resources[kind][name] = block;
    }
    let work = world.workdir(&scenario("literals"))?;
    fs::write(work.path().join("objects.tf.json"), json!({"resource": resources}).to_string())?;
    let file = work.path().join("imports.tf");
    fs::write(&file, imports)?;
    work.apply()?;
    // Older releases of Terraform would import again what a destroy has deleted.
    fs::remove_file(file)?;
    Ok(work)
}

/// Makes storage VMs with everything, imports them as literals, and destroys them at once.
fn go_in_one_destroy(preset: &str, topology: &str, number: &str) -> Result<()> {
    let world = World::of(preset, "9.15.1")?;
    let before = world.state()?;
    let mut made = world.workdir(&scenario("layout"))?;
    made.set("TF_VAR_topology", topology).set("TF_VAR_number", number).apply()?;
    let work = literals(&world, &made)?;
    work.expect_no_changes()?;
    work.destroy()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn objects_made_of_literals_go_in_one_destroy() -> Result<()> {
    go_in_one_destroy("single-node", "single_node", "2")?;
    go_in_one_destroy("ha-multi-az", "ha_multi_az", "1")
}

#[test]
fn one_after_the_other_they_go_in_two_destroys() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let mut made = world.workdir(&scenario("layout"))?;
    made.set("TF_VAR_topology", "single_node").set("TF_VAR_number", "1").apply()?;
    let work = literals(&world, &made)?;
    let one_by_one = ["destroy", "-auto-approve", "-input=false", "-parallelism=1"];
    work.run(&one_by_one)?;
    work.run(&one_by_one)?.succeeded()?;
    assert_eq!(world.state()?, before);
    Ok(())
}
