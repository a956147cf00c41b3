//! What `terraform-provider-cvo discover` writes is imported by every supported release of Terraform, and
//! then plans no change.

use std::path::Path;

use acceptance_tests::{Plan, World, example};
use anyhow::{Context, Result};

/// Returns a system of this kind on which the stack of the same name was applied.
fn applied(preset: &str) -> Result<World> {
    let world = World::of(preset, "9.15.1")?;
    world.workdir(&example("stacks").join(preset))?.apply()?;
    world.forget_requests()?;
    Ok(world)
}

/// Writes the system into a new folder, imports it with this Terraform, and returns the plan of the import.
fn imported(world: &World, terraform: &Path) -> Result<Plan> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().to_str().context("no text")?;
    world.by_hand(&["discover", "--out", out])?.succeeded()?.saying("were written to")?;
    let work = world.workdir_with(terraform, folder.path())?;
    let plan = work.plan()?;
    assert_eq!(plan.changes(), [], "{}", terraform.display());
    work.apply()?;
    work.expect_no_changes()?;
    assert_eq!(work.objects()?.len(), plan.imports().len());
    Ok(plan)
}

#[test]
fn a_discovered_system_is_imported_by_every_release_of_terraform_without_a_write() -> Result<()> {
    for (preset, objects) in [("single-node", 6), ("ha-single-az", 7), ("ha-multi-az", 10)] {
        let world = applied(preset)?;
        for terraform in &world.programs().terraform_matrix {
            let plan = imported(&world, terraform)?;
            assert_eq!(plan.imports().len(), objects, "{preset}: {:?}", plan.imports());
        }
        assert_eq!(world.writes()?, Vec::<String>::new(), "{preset}");
    }
    Ok(())
}

#[test]
fn a_system_is_discovered_and_imported_during_a_takeover() -> Result<()> {
    for preset in ["ha-single-az", "ha-multi-az"] {
        let world = applied(preset)?;
        let newest = world.programs().terraform.clone();
        let healthy = imported(&world, &newest)?;
        world.takeover("cvo-node1")?;
        let plan = imported(&world, &newest)?;
        assert_eq!(plan.imports(), healthy.imports(), "{preset}");
        assert_eq!(world.writes()?, Vec::<String>::new(), "{preset}");
    }
    Ok(())
}
