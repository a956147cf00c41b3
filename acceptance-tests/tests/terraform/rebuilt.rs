//! A plugin that is rebuilt between two commands, as happens all the time during development.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use acceptance_tests::{Programs, World, scenario};
use anyhow::Result;

#[test]
fn a_configuration_folder_accepts_every_build_of_the_plugin() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let programs = Programs::from_environment()?;
    let plugin = folder.path().join("terraform-provider-cvo");
    build(&plugin, &programs.plugin, 1)?;
    let world = World::start(Programs { plugin: plugin.clone(), ..programs.clone() }, &[])?;
    let mut work = world.workdir(&scenario("storage_vm/minimal_unprotected"))?;
    work.let_terraform_start_the_plugin().apply()?;
    build(&plugin, &programs.plugin, 2)?;
    work.expect_no_changes()?;
    work.init()?;
    work.expect_no_changes()?;
    work.run(&["destroy", "-auto-approve"])?.succeeded()?;
    Ok(())
}

/// Writes a program that runs the plugin and whose file differs from build to build.
fn build(program: &Path, plugin: &Path, number: u8) -> Result<()> {
    fs::write(program, format!("#!/bin/sh\n# Build {number}.\nexec '{}' \"$@\"\n", plugin.display()))?;
    Ok(fs::set_permissions(program, Permissions::from_mode(0o755))?)
}
