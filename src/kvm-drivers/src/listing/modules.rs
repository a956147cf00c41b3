//! [`Modules`]: which modules a kernel has at all.

use std::collections::BTreeSet;

use crate::Driver;

/// Which modules a kernel has as files, in an image or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Modules(BTreeSet<Driver>);

impl Modules {
    /// Reads `/lib/modules/K/modules.dep`: `path: paths of what it needs`.
    #[must_use]
    pub fn of_modules_dep(text: &str) -> Self {
        let name = |line: &str| {
            let (path, _) = line.split_once(':')?;
            Driver::of_file(path.rsplit('/').next()?)
        };
        Self(text.lines().filter_map(name).collect())
    }

    /// Whether the kernel has that driver as a module.
    #[must_use]
    pub fn has(&self, driver: &Driver) -> bool {
        self.0.contains(driver)
    }
}
