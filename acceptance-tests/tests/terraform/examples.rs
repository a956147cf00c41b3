//! Plans every example of the repository on a system that it is written for.

use std::path::{Path, PathBuf};

use acceptance_tests::{ImageRoot, World, example, scenario};
use anyhow::{Context, Result};

const PRESETS: [&str; 3] = ["single-node", "ha-single-az", "ha-multi-az"];

/// The example of an import by identity.
const IMPORT: &str = "import-by-identity.tf";

/// Returns two storage VMs for the module, with addresses that suit the preset.
fn storage_vms(preset: &str) -> String {
    let host = |svm: u8| match preset {
        "single-node" => format!("10.20.1.{svm}"),
        "ha-single-az" => format!("10.30.1.{svm}"),
        _ => format!("192.168.209.{svm}"),
    };
    let svm = |number: u8| {
        let nas = host(60 + number);
        format!(
            "{{name = \"svm_{number}\", aggregates = [\"aggr1\"], nas_address = \"{nas}\", management_lif = \
             false}}"
        )
    };
    format!("[{}, {}]", svm(2), svm(3))
}

/// Returns the folders below `examples/` with a configuration.
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

/// Whether an example is a complete configuration, which every supported release of Terraform must accept.
fn is_whole(folder: &Path) -> bool {
    ["stacks", "modules"].iter().any(|whole| folder.starts_with(example(whole)))
}

/// Whether an example is written for a system: a stack for the preset with its name, the module for all of
/// them. All others, including the stack that needs no system, are for the single node.
fn is_for(folder: &Path, preset: &str) -> bool {
    match folder.strip_prefix(example("stacks")) {
        Ok(stack) if PRESETS.iter().any(|preset| stack == Path::new(preset)) => stack == Path::new(preset),
        _ => folder.starts_with(example("modules")) || preset == PRESETS[0],
    }
}

/// Plans the examples that are written for the system, and returns their number.
fn plan(world: &World, preset: &str, terraform: &Path, examples: &[PathBuf]) -> Result<usize> {
    let own: Vec<_> = examples.iter().filter(|folder| is_for(folder, preset)).collect();
    let mut work = world.workdir_with(terraform, &example("stacks").join(preset))?;
    work.set("TF_VAR_storage_vms", &storage_vms(preset));
    let image = ImageRoot::debian(&ImageRoot::VIRTIO)?;
    work.set("TF_VAR_image_root", &image.path().display().to_string());
    for folder in &own {
        work.configure(folder)?;
        // What it imports is on no simulated system.
        let import = work.path().join(IMPORT);
        if import.is_file() {
            std::fs::remove_file(import)?;
        }
        // The registry's layout shows a resource alone, so the required provider is added.
        if !is_whole(folder) && !folder.ends_with("provider") {
            work.add(&scenario("required_provider.tf"))?;
        }
        let planned = work.run(&["plan", "-input=false"])?;
        planned.succeeded().with_context(|| format!("{} on {preset}", folder.display()))?;
    }
    Ok(own.len())
}

#[test]
fn every_example_can_be_planned() -> Result<()> {
    let examples = folders(&example(""))?;
    let mut planned = 0;
    for preset in PRESETS {
        let world = World::of(preset, "9.15.1")?;
        planned += plan(&world, preset, &world.programs().terraform, &examples)?;
    }
    let modules = examples.iter().filter(|folder| folder.starts_with(example("modules"))).count();
    let expected = examples.len() + modules * (PRESETS.len() - 1);
    assert_eq!(planned, expected, "modules are planned on every system, all others on one: {examples:?}");
    Ok(())
}

#[test]
fn every_import_by_identity_is_valid() -> Result<()> {
    let world = World::single_node()?;
    let work = world.workdir(&scenario("estate/nothing"))?;
    let examples = folders(&example("resources"))?.into_iter().filter(|folder| folder.join(IMPORT).exists());
    let examples: Vec<_> = examples.collect();
    assert!(examples.len() >= 5, "{examples:?}");
    for folder in examples {
        work.configure(&folder)?;
        work.add(&scenario("required_provider.tf"))?;
        work.run(&["validate"])?.succeeded().with_context(|| folder.display().to_string())?;
        // Terraform knows only now what an identity has: it is looked for, and is not there.
        let planned = work.run(&["plan", "-input=false"])?;
        let said = planned.stderr.replace('\n', " ");
        assert!(
            !said.contains("Unsupported") && !said.contains("Incorrect"),
            "{}: {planned}",
            folder.display()
        );
        planned.failed_saying(&["imported"])?;
    }
    Ok(())
}

#[test]
fn stacks_and_modules_can_be_planned_with_every_release_of_terraform() -> Result<()> {
    let examples: Vec<_> = folders(&example(""))?.into_iter().filter(|folder| is_whole(folder)).collect();
    for preset in PRESETS {
        let world = World::of(preset, "9.15.1")?;
        for terraform in &world.programs().terraform_matrix {
            let own = examples.iter().filter(|folder| is_for(folder, preset)).count();
            assert!(own >= 2, "a stack and the module");
            assert_eq!(plan(&world, preset, terraform, &examples)?, own);
        }
    }
    Ok(())
}
