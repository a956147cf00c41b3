//! Provides the plugin in a local mirror, so that Terraform contacts no registry.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Writes a mirror with the plugin to a folder, replacing an existing one. Returns the CLI configuration file
/// that makes Terraform use it (`TF_CLI_CONFIG_FILE`).
///
/// # Errors
/// If files cannot be written.
pub fn lay_out(folder: &Path, plugin: &Path) -> Result<PathBuf> {
    let (mirror, settings) = (folder.join("mirror"), folder.join("terraform.rc"));
    add(&mirror, "cvo/cvo", plugin)?;
    put(&settings, &cli_configuration(&mirror), 0o644)?;
    Ok(settings)
}

/// Adds a plugin to a mirror. `source` is how configurations name it, such as `cvo/cvo`.
pub(crate) fn add(mirror: &Path, source: &str, plugin: &Path) -> Result<()> {
    // Terraform's layout of an unpacked package: host, namespace, type, version, platform.
    let version = env!("CARGO_PKG_VERSION");
    let package = mirror.join("registry.terraform.io").join(source).join(version).join("linux_amd64");
    fs::create_dir_all(&package).context("cannot make the mirror")?;
    let kind = source.rsplit('/').next().unwrap_or(source);
    put(&package.join(format!("terraform-provider-{kind}_v{version}")), &starter(plugin), 0o755)
}

/// Returns a script that starts the plugin. Terraform records a checksum of the package in the
/// configuration's folder. The script keeps its checksum when the plugin is rebuilt; the plugin itself would
/// be refused until the record is deleted.
fn starter(plugin: &Path) -> String {
    let plugin = plugin.display().to_string().replace('\'', r"'\''");
    format!("#!/bin/sh\nexec '{plugin}' \"$@\"\n")
}

fn cli_configuration(mirror: &Path) -> String {
    let mirror = mirror.display();
    format!(
        "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    path = \
         \"{mirror}\"\n  }}\n}}\n"
    )
}

/// Writes a file and renames it, because another Terraform may be using the existing one.
fn put(file: &Path, content: &str, mode: u32) -> Result<()> {
    let fresh = file.with_added_extension(format!("{}.new", std::process::id()));
    fs::write(&fresh, content)
        .and_then(|()| fs::set_permissions(&fresh, Permissions::from_mode(mode)))
        .and_then(|()| fs::rename(&fresh, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    /// Returns the output of the program in the mirror.
    fn started(folder: &Path) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let package = format!("mirror/registry.terraform.io/cvo/cvo/{version}/linux_amd64");
        let program = folder.join(package).join(format!("terraform-provider-cvo_v{version}"));
        String::from_utf8(Command::new(program).arg("a b").output().unwrap().stdout).unwrap()
    }

    #[test]
    fn the_program_in_the_mirror_starts_the_plugin_from_any_path() {
        let folder = tempfile::tempdir().unwrap();
        let plugin = folder.path().join("it's a plugin");
        put(&plugin, "#!/bin/sh\necho \"given $1\"\n", 0o755).unwrap();
        let settings = lay_out(folder.path(), &plugin).unwrap();
        assert_eq!(started(folder.path()), "given a b\n");
        let mirror = folder.path().join("mirror").display().to_string();
        assert!(fs::read_to_string(settings).unwrap().contains(&format!("path = \"{mirror}\"")));
    }

    #[test]
    fn another_provider_is_found_beside_ours() {
        let folder = tempfile::tempdir().unwrap();
        lay_out(folder.path(), Path::new("/bin/echo")).unwrap();
        add(&folder.path().join("mirror"), "netapp/netapp-ontap", Path::new("/bin/true")).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let package = folder.path().join("mirror/registry.terraform.io/netapp/netapp-ontap").join(version);
        let program = package.join(format!("linux_amd64/terraform-provider-netapp-ontap_v{version}"));
        assert!(Command::new(program).output().unwrap().stdout.is_empty());
        assert_eq!(started(folder.path()), "a b\n");
    }

    #[test]
    fn a_mirror_replaces_an_old_one() {
        let folder = tempfile::tempdir().unwrap();
        lay_out(folder.path(), Path::new("/bin/false")).unwrap();
        lay_out(folder.path(), Path::new("/bin/echo")).unwrap();
        assert_eq!(started(folder.path()), "a b\n");
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let mut left: Vec<_> = left.collect();
        left.sort();
        assert_eq!(left, ["mirror", "terraform.rc"]);
    }
}
