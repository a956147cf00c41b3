//! A storage VM is never replaced: not if it is tainted, not with -replace, not under another key.

use acceptance_tests::{Workdir, World, scenario};
use anyhow::Result;

fn made(configuration: &str) -> Result<(World, Workdir)> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario(configuration))?;
    work.apply()?;
    Ok((world, work))
}

/// Expects plan and apply to be refused, with and without a refresh, and nothing to change.
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
fn a_tainted_storage_vm_is_kept_and_can_be_untainted() -> Result<()> {
    let (world, work) = made("storage_vm/minimal_unprotected")?;
    work.run(&["taint", "cvo_storage_vm.svm_2"])?.succeeded()?;
    is_refused(&world, &work, &[])?;
    work.run(&["untaint", "cvo_storage_vm.svm_2"])?.succeeded()?;
    work.expect_no_changes()
}

#[test]
fn a_storage_vm_marked_for_replacement_is_kept() -> Result<()> {
    let (world, work) = made("storage_vm/minimal_unprotected")?;
    is_refused(&world, &work, &["-replace=cvo_storage_vm.svm_2"])?;
    work.expect_no_changes()
}

#[test]
fn a_storage_vm_under_another_key_is_kept_and_can_be_moved() -> Result<()> {
    let (world, mut work) = made("storage_vm/keyed")?;
    work.set("TF_VAR_key", "b");
    is_refused(&world, &work, &[])?;
    let moved = ["state", "mv", "cvo_storage_vm.this[\"a\"]", "cvo_storage_vm.this[\"b\"]"];
    work.run(&moved)?.succeeded()?;
    work.expect_no_changes()
}
