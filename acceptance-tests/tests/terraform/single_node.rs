//! The whole procedure for a single-node system, as in `examples/stacks/single-node`.

use acceptance_tests::{Action, Workdir, World, example};
use anyhow::Result;
use serde_json::Value;

const UNPROTECTED: &str = "-var=deletion_protection=false";

fn stack(world: &World) -> Result<Workdir> {
    world.workdir(&example("stacks/single-node"))
}

fn apply(work: &Workdir, variables: &[&str]) -> Result<()> {
    work.run(&[&["apply", "-auto-approve", "-input=false"], variables].concat())?.succeeded()?;
    Ok(())
}

/// Returns the entries with a name in a list of the simulator's state.
fn named<'a>(state: &'a Value, list: &str, name: &str) -> Vec<&'a Value> {
    state[list].as_array().into_iter().flatten().filter(|entry| entry["name"] == name).collect()
}

#[test]
fn the_stack_is_applied_unchanged_and_destroyed_without_a_trace() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let work = stack(&world)?;
    apply(&work, &[])?;
    work.expect_no_changes()?;
    let state = world.state()?;
    for (list, name) in [("svms", "svm_2"), ("lifs", "ip_nas_2"), ("lifs", "ip_svm_mgmt_2")] {
        assert_eq!(named(&state, list, name).len(), 1, "{list} {name} in {state:#}");
    }
    apply(&work, &[UNPROTECTED])?;
    work.run(&["destroy", "-auto-approve", UNPROTECTED])?.succeeded()?;
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn an_empty_plan_reads_and_writes_nothing() -> Result<()> {
    let world = World::single_node()?;
    let work = stack(&world)?;
    apply(&work, &[])?;
    world.forget_requests()?;
    work.expect_no_changes()?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    // docs/development/calls.md lists these eleven calls, and explains why Terraform may make two more.
    let calls = world.requests()?;
    assert!((11..=13).contains(&calls.len()), "{calls:#?}");
    Ok(())
}

#[test]
fn renaming_the_storage_vm_is_exactly_one_change() -> Result<()> {
    let world = World::single_node()?;
    let work = stack(&world)?;
    apply(&work, &[])?;
    let renamed = "-var=svm_name=svm_files";
    let plan = work.plan_with(&[renamed])?;
    assert_eq!(plan.changes(), [("cvo_storage_vm.this", Action::Update)]);
    assert_eq!(plan.changed_attributes("cvo_storage_vm.this"), ["name"]);
    world.forget_requests()?;
    apply(&work, &[renamed])?;
    let writes = world.writes()?;
    assert_eq!(writes.len(), 1, "{writes:#?}");
    assert!(writes[0].starts_with("PATCH /api/svm/svms/"), "{writes:#?}");
    work.run(&["plan", "-detailed-exitcode", renamed])?.succeeded()?;
    Ok(())
}

#[test]
fn destroying_a_protected_storage_vm_is_refused_in_the_plan() -> Result<()> {
    let world = World::single_node()?;
    let work = stack(&world)?;
    apply(&work, &[])?;
    let before = world.state()?;
    world.forget_requests()?;
    let refused = work.run(&["destroy", "-auto-approve", UNPROTECTED])?;
    refused.failed_saying(&["cvo_storage_vm.this", "deletion_protection"])?;
    assert_eq!(world.writes()?, Vec::<String>::new());
    assert_eq!(world.state()?, before);
    work.expect_no_changes()
}

#[test]
fn everything_is_imported_by_id_with_an_empty_plan() -> Result<()> {
    let world = World::single_node()?;
    let made = stack(&world)?;
    apply(&made, &[])?;
    let taken_over = stack(&world)?;
    let attribute = |address: &str, name: &str| -> Result<String> {
        Ok(made.attributes(address)?[name].as_str().unwrap_or_default().to_owned())
    };
    let interface = attribute("cvo_secondary_ip.nas", "network_interface_id")?;
    let addresses = [attribute("cvo_lif.nas", "address")?, attribute("cvo_lif.management[0]", "address")?];
    let gateway = attribute("cvo_route.default", "gateway")?;
    for (address, id) in [
        ("cvo_storage_vm.this", "svm_2".to_owned()),
        ("cvo_route.default", format!("svm_2/0.0.0.0/0/{gateway}")),
        ("cvo_lif.nas", "svm_2/ip_nas_2".to_owned()),
        ("cvo_lif.management[0]", attribute("cvo_lif.management[0]", "id")?),
        ("cvo_secondary_ip.nas", format!("{interface}/{}", addresses[0])),
        ("cvo_secondary_ip.management[0]", format!("{interface}/{}", addresses[1])),
    ] {
        taken_over.import(address, &id)?;
    }
    // An import does not compute output values. A refresh does, and leaves every object unchanged.
    taken_over.run(&["apply", "-refresh-only", "-auto-approve", "-input=false"])?.succeeded()?;
    taken_over.expect_no_changes()
}

#[test]
fn objects_removed_outside_terraform_are_recreated() -> Result<()> {
    let world = World::single_node()?;
    let work = stack(&world)?;
    apply(&work, &["-var=deletion_protection=false"])?;
    let somebody_else = work.twin()?;
    let gone = ["cvo_lif.nas", "cvo_route.default"];
    let targets: Vec<String> = gone.iter().map(|address| format!("-target={address}")).collect();
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    somebody_else.run(&[&["destroy", "-auto-approve", UNPROTECTED], &targets[..]].concat())?.succeeded()?;
    let plan = work.plan_with(&[UNPROTECTED])?;
    assert_eq!(plan.changes(), gone.map(|address| (address, Action::Create)));
    apply(&work, &[UNPROTECTED])?;
    work.run(&["plan", "-detailed-exitcode", UNPROTECTED])?.succeeded()?;
    Ok(())
}

#[test]
fn a_stack_with_given_names_and_addresses_and_no_management_lif() -> Result<()> {
    let world = World::single_node()?;
    let work = stack(&world)?;
    let variables = [
        "-var=svm_name=svm_media",
        "-var=root_volume_name=media_root",
        "-var=root_volume_aggregate=aggr2",
        "-var=aggregates=[\"aggr2\"]",
        "-var=nas_lif_name=media_nas",
        "-var=nas_address=10.20.1.60",
        "-var=management_lif=false",
    ];
    apply(&work, &variables)?;
    work.run(&[&["plan", "-detailed-exitcode"], &variables[..]].concat())?.succeeded()?;
    let outputs = work.outputs()?;
    assert_eq!(outputs["nas_address"]["value"], "10.20.1.60");
    assert_eq!(outputs["management_address"]["value"], Value::Null);
    let svm = work.attributes("cvo_storage_vm.this")?;
    assert_eq!(svm["root_volume_aggregate"], "aggr2");
    Ok(())
}
