//! This machine's own package manager, which installs required packages and provides Debian's mirror.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process;
use crate::progress::say;

/// Installs the packages that are missing.
pub fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("    installing {}", missing.join(", ")));
    // The package lists of a fresh machine are empty or outdated. Update them only if the installation fails.
    if install_now(&missing).is_err() {
        update()?;
        install_now(&missing)?;
    }
    Ok(())
}

/// Returns the mirror from which this machine gets Debian. The source code contains no mirror's address.
pub fn mirror() -> Result<String> {
    if let Some(mirror) = known_mirror()? {
        return Ok(mirror);
    }
    update()?;
    known_mirror()?
        .context("this machine's own package sources name no mirror of Debian that debootstrap can use")
}

/// Returns the proxy to the mirror: apt's own, or else the environment's; empty if there is none.
pub fn proxy() -> Result<String> {
    let settings =
        process::output(Command::new("apt-config").args(["shell", "proxy", "Acquire::http::Proxy"]))?;
    let configured = settings.trim().strip_prefix("proxy=").map(|value| value.trim_matches('\'').to_owned());
    Ok(configured.or_else(|| env::var("http_proxy").ok()).unwrap_or_default())
}

fn known_mirror() -> Result<Option<String>> {
    let format = "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)";
    let targets = process::output(Command::new("apt-get").args(["indextargets", "--format", format]))?;
    let mirror = |line: &str| {
        let uri = line.strip_prefix("Debian|Debian|main|")?;
        ["http://", "https://", "file:/"].iter().any(|start| uri.starts_with(start)).then(|| uri.to_owned())
    };
    Ok(targets.lines().find_map(mirror))
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    process::output(&mut query).is_ok_and(|status| status == "installed")
}

fn install_now(packages: &[&str]) -> Result<()> {
    let mut install = apt_get();
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    process::output(&mut install).with_context(|| format!("cannot install {}", packages.join(", ")))?;
    Ok(())
}

fn update() -> Result<()> {
    process::output(apt_get().arg("update")).context("cannot update the lists of packages")?;
    Ok(())
}

fn apt_get() -> Command {
    let mut apt = Command::new("apt-get");
    // Another package manager may be running.
    apt.args(["-o", "DPkg::Lock::Timeout=300"]).env("DEBIAN_FRONTEND", "noninteractive");
    apt
}
