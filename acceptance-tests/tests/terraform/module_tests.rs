//! The tests that the module `examples/modules/storage-vm` brings along, run by `terraform test` as its README
//! says.

use std::fs;
use std::path::Path;

use acceptance_tests::{Workdir, World, example};
use anyhow::{Context, Result, ensure};

const ON_A_SYSTEM: &str = "tests/on_a_system";

/// Terraform before 1.7 knows no mocks.
const WITHOUT_MOCKS: &str = "1.6";

/// Returns the folder of the module with its tests.
fn module(world: &World, terraform: &Path) -> Result<Workdir> {
    let folder = example("modules/storage-vm");
    let work = world.workdir_with(terraform, &folder)?;
    for tests in ["tests", ON_A_SYSTEM] {
        fs::create_dir_all(work.path().join(tests))?;
        for entry in fs::read_dir(folder.join(tests))? {
            let file = entry?.path();
            if file.is_file() {
                fs::copy(
                    &file,
                    work.path().join(tests).join(file.file_name().context("a file has a name")?),
                )?;
            }
        }
    }
    Ok(work)
}

#[test]
fn layouts_are_tested_without_a_system_and_without_a_call() -> Result<()> {
    let world = World::single_node()?;
    let releases = &world.programs().terraform_matrix;
    let with_mocks: Vec<_> =
        releases.iter().filter(|path| !path.display().to_string().contains(WITHOUT_MOCKS)).collect();
    ensure!(!with_mocks.is_empty(), "{releases:?}");
    for terraform in with_mocks {
        let work = module(&world, terraform)?;
        work.run(&["test"])?.succeeded()?.saying("5 passed, 0 failed.")?;
    }
    assert_eq!(world.requests()?, Vec::<serde_json::Value>::new());
    Ok(())
}

#[test]
fn a_test_on_a_system_leaves_nothing_behind() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    for terraform in &world.programs().terraform_matrix {
        let work = module(&world, terraform)?;
        let tested = work.run(&["test", &format!("-test-directory={ON_A_SYSTEM}")])?;
        tested.succeeded()?.saying("2 passed, 0 failed.")?;
        assert_eq!(world.state()?, before, "{}", terraform.display());
    }
    Ok(())
}

/// What the file warns of.
#[test]
fn a_test_with_protection_leaves_the_storage_vm_behind() -> Result<()> {
    let world = World::single_node()?;
    let work = module(&world, &world.programs().terraform)?;
    let file = work.path().join(ON_A_SYSTEM).join("layout.tftest.hcl");
    let text = fs::read_to_string(&file)?;
    fs::write(&file, text.replace("deletion_protection = false\n", "deletion_protection = true\n"))?;
    let tested = work.run(&["test", &format!("-test-directory={ON_A_SYSTEM}")])?;
    tested.failed_saying(&["is protected from deletion", "left the following resources in state"])?;
    let state = world.state()?;
    let left = state["svms"].as_array().into_iter().flatten().filter(|svm| svm["name"] == "svm_test_2");
    assert_eq!(left.count(), 1);
    Ok(())
}
