//! Every input of the module `examples/modules/storage-vm`, changed one at a time on every system: each change
//! is applied and leaves an empty plan, or is refused. The inputs are those of the module's own file.

mod inputs;
mod table;

use std::collections::BTreeSet;

use acceptance_tests::{Finished, Workdir, World, example};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

use inputs::inputs;
use table::{CHANGES, Change, Outcome, System};

/// The values of the variables, by name.
type Variables = Map<String, Value>;

/// Sets an input: a variable, or an attribute of the first storage VM or of its further LIF. To the list of
/// storage VMs it adds one.
fn set(variables: &mut Variables, input: &str, value: Value) {
    match input.split('.').collect::<Vec<_>>()[..] {
        ["storage_vms"] => {
            if let Value::Array(storage_vms) = &mut variables["storage_vms"] {
                storage_vms.push(value);
            }
        }
        ["storage_vms", attribute] => variables["storage_vms"][0][attribute] = value,
        ["storage_vms", object, attribute] => variables["storage_vms"][0][object]["s3"][attribute] = value,
        _ => {
            variables.insert(input.to_owned(), value);
        }
    }
}

/// Returns what Terraform would destroy or replace, apart from addresses, each of which is another object.
fn lost(applied: &Finished) -> Vec<&str> {
    let is_lost = |line: &&str| line.contains("will be destroyed") || line.contains("must be replaced");
    let lines = applied.stdout.lines().filter(|line| line.starts_with("  # "));
    lines.filter(is_lost).filter(|line| !line.contains("cvo_secondary_ip.")).collect()
}

fn pass(work: &mut Workdir, variables: &Variables) {
    for (name, value) in variables {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        work.set(&format!("TF_VAR_{name}"), &text);
    }
}

/// Makes one change. A refused one leaves the variables as they are.
fn make(work: &mut Workdir, variables: &mut Variables, change: &Change, system: &System) -> Result<()> {
    let mut changed = variables.clone();
    set(&mut changed, change.input, (change.value)(system));
    ensure!(changed != *variables, "the table changes nothing");
    pass(work, &changed);
    let applied = work.try_apply()?;
    match (change.outcome)(system) {
        Outcome::Applied => {
            let applied = applied.succeeded()?;
            ensure!(change.takes_away || lost(&applied).is_empty(), "{applied}");
            *variables = changed;
        }
        Outcome::Refused(parts) => {
            applied.failed_saying(parts)?;
            pass(work, variables);
        }
    }
    work.expect_no_changes()
}

fn every_input_can_be_changed(system: &System) -> Result<()> {
    let world = World::of(system.preset, "9.15.1")?;
    for range in system.named_later() {
        world.reserve(&range)?;
    }
    let mut work = world.workdir(&example("modules/storage-vm"))?;
    let mut variables = Map::new();
    variables.insert("storage_vms".to_owned(), json!([system.storage_vm(2)]));
    pass(&mut work, &variables);
    work.apply()?;
    work.expect_no_changes()?;
    for change in CHANGES {
        make(&mut work, &mut variables, change, system)
            .with_context(|| format!("{} on {}", change.input, system.preset))?;
    }
    Ok(())
}

#[test]
fn every_input_of_the_module_is_changed_by_the_tests() -> Result<()> {
    let changed: BTreeSet<_> = CHANGES.iter().map(|change| change.input.to_owned()).collect();
    assert_eq!(changed, inputs()?, "left: changed in the table; right: inputs of variables.tf");
    Ok(())
}

#[test]
fn on_a_single_node_every_input_can_be_changed() -> Result<()> {
    every_input_can_be_changed(&table::SINGLE_NODE)
}

#[test]
fn in_one_zone_every_input_can_be_changed() -> Result<()> {
    every_input_can_be_changed(&table::ONE_ZONE)
}

#[test]
fn in_several_zones_every_input_can_be_changed() -> Result<()> {
    every_input_can_be_changed(&table::SEVERAL_ZONES)
}
