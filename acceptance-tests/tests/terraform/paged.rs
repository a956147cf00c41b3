//! A system that answers every listing in pages of one or two records.

use acceptance_tests::{Programs, World, scenario};
use anyhow::Result;

#[test]
fn a_stack_is_made_refreshed_imported_and_destroyed_with_pages_of_one_and_of_two_records() -> Result<()> {
    for size in ["1", "2"] {
        let world =
            World::start(Programs::from_environment()?, &["--preset", "single-node", "--page-size", size])?;
        let before = world.state()?;
        let work = world.workdir(&scenario("lif/update/1-create"))?;
        work.apply()?;
        work.expect_no_changes()?;
        let import = world.workdir(&scenario("lif/update/1-create"))?;
        import.import(
            "cvo_lif.nas",
            &format!("svm_cvo/{}", work.attributes("cvo_lif.nas")?["name"].as_str().unwrap_or_default()),
        )?;
        work.destroy()?;
        assert_eq!(world.state()?, before, "pages of {size}");
    }
    Ok(())
}
