//! Which libraries our crates are built from.

mod known;

use std::collections::BTreeSet;

use self::known::{BEHIND_DOORS, DECIDING, HARMLESS, LIBRARIES};
use super::cargo::{Package, packages, parts};
use super::project::{OTHER_PROGRAMS, product};

/// Returns the libraries in `parts` that are neither in `direct` nor dependencies of those.
fn not_allowed<'a>(parts: &'a BTreeSet<String>, direct: &BTreeSet<&str>) -> Vec<&'a str> {
    let allowed: BTreeSet<&str> = LIBRARIES
        .iter()
        .filter(|(library, _)| direct.contains(library))
        .flat_map(|(library, brought)| brought.iter().chain([library]))
        .copied()
        .collect();
    parts.iter().map(String::as_str).filter(|part| !allowed.contains(part)).collect()
}

/// Returns the libraries that may be used directly by our crates among `parts`.
fn direct_of(parts: &BTreeSet<String>) -> BTreeSet<&'static str> {
    let ours = DECIDING.iter().filter(|(core, _)| parts.contains(*core));
    ours.flat_map(|(_, libraries)| *libraries).copied().collect()
}

fn named(package: &Package) -> BTreeSet<&str> {
    let product = package.dependencies.iter().filter(|needed| !needed.for_tests && !needed.is_ours);
    product.map(|needed| needed.name.as_str()).collect()
}

#[test]
fn what_only_decides_is_made_of_what_has_no_means_to_do_anything_else() {
    let packages = packages();
    let cores = packages.iter().map(|package| package.name.as_str()).filter(|name| name.ends_with("-core"));
    let deciding: BTreeSet<_> = DECIDING.iter().map(|(name, _)| *name).collect();
    assert_eq!(deciding, cores.chain(["kvm-drivers"]).collect(), "each has its line in the table");
    for (core, libraries) in DECIDING {
        let package = packages.iter().find(|package| package.name == *core).unwrap();
        assert_eq!(named(package), libraries.iter().copied().collect(), "what {core} names");
        let mut parts = parts(core);
        assert!(parts.contains(*core), "{parts:?}");
        let direct = direct_of(&parts);
        parts.retain(|part| !deciding.contains(part.as_str()));
        let found = not_allowed(&parts, &direct);
        assert!(
            found.is_empty(),
            "A crate that only decides has no means to do anything else: {core} is made of {found:?}"
        );
    }
}

#[test]
fn every_library_is_known_to_have_no_way_out_or_is_behind_a_door() {
    let known: BTreeSet<&str> =
        LIBRARIES.iter().map(|(name, _)| *name).chain(HARMLESS.iter().chain(BEHIND_DOORS).copied()).collect();
    let mut used = BTreeSet::new();
    for package in product() {
        for library in named(&package) {
            assert!(known.contains(library), "{} needs {library}: can it connect to anything?", package.name);
            used.insert(library.to_owned());
        }
    }
    let unused: Vec<_> = known.into_iter().filter(|library| !used.contains(*library)).collect();
    assert!(unused.is_empty(), "nobody needs {unused:?} any more");
}

#[test]
fn only_ec2_sdk_compiles_the_sdk_and_only_ssh_names_russh() {
    // The table in `arrows` says which of our crates depend on these two.
    for package in packages() {
        for (library, user) in [("aws-sdk-ec2", "ec2-sdk"), ("russh", "ssh")] {
            let names_it = package.dependencies.iter().any(|needed| needed.name == library);
            assert!(!names_it || package.name == user, "only {user} names {library}, not {}", package.name);
        }
    }
}

#[test]
fn servers_for_tests_are_in_no_product() {
    for package in product() {
        let product = package.dependencies.iter().filter(|needed| !needed.for_tests);
        let with_them: Vec<_> =
            product.filter(|needed| needed.features.iter().any(|feature| feature == "testing")).collect();
        assert!(with_them.is_empty(), "{} has the server for tests of {with_them:?}", package.name);
    }
}

#[test]
fn only_the_launcher_has_unsafe_code() {
    let root = super::cargo::root();
    let forbids = |manifest: &str| {
        let text = std::fs::read_to_string(root.join(manifest)).unwrap();
        let lints = text.split("[lints]").nth(1).unwrap_or_default();
        lints.trim_start().starts_with("workspace = true")
    };
    let workspace = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(
        workspace.contains("\nunsafe_code = \"forbid\"\n"),
        "the lints of the workspace forbid unsafe code"
    );
    for package in packages() {
        let is_launcher = package.name == "terraform-launcher";
        let manifest = format!("{}/Cargo.toml", package.folder);
        assert!(
            is_launcher || forbids(&manifest),
            "{manifest} does not take over the lints of the workspace"
        );
    }
    assert!(OTHER_PROGRAMS.contains(&"terraform-launcher"), "the plugin has no unsafe code");
}

#[test]
fn a_library_that_somebody_brings_unasked_is_found() {
    let parts = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let direct = BTreeSet::from(["serde_json", "url"]);
    assert_eq!(not_allowed(&parts(&["serde_json", "itoa", "url", "idna"]), &direct), [""; 0]);
    assert_eq!(not_allowed(&parts(&["serde_json", "tokio", "mio"]), &direct), ["mio", "tokio"]);
    assert_eq!(not_allowed(&parts(&["time", "itoa"]), &direct), ["time"]);
}
