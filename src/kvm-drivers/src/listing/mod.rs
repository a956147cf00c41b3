//! [`Listing`]: the modules in an image, from the output of a lister or from the image's members.

mod builtin;
mod modules;

pub use builtin::{Builtins, config_symbols};
pub use modules::Modules;

use std::collections::{BTreeMap, BTreeSet};

use crate::{Driver, Kernel};

/// The modules in an image, per kernel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    modules: BTreeMap<Kernel, BTreeSet<Driver>>,
}

/// Why the output of a lister is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListingError {
    /// The lister failed. For a damaged image, it prints the first part and then fails.
    #[error(
        "the lister ended with {ended} after {lines} lines: the image is damaged or not one, and the list \
         does not count"
    )]
    Failed {
        /// `status 4`, or a signal.
        ended: String,
        /// Number of lines printed before the failure.
        lines: usize,
    },
    /// The lister succeeded but named no file.
    #[error("the lister named no file: the image is empty or not one")]
    Empty,
}

impl Listing {
    /// Reads the output of `lsinitrd`, `lsinitramfs` or SUSE's `lsinitrd`: bare paths, or lines as from `ls
    /// -l`.
    ///
    /// `status` is the lister's own exit status, not that of a pipe; `None` if a signal ended it.
    ///
    /// # Errors
    /// If the status is not 0, or no file is named.
    pub fn of_lister(output: &str, status: Option<i32>) -> Result<Self, ListingError> {
        if status != Some(0) {
            let ended = status.map_or_else(|| "a signal".to_owned(), |status| format!("status {status}"));
            return Err(ListingError::Failed { ended, lines: output.lines().count() });
        }
        if output.trim().is_empty() {
            return Err(ListingError::Empty);
        }
        Ok(Self::of_files(output.lines().filter_map(file)))
    }

    /// Collects the modules among file paths.
    pub fn of_files<'a>(files: impl IntoIterator<Item = &'a str>) -> Self {
        let mut modules: BTreeMap<Kernel, BTreeSet<Driver>> = BTreeMap::new();
        for (kernel, driver) in files.into_iter().filter_map(module) {
            modules.entry(kernel).or_default().insert(driver);
        }
        Self { modules }
    }

    /// Whether the image has the driver for this kernel. A driver for another kernel does not count.
    #[must_use]
    pub fn has(&self, kernel: &Kernel, driver: &Driver) -> bool {
        self.modules.get(kernel).is_some_and(|drivers| drivers.contains(driver))
    }

    /// Returns the kernels for which the image has modules.
    pub fn kernels(&self) -> impl Iterator<Item = &Kernel> {
        self.modules.keys()
    }
}

/// Returns the path in a line; `None` for directories, links and lines that name no file. Module paths have
/// no spaces.
fn file(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let mode = line.split_whitespace().next()?;
    let long = mode.len() >= 10 && mode.chars().skip(1).all(|c| "rwxsStT-.+@".contains(c));
    if long && !mode.starts_with('-') {
        return None;
    }
    line.split_whitespace().last()
}

/// Returns kernel and driver of `lib/modules/K/…/D.ko`, with or without `usr/` in front.
fn module(path: &str) -> Option<(Kernel, Driver)> {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let rest = path.strip_prefix("usr/").unwrap_or(path).strip_prefix("lib/modules/")?;
    let (kernel, rest) = rest.split_once('/')?;
    let (_, name) = rest.rsplit_once('/')?;
    Some((Kernel::parse(kernel).ok()?, Driver::of_file(name)?))
}
