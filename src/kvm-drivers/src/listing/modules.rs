//! [`Modules`]: the modules available for a kernel.

use std::collections::BTreeSet;

use crate::Driver;

/// The modules that a kernel has as files, whether or not they are in an image.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modules(BTreeSet<Driver>);

impl Modules {
    /// Reads `/lib/modules/K/modules.dep`, whose lines are `path: paths of its dependencies`.
    #[must_use]
    pub fn of_modules_dep(text: &str) -> Self {
        let name = |line: &str| {
            let (path, _) = line.split_once(':')?;
            Driver::of_file(path.rsplit('/').next()?)
        };
        Self(text.lines().filter_map(name).collect())
    }

    /// Whether the kernel has the driver as a module.
    #[must_use]
    pub fn has(&self, driver: &Driver) -> bool {
        self.0.contains(driver)
    }
}
