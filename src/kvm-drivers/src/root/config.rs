//! [`Configured`]: the drivers that the configuration adds to the next initrd, and mistakes in the
//! configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::files::{Files, text};
use super::findings::{MOST, shown};
use super::{Code, Finding, dracut_conf};
use crate::Driver;
use crate::plan::configured_drivers;
use crate::system::Engine;

/// The drivers that the configuration adds to the next initrd.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Configured {
    /// Drivers, without duplicates.
    pub drivers: Vec<Driver>,
    /// Files that name drivers.
    pub sources: Vec<String>,
    /// Mistakes in the configuration.
    pub findings: Vec<Finding>,
}

impl Configured {
    /// Reads the configuration of an engine.
    ///
    /// # Errors
    /// If a file cannot be read.
    pub fn of(files: &dyn Files, engine: Engine) -> io::Result<Self> {
        let mut found = Self::default();
        let mut known = BTreeSet::new();
        for path in sources(files, engine)? {
            let Some(text) = text(files, &path)? else { continue };
            if engine == Engine::Dracut && dracut_conf::resets(&text) && !found.drivers.is_empty() {
                found.findings.push(dracut_conf::reset_finding(&path, &found.sources));
                found.drivers.clear();
                known.clear();
            }
            let drivers = configured_drivers(engine, &text);
            if !drivers.is_empty() {
                found.sources.push(path.clone());
            }
            for driver in drivers {
                if known.insert(driver.clone()) {
                    found.drivers.push(driver);
                }
            }
            found.findings.extend(match engine {
                Engine::Dracut => dracut_conf::findings(&path, &text),
                Engine::InitramfsTools => initramfs_tools(&path, &text),
                Engine::Mkinitrd => Vec::new(),
            });
        }
        Ok(found)
    }

    /// Whether the next initrd gets all of these drivers.
    #[must_use]
    pub fn gives(&self, drivers: &[Driver]) -> bool {
        drivers.iter().all(|driver| self.drivers.contains(driver))
    }
}

fn sources(files: &dyn Files, engine: Engine) -> io::Result<Vec<String>> {
    let inside = |folder: &str| -> io::Result<Vec<String>> {
        Ok(files.list(folder)?.into_iter().map(|name| format!("{folder}/{name}")).collect())
    };
    Ok(match engine {
        Engine::Dracut => {
            // Sorted by name across both folders. A file in /etc replaces the file of the same name in
            // /usr/lib (dracut.conf(5)).
            let mut by_name = BTreeMap::new();
            for folder in ["/usr/lib/dracut/dracut.conf.d", "/etc/dracut.conf.d"] {
                by_name.extend(files.list(folder)?.into_iter().map(|name| (name, folder)));
            }
            let drop_ins = by_name.into_iter().filter(|(name, _)| name.ends_with(".conf"));
            let drop_ins = drop_ins.map(|(name, folder)| format!("{folder}/{name}"));
            std::iter::once("/etc/dracut.conf".to_owned()).chain(drop_ins).collect()
        }
        Engine::InitramfsTools => {
            let mut paths = vec!["/etc/initramfs-tools/modules".to_owned()];
            paths.extend(inside("/usr/share/initramfs-tools/modules.d")?);
            paths
        }
        Engine::Mkinitrd => vec!["/etc/sysconfig/kernel".to_owned()],
    })
}

/// Finds settings of initramfs-tools that leave drivers out of an image.
pub fn initramfs_settings(files: &dyn Files) -> io::Result<Vec<Finding>> {
    let mut found = Vec::new();
    let path = "/etc/initramfs-tools/update-initramfs.conf";
    if setting(&text(files, path)?.unwrap_or_default(), "update_initramfs").as_deref() == Some("no") {
        let text = format!(
            "{path} has update_initramfs=no: update-initramfs -u then does nothing and ends with status 0, \
             so that the images of installed kernels stay as they are when the configuration or a package \
             changes. Set it to yes."
        );
        found.push(Finding::new(Code::UpdateInitramfsDisabled, path, text));
    }
    let mut paths = vec!["/etc/initramfs-tools/initramfs.conf".to_owned()];
    let folder = "/etc/initramfs-tools/conf.d";
    paths.extend(files.list(folder)?.into_iter().map(|name| format!("{folder}/{name}")));
    for path in paths {
        if setting(&text(files, &path)?.unwrap_or_default(), "MODULES").as_deref() == Some("dep") {
            let text = format!(
                "{path} has MODULES=dep: the image gets what the machine needs on which it is made, and no \
                 more. Set it to most."
            );
            found.push(Finding::new(Code::ModulesDep, path, text));
        }
    }
    Ok(found)
}

/// Returns the last value assigned to a variable.
fn setting(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines().filter_map(|line| line.trim().strip_prefix(name)?.strip_prefix('='));
    lines.next_back().map(|value| value.trim_matches(['"', '\'', ' ']).to_owned())
}

fn initramfs_tools(path: &str, text: &str) -> Vec<Finding> {
    let wanted = wanted_drivers();
    let is_wanted = |word: &str| Driver::parse(word).is_ok_and(|driver| wanted.contains(&driver));
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let one_line = lines.filter(|line| {
        // A word after a driver is a parameter if it has a value or is not a wanted driver. Two drivers on
        // one line follow the manual's text too literally.
        let mut words = line.split_whitespace();
        let first = words.next().and_then(|word| Driver::parse(word).ok());
        first.is_some() && words.any(is_wanted)
    });
    let finding = |line: &str| {
        let text = format!(
            "{path} has several drivers in one line, {:?}: the first one gets the others for parameters, and \
             they do not come into the image. Write one name a line.",
            shown(line)
        );
        Finding::new(Code::NamesOnOneLine, path, text)
    };
    one_line.take(MOST).map(finding).collect()
}

fn wanted_drivers() -> BTreeSet<Driver> {
    use crate::plan::Preset;
    Preset::ALL.into_iter().flat_map(Preset::drivers).chain(crate::plan::suse_extras()).collect()
}
