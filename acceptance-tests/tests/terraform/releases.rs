//! The same plugin with every supported release of Terraform.

use acceptance_tests::{Action, World, example};
use anyhow::Result;

const UNPROTECTED: &str = "-var=deletion_protection=false";

#[test]
fn one_plugin_works_with_every_supported_release_of_terraform() -> Result<()> {
    let world = World::single_node()?;
    let before = world.state()?;
    let releases = &world.programs().terraform_matrix;
    assert!(!releases.is_empty(), "no Terraform");
    for terraform in releases {
        let work = world.workdir_with(terraform, &example("stacks/single-node"))?;
        work.apply()?;
        work.expect_no_changes()?;
        let renamed = work.plan_with(&["-var=svm_name=svm_files"])?;
        assert_eq!(renamed.changes(), [("cvo_storage_vm.this", Action::Update)], "{}", terraform.display());
        work.run(&["apply", "-auto-approve", UNPROTECTED])?.succeeded()?;
        work.run(&["destroy", "-auto-approve", UNPROTECTED])?.succeeded()?;
        assert_eq!(world.state()?, before, "{}", terraform.display());
    }
    Ok(())
}
