//! A storage VM is never replaced: not when it is tainted, not by -replace, not under another key.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::Result;

fn made(configuration: &str) -> Result<(World, Workdir)> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario(configuration))?;
    work.apply()?;
    Ok((world, work))
}

/// Plan and apply are refused, with a refresh and without, and nothing changes.
fn is_refused(world: &World, work: &Workdir, options: &[&str]) -> Result<()> {
    let before = world.state()?;
    for command in [&["plan"][..], &["plan", "-refresh=false"], &["apply", "-auto-approve"]] {
        let refused = work.run(&[command, &["-input=false"], options].concat())?;
        refused.failed_saying(&["A storage VM is never replaced", "untaint", "moved"])?;
    }
    assert_eq!(world.state()?, before);
    Ok(())
}

#[test]
fn a_tainted_one_stays_and_can_be_untainted() -> Result<()> {
    let (world, work) = made("storage_vm/minimal_unprotected")?;
    work.run(&["taint", "cvo_storage_vm.svm_2"])?.succeeded()?;
    is_refused(&world, &work, &[])?;
    work.run(&["untaint", "cvo_storage_vm.svm_2"])?.succeeded()?;
    work.expect_no_changes()
}

#[test]
fn one_that_is_to_be_replaced_stays() -> Result<()> {
    let (world, work) = made("storage_vm/minimal_unprotected")?;
    is_refused(&world, &work, &["-replace=cvo_storage_vm.svm_2"])?;
    work.expect_no_changes()
}

#[test]
fn one_under_another_key_stays_and_can_be_moved() -> Result<()> {
    let (world, mut work) = made("storage_vm/keyed")?;
    work.set("TF_VAR_key", "b");
    is_refused(&world, &work, &[])?;
    let moved = ["state", "mv", "cvo_storage_vm.this[\"a\"]", "cvo_storage_vm.this[\"b\"]"];
    work.run(&moved)?.succeeded()?;
    work.expect_no_changes()
}
