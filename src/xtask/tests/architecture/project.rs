//! The code of the plugin: all of our crates except those that are separate programs.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::cargo::{Package, packages, root};
use super::code::{Code, Crate};

/// The crates that are not part of the plugin.
pub const OTHER_PROGRAMS: [&str; 4] = ["acceptance-tests", "cvo-simulator", "terraform-launcher", "xtask"];

/// Returns the crates that the plugin is built from.
pub fn product() -> Vec<Package> {
    packages().into_iter().filter(|package| !OTHER_PROGRAMS.contains(&package.name.as_str())).collect()
}

/// Returns their code, which is read once.
pub fn code() -> &'static Code {
    static CODE: OnceLock<Code> = OnceLock::new();
    CODE.get_or_init(|| {
        let root = root();
        let read = |file: &str| std::fs::read_to_string(root.join(file)).ok();
        let crates: Vec<_> = product().iter().flat_map(crates).collect();
        let code = Code::read(&crates, &read);
        assert!(code.modules.len() > 400, "only {} modules were found", code.modules.len());
        code
    })
}

fn crates(package: &Package) -> Vec<Crate> {
    let product = package.dependencies.iter().filter(|needed| !needed.for_tests);
    let named = product.map(|needed| (needed.called.clone(), needed.name.replace('-', "_")));
    let own = package.targets.iter().map(|(name, _)| (name.clone(), name.clone()));
    let externs: BTreeMap<_, _> = named.chain(own).collect();
    let of_target = |(name, entry): &(String, String)| Crate {
        name: name.clone(),
        entry: entry.clone(),
        externs: externs.clone(),
    };
    package.targets.iter().map(of_target).collect()
}
