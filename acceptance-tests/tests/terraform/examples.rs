//! Every example of the repository is planned.

use std::path::{Path, PathBuf};

use acceptance_tests::{World, example, scenario};
use anyhow::{Context, Result};

/// The folders below `examples/` that hold a configuration.
fn folders(below: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(below).with_context(|| format!("cannot read {}", below.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(folders(&path)?);
        } else if path.extension().is_some_and(|end| end == "tf") && !found.iter().any(|known| known == below)
        {
            found.push(below.to_path_buf());
        }
    }
    Ok(found)
}

#[test]
fn every_example_can_be_planned() -> Result<()> {
    let world = World::single_node()?;
    let examples = folders(&example(""))?;
    assert!(examples.len() >= 8, "{examples:?}");
    let work = world.workdir(&example("stacks/single-node"))?;
    for folder in examples {
        work.configure(&folder)?;
        // The registry's layout shows a resource alone; where the provider comes from is said once.
        if !folder.ends_with("provider") && !folder.ends_with("single-node") {
            work.add(&scenario("required_provider.tf"))?;
        }
        let planned = work.run(&["plan", "-input=false"])?;
        planned.succeeded().with_context(|| folder.display().to_string())?;
    }
    Ok(())
}
